package pdf

import (
	"bytes"
	"encoding/ascii85"
	"io"
)

// decodeFilter undoes one filter of a stream (ISO 32000-1, 7.4). Damaged data gives
// what could be decoded; ok is false for filters of pictures and unknown ones. The
// result is at most limit bytes.
func (w *workspace) decodeFilter(name string, b []byte, limit int64) (out []byte, ok bool) {
	switch name {
	case "FlateDecode", "Fl":
		return w.inflate(b, limit), true
	case "LZWDecode", "LZW":
		return unLZW(b, limit), true
	case "ASCII85Decode", "A85":
		return unASCII85(b, limit), true
	case "ASCIIHexDecode", "AHx":
		l := &lexer{b: b}
		return l.hex(), true
	case "RunLengthDecode", "RL":
		return unRunLength(b, limit), true
	case "Crypt":
		return b, true
	}
	return nil, false
}

func unASCII85(b []byte, limit int64) []byte {
	clean := make([]byte, 0, len(b))
	for _, c := range bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<~")) {
		if c == '~' {
			break
		}
		if c >= '!' && c <= 'u' || c == 'z' {
			clean = append(clean, c)
		}
	}
	out, _ := io.ReadAll(io.LimitReader(ascii85.NewDecoder(bytes.NewReader(clean)), limit))
	return out
}

func unRunLength(b []byte, limit int64) []byte {
	var out []byte
	for len(b) > 1 && b[0] != 128 && int64(len(out)) < limit {
		n := int(b[0])
		if n < 128 {
			n = min(n+1, len(b)-1)
			out = append(out, b[1:1+n]...)
			b = b[1+n:]
			continue
		}
		out = append(out, bytes.Repeat(b[1:2], 257-n)...)
		b = b[2:]
	}
	return out
}

// unLZW decodes the LZW of PDF and TIFF: codes grow one early, most significant bit first.
func unLZW(b []byte, limit int64) []byte {
	const clearCode, endCode = 256, 257
	type entry struct {
		prev  int
		last  byte
		first byte
		size  int
	}
	var table []entry
	reset := func() {
		table = table[:0]
		for i := range 258 {
			table = append(table, entry{-1, byte(i), byte(i), 1})
		}
	}
	reset()
	var out []byte
	acc, bits, width, prev := uint32(0), 0, 9, -1
	for _, c := range b {
		acc = acc<<8 | uint32(c)
		bits += 8
		if bits < width {
			continue
		}
		bits -= width
		code := int(acc>>bits) & (1<<width - 1)
		switch {
		case code == endCode || int64(len(out)) >= limit:
			return out
		case code == clearCode:
			reset()
			width, prev = 9, -1
			continue
		case code > len(table) || code == len(table) && prev < 0:
			return out
		}
		if prev >= 0 && len(table) < 4096 {
			from := code
			if code == len(table) {
				from = prev
			}
			table = append(table, entry{prev, table[from].first, table[prev].first, table[prev].size + 1})
		}
		if code >= len(table) {
			return out
		}
		n := len(out)
		out = append(out, make([]byte, table[code].size)...)
		for at, i := code, n+table[code].size-1; at >= 0 && i >= n; i-- {
			out[i] = table[at].last
			at = table[at].prev
		}
		prev = code
		if size := len(table) + 1; size >= 1<<width && width < 12 {
			width++
		}
	}
	return out
}

// unPredict undoes the PNG predictors (ISO 32000-1, 7.4.4.4); other data is returned as is.
func unPredict(b []byte, predictor, colors, depth, columns int64) []byte {
	if predictor < 10 || colors < 1 || colors > 64 || depth < 1 || depth > 16 || columns < 1 || columns > 1<<20 {
		return b
	}
	bpp := int(max(1, colors*depth/8))
	row := int((colors*depth*columns + 7) / 8)
	out := make([]byte, 0, len(b))
	above := make([]byte, row)
	for len(b) > 1 {
		kind := b[0]
		line := append([]byte(nil), b[1:min(1+row, len(b))]...)
		b = b[min(1+row, len(b)):]
		for i := range line {
			var left, corner byte
			if i >= bpp {
				left, corner = line[i-bpp], above[i-bpp]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, line...)
		copy(above, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

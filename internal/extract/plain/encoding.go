package plain

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// decode turns bytes into text. cut says that the bytes were cut off at a limit, maybe
// inside a character. repaired says that a few bytes made no sense. The error is
// "not-a-document" for binary data.
func decode(b []byte, cut bool) (text string, repaired bool, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return wide(b, unicode.LittleEndian)
	}
	if order, is := wideOrder(b); is {
		return wide(b, order)
	}
	b = bytes.TrimRight(b, "\x00") // some copiers fill the last block
	if binary(b) {
		return "", false, notADocument()
	}
	if cut {
		b = wholeRunes(b)
	}
	if utf8.Valid(b) {
		return string(b), false, nil
	}
	if broken(b)*100 < len(b) && mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\ufffd"), true, nil
	}
	return eightBit(b), false, nil
}

func notADocument() error {
	return cchc.FileFault("not-a-document", errors.New("control characters as in binary data"), "application/octet-stream")
}

func wide(b []byte, order unicode.Endianness) (string, bool, error) {
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil || binary(out) {
		return "", false, notADocument()
	}
	return string(out), bytes.ContainsRune(out, utf8.RuneError), nil
}

// wideOrder finds UTF-16 without a mark by its zero bytes: one of the two bytes of a
// Latin letter is zero.
func wideOrder(b []byte) (unicode.Endianness, bool) {
	var zero [2]int
	for i, c := range b {
		if c == 0 {
			zero[i%2]++
		}
	}
	pairs := len(b) / 2
	switch {
	case pairs >= 2 && zero[1]*2 > pairs && zero[0]*50 < pairs:
		return unicode.LittleEndian, true
	case pairs >= 2 && zero[0]*2 > pairs && zero[1]*50 < pairs:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// binary reports control characters as text has none: any zero byte, or one in a hundred.
func binary(b []byte) bool {
	n := 0
	for _, c := range b {
		switch {
		case c == 0:
			return true
		case c < ' ' && !strings.ContainsRune("\t\n\r\f\v\b\x1a\x1b", rune(c)), c == 0x7f:
			n++
		}
	}
	return n*100 > len(b)
}

// wholeRunes drops a character cut off at the end.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= utf8.UTFMax-1 && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// broken counts the bytes that are no UTF-8.
func broken(b []byte) (n int) {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		b = b[size:]
	}
	return n
}

// mostlyUTF8 reports whether the characters beyond ASCII are UTF-8 but for a few: text in
// an 8-bit encoding is broken at nearly every one of them.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		b = b[size:]
	}
	return good > 4*bad
}

// eightBit decodes what is not UTF-8: TCVN3 or VNI, windows-1258, else windows-1252,
// whichever reads best as Vietnamese.
func eightBit(b []byte) string {
	western := through(charmap.Windows1252, b)
	best, score := western, vi.Quality(sample(western))
	if s := vi.NFC(through(charmap.Windows1258, b)); vi.Quality(sample(s)) > score {
		best, score = s, vi.Quality(sample(s))
	}
	// The legacy tables speak of bytes A1 to FE, which are the same in Latin-1.
	if s, _, changed := vi.DecodeLegacy(through(charmap.ISO8859_1, b)); changed && vi.Quality(sample(s)) > score {
		best = s
	}
	return best
}

func through(e encoding.Encoding, b []byte) string {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out)
}

// sampleBytes is how much of a text is judged.
const sampleBytes = 64 << 10

func sample(s string) string {
	if len(s) > sampleBytes {
		return strings.ToValidUTF8(s[:sampleBytes], "")
	}
	return s
}

package pdf

import (
	"bytes"

	"minhchung/internal/cchc"
)

// packedFew is how many objects in object streams are left there: fewer cost little.
const packedFew = 50

// unpacked opens a sound file again with the objects out of its object streams written
// behind its end, each once: for every object it is asked for, the library inflates the
// whole stream again, which on a page of many links takes most of the time. Where the file
// is unusual in any way, it is left as it is.
func unpacked(d *document, lim cchc.Limits) *document {
	sv := listed(d.src)
	if sv == nil || len(sv.within) < packedFew {
		return d
	}
	src := d.src
	again, err := sv.open(src, lim, nil)
	if err == nil {
		sv.unpack(again)
		// What could not be unpacked would be missing.
		if len(sv.packed) == len(sv.within) {
			if again, err = sv.open(src, lim, nil); err == nil && again.hasPages() {
				return again
			}
		}
	}
	src.tail = nil
	return d
}

// listed reads what the cross-reference streams of a file say (ISO 32000-1, 7.5.8), the
// newest first; nil for a file that has other sections or says anything unusual.
func listed(s *source) *survey {
	sv := &survey{places: map[int]place{}, packed: map[int][]byte{}, within: map[int]int{}}
	tail := s.read(max(0, s.Size()-1024), 1024)
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return nil
	}
	l := &lexer{b: tail[i+len("startxref"):]}
	free := map[int]bool{}
	at := l.next()
	for range sectionsMax {
		if at.kind != kindNumber {
			break
		}
		dict, rows := xrefStream(s, int64(at.num))
		if rows == nil || !sv.list(dict, rows, free) {
			return nil
		}
		sv.takeTrailer(dict)
		at, _ = dict.entry("Prev")
	}
	seen := map[int]bool{}
	for _, stream := range sv.within {
		if _, ok := sv.places[stream]; !ok {
			return nil
		}
		if !seen[stream] {
			seen[stream] = true
			sv.streams = append(sv.streams, stream)
		}
	}
	if sv.root <= 0 || sv.encrypt.kind != 0 {
		return nil
	}
	return sv
}

// list takes the entries of one section; what a newer one lists already stays.
func (sv *survey) list(dict token, rows []byte, free map[int]bool) bool {
	w, _ := dict.entry("W")
	size, _ := dict.entry("Size")
	if len(w.list) != 3 {
		return false
	}
	var widths [3]int
	for i, x := range w.list {
		widths[i] = int(x.num)
	}
	step := widths[0] + widths[1] + widths[2]
	spans := []token{{kind: kindNumber}, size}
	if index, ok := dict.entry("Index"); ok {
		spans = index.list
	}
	if step < 2 || len(spans)%2 != 0 {
		return false
	}
	for i := 0; i < len(spans); i += 2 {
		first := int(spans[i].num)
		for n := first; n < first+int(spans[i+1].num) && len(rows) >= step; n++ {
			kind, field, last := 1, bigEndian(rows[widths[0]:widths[0]+widths[1]]), bigEndian(rows[step-widths[2]:step])
			if widths[0] > 0 {
				kind = int(bigEndian(rows[:widths[0]]))
			}
			rows = rows[step:]
			sv.listOne(n, kind, field, last, free)
		}
	}
	return true
}

func (sv *survey) listOne(n, kind int, field, last int64, free map[int]bool) {
	_, open := sv.places[n]
	_, packed := sv.within[n]
	if open || packed || free[n] || n <= 0 || n >= objectsMax {
		return
	}
	switch {
	case kind == 1:
		sv.places[n] = place{offset: field, generation: int(last)}
	case kind == 2 && field < objectsMax:
		sv.within[n] = int(field)
	default:
		free[n] = true
	}
}

func bigEndian(b []byte) int64 {
	n := int64(0)
	for _, c := range b {
		n = n<<8 | int64(c)
	}
	return n
}

// xrefStream reads the cross-reference stream at off; rows is nil for a table and for a
// stream of unusual filters.
func xrefStream(s *source, off int64) (dict token, rows []byte) {
	l := &lexer{b: s.read(off, 64<<10)}
	if t := l.next(); t.kind != kindNumber {
		return token{}, nil
	}
	l.next() // generation
	l.next() // obj
	dict = l.next()
	length, _ := dict.entry("Length")
	if t := l.next(); !t.is("stream") || length.kind != kindNumber || length.num < 1 || length.num > rebuildMax {
		return token{}, nil
	}
	start := off + int64(l.pos)
	if head := s.read(start, 2); bytes.HasPrefix(head, []byte("\r\n")) {
		start += 2
	} else {
		start++
	}
	raw := s.read(start, int64(length.num))
	if filter, ok := dict.entry("Filter"); ok {
		if !filter.is("FlateDecode") && (len(filter.list) != 1 || !filter.list[0].is("FlateDecode")) {
			return token{}, nil
		}
		raw = (&workspace{}).inflate(raw, rebuildMax)
	}
	params, _ := dict.entry("DecodeParms")
	if len(params.list) == 1 {
		params = params.list[0]
	}
	return dict, unPredict(raw, params.number("Predictor", 1), params.number("Colors", 1), params.number("BitsPerComponent", 8), params.number("Columns", 1))
}

// number is an entry of a dictionary, preset where it has none.
func (t token) number(key string, preset int64) int64 {
	if x, ok := t.entry(key); ok && x.kind == kindNumber {
		return int64(x.num)
	}
	return preset
}

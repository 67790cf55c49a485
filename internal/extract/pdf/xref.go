package pdf

import (
	"bytes"
	"errors"
	"fmt"
)

// Bounds of cross-reference sections the library may be given: it allocates from the
// numbers in them and follows Prev for ever.
const (
	objectsMax  = 4 << 20
	sectionsMax = 500
	columnsMax  = 1 << 10
)

var errNoXref = errors.New("no usable cross-reference table")

// checkXref walks the cross-reference sections of a file before the library does.
func checkXref(s *source) error {
	tail := s.read(max(0, s.Size()-1024), 1024)
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return errNoXref
	}
	l := &lexer{b: tail[i+len("startxref"):]}
	at := l.next()
	seen := map[int64]bool{}
	for at.kind == kindNumber {
		off := int64(at.num)
		if off < 0 || off >= s.Size() || seen[off] || len(seen) > sectionsMax {
			return fmt.Errorf("%w: section at %d", errNoXref, off)
		}
		seen[off] = true
		trailer, err := readSection(s, off)
		if err != nil {
			return err
		}
		if size, ok := trailer.entry("Size"); !ok || size.num < 0 || size.num > objectsMax {
			return fmt.Errorf("%w: Size", errNoXref)
		}
		at, _ = trailer.entry("Prev")
	}
	return nil
}

// readSection returns the trailer or the dictionary of the stream at off.
func readSection(s *source, off int64) (token, error) {
	l := &lexer{b: s.read(off, 64<<10)}
	t := l.next()
	switch {
	case t.kind == kindOperator && t.is("xref"):
		return readTable(s, off+int64(l.pos))
	case t.kind == kindNumber:
		l.next() // generation
		l.next() // obj
		dict := l.next()
		return dict, checkStreamDict(dict)
	}
	return token{}, errNoXref
}

// readTable skips the entries of a table, 20 bytes each, to its trailer.
func readTable(s *source, off int64) (token, error) {
	for range sectionsMax {
		l := &lexer{b: s.read(off, 64<<10)}
		t := l.next()
		if t.kind == kindOperator && t.is("trailer") {
			return l.next(), nil
		}
		n := l.next()
		if t.kind != kindNumber || n.kind != kindNumber || t.num < 0 || n.num < 0 || t.num+n.num > objectsMax {
			return token{}, fmt.Errorf("%w: subsection", errNoXref)
		}
		l.skipSpace()
		off += int64(l.pos) + 20*int64(n.num)

	}
	return token{}, errNoXref
}

func checkStreamDict(dict token) error {
	if kind, ok := dict.entry("Type"); !ok || !kind.is("XRef") {
		return fmt.Errorf("%w: no XRef stream", errNoXref)
	}
	w, _ := dict.entry("W")
	for _, x := range w.list {
		if x.num < 0 || x.num > 8 {
			return fmt.Errorf("%w: W", errNoXref)
		}
	}
	index, _ := dict.entry("Index")
	for i := 0; i+1 < len(index.list); i += 2 {
		if sum := index.list[i].num + index.list[i+1].num; sum < 0 || sum > objectsMax {
			return fmt.Errorf("%w: Index", errNoXref)
		}
	}
	params, _ := dict.entry("DecodeParms")
	if c, ok := params.entry("Columns"); ok && (c.num < 1 || c.num > columnsMax) {
		return fmt.Errorf("%w: Columns", errNoXref)
	}
	return nil
}

package pdf

import (
	"bytes"
	"compress/flate"
	"io"
)

// Bounds of the memory a workspace keeps when its file is done.
const (
	keptGlyphs = 1 << 15 // of one page; an office page has 2,000 to 5,000
	keptBytes  = 1 << 20 // of one stream
	keptItems  = 1 << 12 // of the lists of an interpreter
)

// workspace is memory that serves one page after the other and one file after the other.
// Nothing a reading is made of may share it. It is not safe for concurrent use.
type workspace struct {
	glyphs   []glyph
	idle     []*interpreter // as many as forms lie inside each other
	inflated []byte
	packed   bytes.Reader
	flate    io.ReadCloser // nil before the first stream
}

// interpreter returns one that runs nothing; it is to be given back by done.
func (w *workspace) interpreter() *interpreter {
	if n := len(w.idle); n > 0 {
		in := w.idle[n-1]
		w.idle = w.idle[:n-1]
		return in
	}
	return &interpreter{}
}

func (w *workspace) done(in *interpreter) {
	*in = interpreter{
		lexer:   lexer{open: in.lexer.open[:0], lists: in.lexer.lists[:0], bytes: in.lexer.bytes[:0]},
		stack:   in.stack[:0],
		args:    in.args[:0],
		outline: outline{segments: in.outline.segments[:0], boxes: in.outline.boxes[:0]},
	}
	w.idle = append(w.idle, in)
}

// leave lets go of the file just read, and of memory only large files need.
func (w *workspace) leave() {
	if cap(w.glyphs) > keptGlyphs {
		w.glyphs = nil
	}
	clear(w.glyphs[:cap(w.glyphs)])
	w.glyphs = w.glyphs[:0]
	w.packed.Reset(nil)
	for _, in := range w.idle {
		l := &in.lexer
		l.open, l.lists, in.args = cleared(l.open), cleared(l.lists), cleared(in.args)
		if cap(l.bytes) > keptBytes {
			l.bytes = nil
		}
		in.stack = cleared(in.stack)
		in.outline = outline{segments: cleared(in.outline.segments), boxes: cleared(in.outline.boxes)}
	}
}

// cleared is an empty slice with the memory of s, or none where that is much.
func cleared[T any](s []T) []T {
	if cap(s) > keptItems {
		return nil
	}
	clear(s[:cap(s)])
	return s[:0]
}

// inflate decodes zlib data, at most limit bytes of it. It looks at neither header nor
// checksum: what a damaged stream holds is worth having.
func (w *workspace) inflate(b []byte, limit int64) []byte {
	if len(b) <= zlibHeader {
		return nil
	}
	r := w.deflated(b[zlibHeader:])
	out := w.inflated[:0]
	for int64(len(out)) < limit {
		if len(out) == cap(out) {
			more := min(max(4096, 2*len(b), len(out)), int(limit)-len(out))
			out = append(out, make([]byte, more)...)[:len(out)]
		}
		n, err := r.Read(out[len(out):min(int64(cap(out)), limit)])
		out = out[:len(out)+n]
		if err != nil {
			break
		}
	}
	if cap(out) > keptBytes {
		w.inflated = nil
		return out
	}
	w.inflated = out
	return bytes.Clone(out)
}

// zlibHeader is the length of the header of zlib data (RFC 1950).
const zlibHeader = 2

func (w *workspace) deflated(b []byte) io.Reader {
	w.packed.Reset(b)
	if w.flate == nil {
		w.flate = flate.NewReader(&w.packed)
	} else {
		_ = w.flate.(flate.Resetter).Reset(&w.packed, nil) // never fails
	}
	return w.flate
}

package pdf

import (
	"bytes"
	"sort"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"

	"minhchung/internal/cchc"
)

// document is one open file. The accessors below answer like the library's, but where
// it panics over a damaged object they answer null and count a fault.
type document struct {
	lib    *pdf.Reader
	src    *source
	lim    cchc.Limits
	crypt  *decryptor // nil for files that are not encrypted
	places []owner    // of objects by offset, for crypt
	fonts  map[string]*font
	shared map[string]*resources // by what their dictionary says
	work   *workspace
	faults int // damaged objects met since the caller last set it to 0
}

func (d *document) caught() {
	if x := recover(); x != nil {
		d.faults++
	}
}

func (d *document) key(v pdf.Value, name string) (out pdf.Value) {
	defer d.caught()
	return v.Key(name)
}

func (d *document) index(v pdf.Value, i int) (out pdf.Value) {
	defer d.caught()
	return v.Index(i)
}

func (d *document) trailer() (out pdf.Value) {
	defer d.caught()
	return d.lib.Trailer()
}

// path follows keys.
func (d *document) path(v pdf.Value, names ...string) pdf.Value {
	for _, n := range names {
		v = d.key(v, n)
	}
	return v
}

// inherited looks a key up in a page and the nodes above it (ISO 32000-1, 7.7.3.4).
func (d *document) inherited(v pdf.Value, name string) pdf.Value {
	for range depthMax {
		if v.IsNull() {
			break
		}
		if x := d.key(v, name); !x.IsNull() {
			return x
		}
		v = d.key(v, "Parent")
	}
	return pdf.Value{}
}

// floats returns an array of exactly n numbers.
func (d *document) floats(v pdf.Value, n int) ([]float64, bool) {
	if v.Len() != n {
		return nil, false
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = d.index(v, i).Float64()
	}
	return out, true
}

// stream returns the decoded bytes of a stream, at most lim.PartBytes, whatever could
// be decoded of a damaged one; nil for pictures.
func (d *document) stream(v pdf.Value) []byte {
	if v.Kind() != pdf.Stream {
		return nil
	}
	b, at := d.raw(v)
	names, params := d.key(v, "Filter"), d.key(v, "DecodeParms")
	if d.crypt != nil {
		b = d.decrypt(b, at, names)
	}
	if names.Kind() == pdf.Name {
		return d.unfilter(names.Name(), params, b)
	}
	for i := 0; i < min(names.Len(), 8); i++ {
		b = d.unfilter(d.index(names, i).Name(), d.index(params, i), b)
	}
	return b
}

func (d *document) unfilter(name string, params pdf.Value, b []byte) []byte {
	if name == "" {
		return b
	}
	out, ok := d.work.decodeFilter(name, b, d.lim.PartBytes)
	if !ok {
		return nil
	}
	if len(out) == 0 && len(b) > 16 {
		d.faults++
	}
	if p := d.key(params, "Predictor").Int64(); p > 1 {
		number := func(key string, preset int64) int64 {
			if x := d.key(params, key); !x.IsNull() {
				return x.Int64()
			}
			return preset
		}
		out = unPredict(out, p, number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1))
	}
	return out
}

// decrypt undoes the encryption of the bytes of the stream at offset at.
func (d *document) decrypt(b []byte, at int64, filters pdf.Value) []byte {
	if filters.Name() == "Crypt" || d.index(filters, 0).Name() == "Crypt" {
		return b // a stream that says for itself how it is encrypted: not at all, in practice
	}
	i := sort.Search(len(d.places), func(i int) bool { return d.places[i].offset > at })
	if i == 0 || at >= d.src.size {
		return b
	}
	return d.crypt.stream(d.places[i-1].number, d.places[i-1].generation, b)
}

// raw returns the undecoded bytes of a stream. The library tells where they begin only
// in the printed form of the value, "<<…>>@offset"; its own decoder knows two filters
// and trusts Length.
func (d *document) raw(v pdf.Value) (b []byte, at int64) {
	s := v.String()
	off, err := strconv.ParseInt(s[strings.LastIndexByte(s, '@')+1:], 10, 64)
	if err != nil {
		return nil, 0
	}
	n := d.key(v, "Length").Int64()
	if n > 0 && n <= d.lim.PartBytes {
		b := d.src.read(off, n+32)
		if int64(len(b)) >= n && bytes.HasPrefix(bytes.TrimLeft(b[n:], "\r\n \t\x00"), []byte("endstream")) {
			return b[:n], off
		}
	}
	return d.untilEndstream(off), off
}

// untilEndstream serves streams with a wrong Length.
func (d *document) untilEndstream(off int64) []byte {
	mark := []byte("endstream")
	var out []byte
	for int64(len(out)) < d.lim.PartBytes {
		chunk := d.src.read(off+int64(len(out)), 64<<10)
		if len(chunk) == 0 {
			break
		}
		from := max(0, len(out)-len(mark))
		out = append(out, chunk...)
		if i := bytes.Index(out[from:], mark); i >= 0 {
			return bytes.TrimRight(out[:from+i], "\r\n")
		}
	}
	return out
}

package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/ledongthuc/pdf"

	"minhchung/internal/cchc"
)

// openBudget bounds what the library may read to open a file: a few times the file.
const openBudget = 64 << 20

// open opens the file behind r. repaired is true where the cross-reference table was
// broken and its objects searched for. Errors are the file's: encrypted, truncated, damaged.
func open(r io.ReaderAt, size int64, lim cchc.Limits, check func() error) (d *document, repaired bool, err error) {
	src, complete, err := newSource(r, size, check)
	if err != nil {
		return nil, false, cchc.OurFault("unreadable-file", err, err.Error())
	}
	cut := !complete || linearizedCut(src)
	lib, first := openLibrary(src)
	if first == nil {
		d = newDocument(lib, src, lim)
		if d.hasPages() && d.key(d.trailer(), "Encrypt").IsNull() {
			return unpacked(d, lim), false, nil
		}
		first = errors.New("no pages, or encrypted")
	}
	if err := check(); err != nil {
		return nil, false, cchc.OurFault("internal", err)
	}
	d, err = rebuild(src, size, lim)
	switch {
	case errors.Is(err, errPassword):
		return nil, false, cchc.FileFault("encrypted", first)
	case err != nil && cut, err == nil && cut && !d.whole():
		return nil, false, cchc.FileFault("truncated", first)
	case err != nil:
		return nil, false, cchc.FileFault("damaged", errors.Join(first, err))
	}
	return d, d.crypt == nil, nil
}

func newDocument(lib *pdf.Reader, src *source, lim cchc.Limits) *document {
	return &document{
		lib: lib, src: src, lim: lim, work: &workspace{},
		fonts: map[string]*font{}, shared: map[string]*resources{},
	}
}

// openLibrary opens src with the library, which may panic, loop and allocate without
// bound over bad tables; those that can be seen are kept from it.
func openLibrary(src *source) (lib *pdf.Reader, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("open: %v", x)
		}
	}()
	if err := checkXref(src); err != nil {
		return nil, err
	}
	src.budget = openBudget + 4*src.Size()
	defer func() { src.budget = -1 }()
	return pdf.NewReader(src, src.Size())
}

func (d *document) hasPages() bool {
	return d.path(d.trailer(), "Root", "Pages").Kind() == pdf.Dict
}

// whole reports whether every page the tree promises is there with its contents and the
// fonts it names.
func (d *document) whole() bool {
	pages, _ := d.pages(d.lim.Pages)
	promised := d.path(d.trailer(), "Root", "Pages", "Count").Int64()
	if len(pages) == 0 || int64(len(pages)) < min(promised, int64(d.lim.Pages)) {
		return false
	}
	for _, p := range pages {
		if d.key(p, "Contents").IsNull() || !d.hasFonts(p) {
			return false
		}
	}
	return true
}

// hasFonts reports whether the resources of a page and each font they name are there:
// many writers put them last, so that a cut file has its text but not what it means.
func (d *document) hasFonts(page pdf.Value) bool {
	resources := d.inherited(page, "Resources")
	if resources.Kind() != pdf.Dict {
		return false
	}
	fonts := d.key(resources, "Font")
	for _, name := range fonts.Keys() {
		if d.key(fonts, name).Kind() != pdf.Dict {
			return false
		}
	}
	return true
}

// linearizedCut reports a file for the web (ISO 32000-1, annex F) shorter than it says.
func linearizedCut(s *source) bool {
	head := s.read(0, headerZone)
	i := bytes.Index(head, []byte("/Linearized"))
	if i < 0 {
		return false
	}
	j := bytes.Index(head[i:], []byte("/L "))
	if j < 0 {
		return false
	}
	l := &lexer{b: head[i+j+2:]}
	// Half a percent is left for trimmed ends and changed line ends.
	return l.next().num > float64(s.Size())*1.005+1024
}

// pages walks the page tree and returns its leaves, at most limit; total is what the
// file has, as far as it can be known.
func (d *document) pages(limit int) (out []pdf.Value, total int) {
	root := d.path(d.trailer(), "Root", "Pages")
	nodes := 4*limit + 1000
	var walk func(v pdf.Value, depth int)
	walk = func(v pdf.Value, depth int) {
		if nodes--; nodes < 0 || depth > depthMax || len(out) > limit {
			return
		}
		kids := d.key(v, "Kids")
		if kids.Kind() != pdf.Array || d.key(v, "Type").Name() == "Page" {
			if v.Kind() == pdf.Dict {
				out = append(out, v)
			}
			return
		}
		for i := 0; i < kids.Len() && len(out) <= limit; i++ {
			walk(d.index(kids, i), depth+1)
		}
	}
	walk(root, 0)
	total = len(out)
	if total > limit {
		out = out[:limit]
		total = max(total, int(min(d.key(root, "Count").Int64(), objectsMax)))
	}
	return out, total
}

// Package pdf reads PDF files. The object layer is github.com/ledongthuc/pdf; content
// streams, fonts and the making of lines and paragraphs are its own.
//
// Reading goes through these files: source.go and xref.go present the bytes so that the
// library opens them, open.go and rebuild.go open, interp.go draws the glyphs of a page with
// what resources.go finds by name, rules.go and paint.go its ruling lines and colours,
// truetype.go asks a font program where the file does not say what its codes mean. plan.go
// finds where tables (grid.go by ruling lines, opentable.go without) and columns (column.go)
// stand, line.go makes lines, text.go decodes and cleans, order.go puts them in order,
// watermark.go and running.go part the body from what lies over it and runs along, block.go
// makes paragraphs, judge.go tells pages of text from pictures, second.go asks another reader
// where all that gives too little. workspace.go keeps the memory that one page, and one file,
// leaves to the next.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"

	"minhchung/internal/cchc"
)

// Reader reads PDF files. It is safe for concurrent use as far as its second reader is,
// and must not be copied.
//
// A damaged file can still make the library take memory or time without bound; run it
// in a process of its own.
type Reader struct {
	second Second
	spare  sync.Pool // of *workspace
}

// Option sets up a reader.
type Option func(*Reader)

// WithSecond gives the reader another one to ask, page by page, where its own reading
// fails, gives nothing or is poor.
func WithSecond(s Second) Option { return func(r *Reader) { r.second = s } }

// New returns a reader.
func New(options ...Option) *Reader {
	r := &Reader{spare: sync.Pool{New: func() any { return &workspace{} }}}
	for _, o := range options {
		o(r)
	}
	return r
}

// Read reads the file at path. Errors are *[cchc.Error]: encrypted (it does not open
// with the empty password), truncated, damaged, reader-crashed (the library panicked
// over it), vanished or unreadable-file. Limits, repairs, faulty pages and pages the second
// reader took over leave notes.
// Pages are all those of the file up to lim.Pages, in order; pages that are pictures
// have NeedsOCR, empty pages have no blocks.
func (r *Reader) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	reading := cchc.Reading{Format: cchc.FormatPDF}
	lim = withDefaults(lim)
	u := &understudy{open: r.second, path: path}
	defer u.close()
	work := r.spare.Get().(*workspace)
	err := u.first(ctx, path, lim, work, &reading)
	work.leave()
	r.spare.Put(work)
	if err != nil && r.second != nil && ctx.Err() == nil {
		reading = cchc.Reading{Format: cchc.FormatPDF}
		err = u.rescue(ctx, lim, err, &reading)
	}
	return reading, err
}

// first is our own reading, with the second reader's pages in it.
func (u *understudy) first(ctx context.Context, path string, lim cchc.Limits, work *workspace, out *cchc.Reading) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = cchc.FileFault("reader-crashed", fmt.Errorf("pdf: %v", x))
		}
	}()
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return cchc.FileFault("vanished", err)
	}
	if err != nil {
		return cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	st, err := f.Stat()
	if err != nil {
		return cchc.OurFault("unreadable-file", err, err.Error())
	}
	d, repaired, err := open(f, st.Size(), lim, ctx.Err)
	if err != nil {
		return err
	}
	d.work = work
	if repaired {
		out.Notes = append(out.Notes, cchc.NewReason("repaired"))
	}
	return d.read(ctx, u, out)
}

func withDefaults(lim cchc.Limits) cchc.Limits {
	preset := cchc.DefaultLimits()
	if lim.Pages <= 0 {
		lim.Pages = preset.Pages
	}
	if lim.TextBytes <= 0 {
		lim.TextBytes = preset.TextBytes
	}
	if lim.PartBytes <= 0 {
		lim.PartBytes = preset.PartBytes
	}
	if lim.Operators <= 0 {
		lim.Operators = preset.Operators
	}
	return lim
}

// read reads all pages into out, those the second reader reads better with its help.
func (d *document) read(ctx context.Context, u *understudy, out *cchc.Reading) error {
	nodes, total := d.pages(d.lim.Pages)
	out.PageTotal = total
	if total == 0 {
		return cchc.FileFault("damaged", errors.New("no pages"))
	}
	h := &heap{left: d.lim.TextBytes}
	for i, node := range nodes {
		if err := ctx.Err(); err != nil {
			return cchc.OurFault("internal", err)
		}
		s, x, whole := d.page(node, ctx.Err)
		if better := u.better(ctx, i, s, x, whole); better != nil {
			s, whole = better, true
		}
		if !whole {
			out.Notes = append(out.Notes, pageUnreadable(i))
		}
		if !h.put(s, x) {
			out.Notes = append(out.Notes, limitText(d.lim))
			break
		}
	}
	if err := ctx.Err(); err != nil {
		return cchc.OurFault("internal", err)
	}
	if len(u.took) > 0 {
		out.Notes = append(out.Notes, cchc.NewReason("second-reader", strings.Join(u.took, ", ")))
	}
	h.finish(out)
	return nil
}

// heap collects the pages of a file.
type heap struct {
	sheets []*sheet
	extras []extra
	left   int64 // bytes of text
}

// put takes a page, or reports that the text of the file is over its limit.
func (h *heap) put(s *sheet, x extra) bool {
	for _, l := range s.lines {
		h.left -= int64(len(l.text))
	}
	if h.left < 0 {
		return false
	}
	h.sheets, h.extras = append(h.sheets, s), append(h.extras, x)
	return true
}

// finish makes the pages of the reading.
func (h *heap) finish(out *cchc.Reading) {
	if h.left >= 0 && len(h.sheets) < out.PageTotal {
		out.Notes = append(out.Notes, cchc.NewReason("limit-pages", strconv.Itoa(len(h.sheets)), strconv.Itoa(out.PageTotal)))
	}
	markRunning(h.sheets)
	for i, s := range h.sheets {
		out.Pages = append(out.Pages, s.finish(i+1, h.extras[i]))
	}
}

func pageUnreadable(page int) cchc.Reason {
	return cchc.NewReason("page-unreadable", strconv.Itoa(page+1))
}

func limitText(lim cchc.Limits) cchc.Reason {
	return cchc.NewReason("limit-text", strconv.FormatInt(lim.TextBytes>>20, 10))
}

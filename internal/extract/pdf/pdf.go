// Package pdf reads PDF files. The object layer is github.com/ledongthuc/pdf; content
// streams, fonts and the making of lines and paragraphs are its own.
//
// Reading goes through these files: source.go and xref.go present the bytes so that the
// library opens them, open.go and rebuild.go open, interp.go draws the glyphs of a page,
// line.go makes lines of them, text.go decodes and cleans, order.go and running.go sort
// and part the body from what runs along, block.go makes paragraphs, judge.go tells
// pages of text from pictures.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"

	"minhchung/internal/cchc"
)

// Reader reads PDF files. It holds no state and is safe for concurrent use.
//
// A damaged file can still make the library take memory or time without bound; run it
// in a process of its own.
type Reader struct{}

// New returns a reader.
func New() *Reader { return &Reader{} }

// Read reads the file at path. Errors are *[cchc.Error]: encrypted (it does not open
// with the empty password), truncated, damaged, reader-crashed (the library panicked
// over it), vanished or unreadable-file. Limits, repairs and faulty pages leave notes.
// Pages are all those of the file up to lim.Pages, in order; pages that are pictures
// have NeedsOCR, empty pages have no blocks.
func (r *Reader) Read(ctx context.Context, path string, lim cchc.Limits) (reading cchc.Reading, err error) {
	reading.Format = cchc.FormatPDF
	defer func() {
		if x := recover(); x != nil {
			err = cchc.FileFault("reader-crashed", fmt.Errorf("pdf: %v", x))
		}
	}()
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return reading, cchc.FileFault("vanished", err)
	}
	if err != nil {
		return reading, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	st, err := f.Stat()
	if err != nil {
		return reading, cchc.OurFault("unreadable-file", err, err.Error())
	}
	lim = withDefaults(lim)
	d, repaired, err := open(f, st.Size(), lim, ctx.Err)
	if err != nil {
		return reading, err
	}
	if repaired {
		reading.Notes = append(reading.Notes, cchc.NewReason("repaired"))
	}
	err = d.read(ctx.Err, &reading)
	return reading, err
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

// read reads all pages into out.
func (d *document) read(check func() error, out *cchc.Reading) error {
	nodes, total := d.pages(d.lim.Pages)
	out.PageTotal = total
	if total == 0 {
		return cchc.FileFault("damaged", errors.New("no pages"))
	}
	var sheets []*sheet
	var extras []extra
	left := d.lim.TextBytes
	for i, node := range nodes {
		if err := check(); err != nil {
			return cchc.OurFault("internal", err)
		}
		s, x, whole := d.page(node, check)
		if !whole {
			out.Notes = append(out.Notes, cchc.NewReason("page-unreadable", strconv.Itoa(i+1)))
		}
		for _, l := range s.lines {
			left -= int64(len(l.text))
		}
		if left < 0 {
			out.Notes = append(out.Notes, cchc.NewReason("limit-text", strconv.FormatInt(d.lim.TextBytes>>20, 10)))
			break
		}
		sheets, extras = append(sheets, s), append(extras, x)
	}
	if err := check(); err != nil {
		return cchc.OurFault("internal", err)
	}
	if len(nodes) < total {
		out.Notes = append(out.Notes, cchc.NewReason("limit-pages", strconv.Itoa(len(sheets)), strconv.Itoa(total)))
	}
	markRunning(sheets)
	for i, s := range sheets {
		out.Pages = append(out.Pages, s.finish(i+1, extras[i]))
	}
	return nil
}

package plain

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// HTML reads HTML. It has no state and is safe for use by several goroutines.
type HTML struct{}

// NewHTML returns a reader of HTML.
func NewHTML() *HTML { return &HTML{} }

// maxHTML bounds the file, in bytes: the tree of elements takes many times its size.
const maxHTML = 16 << 20

// Read reads the text a visitor would see, and the title before it, as one page with
// number 0. At most 16 MiB and lim.TextBytes are read. Nothing the file refers to is
// fetched. The error is a *cchc.Error as that of [Text.Read].
func (*HTML) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	limit := min(textLimit(lim), maxHTML)
	content, more, err := load(ctx, path, limit)
	if err != nil {
		return cchc.Reading{}, err
	}
	r, err := readHTML(content, more)
	if err == nil && more {
		r.Notes = append(r.Notes, limitNote(limit))
	}
	return r, err
}

func readHTML(content []byte, cut bool) (cchc.Reading, error) {
	text, repaired, err := decodeHTML(content, cut)
	if err != nil {
		return cchc.Reading{}, err
	}
	var blocks []cchc.Block
	if root, err := html.Parse(strings.NewReader(text)); err == nil {
		blocks = visible(root)
	} else { // nested deeper than the parser bears
		blocks, repaired = flat(text), true
	}
	r := cchc.Reading{Format: cchc.FormatHTML}
	if repaired {
		r.Notes = append(r.Notes, cchc.NewReason("repaired"))
	}
	if len(blocks) > 0 {
		p := cchc.Page{Blocks: blocks, Source: cchc.SourceText}
		p.Quality = vi.Quality(sample(p.Text()))
		r.Pages = []cchc.Page{p}
	}
	return r, nil
}

// decodeHTML believes a byte order mark, then valid UTF-8 beyond ASCII whatever the file
// says of itself, then its meta element, then what reads best.
func decodeHTML(b []byte, cut bool) (text string, repaired bool, err error) {
	if utf8.Valid(b) || bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return decode(b, cut)
	}
	e, name, _ := charset.DetermineEncoding(b[:min(len(b), 4096)], "")
	if name == "utf-8" || name == "windows-1252" {
		return decode(b, cut) // pages in TCVN3 and VNI call themselves windows-1252
	}
	if binary(b) {
		return "", false, notADocument()
	}
	return through(e, b), false, nil
}

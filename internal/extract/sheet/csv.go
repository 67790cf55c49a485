package sheet

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
	"minhchung/internal/vi"
)

// mostCSV bounds a CSV file in bytes: what is decoded takes a few times its size.
const mostCSV = 64 << 20

// CSV reads files of separated values. It has no state and is safe for use by several
// goroutines.
type CSV struct {
	decode func([]byte) (string, error)
}

// NewCSV returns a reader of CSV; decode turns the bytes into Unicode and fails for what
// is no text.
func NewCSV(decode func([]byte) (string, error)) *CSV { return &CSV{decode} }

// Read reads the file at path as one page with number 0, a BlockRow a line. The separator
// (comma, semicolon, tab or bar) is the one that cuts the lines most evenly. Bounded by
// lim.TextBytes, 64 MiB and 200,000 rows. The error is a *cchc.Error: the file's fault
// "empty-file" or what decode says; ours "vanished", "unreadable-file", "reader-stopped".
func (c *CSV) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	lim = withDefaults(lim)
	limit := min(lim.TextBytes, mostCSV)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return cchc.Reading{}, cchc.OurFault("vanished", err)
	}
	if err != nil {
		return cchc.Reading{}, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return cchc.Reading{}, cchc.OurFault("unreadable-file", err, err.Error())
	}
	if len(content) == 0 {
		return cchc.Reading{}, cchc.FileFault("empty-file", nil)
	}
	more := int64(len(content)) > limit
	text, err := c.decode(content[:min(int64(len(content)), limit)])
	if err != nil {
		return cchc.Reading{}, err
	}
	r, err := readCSV(ctx, text)
	if err == nil && more {
		r.Notes = append(r.Notes, limitText(cchc.Limits{TextBytes: limit}))
	}
	return r, err
}

func readCSV(ctx context.Context, text string) (cchc.Reading, error) {
	r := cchc.Reading{Format: cchc.FormatText}
	comma, ok := extract.Separator(text)
	if !ok {
		comma = ','
	}
	more := 0                                                                                         // lines of the file above the table, less those inside of cells
	if first, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(strings.ToLower(first), "sep=") { // Excel's own way to say it
		text, more = rest, 1
		if c := strings.TrimSpace(first[4:]); len(c) == 1 && strings.Contains(",;|", c) {
			comma = rune(c[0])
		}
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = comma, true, -1
	var rows []row
	for n := 1; ; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return r, cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil { // with lazy quotes only a quote nobody closed
			r.Notes = append(r.Notes, cchc.NewReason("repaired"))
			break
		}
		if len(rows) == mostRows {
			r.Notes = append(r.Notes, cchc.NewReason("limit-rows", "CSV", strconv.Itoa(mostRows)))
			break
		}
		line, _ := in.FieldPos(0)
		line += more
		more -= strings.Count(strings.Join(record, ""), "\n") // a cell of two lines is one row
		if cells := tidyAll(record); len(cells) > 0 {
			rows = append(rows, row{line, cells})
		}
	}
	decodeRows(rows)
	if b, columns := blocks(rows); len(b) > 0 {
		p := cchc.Page{Blocks: b, Columns: columns, Source: cchc.SourceText}
		p.Quality = vi.Quality(sample(p.Text()))
		r.Pages = []cchc.Page{p}
	}
	return r, nil
}

func tidyAll(cells []string) []string {
	last := 0
	for i, c := range cells {
		if cells[i] = tidy(c); cells[i] != "" {
			last = i + 1
		}
	}
	return cells[:last]
}

package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
	"minhchung/internal/vi"
)

// mostRows is how many rows with content are read of one sheet.
const mostRows = 200_000

// Reader reads XLSX workbooks. It has no state and is safe for use by several goroutines.
type Reader struct{}

// New returns a reader of XLSX.
func New() *Reader { return &Reader{} }

// Read reads the file at path: a page a sheet in the order of the workbook, numbered from
// 1, hidden ones too (with a note). A page begins with the name of the sheet, unless that
// is a default; then comes a BlockRow a row, with the cells as Excel shows them, dates as
// day/month/year where the cell leaves the form to the machine; a row of one cell is a
// paragraph. Notes on cells follow as BlockNote. Bounded by lim.Pages (sheets), TextBytes
// and PartBytes, and by 200,000 rows a sheet. The error is a *cchc.Error: the file's fault
// "truncated", "damaged", "encrypted" or "archive-bomb"; ours "vanished",
// "unreadable-file" or "reader-stopped".
func (*Reader) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	lim = withDefaults(lim)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return cchc.Reading{}, cchc.OurFault("vanished", err)
	}
	if err != nil {
		return cchc.Reading{}, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // only read
	st, err := f.Stat()
	if err != nil {
		return cchc.Reading{}, cchc.OurFault("unreadable-file", err, err.Error())
	}
	parts, err := extract.OpenParts(f, st.Size(), lim.PartBytes)
	if err != nil {
		return cchc.Reading{}, err
	}
	return readWorkbook(ctx, parts, lim)
}

func withDefaults(lim cchc.Limits) cchc.Limits {
	def := cchc.DefaultLimits()
	if lim.Pages <= 0 {
		lim.Pages = def.Pages
	}
	if lim.TextBytes <= 0 {
		lim.TextBytes = def.TextBytes
	}
	if lim.PartBytes <= 0 {
		lim.PartBytes = def.PartBytes
	}
	return lim
}

// readWorkbook holds the library at arm's length: it gets no pictures, and its panics are
// the file's fault.
func readWorkbook(ctx context.Context, parts *extract.Parts, lim cchc.Limits) (r cchc.Reading, err error) {
	defer func() {
		if x := recover(); x != nil {
			r, err = cchc.Reading{}, cchc.FileFault("damaged", fmt.Errorf("excelize: %v", x))
		}
	}()
	slim, err := parts.Slim(func(name string) bool {
		return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
	})
	if err != nil {
		return cchc.Reading{}, cchc.FileFault("damaged", err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(slim), excelize.Options{
		UnzipSizeLimit: 8 * lim.PartBytes, UnzipXMLSizeLimit: 2 * lim.PartBytes,
		ShortDatePattern: "dd/mm/yyyy", LongDatePattern: "dd/mm/yyyy", LongTimePattern: "hh:mm:ss",
	})
	if err != nil {
		return cchc.Reading{}, openFault(err)
	}
	defer book.Close() //nolint:errcheck // only read
	w := &workbook{book: book, lim: lim, left: lim.TextBytes}
	return w.read(ctx)
}

func openFault(err error) error {
	if errors.Is(err, excelize.ErrWorkbookPassword) || errors.Is(err, excelize.ErrWorkbookFileFormat) {
		return cchc.FileFault("encrypted", err)
	}
	return cchc.FileFault("damaged", err)
}

// workbook is one reading.
type workbook struct {
	book  *excelize.File
	lim   cchc.Limits
	left  int64 // bytes of text that may still be kept
	notes []cchc.Reason
}

func (w *workbook) read(ctx context.Context) (cchc.Reading, error) {
	names := w.book.GetSheetList()
	if len(names) == 0 {
		return cchc.Reading{}, cchc.FileFault("damaged", errors.New("no sheets in the workbook"))
	}
	r := cchc.Reading{Format: cchc.FormatXLSX, PageTotal: len(names)}
	for i, name := range names {
		if i == w.lim.Pages {
			w.notes = append(w.notes, cchc.NewReason("limit-pages", strconv.Itoa(i), strconv.Itoa(len(names))))
			break
		}
		page, err := w.sheet(ctx, name)
		if err != nil {
			return cchc.Reading{}, err
		}
		if page.Number = i + 1; len(page.Blocks) > 0 {
			r.Pages = append(r.Pages, page)
		}
		if w.left <= 0 {
			w.notes = append(w.notes, limitText(w.lim))
			break
		}
	}
	r.Notes = w.notes
	return r, nil
}

func limitText(lim cchc.Limits) cchc.Reason {
	return cchc.NewReason("limit-text", strconv.FormatInt(max(1, lim.TextBytes>>20), 10))
}

// sheet reads one sheet. A fault in it is noted; the error is only that ctx is done.
func (w *workbook) sheet(ctx context.Context, name string) (cchc.Page, error) {
	page := cchc.Page{Source: cchc.SourceText}
	rows, complete, err := w.rows(ctx, name)
	if err != nil {
		return page, err
	}
	if !complete {
		w.notes = append(w.notes, cchc.NewReason("sheet-unreadable", name))
	}
	w.decode(name, rows)
	page.Blocks, page.Columns = blocks(rows)
	page.Blocks = append(page.Blocks, w.comments(name)...)
	if len(page.Blocks) == 0 {
		return page, nil
	}
	if visible, err := w.book.GetSheetVisible(name); err == nil && !visible {
		w.notes = append(w.notes, cchc.NewReason("hidden-sheet", name))
	}
	if !defaultName(name) {
		page.Blocks = append([]cchc.Block{{Text: vi.NFC(strings.TrimSpace(name)), Bold: true}}, page.Blocks...)
	}
	page.Quality = vi.Quality(sample(page.Text()))
	return page, nil
}

// row is a row with content; number counts from 1.
type row struct {
	number int
	cells  []string
}

// rows reads the cells of a sheet. complete is false where the sheet is faulty from some
// row on, or was never one of cells.
func (w *workbook) rows(ctx context.Context, name string) (out []row, complete bool, err error) {
	it, openErr := w.book.Rows(name)
	if openErr != nil {
		var none excelize.ErrSheetNotExist
		return nil, errors.As(openErr, &none) || strings.Contains(openErr.Error(), "not a worksheet"), nil
	}
	defer it.Close() //nolint:errcheck // only read
	raw, err := w.book.Rows(name)
	if err != nil {
		return nil, false, nil //nolint:nilerr // it was there a moment ago; noted by the caller
	}
	defer raw.Close() //nolint:errcheck // only read
	for number := 1; it.Next() && raw.Next(); number++ {
		if number%256 == 0 && ctx.Err() != nil {
			return nil, false, cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		cells, err := it.Columns()
		if err != nil {
			return out, false, nil //nolint:nilerr // noted by the caller
		}
		values, err := raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return out, false, nil //nolint:nilerr // noted by the caller
		}
		ungroup(cells, values)
		if cells = w.clean(cells); len(cells) == 0 {
			continue
		}
		out = append(out, row{number, cells})
		if len(out) == mostRows {
			w.notes = append(w.notes, cchc.NewReason("limit-rows", name, strconv.Itoa(mostRows)))
			return out, true, nil
		}
		if w.left <= 0 {
			return out, true, nil
		}
	}
	return out, it.Error() == nil, nil
}

// grouped is a number as Excel shows it with American marks between thousands.
var grouped = regexp.MustCompile(`^[(-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\)?$`)

// ungroup takes the marks between thousands out of the cells that hold numbers: whether a
// comma parts thousands or decimals depends on the machine, and 193180435 is one number to
// whoever looks for it. A text that looks the same is left as it was typed.
func ungroup(cells, raw []string) {
	for i, c := range cells {
		if i >= len(raw) || !strings.Contains(c, ",") || !grouped.MatchString(strings.TrimSpace(c)) {
			continue
		}
		if _, err := strconv.ParseFloat(raw[i], 64); err == nil {
			cells[i] = strings.ReplaceAll(c, ",", "")
		}
	}
}

// clean trims the cells, empties those that show an error and drops the empty ones at the end; nil for a row without any.
func (w *workbook) clean(cells []string) []string {
	last := 0
	for i, c := range cells {
		if cells[i] = tidy(c); errorValue(cells[i]) {
			cells[i] = ""
		}
		if cells[i] != "" {
			last = i + 1
			w.left -= int64(len(cells[i]))
		}
	}
	return cells[:last]
}

// errorValue reports what Excel shows for a formula without a result; it says nothing.
func errorValue(cell string) bool {
	switch cell {
	case "#DIV/0!", "#REF!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!":
		return true
	}
	return false
}

// comments are the notes on cells.
func (w *workbook) comments(name string) (out []cchc.Block) {
	all, err := w.book.GetComments(name)
	if err != nil {
		return nil // a note no program can show is no part of the table
	}
	for _, c := range all {
		text := c.Text
		for _, run := range c.Paragraph {
			text += run.Text
		}
		if text = tidy(text); text != "" {
			w.left -= int64(len(text))
			out = append(out, cchc.Block{Text: c.Cell + ": " + text, Kind: cchc.BlockNote})
		}
	}
	return out
}

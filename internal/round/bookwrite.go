package round

import (
	"strings"
	"unicode/utf16"

	"minhchung/internal/cchc"
)

// Page is a sheet of the workbook of scores. Cells of Numbers columns are numbers with a
// decimal point.
type Page struct {
	Name    string   // at most 31 characters, unlike those of other pages
	Above   []string // lines above the heading
	Head    []string
	Widths  []float64 // in characters
	Numbers []bool    // by column
	Rows    [][]string
	Groups  []int // rows, from 0, of criteria that have others below them
}

// Bounds of a workbook.
const (
	maxPages = 40     // sheets; more offices go on one sheet with a column for the office
	maxRows  = 19_000 // rows of a sheet that is written: what is read again is bounded too
)

// Pages is the workbook of scores, a sheet an office; nil offices are all of the round. So
// many that they cannot be read again are a usage error.
func (x *Rules) Pages(cat cchc.Catalogue, scores []cchc.Score, offices []string) ([]Page, error) {
	if offices == nil {
		offices = x.offices
	}
	held := heldBy(scores)
	if len(offices) > maxPages {
		p, err := x.Flat(cat, scores, offices)
		if err == nil && len(p.Rows) > maxRows {
			err = cchc.Usage("book-large", nil, itoa(maxRows))
		}
		return []Page{p}, err
	}
	var out []Page
	taken := map[string]bool{}
	for _, o := range offices {
		p := newPage(pageName(OfficeName(o, x.units), o, taken), false)
		p.Above = []string{x.round.Title, "Đợt đánh giá: " + x.round.ID}
		if o != "" {
			p.Above = append(p.Above, "Đơn vị: "+o+" – "+OfficeName(o, x.units))
		}
		p.fill(cat, held, o, false)
		if len(p.Rows) > maxRows {
			return nil, cchc.Usage("book-large", nil, itoa(maxRows))
		}
		out = append(out, p)
	}
	return out, nil
}

// Flat is the workbook as one table, with a column for the office where there are several.
// As text it may hold more than a workbook.
func (x *Rules) Flat(cat cchc.Catalogue, scores []cchc.Score, offices []string) (Page, error) {
	if offices == nil {
		offices = x.offices
	}
	held := heldBy(scores)
	several := len(x.offices) > 1 || x.offices[0] != ""
	p := newPage("Tự chấm", several)
	for _, o := range offices {
		p.fill(cat, held, o, several)
	}
	if len(p.Rows) > maxCSVRows-headRows {
		return p, cchc.Usage("book-large", nil, itoa(maxCSVRows))
	}
	return p, nil
}

func heldBy(scores []cchc.Score) map[[2]string]cchc.Score {
	held := map[[2]string]cchc.Score{}
	for _, s := range scores {
		held[[2]string{s.Office, s.Criterion}] = s
	}
	return held
}

func newPage(name string, several bool) Page {
	p := Page{Name: name}
	for _, f := range written(several) {
		p.Head, p.Widths, p.Numbers = append(p.Head, f.title), append(p.Widths, f.width), append(p.Numbers, f.number)
	}
	return p
}

func written(several bool) []form {
	if several {
		return forms()
	}
	return forms()[1:]
}

func (p *Page) fill(cat cchc.Catalogue, held map[[2]string]cchc.Score, office string, several bool) {
	var walk func([]cchc.Criterion)
	walk = func(cs []cchc.Criterion) {
		for _, c := range cs {
			cells := map[Column]string{ColumnOffice: office, ColumnID: c.ID, ColumnTitle: c.Title}
			if len(c.Children) == 0 {
				leafCells(cells, c, held[[2]string{office, c.ID}])
			} else {
				p.Groups = append(p.Groups, len(p.Rows))
			}
			var row []string
			for _, f := range written(several) {
				row = append(row, cells[f.column])
			}
			p.Rows = append(p.Rows, row)
			walk(c.Children)
		}
	}
	walk(cat.Criteria)
}

func leafCells(cells map[Column]string, c cchc.Criterion, s cchc.Score) {
	cells[ColumnMax], cells[ColumnHow] = cellNumber(&c.Points), howScored(c)
	var requires []string
	for _, r := range c.Requires {
		requires = append(requires, "- "+r.Name)
	}
	cells[ColumnRequires] = strings.Join(requires, "\n")
	for _, x := range []struct {
		column Column
		v      *float64
	}{{ColumnSelf, s.Self}, {ColumnFirst, s.First}, {ColumnSecond, s.Second}, {ColumnA, s.A}, {ColumnB, s.B}} {
		cells[x.column] = cellNumber(x.v)
	}
	cells[ColumnFigures], cells[ColumnExplanation], cells[ColumnNote], cells[ColumnWhy] = s.Figures, s.Explanation, s.Note, s.Why
	if s.NotApplicable {
		cells[ColumnExempt] = "x"
	}
}

func howScored(c cchc.Criterion) string {
	switch {
	case c.ScoredBy == cchc.ScoredBySurvey:
		return "Điều tra xã hội học, không tự chấm"
	case c.Ratio != nil:
		return "Tỷ lệ a/b\na: " + c.Ratio.A + "\nb: " + c.Ratio.B
	}
	return ""
}

// pageName is a name a sheet may have: 31 UTF-16 units, none of []:*?/\, no apostrophe at
// its ends, unlike others whatever their case.
func pageName(name, id string, taken map[string]bool) string {
	if id == "" {
		name = "Tự chấm"
	}
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || unwritable(r) || r == '\n' || r == '\t' {
			return '-'
		}
		return r
	}, name), "' ")
	if clean == "" {
		clean = "Đơn vị"
	}
	for n := 1; ; n++ {
		tail := ""
		if n > 1 {
			tail = " (" + itoa(n) + ")"
		}
		out := strings.TrimRight(cut(clean, 31-len(tail)), "' ") + tail
		if k := strings.ToLower(out); !taken[k] {
			taken[k] = true
			return out
		}
	}
}

// cut is the beginning of a text of at most n UTF-16 units.
func cut(s string, n int) string {
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > n {
			return s[:i]
		}
	}
	return s
}

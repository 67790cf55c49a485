package round

import (
	"slices"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Sheet is a sheet of a workbook as it was read: the texts of its cells from A1 on.
type Sheet struct {
	Name string // "" where the file has none
	Rows [][]string
}

// Problem is what is wrong with a cell, or what of a sheet was not taken.
type Problem struct {
	Sheet  string
	Row    int    // from 1; 0 for the sheet as a whole
	Cell   string // "B7", "" for a row or sheet as a whole
	Reason cchc.Reason
}

// BookOptions say how a workbook is read; the zero value reads what it can recognise.
type BookOptions struct {
	Sheet       string // by name or number; all that have a heading without it
	Office      string // identity or name, where the workbook does not say
	Columns     string // "stt=A,tu-cham=G" where the headings are not understood
	Only        []Field
	BlankClears bool // a blank cell takes back what is held; otherwise it leaves it
}

// Book is what a workbook of scores says.
type Book struct {
	Edits    []Edit // what it would change, in its order
	Rows     int    // rows of criteria that were read
	Kept     int    // blank cells beside values that are held and stay
	Problems []Problem
	Notices  []Problem // what was passed over
}

// ReadBook reads the workbook of scores of a round. held are the scores as they are. Each
// cell that cannot be taken is a problem: with problems nothing should be saved before
// somebody looked.
func (x *Rules) ReadBook(actor cchc.Actor, sheets []Sheet, held []cchc.Score, o BookOptions, now time.Time) (Book, error) {
	given, err := ParseColumns(o.Columns)
	if err != nil {
		return Book{}, err
	}
	if o.Office != "" {
		if o.Office, err = x.Office(o.Office); err != nil {
			return Book{}, err
		}
	}
	r := &bookReader{rules: x, actor: actor, held: heldBy(held), o: o, now: now, given: given, seen: map[[2]string]string{}, titles: x.byTitle()}
	var unread []string
	some := false
	for i, s := range sheets {
		if o.Sheet != "" && o.Sheet != itoa(i+1) && vi.Fold(o.Sheet) != vi.Fold(s.Name) {
			continue
		}
		if r.sheet(s) {
			some = true
		} else if len(s.Rows) > 0 {
			unread = append(unread, s.Name)
		}
	}
	if !some {
		if o.Sheet != "" && len(unread) == 0 {
			return Book{}, cchc.Usage("book-no-sheet", nil, o.Sheet, near(o.Sheet, sheetNames(sheets)))
		}
		return Book{}, cchc.Usage("book-no-heading", nil, quoted(unread))
	}
	for _, name := range unread {
		r.out.Notices = append(r.out.Notices, Problem{Sheet: name, Reason: cchc.NewReason("book-sheet-unused", name)})
	}
	return r.out, nil
}

// quoted are names of sheets for a sentence; a text has none.
func quoted(names []string) string {
	if list := strings.Trim(strings.Join(names, ", "), ", "); list != "" {
		return list
	}
	return "–"
}

func sheetNames(sheets []Sheet) (out []string) {
	for _, s := range sheets {
		out = append(out, s.Name)
	}
	return out
}

// byTitle are the leaves whose title no other has.
func (x *Rules) byTitle() map[string]string {
	out := map[string]string{}
	for _, leaf := range x.order {
		k := key(leaf.Title)
		if _, twice := out[k]; twice {
			out[k] = ""
			continue
		}
		out[k] = leaf.ID
	}
	return out
}

type bookReader struct {
	rules  *Rules
	actor  cchc.Actor
	held   map[[2]string]cchc.Score
	o      BookOptions
	now    time.Time
	given  columns
	seen   map[[2]string]string // office, criterion → where it was read
	titles map[string]string
	out    Book

	name   string // of the sheet being read
	m      columns
	office string
	known  bool // office is
	sums   []string
	unused []string
}

func (r *bookReader) problem(col, row int, reason cchc.Reason) {
	p := Problem{Sheet: r.name, Row: row, Reason: reason}
	if col >= 0 {
		p.Cell = cellName(col, row)
	}
	r.out.Problems = append(r.out.Problems, p)
}

// sheet reads one sheet; false where it has no heading.
func (r *bookReader) sheet(s Sheet) bool {
	r.name, r.sums, r.unused = s.Name, nil, nil
	next, m, odd, ok := findColumns(s.Rows)
	if r.given != nil {
		m, odd, ok = r.given, nil, true
	}
	if !ok {
		return false
	}
	r.m = m
	if !r.findOffice(s, next) {
		return true
	}
	for i, title := range odd {
		r.out.Notices = append(r.out.Notices, Problem{Sheet: s.Name, Row: next, Cell: cellName(i, next), Reason: cchc.NewReason("book-column-unused", title)})
	}
	slices.SortFunc(r.out.Notices, func(a, b Problem) int { return strings.Compare(a.Sheet+a.Cell, b.Sheet+b.Cell) })
	for i := next; i < len(s.Rows); i++ {
		r.row(s.Rows[i], i+1)
	}
	if len(r.sums) > 0 {
		r.out.Notices = append(r.out.Notices, Problem{Sheet: s.Name, Reason: cchc.NewReason("book-sums-unused", strings.Join(r.sums, ", "))})
	}
	if len(r.unused) > 0 {
		r.out.Notices = append(r.out.Notices, Problem{Sheet: s.Name, Reason: cchc.NewReason("book-rows-unused", strings.Join(r.unused, ", "))})
	}
	return true
}

// findOffice looks for the office of a sheet: what the caller says, a line above the
// heading ("Đơn vị: …"), the name of the sheet, the only one there is. A column for it
// decides row by row.
func (r *bookReader) findOffice(s Sheet, head int) bool {
	r.office, r.known = "", false
	if r.o.Office != "" || len(r.rules.offices) == 1 && r.rules.offices[0] == "" {
		r.office, r.known = r.o.Office, true
		return true
	}
	if _, ok := r.m[ColumnOffice]; ok {
		return true
	}
	for i, row := range s.Rows[:min(head, len(s.Rows))] {
		for j, cell := range row {
			label, name, ok := strings.Cut(cell, ":")
			if k := key(label); !ok || k != "don vi" && k != "ten don vi" && k != "co quan don vi" {
				continue
			}
			if id, ok := r.officeNamed(name); ok {
				r.office, r.known = id, true
				return true
			}
			_, err := r.rules.Office(strings.TrimSpace(name))
			r.problem(j, i+1, cchc.AsError(err).Reason)
			return false
		}
	}
	if id, ok := r.officeNamed(s.Name); ok {
		r.office, r.known = id, true
	} else if len(r.rules.offices) == 1 {
		r.office, r.known = r.rules.offices[0], true
	} else {
		_, err := r.rules.Office(s.Name)
		r.problem(-1, 0, cchc.AsError(err).Reason)
	}
	return r.known
}

// officeNamed reads "cntt – Phòng Công nghệ thông tin", an identity or a name.
func (r *bookReader) officeNamed(name string) (string, bool) {
	name = strings.TrimSpace(name)
	id, _, _ := strings.Cut(name, " – ")
	for _, n := range []string{name, id} {
		if n == "" {
			continue
		}
		if o, err := r.rules.Office(n); err == nil {
			return o, true
		}
	}
	return "", false
}

// row reads a row of a criterion; others are told.
func (r *bookReader) row(row []string, n int) {
	leaf, ok := r.criterion(row, n)
	if !ok {
		return
	}
	office, ok := r.officeOf(row, n)
	if !ok {
		return
	}
	where := [2]string{office, leaf.ID}
	if first, twice := r.seen[where]; twice {
		r.problem(r.col(ColumnID), n, cchc.NewReason("book-twice", leaf.ID, OfficeName(office, r.rules.units), first))
		return
	}
	r.seen[where] = strings.TrimPrefix(r.name+" "+cellName(max(0, r.col(ColumnID)), n), " ")
	r.out.Rows++
	if text := strings.TrimSpace(r.cell(row, ColumnMax)); text != "" {
		if v, ok := ParseDecimal(text); !ok || v != leaf.Points {
			r.problem(r.col(ColumnMax), n, cchc.NewReason("book-max", leaf.ID, text, Decimal(leaf.Points)))
			return
		}
	}
	e, ok := r.edit(row, n, leaf, office)
	if !ok || len(e.Set) == 0 {
		return
	}
	r.judge(e, n)
}

// judge takes an edit, or tells of each cell why not.
func (r *bookReader) judge(e Edit, n int) {
	held := r.held[[2]string{e.Office, e.Criterion}]
	next, err := r.rules.Apply(r.actor, held, e, r.now)
	if err == nil {
		held.Round, held.Criterion, held.Office = next.Round, next.Criterion, next.Office
		if !Equal(held, next) {
			r.out.Edits = append(r.out.Edits, e)
		}
		return
	}
	whole := cchc.AsError(err).Reason
	told := false
	for _, f := range e.Set {
		_, err := r.rules.Apply(r.actor, held, Edit{Criterion: e.Criterion, Office: e.Office, Set: []Field{f}, Values: e.Values}, r.now)
		if err == nil {
			continue
		}
		if reason := cchc.AsError(err).Reason; reason.Code == whole.Code || reason.Code == "score-points" || reason.Code == "score-figure" {
			r.problem(r.col(columnOfField(f)), n, reason)
			told = true
		}
	}
	if !told {
		r.problem(-1, n, whole)
	}
}

func columnOfField(field Field) Column {
	for _, f := range forms() {
		if f.field == field {
			return f.column
		}
	}
	return ""
}

// col is the place of a column, -1 where the sheet has none.
func (r *bookReader) col(c Column) int {
	if i, ok := r.m[c]; ok {
		return i
	}
	return -1
}

func (r *bookReader) cell(row []string, c Column) string { return at(row, r.col(c)) }

func (r *bookReader) officeOf(row []string, n int) (string, bool) {
	if r.known {
		return r.office, true
	}
	name := strings.TrimSpace(r.cell(row, ColumnOffice))
	if id, ok := r.officeNamed(name); ok {
		return id, true
	}
	_, err := r.rules.Office(name)
	r.problem(r.col(ColumnOffice), n, cchc.AsError(err).Reason)
	return "", false
}

// edit reads the cells of a row; false where one of them is no value.
func (r *bookReader) edit(row []string, n int, leaf cchc.Criterion, office string) (e Edit, ok bool) {
	e = Edit{Criterion: leaf.ID, Office: office}
	held := r.held[[2]string{office, leaf.ID}]
	ok = true
	for _, f := range forms() {
		if _, there := r.m[f.column]; !there || f.field == "" || r.o.Only != nil && !slices.Contains(r.o.Only, f.field) {
			continue
		}
		text := vi.NFC(r.cell(row, f.column))
		if blank(text, f) {
			switch {
			case same(f.field, held, cchc.Score{}):
			case r.o.BlankClears:
				e.Set = append(e.Set, f.field)
			default:
				r.out.Kept++
			}
			continue
		}
		if reason := setCell(&e.Values, f, text, leaf); reason != nil {
			r.problem(r.col(f.column), n, *reason)
			ok = false
			continue
		}
		e.Set = append(e.Set, f.field)
	}
	return e, ok
}

func blank(text string, f form) bool {
	s := strings.TrimSpace(text)
	return s == "" || f.number && (s == "-" || s == "–")
}

func setCell(s *cchc.Score, f form, text string, leaf cchc.Criterion) *cchc.Reason {
	if f.number {
		v, ok := ParseDecimal(text)
		figure := f.field == FieldA || f.field == FieldB
		if ok && figure && ambiguous(text) {
			reason := cchc.NewReason("book-ambiguous", leaf.ID, strings.TrimSpace(text), strings.ReplaceAll(strings.TrimSpace(text), ".", ""), strings.Replace(strings.TrimSpace(text), ".", ",", 1))
			return &reason
		}
		if !ok {
			most := leaf.Points
			if figure {
				most = maxFigure
			}
			reason := cchc.NewReason("book-not-number", leaf.ID, short(text), nearestNumber(text, most))
			return &reason
		}
		assign(f.field, s, cchc.Score{Self: &v, First: &v, Second: &v, A: &v, B: &v})
		return nil
	}
	if f.field == FieldNotApplicable {
		v, ok := flag(text)
		if !ok {
			reason := cchc.NewReason("book-not-flag", leaf.ID, short(text))
			return &reason
		}
		s.NotApplicable = v
		return nil
	}
	assign(f.field, s, cchc.Score{Figures: text, Explanation: text, Why: text, Note: text})
	return nil
}

// flag reads a tick.
func flag(text string) (value, ok bool) {
	switch key(text) {
	case "x", "co", "1", "yes", "true", "khong ap dung":
		return true, true
	case "khong", "0", "no", "false", "co ap dung", "ap dung":
		return false, true
	}
	switch strings.TrimSpace(text) {
	case "✓", "✔":
		return true, true
	case "-", "–":
		return false, true
	}
	return false, false
}

// short keeps what is quoted of a cell within a line.
func short(text string) string {
	s := strings.Join(strings.Fields(text), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

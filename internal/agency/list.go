package agency

import (
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Listed is what a table of agencies holds.
type Listed struct {
	// Agencies are those of the table, with what was known of them before where the table
	// says nothing of it. Successors name identities.
	Agencies []Agency
	Problems []Problem
}

// Problem is a line of a table that could not be taken, or not wholly.
type Problem struct {
	Line   int // of the sheet, from 1
	Reason cchc.Reason
}

// column is what a column of the table holds.
type column int

const (
	columnNone column = iota
	columnID
	columnName
	columnSign
	columnAliases
	columnFrom
	columnTo
	columnSuccessor
)

// headRows is how many rows may stand above the heading.
const headRows = 20

// ReadList takes agencies out of a table with the columns tên, ký hiệu, tên khác (several
// parted by ";" or lines), từ ngày, đến ngày, kế thừa and mã, in any order; only tên is
// needed. An agency is one of known if its identity or name is; without mã a new one is
// named after its sign or its name. A successor is named by identity, name or sign, and may
// stand further down. A usage error, "agency-no-heading", where no row reads as a heading.
func ReadList(rows [][]string, known []Agency) (Listed, error) {
	first, columns := heading(rows)
	if columns == nil {
		return Listed{}, cchc.Usage("agency-no-heading", nil)
	}
	r := reading{known: known, taken: map[string]bool{}}
	for _, a := range known {
		r.taken[a.ID] = true
	}
	for i := first; i < len(rows); i++ {
		r.row(i+1, func(c column) string {
			at, ok := columns[c]
			if !ok || at >= len(rows[i]) {
				return ""
			}
			return strings.TrimSpace(vi.NFC(rows[i][at]))
		})
	}
	r.succeed()
	return r.out, nil
}

func heading(rows [][]string) (int, map[column]int) {
	for i, row := range rows[:min(len(rows), headRows)] {
		m := map[column]int{}
		for at, cell := range row {
			c := columnOf(cell)
			if _, twice := m[c]; c != columnNone && !twice {
				m[c] = at
			}
		}
		if _, named := m[columnName]; named {
			return i + 1, m
		}
	}
	return 0, nil
}

func columnOf(heading string) column {
	f := strings.Join(strings.FieldsFunc(vi.Fold(heading), func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' }), " ")
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return f == w || strings.HasPrefix(f, w+" ") })
	}
	switch {
	case has("ten khac", "ten goi khac", "ten cu", "con goi"):
		return columnAliases
	case has("ma", "id"):
		return columnID
	case has("ky hieu", "viet tat", "ten viet tat"):
		return columnSign
	case has("tu ngay", "tu", "ngay bat dau", "ngay thanh lap", "hieu luc tu"):
		return columnFrom
	case has("den ngay", "den", "ngay ket thuc", "hieu luc den"):
		return columnTo
	case has("ke thua", "co quan ke thua", "sap nhap vao"):
		return columnSuccessor
	case has("ten", "co quan", "don vi"):
		return columnName
	}
	return columnNone
}

// reading is one table being read.
type reading struct {
	known []Agency
	taken map[string]bool
	out   Listed
	lines []int    // of out.Agencies
	next  []string // what the table calls their successors
}

func (r *reading) problem(line int, reason cchc.Reason) {
	r.out.Problems = append(r.out.Problems, Problem{line, reason})
}

func (r *reading) row(line int, cell func(column) string) {
	name := strings.Join(strings.Fields(cell(columnName)), " ")
	if key(name) == "" {
		if cell(columnSign) != "" || cell(columnID) != "" {
			r.problem(line, cchc.NewReason("agency-row-no-name"))
		}
		return
	}
	a := r.started(strings.ToLower(cell(columnID)), name, cell(columnSign))
	for _, alias := range strings.FieldsFunc(cell(columnAliases), func(c rune) bool { return c == ';' || c == '\n' }) {
		alias = strings.Join(strings.Fields(alias), " ")
		if key(alias) != "" && !slices.ContainsFunc(a.Aliases, func(al Alias) bool { return SameName(al.Name, alias) }) {
			a.Aliases = append(a.Aliases, Alias{Name: alias})
		}
	}
	for _, day := range []struct {
		text string
		to   *cchc.Date
		last bool
	}{{cell(columnFrom), &a.Valid.From, false}, {cell(columnTo), &a.Valid.To, true}} {
		if day.text == "" {
			continue
		}
		d, ok := readDay(day.text, day.last)
		if !ok {
			r.problem(line, cchc.NewReason("agency-row-bad-date", day.text))
			continue
		}
		*day.to = d
	}
	if i := slices.IndexFunc(r.out.Agencies, func(o Agency) bool { return o.ID == a.ID }); i >= 0 {
		r.problem(line, cchc.NewReason("agency-row-twice", name, strconv.Itoa(r.lines[i])))
		return
	}
	r.out.Agencies, r.lines, r.next = append(r.out.Agencies, a), append(r.lines, line), append(r.next, cell(columnSuccessor))
}

// started is the agency a row is about: one there is, or a new one with its identity.
func (r *reading) started(id, name, sign string) Agency {
	a := Agency{ID: id}
	for _, k := range slices.Concat(r.out.Agencies, r.known) {
		if k.ID == id || id == "" && SameName(k.Name, name) {
			a = k
			a.Aliases = slices.Clone(k.Aliases)
			break
		}
	}
	if a.Name = name; sign != "" {
		a.Sign = sign
	}
	if a.ID == "" {
		a.ID = r.free(sign, name)
	}
	r.taken[a.ID] = true
	return a
}

// free makes an identity nobody has out of a sign or a name.
func (r *reading) free(sign, name string) string {
	id := slug(sign)
	if id == "" {
		id = slug(name)
	}
	for n := 2; r.taken[id] || id == ""; n++ {
		id = slug(sign + " " + name)[:min(50, len(slug(sign+" "+name)))] + "-" + strconv.Itoa(n)
	}
	return id
}

func slug(text string) string {
	s := strings.Join(strings.FieldsFunc(vi.Fold(text), func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' }), "-")
	return strings.Trim(s[:min(len(s), 56)], "-")
}

// succeed finds whom the table means by the successors.
func (r *reading) succeed() {
	var all []Agency
	for _, k := range r.known {
		if !slices.ContainsFunc(r.out.Agencies, func(a Agency) bool { return a.ID == k.ID }) {
			all = append(all, k)
		}
	}
	all = append(all, r.out.Agencies...)
	for i, next := range r.next {
		if next == "" {
			continue
		}
		at := slices.IndexFunc(all, func(o Agency) bool {
			return o.ID != r.out.Agencies[i].ID && (o.ID == strings.ToLower(next) || SameName(o.Name, next) || SameName(o.Sign, next))
		})
		if at < 0 {
			r.problem(r.lines[i], cchc.NewReason("agency-row-no-successor", next))
			continue
		}
		r.out.Agencies[i].Successor = all[at].ID
	}
	slices.SortStableFunc(r.out.Problems, func(a, b Problem) int { return a.Line - b.Line })
}

// readDay reads 15/01/2020, 2020-01-15, or a year, whose first or last day is meant.
func readDay(text string, last bool) (cchc.Date, bool) {
	text, _, _ = strings.Cut(text, " ")
	var n []int
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == '.' }) {
		x, err := strconv.Atoi(p)
		if err != nil {
			return cchc.Date{}, false
		}
		n = append(n, x)
	}
	var d cchc.Date
	switch {
	case len(n) == 3 && n[0] > 31:
		d = cchc.NewDate(n[0], n[1], n[2])
	case len(n) == 3:
		d = cchc.NewDate(n[2], n[1], n[0])
	case len(n) == 1 && last:
		d = cchc.NewDate(n[0], 12, 31)
	case len(n) == 1:
		d = cchc.NewDate(n[0], 1, 1)
	}
	return d, !d.IsZero() && d.Year >= 1900 && d.Year <= 2200
}

package round

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// unitColumn is a column of a list of units.
type unitColumn int

const (
	unitID unitColumn = iota
	unitName
	unitAliases
	unitFrom
	unitTo
	unitHeir
)

// unitHeads are the headings of a list of units, folded, by column.
func unitHeads() map[unitColumn][]string {
	return map[unitColumn][]string{
		unitID:      {"ma don vi", "ma", "ma so"},
		unitName:    {"ten don vi", "ten", "don vi", "ten phong don vi"},
		unitAliases: {"ten goi khac", "ten khac", "ten viet tat", "viet tat"},
		unitFrom:    {"tu ngay", "ngay thanh lap", "tu"},
		unitTo:      {"den ngay", "ngay ket thuc", "den"},
		unitHeir:    {"don vi ke thua", "ke thua", "da nhap vao don vi", "nhap vao"},
	}
}

// UnitHead is the heading of the list [ReadUnits] reads.
func UnitHead() []string {
	return []string{"Mã đơn vị", "Tên đơn vị", "Tên gọi khác", "Từ ngày", "Đến ngày", "Đơn vị kế thừa"}
}

// UnitRow is a unit as a row below [UnitHead].
func UnitRow(u cchc.Unit) []string {
	return []string{u.ID, u.Name, strings.Join(u.Aliases, "\n"), u.Valid.From.Vietnamese(), u.Valid.To.Vietnamese(), u.SucceededBy}
}

// ReadUnits reads a list of units out of the first sheet that has a heading for identity
// and name. Aliases stand a line each, or with semicolons between.
func ReadUnits(sheets []Sheet) ([]cchc.Unit, []Problem, error) {
	var names []string
	for _, s := range sheets {
		names = append(names, s.Name)
		for i, row := range s.Rows[:min(len(s.Rows), headRows)] {
			if m := unitColumns(row); m != nil {
				units, problems := readUnits(s, i+1, m)
				return units, problems, nil
			}
		}
	}
	return nil, nil, cchc.Usage("units-no-heading", nil, quoted(names))
}

func unitColumns(row []string) map[unitColumn]int {
	m := map[unitColumn]int{}
	for i, cell := range row {
		for c, called := range unitHeads() {
			if _, taken := m[c]; !taken && slices.Contains(called, key(cell)) {
				m[c] = i
			}
		}
	}
	if _, id := m[unitID]; !id {
		return nil
	}
	if _, name := m[unitName]; !name {
		return nil
	}
	return m
}

func readUnits(s Sheet, first int, m map[unitColumn]int) (out []cchc.Unit, problems []Problem) {
	seen := map[string]bool{}
	for n := first; n < len(s.Rows); n++ {
		cell := func(c unitColumn) string {
			if i, ok := m[c]; ok {
				return strings.TrimSpace(at(s.Rows[n], i))
			}
			return ""
		}
		report := func(c unitColumn, reason cchc.Reason) {
			problems = append(problems, Problem{Sheet: s.Name, Row: n + 1, Cell: cellName(m[c], n+1), Reason: reason})
		}
		u := TidyUnit(cchc.Unit{ID: cell(unitID), Name: cell(unitName), SucceededBy: cell(unitHeir),
			Aliases: strings.FieldsFunc(cell(unitAliases), func(r rune) bool { return r == '\n' || r == ';' })})
		if strings.TrimSpace(strings.Join(s.Rows[n], "")) == "" {
			continue
		}
		ok := true
		for c, to := range map[unitColumn]*cchc.Date{unitFrom: &u.Valid.From, unitTo: &u.Valid.To} {
			if *to, ok = dateOf(cell(c)); !ok {
				report(c, cchc.NewReason("units-bad-date", cell(c)))
				break
			}
		}
		switch {
		case !ok:
		case !goodUnitID(u.ID):
			report(unitID, cchc.NewReason("unit-bad-id", u.ID))
		case u.Name == "":
			report(unitName, cchc.NewReason("unit-no-name", u.ID))
		case seen[u.ID]:
			report(unitID, cchc.NewReason("units-twice", u.ID))
		default:
			seen[u.ID] = true
			out = append(out, u)
		}
	}
	return out, problems
}

var (
	serialDay = vi.Pattern(`^\d{5}(\.0+)?$`)
	dayFirst  = vi.Pattern(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
)

// dateOf reads 15/01/2020, 2020-01-15 and the number of a day a sheet keeps; "" is the
// zero date.
func dateOf(text string) (cchc.Date, bool) {
	if serialDay().MatchString(text) {
		n, _ := strconv.Atoi(text[:5])
		d := time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC)
		return cchc.NewDate(d.Year(), int(d.Month()), d.Day()), true
	}
	if m := dayFirst().FindStringSubmatch(text); m != nil {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		year, _ := strconv.Atoi(m[3])
		d := cchc.NewDate(year, month, day)
		return d, !d.IsZero()
	}
	d, err := cchc.ParseDate(text)
	return d, err == nil
}

// InOrder sorts units so that each stands behind its successor, where that is among them:
// in this order they can be entered one after the other.
func InOrder(units []cchc.Unit) []cchc.Unit {
	var out []cchc.Unit
	done := map[string]bool{}
	var add func(u cchc.Unit, depth int)
	add = func(u cchc.Unit, depth int) {
		if done[u.ID] {
			return
		}
		if depth < len(units) {
			for _, heir := range units {
				if heir.ID == u.SucceededBy {
					add(heir, depth+1)
				}
			}
		}
		if !done[u.ID] {
			done[u.ID] = true
			out = append(out, u)
		}
	}
	for _, u := range units {
		add(u, 0)
	}
	return out
}

package round

import (
	"strings"

	"minhchung/internal/cchc"
)

// criterion tells which leaf a row is about: by its identity, or by its title. Rows of
// groups and sums are passed over and told; so are rows of no criterion, unless they hold
// numbers, which is a problem.
func (r *bookReader) criterion(row []string, n int) (cchc.Criterion, bool) {
	id, title := identity(r.cell(row, ColumnID)), key(r.cell(row, ColumnTitle))
	if strings.Join(row, "") == "" || id == "" && title == "" && !r.hasNumber(row) && !r.hasText(row) {
		return cchc.Criterion{}, false
	}
	byTitle := r.titles[title]
	leaf, ok := r.rules.leaves[id]
	if !ok {
		leaf, ok = r.rules.leaves[strings.ReplaceAll(id, ",", ".")]
	}
	_, branch := r.rules.branches[id]
	switch {
	case ok && title != "" && byTitle != "" && byTitle != leaf.ID && key(leaf.Title) != title:
		if strings.TrimRight(byTitle, "0") == leaf.ID { // a spreadsheet made 1.1 of 1.10
			return r.rules.leaves[byTitle], true
		}
		r.problem(r.col(ColumnID), n, cchc.NewReason("book-two-criteria", leaf.ID, byTitle, short(r.cell(row, ColumnTitle))))
		return cchc.Criterion{}, false
	case ok:
		return leaf, true
	case branch, id == "" && isSum(title):
		if r.hasNumber(row) || r.hasText(row) {
			r.sums = append(r.sums, itoa(n))
		}
		return cchc.Criterion{}, false
	case byTitle != "":
		return r.rules.leaves[byTitle], true
	case r.hasNumber(row):
		r.noCriterion(row, n, id)
	default:
		r.unused = append(r.unused, itoa(n))
	}
	return cchc.Criterion{}, false
}

func (r *bookReader) noCriterion(row []string, n int, id string) {
	what, col := id, r.col(ColumnID)
	if what == "" {
		what, col = short(r.cell(row, ColumnTitle)), r.col(ColumnTitle)
	}
	var ids []string
	for _, leaf := range r.rules.order {
		ids = append(ids, leaf.ID)
	}
	r.problem(col, n, cchc.NewReason("book-no-criterion", what, near(id, ids)))
}

// identity is the identity a cell holds: "1.4." and "Tiêu chí 1.4" are 1.4.
func identity(cell string) string {
	s := strings.TrimRight(strings.TrimSpace(cell), ".) ")
	for _, word := range []string{"tiêu chí", "Tiêu chí", "TC"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, word))
	}
	return s
}

func isSum(title string) bool {
	return strings.HasPrefix(title, "tong") || title == "cong" || strings.HasPrefix(title, "cong ")
}

// hasNumber reports whether a row holds points or figures.
func (r *bookReader) hasNumber(row []string) bool {
	for _, f := range forms() {
		if f.number && f.field != "" {
			if _, ok := ParseDecimal(r.cell(row, f.column)); ok {
				return true
			}
		}
	}
	return false
}

// hasText reports whether a row holds words where a score has them.
func (r *bookReader) hasText(row []string) bool {
	for _, f := range forms() {
		if !f.number && f.field != "" && strings.TrimSpace(r.cell(row, f.column)) != "" {
			return true
		}
	}
	return false
}

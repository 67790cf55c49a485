package store

import (
	"regexp"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

var scan = regexp.MustCompile(`^SCAN (\w+)`)

// plan returns the lines of the query plan.
func plan(t *testing.T, s *Store, query string, args ...any) []string {
	t.Helper()
	lines, err := collect(t.Context(), s.read.QueryContext, func(r scanner) (string, error) {
		var id, parent, unused int
		var detail string
		err := r.Scan(&id, &parent, &unused, &detail)
		return detail, err
	}, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return lines
}

// No hot list reads a whole table or sorts it: a page costs the same in a record of any size.
// A list without restriction walks an index in its order, which the limit ends.
func TestHotListsUseIndexes(t *testing.T) {
	s := open(t)
	all, unit := cchc.Everything(), cchc.Scope{Units: []string{"p1"}}
	after := func(w *where, column, id string, v any) *where { w.after(column, id, v, "x"); return w }
	limited := func(w *where, args ...any) []any { return append(w.args, append(args, 10)...) }
	type list struct {
		name  string
		build func(*where) string
		w     *where
		walks bool // walks an index in order
	}
	lists := []list{
		{"ledger", intakeList, intakeWhere(all, IntakeFilter{}), true},
		{"ledger of a state", intakeList, intakeWhere(all, IntakeFilter{State: "failed"}), false},
		{"ledger under a folder", intakeList, intakeWhere(all, IntakeFilter{Under: "/n"}), false},
		{"documents", documentList, documentWhere(all, DocumentFilter{}), true},
		{"documents, next page", documentList, after(documentWhere(all, DocumentFilter{}), "d.issued", "d.id", "2020"), false},
		{"documents of a type", documentList, documentWhere(all, DocumentFilter{Type: "KH"}), false},
		{"documents of a year", documentList, documentWhere(all, DocumentFilter{Year: 2020}), false},
		{"documents of a unit", documentList, documentWhere(unit, DocumentFilter{}), false},
		{"documents of a work", documentList, documentWhere(all, DocumentFilter{Work: "w"}), false},
		{"links", linkList, linkWhere(all, LinkFilter{}), false},
		{"links, next page", linkList, after(linkWhere(all, LinkFilter{}), "l.score", "l.id", 0.5), false},
		{"links of a criterion", linkList, linkWhere(all, LinkFilter{Criterion: "1"}), false},
		{"links of a document", linkList, linkWhere(all, LinkFilter{Document: "d"}), false},
		{"links of a unit", linkList, linkWhere(unit, LinkFilter{}), false},
		{"audit", auditList, &where{}, true},
	}
	for _, l := range lists {
		lines := plan(t, s, l.build(l.w), limited(l.w)...)
		text := strings.Join(lines, "\n")
		for _, line := range lines {
			if scan.MatchString(line) && (!l.walks || (!strings.Contains(line, "USING INDEX") && l.name != "audit")) {
				t.Errorf("%s reads a whole table:\n%s", l.name, text)
			}
			// A folder is a range of paths joined to one path: sorted, but never the whole ledger.
			if strings.Contains(line, "TEMP B-TREE") && l.name != "ledger under a folder" && l.name != "documents of a work" {
				t.Errorf("%s is sorted:\n%s", l.name, text)
			}
		}
	}
	for name, q := range map[string]string{"due": dueQuery, "scans due": scansQuery, "held reviews": heldReviews, "passages": passagesOfDocument} {
		args := []any{1, 1, 1}[:strings.Count(q, "?")]
		for _, line := range plan(t, s, q, args...) {
			// A queue is walked in its order; its index holds nothing but what is in it.
			queue := strings.Contains(line, "USING INDEX intake_due") || strings.Contains(line, "USING INDEX intake_scans")
			if scan.MatchString(line) && !queue || strings.Contains(line, "TEMP B-TREE") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

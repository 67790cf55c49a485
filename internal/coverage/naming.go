package coverage

import (
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// naming tells which units a paper is about.
type naming struct {
	units map[string][][]string // unit → its names in keys, longest first not needed
	ids   map[string]string     // folded name, alias or identity → unit
}

func newNaming(units []cchc.Unit) *naming {
	n := &naming{units: map[string][][]string{}, ids: map[string]string{}}
	for _, u := range units {
		for _, x := range append([]cchc.Unit{u}, u.Succeeds...) {
			n.ids[vi.Fold(x.ID)] = u.ID
			for _, name := range append([]string{x.Name}, x.Aliases...) {
				n.ids[vi.Fold(name)] = u.ID
				// A short alias ("Văn phòng") stands in too many other names to be trusted here.
				if keys := keys(name); len(keys) > 2 {
					n.units[u.ID] = append(n.units[u.ID], keys)
				}
			}
		}
	}
	return n
}

func keys(s string) []string {
	var out []string
	for _, t := range vi.Tokens(s) {
		out = append(out, t.Key)
	}
	return out
}

// names reports whether the paper is about a unit. What the proposing found in the paper
// (reason unit-named) decides; else trích yếu and quotes; else the folder it came from.
func (n *naming) names(l cchc.Link, d cchc.Document, unit string) bool {
	found := map[string]bool{}
	for _, r := range l.Reasons {
		if r.Code == "unit-named" && len(r.Args) > 0 {
			found[r.Args[0]] = true
		}
		if r.Code == "linked-for-unit" && len(r.Args) > 0 { // by a person, who may write its name
			found[n.ids[vi.Fold(r.Args[0])]] = true
		}
	}
	if len(found) == 0 {
		n.search(d.Particulars.Subject, found)
	}
	if len(found) == 0 {
		for _, q := range l.Quotes {
			n.search(q.Section+"\n"+q.Text, found)
		}
	}
	if len(found) == 0 && d.Unit != "" {
		found[n.ids[vi.Fold(strings.TrimSpace(d.Unit))]] = true
	}
	return found[unit]
}

func (n *naming) search(s string, found map[string]bool) {
	if s == "" {
		return
	}
	tokens := vi.Tokens(s)
	for unit, names := range n.units {
		for _, name := range names {
			if _, ok := vi.ContainsPhrase(tokens, name); ok {
				found[unit] = true
			}
		}
	}
}

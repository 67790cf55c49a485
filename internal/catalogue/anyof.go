package catalogue

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// groupForm is a group of alternatives, and behind a slash the alternative.
var groupForm = vi.Pattern(`^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}(/[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39})?$`)

// groups checks which requirements of a criterion stand for one another: a group has two
// alternatives at least.
func (c *checker) groups(n *yaml.Node, field string, rs []cchc.Requirement) {
	alternatives := map[string]map[string]bool{}
	for _, r := range rs {
		if r.AnyOf == "" {
			continue
		}
		group, alternative := r.Group()
		if alternatives[group] == nil {
			alternatives[group] = map[string]bool{}
		}
		alternatives[group][alternative] = true
	}
	if len(alternatives) == 0 {
		return
	}
	var known []string
	for _, r := range rs {
		if group, _ := r.Group(); r.AnyOf != "" && len(alternatives[group]) > 1 && !contains(known, group) {
			known = append(known, group)
		}
	}
	for i, x := range n.Content {
		at := at(field, i) + ".any_of"
		v := get(x, "any_of")
		if v == nil {
			continue
		}
		r := cchc.Requirement{ID: "x", AnyOf: strings.TrimSpace(vi.NFC(v.Value))}
		group, _ := r.Group()
		switch {
		case !groupForm().MatchString(r.AnyOf):
			c.report(v, at, cchc.NewReason("catalogue-bad-group", r.AnyOf), "")
		case len(alternatives[group]) == 1:
			c.report(v, at, cchc.NewReason("catalogue-lonely-group", group), nearest(group, known))
		}
	}
}

package cchc

import "slices"

// UnitsIn are the units that count for a period, in the order given: those there were on
// its last day (today, where it has none). A unit that was gone by then is added to what
// its successor succeeds, so that papers of its name count for that one; one that was
// dissolved within the period and left no successor stays a unit of its own.
func UnitsIn(own []Unit, p Period) []Unit {
	byID := map[string]Unit{}
	for _, u := range own {
		byID[u.ID] = u
	}
	var out []Unit
	at := map[string]int{}
	for _, u := range own {
		if u.there(p) {
			u.Succeeds = slices.Clone(u.Succeeds)
			at[u.ID] = len(out)
			out = append(out, u)
		}
	}
	for _, u := range own {
		if _, there := at[u.ID]; there {
			continue
		}
		if i, ok := at[heir(u, byID, at)]; ok {
			old := u
			old.Succeeds = nil
			out[i].Succeeds = append(append(out[i].Succeeds, old), u.Succeeds...)
		}
	}
	return out
}

// there reports whether a unit stands for itself in a period.
func (u Unit) there(p Period) bool {
	started := u.Valid.From.IsZero() || p.To.IsZero() || !p.To.Before(u.Valid.From)
	switch {
	case !started:
		return false
	case u.Valid.To.IsZero(): // merged, but nobody said when
		return u.SucceededBy == ""
	case p.To.IsZero():
		return false
	case u.SucceededBy == "":
		return p.From.IsZero() || !u.Valid.To.Before(p.From)
	}
	return !u.Valid.To.Before(p.To)
}

// heir follows the successors to one that is there.
func heir(u Unit, byID map[string]Unit, at map[string]int) string {
	seen := map[string]bool{}
	for next := u.SucceededBy; next != "" && !seen[next]; next = byID[next].SucceededBy {
		if _, ok := at[next]; ok {
			return next
		}
		seen[next] = true
	}
	return ""
}

// WithUnits returns the catalogue with the units of the installation in place of its own,
// as they count for its period; where the installation has none, as it is. Version stays
// that of the catalogue itself.
func (c Catalogue) WithUnits(own []Unit) Catalogue {
	if in := UnitsIn(own, c.Period); len(in) > 0 {
		c.Units = in
	}
	return c
}

package round

import (
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of the units of an installation.
const (
	MaxUnits   = 5000
	maxAliases = 100
)

// TidyUnit gives the texts of a unit their form. What it succeeds is no part of it: its
// predecessors name it as their successor.
func TidyUnit(u cchc.Unit) cchc.Unit {
	u.ID, u.Name, u.Succeeds = strings.TrimSpace(u.ID), strings.TrimSpace(vi.NFC(u.Name)), nil
	var aliases []string
	for _, a := range u.Aliases {
		a = strings.TrimSpace(vi.NFC(a))
		if a != "" && !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	u.Aliases = aliases
	return u
}

// CheckUnit reports what is wrong with a unit beside the others there are, as a usage
// error.
func CheckUnit(u cchc.Unit, others []cchc.Unit) error {
	switch {
	case !goodUnitID(u.ID):
		return cchc.Usage("unit-bad-id", nil, u.ID)
	case u.Name == "" || len(u.Name) > maxName:
		return cchc.Usage("unit-no-name", nil, u.ID)
	case len(others) >= MaxUnits || len(u.Aliases) > maxAliases:
		return cchc.Usage("unit-too-many", nil, strconv.Itoa(MaxUnits), strconv.Itoa(maxAliases))
	case !u.Valid.From.IsZero() && !u.Valid.To.IsZero() && u.Valid.To.Before(u.Valid.From):
		return cchc.Usage("unit-bad-period", nil, u.Name)
	}
	for _, o := range others {
		if name, ok := sharedName(u, o); ok && meet(u.Valid, o.Valid) && u.SucceededBy != o.ID && o.SucceededBy != u.ID {
			return cchc.Usage("unit-same-name", nil, name, o.ID)
		}
	}
	return checkSuccessor(u, others)
}

// goodUnitID: letters of any script may be in it, as catalogues have them; no blanks and
// nothing that means something in a query or an address.
func goodUnitID(id string) bool {
	return id != "" && len(id) <= 2*maxID && !strings.ContainsFunc(id, func(c rune) bool {
		return c <= ' ' || c == 0x7f || strings.ContainsRune(`/\?#%"'<>:;,|*`, c)
	})
}

func sharedName(a, b cchc.Unit) (string, bool) {
	for _, x := range names(a) {
		for _, y := range names(b) {
			if vi.Fold(x) == vi.Fold(y) {
				return x, true
			}
		}
	}
	return "", false
}

func names(u cchc.Unit) []string { return append([]string{u.Name}, u.Aliases...) }

// meet reports whether two times have a day in common.
func meet(a, b cchc.Period) bool {
	before := func(x, y cchc.Period) bool { return !x.To.IsZero() && !y.From.IsZero() && x.To.Before(y.From) }
	return !before(a, b) && !before(b, a)
}

// checkSuccessor follows the successors: each has to exist, and none may come back.
func checkSuccessor(u cchc.Unit, others []cchc.Unit) error {
	var ids []string
	for _, o := range others {
		ids = append(ids, o.ID)
	}
	seen := map[string]bool{u.ID: true}
	for next := u.SucceededBy; next != ""; {
		i := slices.Index(ids, next)
		if seen[next] {
			return cchc.Usage("unit-succession-loop", nil, next)
		}
		if i < 0 {
			return cchc.Usage("unit-no-successor", cchc.ErrNotFound, next, near(next, ids))
		}
		seen[next] = true
		next = others[i].SucceededBy
	}
	return nil
}

// Lacking are the units of a catalogue the installation does not have yet, by identity or
// name; units they succeed come with them, as their predecessors.
func Lacking(own []cchc.Unit, cat cchc.Catalogue) []cchc.Unit {
	var out []cchc.Unit
	add := func(u cchc.Unit) {
		u = TidyUnit(u)
		all := slices.Concat(own, out)
		if !slices.ContainsFunc(all, func(o cchc.Unit) bool { return o.ID == u.ID }) && CheckUnit(u, all) == nil {
			out = append(out, u)
		}
	}
	for _, u := range cat.Units {
		add(u)
		for _, old := range u.Succeeds {
			old.SucceededBy = u.ID
			add(old)
		}
	}
	return out
}

// Merge has units end in another: on the last day of theirs (zero: unknown) they are
// succeeded by into, which has to be among all. The changed ones are returned.
func Merge(all []cchc.Unit, from []string, into string, last cchc.Date) ([]cchc.Unit, error) {
	var ids []string
	for _, u := range all {
		ids = append(ids, u.ID)
	}
	var out []cchc.Unit
	for _, id := range append([]string{into}, from...) {
		if !slices.Contains(ids, id) {
			return nil, cchc.Usage("no-such-unit", cchc.ErrNotFound, id, near(id, ids))
		}
	}
	for _, id := range from {
		i := slices.Index(ids, id)
		u := all[i]
		u.SucceededBy = into
		if !last.IsZero() {
			u.Valid.To = last
		}
		others := slices.Delete(slices.Clone(all), i, i+1)
		if err := CheckUnit(u, others); err != nil {
			return nil, err
		}
		all = slices.Clone(all)
		all[i] = u
		out = append(out, u)
	}
	return out, nil
}

// NoUnit is the usage error of an identity no unit has; it names the nearest.
func NoUnit(units []cchc.Unit, id string) error {
	var ids []string
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	return cchc.Usage("no-such-unit", cchc.ErrNotFound, id, near(id, ids))
}

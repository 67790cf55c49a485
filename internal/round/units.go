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

// Units are the units of an installation, for checking and changing them. They are for one
// goroutine.
type Units struct {
	all    []cchc.Unit
	at     map[string]int      // identity → place
	byName map[string][]string // folded name or alias → identities
}

// NewUnits makes the set of some units, as they are.
func NewUnits(units []cchc.Unit) *Units {
	s := &Units{at: map[string]int{}, byName: map[string][]string{}}
	for _, u := range units {
		s.put(u)
	}
	return s
}

// Len is how many there are.
func (s *Units) Len() int { return len(s.all) }

// Has reports whether there is a unit of that identity.
func (s *Units) Has(id string) bool { _, ok := s.at[id]; return ok }

// Put adds a unit or replaces the one of its identity; what is wrong with it beside the
// others is a usage error, and nothing changes.
func (s *Units) Put(u cchc.Unit) error {
	if err := s.check(u); err != nil {
		return err
	}
	s.put(u)
	return nil
}

func (s *Units) put(u cchc.Unit) {
	if i, ok := s.at[u.ID]; ok {
		for _, name := range names(s.all[i]) {
			k := vi.Fold(name)
			s.byName[k] = slices.DeleteFunc(s.byName[k], func(id string) bool { return id == u.ID })
		}
		s.all[i] = u
	} else {
		s.at[u.ID] = len(s.all)
		s.all = append(s.all, u)
	}
	for _, name := range names(u) {
		if k := vi.Fold(name); !slices.Contains(s.byName[k], u.ID) {
			s.byName[k] = append(s.byName[k], u.ID)
		}
	}
}

func (s *Units) check(u cchc.Unit) error {
	switch {
	case !goodUnitID(u.ID):
		return cchc.Usage("unit-bad-id", nil, u.ID)
	case u.Name == "" || len(u.Name) > maxName:
		return cchc.Usage("unit-no-name", nil, u.ID)
	case len(u.Aliases) > maxAliases || !s.Has(u.ID) && len(s.all) >= MaxUnits:
		return cchc.Usage("unit-too-many", nil, strconv.Itoa(MaxUnits), strconv.Itoa(maxAliases))
	case !u.Valid.From.IsZero() && !u.Valid.To.IsZero() && u.Valid.To.Before(u.Valid.From):
		return cchc.Usage("unit-bad-period", nil, u.Name)
	}
	for _, name := range names(u) {
		for _, id := range s.byName[vi.Fold(name)] {
			o := s.all[s.at[id]]
			if id != u.ID && meet(u.Valid, o.Valid) && u.SucceededBy != id && o.SucceededBy != u.ID {
				return cchc.Usage("unit-same-name", nil, name, id)
			}
		}
	}
	return s.checkSuccessor(u)
}

// checkSuccessor follows the successors: each has to exist, and none may come back.
func (s *Units) checkSuccessor(u cchc.Unit) error {
	seen := map[string]bool{u.ID: true}
	for next := u.SucceededBy; next != ""; {
		if seen[next] {
			return cchc.Usage("unit-succession-loop", nil, next)
		}
		i, ok := s.at[next]
		if !ok {
			return cchc.Usage("unit-no-successor", cchc.ErrNotFound, next, near(next, s.ids()))
		}
		seen[next] = true
		next = s.all[i].SucceededBy
	}
	return nil
}

func (s *Units) ids() []string {
	var out []string
	for _, u := range s.all {
		out = append(out, u.ID)
	}
	return out
}

// goodUnitID: letters of any script may be in it, as catalogues have them; no blanks and
// nothing that means something in a query or an address.
func goodUnitID(id string) bool {
	return id != "" && len(id) <= 2*maxID && !strings.ContainsFunc(id, func(c rune) bool {
		return c <= ' ' || c == 0x7f || strings.ContainsRune(`/\?#%"'<>:;,|*`, c)
	})
}

func names(u cchc.Unit) []string { return append([]string{u.Name}, u.Aliases...) }

// meet reports whether two times have a day in common.
func meet(a, b cchc.Period) bool {
	before := func(x, y cchc.Period) bool { return !x.To.IsZero() && !y.From.IsZero() && x.To.Before(y.From) }
	return !before(a, b) && !before(b, a)
}

// Lacking are the units of a catalogue the installation does not have yet, by identity or
// name; units they succeed come with them, as their predecessors.
func Lacking(own []cchc.Unit, cat cchc.Catalogue) []cchc.Unit {
	all := NewUnits(own)
	var out []cchc.Unit
	add := func(u cchc.Unit) {
		u = TidyUnit(u)
		if !all.Has(u.ID) && all.Put(u) == nil {
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
	s := NewUnits(all)
	for _, id := range append([]string{into}, from...) {
		if !s.Has(id) {
			return nil, NoUnit(all, id)
		}
	}
	var out []cchc.Unit
	for _, id := range from {
		u := s.all[s.at[id]]
		u.SucceededBy = into
		if !last.IsZero() {
			u.Valid.To = last
		}
		if err := s.Put(u); err != nil {
			return nil, err
		}
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

package record

import (
	"context"
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Units are the folders documents were dropped in, and what the catalogue calls them. It is
// not changed after it is made and safe for concurrent use.
type Units struct {
	folders []string // that have documents; never "", the office itself
	name    func(string) string
	all     []string // names of the units of the catalogue
}

// NewUnits joins folders with the units of a catalogue, of which there may be none.
func NewUnits(cat cchc.Catalogue, folders []string) *Units {
	u := &Units{name: UnitNames(cat)}
	for _, x := range cat.Units {
		u.all = append(u.all, x.Name)
	}
	for _, f := range folders {
		if f != "" {
			u.folders = append(u.folders, f)
		}
	}
	return u
}

// Name is what people call a folder: the name of its unit, or else the folder.
func (u *Units) Name(folder string) string {
	if name := u.name(folder); name != "" {
		return name
	}
	return folder
}

// Folders are the folders a person means: the one of that very name, or else those that
// are spelled alike ("Phòng CNTT" is phong-cntt) or belong to the unit of that name, alias
// or identity. None where nobody knows it.
func (u *Units) Folders(asked string) []string {
	if slices.Contains(u.folders, asked) {
		return []string{asked}
	}
	key := letters(asked)
	if key == "" {
		return nil
	}
	unit := u.name(asked)
	var out []string
	for _, f := range u.folders {
		if letters(f) == key || unit != "" && u.name(f) == unit {
			out = append(out, f)
		}
	}
	return out
}

// Same reports whether two names, identities or folders are of one unit. The office itself
// ("") is none.
func (u *Units) Same(a, b string) bool {
	if letters(a) == "" || letters(b) == "" {
		return false
	}
	name := u.name(a)
	return letters(a) == letters(b) || name != "" && name == u.name(b)
}

// Known reports whether the unit is one of the catalogue or of a folder; where there are
// neither, every name is taken. others are the units to be told to who asked for one there
// is not.
func (u *Units) Known(unit string) (others string, ok bool) {
	if u.name(unit) != "" || len(u.Folders(unit)) > 0 {
		return "", true
	}
	others = strings.Join(u.all, ", ")
	if others == "" {
		others = u.named()
	}
	return others, others == "–"
}

// maxUnitsNamed is how many units are named to somebody who asked for one there is not.
const maxUnitsNamed = 12

func (u *Units) named() string {
	var names []string
	for _, f := range u.folders {
		if n := u.Name(f); !slices.Contains(names, n) && len(names) < maxUnitsNamed {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

// placeUnits turns names of units, of the filters and of the text, into those of folders;
// names nobody knows are told and stay, so that they find nothing.
func placeUnits(ctx context.Context, source Source, q search.Query) (search.Query, []cchc.Reason, error) {
	text := search.Parse(q.Text, vi.Abbreviations{}).Filters.Units
	if q.Filters.Units == nil && text == nil {
		return q, nil, nil
	}
	units, err := source.Units(ctx, q.Scope)
	if err != nil {
		return q, nil, err
	}
	var notices []cchc.Reason
	told := map[string]bool{}
	folders := func(asked string) []string {
		if asked == "" { // the office itself
			return []string{""}
		}
		if found := units.Folders(asked); found != nil {
			return found
		}
		if !told[asked] && len(told) < maxUnknown {
			notices = append(notices, cchc.NewReason("search-unit-unknown", asked, units.named()))
		}
		told[asked] = true
		return []string{asked}
	}
	if q.Filters.Units != nil {
		placed := []string{}
		for _, u := range q.Filters.Units {
			placed = append(placed, folders(u)...)
		}
		q.Filters.Units = placed
	}
	if text != nil {
		q.Text = search.RenameUnits(q.Text, folders)
	}
	return q, notices, nil
}

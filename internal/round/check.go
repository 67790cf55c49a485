package round

import (
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of a round.
const (
	MaxRounds  = 1000
	maxOffices = 5000
	maxID      = 40  // letters of an identity
	maxName    = 300 // bytes of a title or name
	firstYear  = 1990
	lastYear   = 2200
)

// Tidy gives the texts of a round their form: NFC, no blanks around them.
func Tidy(r cchc.Round) cchc.Round {
	r.ID, r.Title = strings.TrimSpace(r.ID), strings.TrimSpace(vi.NFC(r.Title))
	if r.Title == "" && r.Year != 0 {
		r.Title = "Đợt đánh giá năm " + strconv.Itoa(r.Year)
	}
	return r
}

// Check reports what is wrong with a round on a catalogue, as a usage error. units are
// those of the installation, or else of the catalogue.
func Check(r cchc.Round, cat cchc.Catalogue, units []cchc.Unit) error {
	switch {
	case !goodID(r.ID):
		return cchc.Usage("round-bad-id", nil, r.ID)
	case r.Title == "" || len(r.Title) > maxName:
		return cchc.Usage("round-no-title", nil, strconv.Itoa(maxName))
	case r.Year < firstYear || r.Year > lastYear:
		return cchc.Usage("round-bad-year", nil, strconv.Itoa(r.Year))
	case !r.Period.From.IsZero() && !r.Period.To.IsZero() && r.Period.To.Before(r.Period.From):
		return cchc.Usage("round-bad-period", nil, r.Period.From.Vietnamese(), r.Period.To.Vietnamese())
	case r.Catalogue != cat.Ref():
		return cchc.Usage("no-such-catalogue", cchc.ErrNotFound, r.Catalogue)
	case cat.Year != 0 && cat.Year != r.Year:
		return cchc.Usage("round-other-year", nil, strconv.Itoa(r.Year), strconv.Itoa(cat.Year))
	case len(r.Offices) > maxOffices:
		return cchc.Usage("round-too-many", nil, strconv.Itoa(maxOffices))
	}
	if err := r.State.Validate(); err != nil {
		return cchc.Usage("round-bad-state", err, string(r.State))
	}
	return checkOffices(r, units)
}

func goodID(id string) bool {
	return id != "" && len(id) <= maxID && !strings.ContainsFunc(id, func(c rune) bool {
		return c != '-' && c != '.' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	})
}

func checkOffices(r cchc.Round, units []cchc.Unit) error {
	var ids []string
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	seen := map[string]bool{}
	for _, o := range r.Offices {
		if !slices.Contains(ids, o) {
			return cchc.Usage("round-unknown-unit", cchc.ErrNotFound, o, near(o, ids))
		}
		if seen[o] {
			return cchc.Usage("round-office-twice", nil, o)
		}
		seen[o] = true
	}
	return nil
}

// near is the nearest valid value, or the valid ones where none is near and they are few.
func near(word string, valid []string) string {
	if n := vi.Nearest(word, valid); n != "" {
		return n
	}
	const few = 12
	switch {
	case len(valid) == 0:
		return "–"
	case len(valid) > few:
		return strings.Join(valid[:few], ", ") + "…"
	}
	return strings.Join(valid, ", ")
}

// CheckChange reports what of a round may not be changed the way it is asked for. scored
// are the offices that have scores already. State and catalogue change by [Advance] and
// [Carry] only.
func CheckChange(old, next cchc.Round, scored []string) error {
	switch {
	case old.State == cchc.RoundPublished:
		return cchc.Usage("round-published", nil, old.ID)
	case next.State != old.State || !next.Locked.Equal(old.Locked):
		return cchc.Usage("round-state-by-step", nil, old.ID)
	case next.Catalogue != old.Catalogue:
		return cchc.Usage("round-catalogue-by-move", nil, old.ID)
	}
	now := Offices(next)
	for _, o := range scored {
		if !slices.Contains(now, o) {
			return cchc.Usage("round-office-scored", nil, OfficeName(o, nil))
		}
	}
	return nil
}

// Offices are the assessed offices of a round; "" alone where it has none of its own.
func Offices(r cchc.Round) []string {
	if len(r.Offices) == 0 {
		return []string{""}
	}
	return r.Offices
}

// OfficeName is what people call an assessed office; the installation's own has no name of
// its own here.
func OfficeName(office string, units []cchc.Unit) string {
	if office == "" {
		return "toàn cơ quan"
	}
	for _, u := range units {
		if u.ID == office {
			return u.Name
		}
	}
	return office
}

// Find returns a round by its identity; what is none is a usage error that names the
// nearest and wraps [cchc.ErrNotFound].
func Find(rounds []cchc.Round, id string) (cchc.Round, error) {
	var ids []string
	for _, r := range rounds {
		if r.ID == id {
			return r, nil
		}
		ids = append(ids, r.ID)
	}
	return cchc.Round{}, cchc.Usage("no-such-round", cchc.ErrNotFound, id, near(id, ids))
}

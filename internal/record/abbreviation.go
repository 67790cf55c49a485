package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of the abbreviations of an office.
const (
	MaxAbbreviations = 2000
	MaxShort         = 40  // characters of a short form
	MaxLong          = 200 // characters of a long form
	MaxComment       = 200 // characters of a comment
)

// Abbreviation is a short form that queries are widened by. Shipped ones come with the
// program and can be switched off; those of the office can be changed and removed.
type Abbreviation struct {
	ID      string    `json:"id" doc:"12 hexadecimal digits, from both forms"`
	Short   string    `json:"short"`
	Long    string    `json:"long"`
	Comment string    `json:"comment,omitempty"`
	Shipped bool      `json:"shipped" doc:"Comes with the program"`
	Off     bool      `json:"off" doc:"Switched off: queries are not widened by it"`
	By      string    `json:"by,omitempty" doc:"Who wrote or switched it last"`
	At      time.Time `json:"at,omitzero"` // UTC
}

// AbbreviationID derives the identity of a pair: the short form without regard to capitals
// and diacritics, the long one without regard to capitals.
func AbbreviationID(short, long string) string {
	sum := sha256.Sum256([]byte(wordKey(short) + "\x00" + NameKey(long)))
	return hex.EncodeToString(sum[:6])
}

// Check returns the pair as it is kept, with its identity, or the usage error
// "abbreviation-form": both forms need letters, within MaxShort and MaxLong, must not read
// the same, and must be such that a list of them can be read back.
func (a Abbreviation) Check() (Abbreviation, error) {
	a.Short, a.Long, a.Comment = tidy(a.Short), tidy(a.Long), tidy(a.Comment)
	s, l := wordKey(a.Short), wordKey(a.Long)
	if s == "" || l == "" || s == l || utf8.RuneCountInString(a.Short) > MaxShort || utf8.RuneCountInString(a.Long) > MaxLong ||
		utf8.RuneCountInString(a.Comment) > MaxComment || !readsBack(a) {
		return a, cchc.Usage("abbreviation-form", nil, a.Short, a.Long, strconv.Itoa(MaxShort), strconv.Itoa(MaxLong))
	}
	a.ID = AbbreviationID(a.Short, a.Long)
	return a, nil
}

// readsBack reports whether a line of a list gives the pair again: a short form that begins
// with "-" or "#" would be read as another thing.
func readsBack(a Abbreviation) bool {
	list, _ := vi.ParseAbbreviations(vi.FormatAbbreviations([]vi.Abbreviation{{Short: a.Short, Long: a.Long}}))
	return len(list) == 1 && list[0].Short == a.Short && list[0].Long == a.Long && !list[0].Off
}

// tidy is a text in NFC with single spaces.
func tidy(s string) string { return strings.Join(strings.Fields(vi.NFC(s)), " ") }

// Abbreviations joins what the office wrote with what comes with the program, the office's
// own first: of two expansions of one place the first decides. A row of the office that
// names a shipped pair only says whether it is switched off.
func Abbreviations(shipped []vi.Abbreviation, office []Abbreviation) []Abbreviation {
	said := map[string]Abbreviation{}
	for _, a := range office {
		said[a.ID] = a
	}
	var of []Abbreviation
	for _, p := range shipped {
		a := Abbreviation{ID: AbbreviationID(p.Short, p.Long), Short: p.Short, Long: p.Long, Comment: p.Comment, Shipped: true}
		if row, ok := said[a.ID]; ok {
			a.Off, a.By, a.At = row.Off, row.By, row.At
			delete(said, a.ID)
		}
		of = append(of, a)
	}
	var out []Abbreviation
	for _, a := range office {
		if _, own := said[a.ID]; own {
			a.Shipped = false
			out = append(out, a)
		}
	}
	return append(out, of...)
}

// InUse are the pairs queries are widened by.
func InUse(list []Abbreviation) []vi.Abbreviation {
	var out []vi.Abbreviation
	for _, a := range list {
		if !a.Off {
			out = append(out, vi.Abbreviation{Short: a.Short, Long: a.Long, Comment: a.Comment})
		}
	}
	return out
}

// FindAbbreviation returns the one of an identity or, where there is only one, of a short
// form, as typed; [cchc.ErrNotFound] is wrapped as "no-such-abbreviation".
func FindAbbreviation(list []Abbreviation, name string) (Abbreviation, error) {
	if i := slices.IndexFunc(list, func(a Abbreviation) bool { return a.ID == name }); i >= 0 {
		return list[i], nil
	}
	var found []Abbreviation
	for _, a := range list {
		if a.Short == name {
			found = append(found, a)
		}
	}
	if len(found) != 1 {
		return Abbreviation{}, cchc.Usage("no-such-abbreviation", cchc.ErrNotFound, name)
	}
	return found[0], nil
}

// AbbreviationShelf keeps the abbreviations of the office.
type AbbreviationShelf interface {
	OfficeAbbreviations(ctx context.Context, scope cchc.Scope) ([]Abbreviation, error)
	// AddAbbreviation refuses one that is there already: "abbreviation-exists".
	AddAbbreviation(ctx context.Context, actor cchc.Actor, a Abbreviation) (Abbreviation, error)
	// ChangeAbbreviation puts a in the place of the one named by id.
	ChangeAbbreviation(ctx context.Context, actor cchc.Actor, id string, a Abbreviation) (Abbreviation, error)
	// SwitchAbbreviation notes whether a shipped one is off.
	SwitchAbbreviation(ctx context.Context, actor cchc.Actor, a Abbreviation) (Abbreviation, error)
	DeleteAbbreviation(ctx context.Context, actor cchc.Actor, id string) error
	// RewriteAbbreviations changes all or nothing: plan says, of what the office has at that
	// moment, what is to be added and which pairs, shipped or not, are to be switched.
	RewriteAbbreviations(ctx context.Context, actor cchc.Actor, plan func(office []Abbreviation) (add, switched []Abbreviation)) error
}

// AddAbbreviation adds a pair of the office. One that is there already, shipped or not, is
// refused: "abbreviation-exists".
func AddAbbreviation(ctx context.Context, shelf AbbreviationShelf, actor cchc.Actor, a Abbreviation) (Abbreviation, error) {
	a, err := a.Check()
	if err != nil {
		return a, err
	}
	if isShipped(a.ID) {
		return a, cchc.Usage("abbreviation-exists", nil, a.Short, a.Long)
	}
	return shelf.AddAbbreviation(ctx, actor, a)
}

// ChangeAbbreviation changes a pair of the office, or switches a shipped one, whose forms
// must stay: "abbreviation-shipped".
func ChangeAbbreviation(ctx context.Context, shelf AbbreviationShelf, actor cchc.Actor, id string, a Abbreviation) (Abbreviation, error) {
	a, err := a.Check()
	if err != nil {
		return a, err
	}
	switch {
	case isShipped(id) && a.ID != id:
		return a, cchc.Usage("abbreviation-shipped", nil, a.Short)
	case isShipped(id):
		a.Shipped = true
		return shelf.SwitchAbbreviation(ctx, actor, a)
	case isShipped(a.ID):
		return a, cchc.Usage("abbreviation-exists", nil, a.Short, a.Long)
	}
	out, err := shelf.ChangeAbbreviation(ctx, actor, id, a)
	return out, noSuchAbbreviation(err, id)
}

// RemoveAbbreviation removes a pair of the office; a shipped one is refused, because it
// would come back with the next version: "abbreviation-shipped".
func RemoveAbbreviation(ctx context.Context, shelf AbbreviationShelf, actor cchc.Actor, id string) error {
	for _, p := range vi.ShippedAbbreviations() {
		if AbbreviationID(p.Short, p.Long) == id {
			return cchc.Usage("abbreviation-shipped", nil, p.Short)
		}
	}
	return noSuchAbbreviation(shelf.DeleteAbbreviation(ctx, actor, id), id)
}

func isShipped(id string) bool {
	return slices.ContainsFunc(vi.ShippedAbbreviations(), func(p vi.Abbreviation) bool { return AbbreviationID(p.Short, p.Long) == id })
}

func noSuchAbbreviation(err error, id string) error {
	if errors.Is(err, cchc.ErrNotFound) {
		return cchc.Usage("no-such-abbreviation", err, id)
	}
	return err
}

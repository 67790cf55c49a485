package round

import (
	"fmt"
	"slices"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Field is a value of a score, by its JSON name.
type Field string

// The fields people set.
const (
	FieldSelf          Field = "self"
	FieldFirst         Field = "first"
	FieldSecond        Field = "second"
	FieldA             Field = "a"
	FieldB             Field = "b"
	FieldFigures       Field = "figures"
	FieldExplanation   Field = "explanation"
	FieldNotApplicable Field = "not_applicable"
	FieldWhy           Field = "why"
	FieldNote          Field = "note"
)

// Fields lists the fields in the order of [cchc.Score].
func Fields() []Field {
	return []Field{
		FieldSelf, FieldFirst, FieldSecond, FieldA, FieldB, FieldFigures, FieldExplanation, FieldNotApplicable, FieldWhy, FieldNote,
	}
}

// Edit sets fields of the score of one criterion of one office; the others stay. A field
// in Set whose value is blank in Values is taken back.
type Edit struct {
	Criterion string
	Office    string // "" the office of the installation
	Set       []Field
	Values    cchc.Score
}

// Whole is the edit that sets every field.
func Whole(s cchc.Score) Edit {
	return Edit{Criterion: s.Criterion, Office: s.Office, Set: Fields(), Values: s}
}

// Given is the edit that sets the fields that have a value, and takes back those of clear.
func Given(s cchc.Score, clear ...Field) Edit {
	e := Edit{Criterion: s.Criterion, Office: s.Office, Values: s}
	for _, f := range Fields() {
		if !same(f, s, cchc.Score{}) || slices.Contains(clear, f) {
			e.Set = append(e.Set, f)
		}
	}
	return e
}

// ParseField reads the name of a field.
func ParseField(name string) (Field, error) {
	if f := Field(name); slices.Contains(Fields(), f) {
		return f, nil
	}
	var names []string
	for _, f := range Fields() {
		names = append(names, string(f))
	}
	return "", cchc.Usage("round-no-field", fmt.Errorf("field %q", name), name, near(name, names))
}

// same reports whether two scores agree in a field.
func same(f Field, a, b cchc.Score) bool {
	switch f {
	case FieldSelf:
		return equal(a.Self, b.Self)
	case FieldFirst:
		return equal(a.First, b.First)
	case FieldSecond:
		return equal(a.Second, b.Second)
	case FieldA:
		return equal(a.A, b.A)
	case FieldB:
		return equal(a.B, b.B)
	case FieldFigures:
		return a.Figures == b.Figures
	case FieldExplanation:
		return a.Explanation == b.Explanation
	case FieldNotApplicable:
		return a.NotApplicable == b.NotApplicable
	case FieldWhy:
		return a.Why == b.Why
	case FieldNote:
		return a.Note == b.Note
	}
	return true
}

func equal(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

// Equal reports whether two scores say the same, whoever said it.
func Equal(a, b cchc.Score) bool {
	for _, f := range Fields() {
		if !same(f, a, b) {
			return false
		}
	}
	return a.Round == b.Round && a.Criterion == b.Criterion && a.Office == b.Office
}

// Blank reports whether a score says nothing.
func Blank(s cchc.Score) bool {
	return Equal(s, cchc.Score{Round: s.Round, Criterion: s.Criterion, Office: s.Office})
}

func assign(f Field, to *cchc.Score, from cchc.Score) {
	switch f {
	case FieldSelf:
		to.Self = from.Self
	case FieldFirst:
		to.First = from.First
	case FieldSecond:
		to.Second = from.Second
	case FieldA:
		to.A = from.A
	case FieldB:
		to.B = from.B
	case FieldFigures:
		to.Figures = from.Figures
	case FieldExplanation:
		to.Explanation = from.Explanation
	case FieldNotApplicable:
		to.NotApplicable = from.NotApplicable
	case FieldWhy:
		to.Why = from.Why
	case FieldNote:
		to.Note = from.Note
	}
}

// Rules judge the scores of one round. They are not changed after they are made and safe
// for concurrent use.
type Rules struct {
	round    cchc.Round
	leaves   map[string]cchc.Criterion
	order    []cchc.Criterion
	branches map[string][]string // leaves below
	offices  []string
	units    []cchc.Unit
}

// NewRules makes the rules of a round on its catalogue. units are those of the
// installation, for their names.
func NewRules(r cchc.Round, cat cchc.Catalogue, units []cchc.Unit) *Rules {
	x := &Rules{round: r, leaves: map[string]cchc.Criterion{}, order: cat.Leaves(), branches: map[string][]string{}, offices: Offices(r), units: units}
	for _, leaf := range x.order {
		x.leaves[leaf.ID] = leaf
	}
	var walk func([]cchc.Criterion) []string
	walk = func(cs []cchc.Criterion) (below []string) {
		for _, c := range cs {
			if len(c.Children) == 0 {
				below = append(below, c.ID)
				continue
			}
			x.branches[c.ID] = walk(c.Children)
			below = append(below, x.branches[c.ID]...)
		}
		return below
	}
	walk(cat.Criteria)
	return x
}

// Criterion returns a leaf; what is none is a usage error that names the nearest.
func (x *Rules) Criterion(id string) (cchc.Criterion, error) {
	if leaf, ok := x.leaves[id]; ok {
		return leaf, nil
	}
	if below := x.branches[id]; len(below) > 0 {
		return cchc.Criterion{}, cchc.Usage("round-branch", cchc.ErrNotFound, id, near("", below))
	}
	var ids []string
	for _, leaf := range x.order {
		ids = append(ids, leaf.ID)
	}
	return cchc.Criterion{}, cchc.Usage("round-no-criterion", cchc.ErrNotFound, id, near(id, ids))
}

// Office returns the identity of an assessed office by identity, name or alias, however
// written; what is none is a usage error that names the nearest.
func (x *Rules) Office(name string) (string, error) {
	if slices.Contains(x.offices, name) {
		return name, nil
	}
	var names []string
	for _, o := range x.offices {
		if o == "" {
			continue
		}
		names = append(names, o)
		for _, u := range x.units {
			if u.ID != o {
				continue
			}
			for _, n := range append([]string{u.ID, u.Name}, u.Aliases...) {
				if vi.Fold(n) == vi.Fold(name) {
					return o, nil
				}
			}
		}
	}
	if name == "" {
		return "", cchc.Usage("round-office-needed", nil, near("", names))
	}
	if len(names) == 0 {
		return "", cchc.Usage("round-one-office", cchc.ErrNotFound, name, x.round.ID)
	}
	return "", cchc.Usage("round-no-office", cchc.ErrNotFound, name, near(name, names))
}

// Apply sets the fields of an edit in a score held until now, the zero Score where there
// is none. What may not be set is a usage error that names criterion and office.
func (x *Rules) Apply(actor cchc.Actor, held cchc.Score, e Edit, now time.Time) (cchc.Score, error) {
	leaf, err := x.Criterion(e.Criterion)
	if err != nil {
		return held, err
	}
	if !slices.Contains(x.offices, e.Office) {
		if _, err := x.Office(e.Office); err != nil {
			return held, err
		}
	}
	next := held
	next.Round, next.Criterion, next.Office = x.round.ID, e.Criterion, e.Office
	values := tidyScore(e.Values)
	changed := false
	for _, f := range e.Set {
		if same(f, held, values) {
			continue
		}
		if err := x.allowed(actor, f, e); err != nil {
			return held, err
		}
		assign(f, &next, values)
		changed = true
	}
	if !changed {
		return held, nil
	}
	if err := x.checkScore(leaf, next); err != nil {
		return held, err
	}
	next.By, next.At = actor.Name, now.UTC()
	return next, nil
}

// allowed reports whether an actor may set a field in the state the round is in.
func (x *Rules) allowed(actor cchc.Actor, f Field, e Edit) error {
	office, state := OfficeName(e.Office, x.units), x.round.State
	if state == cchc.RoundPublished {
		return cchc.Usage("round-published", nil, x.round.ID)
	}
	if actor.Role == cchc.RoleUnit && actor.Unit != e.Office {
		return cchc.Usage("score-other-office", nil, e.Criterion, office)
	}
	in := func(states ...cchc.RoundState) bool { return slices.Contains(states, state) }
	switch f {
	case FieldNote:
	case FieldFirst, FieldSecond:
		return x.appraisal(actor, f, e)
	case FieldExplanation:
		if !in(cchc.RoundOpen, cchc.RoundExplaining) {
			return cchc.Usage("round-explanation-when", nil, e.Criterion, office, StateName(state))
		}
	case FieldSelf, FieldA, FieldB, FieldFigures, FieldNotApplicable, FieldWhy:
		if !in(cchc.RoundOpen) {
			return cchc.Usage("round-locked", nil, e.Criterion, office)
		}
	}
	return nil
}

// appraisal: nobody appraises his own unit, and units appraise nobody.
func (x *Rules) appraisal(actor cchc.Actor, f Field, e Edit) error {
	office, state := OfficeName(e.Office, x.units), x.round.State
	switch {
	case actor.Role == cchc.RoleUnit, actor.Unit != "" && actor.Unit == e.Office:
		return cchc.Usage("score-own-office", nil, e.Criterion, office)
	case f == FieldFirst && state != cchc.RoundAppraising:
		return cchc.Usage("round-first-when", nil, e.Criterion, office, StateName(state))
	case f == FieldSecond && state != cchc.RoundReappraised:
		return cchc.Usage("round-second-when", nil, e.Criterion, office, StateName(state))
	}
	return nil
}

// Round is the round the rules are of.
func (x *Rules) Round() cchc.Round { return x.round }

// Name is what people call an assessed office.
func (x *Rules) Name(office string) string { return OfficeName(office, x.units) }

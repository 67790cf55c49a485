package record

import (
	"testing"

	"minhchung/internal/cchc"
)

// What a unit submitted and what was asked about are linked like what is suggested.
func TestLinkedInEveryState(t *testing.T) {
	var ties []Tie
	for i, s := range cchc.LinkStates() {
		ties = append(ties, Tie{Document: cchc.DocumentID(rune('a' + i)), Criterion: "1.1", State: s})
	}
	l := NewLinked(catalogue(), ties)
	for i, s := range cchc.LinkStates() {
		if got := l.Documents(nil, []cchc.LinkState{s}); len(got) != 1 || got[0] != ties[i].Document {
			t.Errorf("%s: %v", s, got)
		}
		if _, err := (Filters{State: []string{string(s)}}).Search(); err != nil {
			t.Errorf("%s cannot be filtered by: %v", s, err)
		}
	}
	if got := l.Documents([]string{"1.1"}, nil); len(got) != 4 { // all but the rejected one
		t.Errorf("of the criterion: %v", got)
	}
	if got := l.Count(FacetState, []cchc.DocumentID{"a", "b", "c", "d", "e"}); len(got.Counts) != 5 {
		t.Errorf("counted %+v", got)
	}
}

func TestUnitsAreTheSame(t *testing.T) {
	u := NewUnits(cchc.Catalogue{Units: []cchc.Unit{{ID: "vp", Name: "Văn phòng", Aliases: []string{"VPS"}, Succeeds: []cchc.Unit{{ID: "tckh", Name: "Phòng Tài chính kế hoạch"}}}}}, []string{"van-phong", "phong-cntt"})
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"vp", "van-phong", true}, {"VPS", "Văn phòng", true}, {"tckh", "van-phong", true}, {"Phòng CNTT", "phong-cntt", true},
		{"vp", "phong-cntt", false}, {"", "", false}, {"vp", "", false}, {"x", "y", false},
	} {
		if u.Same(c.a, c.b) != c.want {
			t.Errorf("%q and %q", c.a, c.b)
		}
	}
	if others, ok := u.Known("Phòng không có"); ok || others != "Văn phòng" {
		t.Errorf("others %q, %v", others, ok)
	}
	for _, known := range []string{"vp", "phong-cntt", "tckh"} {
		if _, ok := u.Known(known); !ok {
			t.Errorf("%s is not known", known)
		}
	}
	if _, ok := NewUnits(cchc.Catalogue{}, nil).Known("x"); !ok {
		t.Error("without units every name is taken")
	}
}

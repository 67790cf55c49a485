package store

import (
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/register"
)

// coverageReads are the methods that read for coverage and proofs of absence alone.
func coverageReads() []string {
	return []string{"Absence", "Absences", "Extent", "RegisterYears", "RegisteredOnly", "UnreadFiles"}
}

func TestCoverageSeesItsScopeOnly(t *testing.T) {
	s := open(t)
	cat := saveCatalogue(t, s, "v1")
	indexed(t, s, "/n/p1/a", "p1", maker(cat.Ref(), "1/1", 0.8, standing))
	receive(t, s, sight("/n/p1/b", "b", "p1"))
	entry := cchc.RegisterEntry{Line: 1, Code: "1000/KH-STTTT", Subject: "x y z"}
	if err := s.SaveRegister(t.Context(), cchc.Operator(), register.Register{Year: 2020, Entries: []cchc.RegisterEntry{entry}}, "x"); err != nil {
		t.Fatal(err)
	}
	kept, err := s.SaveAbsence(t.Context(), cchc.Operator(), cchc.Absence{Catalogue: cat.Ref(), Criterion: "1", Conclusion: cchc.NewReason("none-found", "x")})
	if err != nil {
		t.Fatal(err)
	}
	args := map[string][]any{"Absence": {kept.ID}, "Absences": {AbsenceFilter{}}, "RegisteredOnly": {2020}, "UnreadFiles": {10}}
	ofUnit := map[string]bool{"Extent": true, "UnreadFiles": true}
	for _, name := range coverageReads() {
		for _, c := range []struct {
			scope cchc.Scope
			sees  bool
		}{
			{cchc.Everything(), true},
			{cchc.Scope{}, false},
			{cchc.Scope{Units: []string{"p0", "p1"}}, true},
			{cchc.Scope{Units: []string{"p2", ""}}, !ofUnit[name]},
		} {
			if got := call(t, s, name, c.scope, args[name]...); got != c.sees {
				t.Errorf("%s with scope %+v: sees something %v, want %v", name, c.scope, got, c.sees)
			}
		}
	}
}

package store

import (
	"errors"
	"reflect"
	"testing"

	"minhchung/internal/cchc"
)

func TestAbsences(t *testing.T) {
	s := open(t)
	actor := cchc.Actor{Name: "Thẩm định viên", Role: cchc.RoleTeam}
	asked := cchc.Absence{Catalogue: "bo@1", Round: "2020", Criterion: "1.4", Requirement: "1.4/2", Unit: "vp", Verdict: cchc.VerdictMissing,
		Conclusion: cchc.NewReason("absence-shown", "3", "9"), Documents: 3, Passages: 9,
		Queries: []cchc.AbsenceQuery{{Requirement: "1.4/2", Text: "biên bản kiểm tra", Types: []string{"BB"}, Total: 1}},
		Hits:    []cchc.AbsenceHit{{Document: "d", Title: "Biên bản", Why: []cchc.Reason{cchc.NewReason("late", "1", "2")}}}}
	one, err := s.SaveAbsence(t.Context(), actor, asked)
	if err != nil || one.ID == 0 || one.At.IsZero() || one.By != actor.Name {
		t.Fatalf("%+v, %v", one, err)
	}
	asked.Former, asked.Unit, asked.Office = one.ID, "", "vp"
	two, err := s.SaveAbsence(t.Context(), actor, asked)
	if err != nil || two.Former != one.ID {
		t.Fatalf("%+v, %v", two, err)
	}
	if got, err := s.Absence(t.Context(), cchc.Everything(), one.ID); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("kept otherwise than said:\n%+v\n%+v, %v", got, one, err)
	}
	all, total, err := s.Absences(t.Context(), cchc.Everything(), AbsenceFilter{Criterion: "1.4", Unit: "vp", Round: "2020", Limit: 1})
	if err != nil || total != 2 || len(all) != 1 || all[0].ID != two.ID {
		t.Errorf("%+v, %d, %v", all, total, err)
	}
	if all, total, err = s.Absences(t.Context(), cchc.Everything(), AbsenceFilter{Criterion: "1.5"}); err != nil || total != 0 || len(all) != 0 {
		t.Errorf("another criterion: %+v %v", all, err)
	}
	if _, total, err = s.Absences(t.Context(), cchc.Scope{}, AbsenceFilter{}); err != nil || total != 0 {
		t.Errorf("a scope that sees nothing sees %d, %v", total, err)
	}
	asked.Former = 99
	_, err = s.SaveAbsence(t.Context(), actor, asked)
	wantCode(t, err, "no-such-absence")
	if _, err := s.Absence(t.Context(), cchc.Everything(), 99); !errors.Is(err, cchc.ErrNotFound) {
		t.Error(err)
	}
	if got := auditOf(t, s, "1.4"); len(got) != 2 || got[0] != "absence-searched" {
		t.Errorf("audit %v", got)
	}
}

package store

import (
	"errors"
	"reflect"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/register"
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

// coverageReads are the reads of coverage and absences, which need more than one document.
func coverageReads() []string {
	return []string{"Absence", "Absences", "Extent", "RegisterYears", "RegisteredOnly", "UnreadFiles"}
}

func TestCoverageReadsSeeTheirScopeOnly(t *testing.T) {
	s := open(t)
	cat := saveCatalogue(t, s, "v1")
	indexed(t, s, "/n/p1/a", "p1", maker(cat.Ref(), "1/1", 0.8, standing))
	lost := Sight{Place: cchc.Place{Path: "/n/p2/hỏng.pdf", Size: 1}, Unit: "p2", Outcome: cchc.StateQuarantined}
	lost.Reason = &cchc.Reason{Code: "truncated"}
	if _, err := s.Receive(t.Context(), cchc.System(), lost); err != nil {
		t.Fatal(err)
	}
	day := cchc.NewDate(2020, 1, 10)
	r := register.Register{Year: 2020, Entries: []cchc.RegisterEntry{{Line: 2, Code: "99/KH-STTTT", IssuedDate: day, Subject: "Kế hoạch"}}}
	if err := s.SaveRegister(t.Context(), cchc.Operator(), r, "so.xlsx"); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		scope                                cchc.Scope
		documents, unread, years, registered int
	}{
		"everything": {cchc.Everything(), 1, 1, 1, 1},
		"p1":         {cchc.Scope{Units: []string{"p1"}}, 1, 0, 1, 1},
		"p2":         {cchc.Scope{Units: []string{"p2"}}, 0, 1, 1, 1},
		"nothing":    {cchc.Scope{}, 0, 0, 0, 0},
	} {
		documents, passages, err := s.Extent(t.Context(), tt.scope)
		if err != nil || documents != tt.documents || (passages > 0) != (tt.documents > 0) {
			t.Errorf("%s: %d documents, %d passages, %v", name, documents, passages, err)
		}
		unread, files, err := s.UnreadFiles(t.Context(), tt.scope, 10)
		if err != nil || unread != tt.unread || len(files) != tt.unread || tt.unread == 1 && (files[0].Unit != "p2" || files[0].Reason.Code != "truncated") {
			t.Errorf("%s: %d unread %+v, %v", name, unread, files, err)
		}
		years, err := s.RegisterYears(t.Context(), tt.scope)
		if err != nil || len(years) != tt.years {
			t.Errorf("%s: years %v, %v", name, years, err)
		}
		entries, err := s.RegisteredOnly(t.Context(), tt.scope, 2020)
		if err != nil || len(entries) != tt.registered {
			t.Errorf("%s: registered %v, %v", name, entries, err)
		}
	}
	if total, files, err := s.UnreadFiles(t.Context(), cchc.Everything(), 0); err != nil || total != 1 || len(files) != 0 {
		t.Errorf("counted, none named: %d %v %v", total, files, err)
	}
	if entries, err := s.RegisteredOnly(t.Context(), cchc.Everything(), 2019); err != nil || len(entries) != 0 {
		t.Errorf("another year: %v %v", entries, err)
	}
}

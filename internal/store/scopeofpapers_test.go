package store

import (
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/register"
	"minhchung/internal/works"
)

// What another unit holds is neither told to a reader who does not see it nor counted as
// missing.
func TestPapersOfOtherUnits(t *testing.T) {
	s := open(t)
	own := paper(t, s, "own", func(d *Described) { numberOf("15", "KH-STTTT", "2020-01-15")(d); d.Document.Unit = "phong-a" })
	paper(t, s, "other", func(d *Described) { numberOf("16", "KH-STTTT", "2020-01-16")(d); d.Document.Unit = "phong-b" })
	by := paper(t, s, "by", func(d *Described) {
		numberOf("20", "QĐ-STTTT", "2020-09-01")(d)
		d.Document.Unit = "phong-b"
		d.Citations = []cchc.Citation{cite(cchc.RelationReplaces, "15", "KH-STTTT", "2020-01-15", "thay thế Kế hoạch số 15/KH-STTTT ngày 15/01/2020")}
	})
	for name, c := range map[string]struct {
		scope cchc.Scope
		by    cchc.DocumentID
	}{
		"the office": {cchc.Everything(), by},
		"the unit":   {cchc.Scope{Units: []string{"phong-a"}}, ""},
	} {
		w, err := s.WorkOf(t.Context(), c.scope, own)
		if err != nil || w.Standings[0].Role != works.RoleReplaced || w.Standings[0].By != c.by {
			t.Errorf("%s sees the work %+v, %v", name, w, err)
		}
		replaced, err := s.Replaced(t.Context(), c.scope, []cchc.DocumentID{own})
		if got, is := replaced[own]; err != nil || !is || got != c.by {
			t.Errorf("%s sees replaced %v, %v", name, replaced, err)
		}
	}
	entry := func(line int, code string, day int) cchc.RegisterEntry {
		return cchc.RegisterEntry{Line: line, Code: code, IssuedDate: cchc.NewDate(2020, 1, day), Subject: "Kế hoạch"}
	}
	r := register.Register{Year: 2020, Entries: []cchc.RegisterEntry{entry(2, "15/KH-STTTT", 15), entry(3, "16/KH-STTTT", 16), entry(4, "17/KH-STTTT", 17)}}
	if err := s.SaveRegister(t.Context(), cchc.Operator(), r, "so.xlsx"); err != nil {
		t.Fatal(err)
	}
	_, got, err := s.RegisterReport(t.Context(), cchc.Scope{Units: []string{"phong-a"}}, 2020)
	if err != nil || len(got.Received) != 1 || len(got.Missing) != 1 || got.Missing[0].Entry.Line != 4 || got.Elsewhere != 1 || len(got.Unregistered) != 0 {
		t.Errorf("the unit sees %+v, %v", got, err)
	}
	_, all, err := s.RegisterReport(t.Context(), cchc.Everything(), 2020)
	if err != nil || len(all.Received) != 2 || len(all.Missing) != 1 || all.Elsewhere != 0 {
		t.Errorf("the office sees %+v, %v", all, err)
	}
	clean(t, s)
}

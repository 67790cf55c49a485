package store

import (
	"fmt"
	"testing"

	"minhchung/internal/cchc"
)

// officePaper takes in a paper of an office in a unit that cites others.
func officePaper(t *testing.T, s *Store, unit, organ, number, notation string, issued cchc.Date, cited ...cchc.Citation) cchc.DocumentID {
	t.Helper()
	path := "/n/" + unit + "/" + organ + number
	receive(t, s, sight(path, path, unit))
	jobs := claim(t, s, 1)
	if len(jobs) != 1 {
		t.Fatalf("claimed %d jobs", len(jobs))
	}
	r := result(jobs[0], 1)
	d := &r.Documents[0]
	p := &d.Document.Particulars
	p.Code, p.CodeNumber, p.CodeNotation, p.OrganName, p.IssuedDate = number+"/"+notation, number, notation, organ, issued
	d.Document.Work = cchc.WorkID(organ + p.Code)
	d.Citations = cited
	commit(t, s, r)
	return d.Document.ID
}

// A number without a day is one of hundreds of offices: only an office's own papers lose
// their standing by it.
func TestNumberAloneReplacesOwnPapersOnly(t *testing.T) {
	province, district := "Ủy ban nhân dân tỉnh Sông Lam", "UBND huyện Đồng Mẫu"
	day := cchc.NewDate(2020, 1, 15)
	for _, c := range []struct {
		name  string
		cited cchc.Date // the day the citation tells
		by    string
		want  string // who is replaced
	}{
		{"without a day", cchc.Date{}, "UBND TỈNH SÔNG LAM", "[province]"},
		{"with the day", day, "UBND TỈNH SÔNG LAM", "[province]"},
		{"with the day, by an office of another name", day, "Sở Nội vụ", "[province]"},
		{"without a day, by an office of another name", cchc.Date{}, "Sở Nội vụ", "[]"},
		{"without a day, by nobody known", cchc.Date{}, "", "[]"},
	} {
		s := open(t)
		names := map[cchc.DocumentID]string{
			officePaper(t, s, "p1", province, "9", "QĐ-UBND", day):                       "province",
			officePaper(t, s, "p1", district, "9", "QĐ-UBND", cchc.NewDate(2020, 3, 20)): "district",
		}
		officePaper(t, s, "p1", c.by, "40", "QĐ-UBND", cchc.NewDate(2020, 6, 1), cchc.Citation{
			Relation: cchc.RelationReplaces, Code: "9/QĐ-UBND", CodeNumber: "9", CodeNotation: "QĐ-UBND", IssuedDate: c.cited, Text: "thay thế Quyết định số 9/QĐ-UBND",
		})
		got := []string{}
		var ids []cchc.DocumentID
		for id := range names {
			ids = append(ids, id)
		}
		replaced, err := s.Replaced(t.Context(), cchc.Everything(), ids)
		if err != nil {
			t.Fatal(err)
		}
		for id := range replaced {
			got = append(got, names[id])
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v replaced, want %s", c.name, got, c.want)
		}
	}
}

// How other units cite an absent paper is theirs.
func TestAbsentPapersCountWithinScope(t *testing.T) {
	s := open(t)
	decree := func(relation cchc.Relation) cchc.Citation {
		return cchc.Citation{Relation: relation, Code: "30/2020/NĐ-CP", CodeNumber: "30", CodeNotation: "2020/NĐ-CP", Text: "Nghị định số 30/2020/NĐ-CP"}
	}
	officePaper(t, s, "p1", "Sở", "1", "BC-STTTT", cchc.NewDate(2020, 6, 1), decree(cchc.RelationBasis))
	officePaper(t, s, "p2", "Sở", "2", "BC-STTTT", cchc.NewDate(2020, 6, 1), decree(cchc.RelationMentions))
	for _, c := range []struct {
		scope cchc.Scope
		want  string
	}{
		{cchc.Everything(), "map[basis:1 mentions:1]"},
		{cchc.Scope{Units: []string{"p1"}}, "map[basis:1]"},
		{cchc.Scope{Units: []string{"p2"}}, "map[mentions:1]"},
	} {
		out, total, err := s.AbsentPapers(t.Context(), c.scope, AbsentFilter{})
		if err != nil || total != 1 || fmt.Sprint(out[0].Relations) != c.want {
			t.Errorf("scope %+v: %+v of %d, %v, want %s", c.scope, out, total, err, c.want)
		}
	}
}

package record

import (
	"context"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// stock is a record of a few documents and an engine that finds all of them.
type stock struct {
	docs    []cchc.Document
	indexed int
	asked   []search.Query
}

func (s *stock) Search(_ context.Context, q search.Query) (search.Result, error) {
	s.asked = append(s.asked, q)
	var r search.Result
	for i, d := range s.docs {
		if len(q.Filters.Types) > 0 && q.Filters.Types[0] != d.Particulars.Type {
			continue
		}
		r.Hits = append(r.Hits, search.Hit{Document: d.ID, Passage: cchc.NewPassageID(d.ID, 1), Score: float64(9 - i)})
		r.Matched = append(r.Matched, d.ID)
	}
	r.Total = len(r.Hits)
	return r, nil
}
func (s *stock) Documents() (uint64, error) { return uint64(s.indexed), nil }
func (s *stock) DocumentsByID(context.Context, cchc.Scope, []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error) {
	out := map[cchc.DocumentID]cchc.Document{}
	for _, d := range s.docs {
		out[d.ID] = d
	}
	return out, nil
}
func (s *stock) PassagesByID(context.Context, cchc.Scope, []cchc.PassageID) (map[cchc.PassageID]cchc.Passage, error) {
	return map[cchc.PassageID]cchc.Passage{}, nil
}
func (s *stock) Linked(context.Context, cchc.Scope) (*Linked, error) {
	return NewLinked(cchc.Catalogue{}, nil), nil
}
func (s *stock) Units(context.Context, cchc.Scope) (*Units, error) {
	return NewUnits(cchc.Catalogue{}, nil), nil
}
func (s *stock) Extent(context.Context, cchc.Scope) (int, int, error) { return len(s.docs), 7, nil }
func (s *stock) RegisterYears(context.Context, cchc.Scope) ([]int, error) {
	return []int{2020}, nil
}

func TestProveAbsence(t *testing.T) {
	cat := cchc.Catalogue{ID: "bo", Version: "1", Year: 2020, Period: cchc.Period{From: cchc.NewDate(2019, 12, 15), To: cchc.NewDate(2020, 12, 14)},
		Criteria: []cchc.Criterion{{ID: "1", Title: "Kiểm tra", Requires: []cchc.Requirement{
			{ID: "1/1", Name: "Biên bản", Kinds: []string{"BB"}, About: []string{"biên bản kiểm tra"}}, {ID: "1/2", Name: "Ảnh", Kinds: []string{"ANH"}, About: []string{"ảnh"}}}}}}
	s := &stock{indexed: 2, docs: []cchc.Document{
		{ID: "bb", Path: "bb.pdf", Particulars: cchc.Particulars{Type: "BB", TypeName: "Biên bản", Subject: "Kiểm tra năm 2019"}},
		{ID: "kh", Path: "kh.pdf", Particulars: cchc.Particulars{Type: "KH", TypeName: "Kế hoạch", Subject: "Tuyển dụng"}},
	}}
	look := func(requirement string, d cchc.DocumentID) (bool, bool, []cchc.Reason) {
		if requirement == "1/1" && d == "bb" {
			return true, false, []cchc.Reason{cchc.NewReason("other-year", "2019", "2020")}
		}
		return false, false, nil
	}
	base := cchc.Absence{Criterion: "1", Requirement: "1/1", Verdict: cchc.VerdictMissing, Requirements: []cchc.RequirementCoverage{{ID: "1/1", Need: 1}}}
	prove := func(base cchc.Absence) cchc.Absence {
		t.Helper()
		a, err := ProveAbsence(t.Context(), s, s, cchc.Everything(), cat, base, look)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := prove(base)
	if len(a.Queries) != 2 || strings.Join(a.Queries[0].Types, " ") != "BB QĐ" || a.Queries[0].Issued == "" || len(a.Queries[1].Types) != 0 || a.Queries[1].Issued != "" {
		t.Errorf("first what is asked for, then anything at any time: %+v", a.Queries)
	}
	if a.Found != 2 || len(a.Hits) != 2 || a.Hits[0].Document != "bb" || a.Hits[0].Why[0].Code != "other-year" || a.Hits[1].Why[0].Code != "absence-words-only" {
		t.Errorf("%+v", a.Hits)
	}
	if a.Conclusion.Code != "absence-shown" || a.Documents != 2 || a.Passages != 7 || a.Indexed != 2 || a.Registers[0] != 2020 {
		t.Errorf("%+v", a)
	}
	registered := base
	registered.Requirements = []cchc.RequirementCoverage{{ID: "1/1", Missing: []cchc.Missing{{Reason: cchc.NewReason("not-received", "1/BB", "", "")}}}}
	hidden, covered, partial, survey := base, base, base, base
	hidden.Unread, covered.Verdict, partial.Verdict, survey.Verdict = 3, cchc.VerdictPending, cchc.VerdictPartial, cchc.VerdictSurvey
	for code, b := range map[cchc.Code]cchc.Absence{"absence-registered": registered, "absence-hidden": hidden, "absence-refuted": covered, "absence-partly": partial, "absence-not-asked": survey} {
		if got := prove(b).Conclusion.Code; got != code {
			t.Errorf("%s, want %s", got, code)
		}
	}
	if got := CompareAbsences(a, prove(base)); len(got) != 0 {
		t.Errorf("nothing changed, and yet %+v", got)
	}
	s.indexed = 1
	if got := prove(base).Conclusion; got.Code != "absence-index-lacks" {
		t.Errorf("what is not in the index cannot be called absent: %+v", got)
	}
	s.indexed = 3
	s.docs = append(s.docs[:1], cchc.Document{ID: "mới", Particulars: cchc.Particulars{Type: "BB", TypeName: "Biên bản", Subject: "mới"}}, cchc.Document{ID: "tin"})
	var codes []string
	for _, r := range CompareAbsences(a, prove(hidden)) {
		codes = append(codes, string(r.Code))
	}
	if strings.Join(codes, " ") != "absence-changed-found absence-changed-gone absence-changed-documents absence-changed-unread" {
		t.Errorf("%v", codes)
	}
	if _, err := ProveAbsence(t.Context(), s, s, cchc.Everything(), cat, cchc.Absence{Criterion: "9"}, look); cchc.AsError(err).Reason.Code != "no-such-criterion" {
		t.Error(err)
	}
}

package coverage

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

func small() cchc.Catalogue {
	return cchc.Catalogue{ID: "thu", Version: "1", TargetShare: .5,
		Units: []cchc.Unit{{ID: "a", Name: "Phòng Bưu chính - Viễn thông"}, {ID: "b", Name: "Văn phòng Sở", Aliases: []string{"Văn phòng"}, Succeeds: []cchc.Unit{{ID: "cu", Name: "Phòng Tài chính kế hoạch"}}}},
		Criteria: []cchc.Criterion{{ID: "1", Title: "Lĩnh vực", Children: []cchc.Criterion{
			{ID: "1.1", Title: "Một văn bản", Points: 2, Requires: []cchc.Requirement{{ID: "1.1/1", Name: "Kế hoạch", Min: 1}}},
			{ID: "1.2", Title: "Hai văn bản và một tùy chọn", Points: 3, Requires: []cchc.Requirement{
				{ID: "1.2/1", Name: "Báo cáo", Min: 2}, {ID: "1.2/2", Name: "Ảnh", Optional: true, Min: 1}}},
			{ID: "1.3", Title: "Từng đơn vị", Points: 4, Requires: []cchc.Requirement{
				{ID: "1.3/1", Name: "Biên bản", Scope: cchc.ScopeEachUnitConcerned, Min: 1}}},
			{ID: "1.4", Title: "Hài lòng", Points: 1, ScoredBy: cchc.ScoredBySurvey}}}}}
}

// link is a link of the small catalogue: "ok" is proposed and fulfilling.
func link(req, doc string, state cchc.LinkState, misses ...cchc.Reason) cchc.Link {
	l := cchc.Link{Catalogue: "thu@1", Requirement: req, Document: cchc.DocumentID(doc), State: state, Score: .9, Proposed: true, Related: true, Fulfils: len(misses) == 0,
		Misses: misses, Reasons: []cchc.Reason{cchc.NewReason("subject-match", "kế hoạch")}, Quotes: []cchc.Quote{{Text: "trích", Page: 3}}}
	l.ID = cchc.NewLinkID(l.Catalogue, req, l.Document)
	return l
}

func about(l cchc.Link, unit string) cchc.Link {
	l.Reasons = append(l.Reasons, cchc.NewReason("unit-named", unit, unit))
	return l
}

func row(t *testing.T, rows []cchc.Coverage, criterion, unit string) cchc.Coverage {
	t.Helper()
	for _, r := range rows {
		if r.Criterion == criterion && r.Unit == unit {
			return r
		}
	}
	t.Fatalf("no row %s %q", criterion, unit)
	return cchc.Coverage{}
}

const (
	suggested = cchc.LinkSuggested
	accepted  = cchc.LinkAccepted
	rejected  = cchc.LinkRejected
)

func TestVerdicts(t *testing.T) {
	weak := link("1.1/1", "d", suggested)
	weak.Proposed = false
	other := link("1.1/1", "d", accepted)
	other.Catalogue = "thu@0"
	tests := []struct {
		name      string
		criterion string
		links     []cchc.Link
		want      cchc.Verdict
		have      int
		codes     string // of what is missing, of the first requirement
	}{
		{"nothing", "1.1", nil, cchc.VerdictMissing, 0, "none-found unread-files"},
		{"accepted", "1.1", []cchc.Link{link("1.1/1", "d", accepted)}, cchc.VerdictCovered, 1, ""},
		{"accepted although late", "1.1", []cchc.Link{link("1.1/1", "d", accepted, cchc.NewReason("late", "1", "2"))}, cchc.VerdictCovered, 1, ""},
		{"proposed", "1.1", []cchc.Link{link("1.1/1", "d", suggested)}, cchc.VerdictPending, 1, ""},
		{"under the threshold", "1.1", []cchc.Link{weak}, cchc.VerdictMissing, 0, "only-mentioned unread-files"},
		{"of another version of the catalogue", "1.1", []cchc.Link{other}, cchc.VerdictMissing, 0, "none-found unread-files"},
		{"rejected", "1.1", []cchc.Link{link("1.1/1", "d", rejected)}, cchc.VerdictMissing, 0, "rejected unread-files"},
		{"late", "1.1", []cchc.Link{link("1.1/1", "d", suggested, cchc.NewReason("late", "1", "2"))}, cchc.VerdictMissing, 0, "late unread-files"},
		{"other year", "1.1", []cchc.Link{link("1.1/1", "d", suggested, cchc.NewReason("other-year", "2019", "2020"))}, cchc.VerdictMissing, 0, "outside-period unread-files"},
		{"before the window", "1.1", []cchc.Link{link("1.1/1", "d", suggested, cchc.NewReason("early", "1", "2"))}, cchc.VerdictMissing, 0, "outside-period unread-files"},
		{"wrong kind", "1.1", []cchc.Link{link("1.1/1", "d", suggested, cchc.NewReason("wrong-type", "CV", "KH"))}, cchc.VerdictMissing, 0, "wrong-type unread-files"},
		{"kind unknown", "1.1", []cchc.Link{link("1.1/1", "d", suggested, cchc.NewReason("type-unknown", "KH"))}, cchc.VerdictMissing, 0, "wrong-type unread-files"},
		{"other issuer", "1.1", []cchc.Link{link("1.1/1", "d", suggested, cchc.NewReason("other-issuer", "Sở khác"))}, cchc.VerdictMissing, 0, "other-issuer unread-files"},
		{"a request", "1.1", []cchc.Link{link("1.1/1", "d", suggested, cchc.NewReason("asks-for-it"))}, cchc.VerdictMissing, 0, "only-mentioned unread-files"},
		{"rejected beside accepted", "1.1", []cchc.Link{link("1.1/1", "d", rejected), link("1.1/1", "e", accepted)}, cchc.VerdictCovered, 1, ""},
		{"one of two", "1.2", []cchc.Link{link("1.2/1", "d", accepted)}, cchc.VerdictPartial, 1, "none-found unread-files"},
		{"two versions of one work", "1.2", []cchc.Link{link("1.2/1", "v1", accepted), link("1.2/1", "v2", accepted)}, cchc.VerdictPartial, 1, "none-found unread-files"},
		{"two, one confirmed", "1.2", []cchc.Link{link("1.2/1", "d", accepted), link("1.2/1", "e", suggested)}, cchc.VerdictPending, 2, ""},
		{"two, without the optional one", "1.2", []cchc.Link{link("1.2/1", "d", accepted), link("1.2/1", "e", accepted)}, cchc.VerdictCovered, 2, ""},
		{"the optional one alone", "1.2", []cchc.Link{link("1.2/2", "d", accepted)}, cchc.VerdictMissing, 0, "none-found unread-files"},
		{"one of two units", "1.3", []cchc.Link{about(link("1.3/1", "d", accepted), "a")}, cchc.VerdictPartial, 1, "units-without unread-files"},
		{"both units", "1.3", []cchc.Link{about(link("1.3/1", "d", accepted), "a"), about(link("1.3/1", "e", suggested), "b")}, cchc.VerdictPending, 2, ""},
		{"one paper about both", "1.3", []cchc.Link{about(about(link("1.3/1", "d", accepted), "a"), "b")}, cchc.VerdictCovered, 2, ""},
		{"about no unit", "1.3", []cchc.Link{link("1.3/1", "d", accepted)}, cchc.VerdictMissing, 0, ""},
		{"survey", "1.4", nil, cchc.VerdictSurvey, 0, ""},
	}
	docs := map[cchc.DocumentID]cchc.Document{"v1": {ID: "v1", Work: "w"}, "v2": {ID: "v2", Work: "w"}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := row(t, Assess(Input{Catalogue: small(), Links: tt.links, Documents: docs, Unread: 2}), tt.criterion, "")
			if r.Verdict != tt.want {
				t.Errorf("verdict %s, want %s: %+v", r.Verdict, tt.want, r.Requirements)
			}
			if tt.criterion == "1.4" {
				if len(r.Requirements) != 0 {
					t.Error("a survey has requirements")
				}
				return
			}
			first := r.Requirements[0]
			var got []string
			for _, m := range first.Missing {
				got = append(got, string(m.Reason.Code))
			}
			if s := strings.Join(got, " "); first.Have != tt.have || tt.codes != "" && s != tt.codes {
				t.Errorf("have %d missing %q", first.Have, s)
			}
			if first.Satisfied != (len(first.Missing) == 0) {
				t.Errorf("satisfied %v with %d missing", first.Satisfied, len(first.Missing))
			}
		})
	}
}

func TestRowsOfUnits(t *testing.T) {
	in := Input{Catalogue: small(), Links: []cchc.Link{about(link("1.3/1", "d", accepted), "a")}}
	rows := Assess(in)
	if got := row(t, rows, "1.3", "a"); got.Verdict != cchc.VerdictCovered || got.Points != 0 {
		t.Errorf("%+v", got)
	}
	b := row(t, rows, "1.3", "b")
	if b.Verdict != cchc.VerdictMissing || b.Requirements[0].Missing[0].Reason.Code != "other-unit" {
		t.Errorf("%+v", b)
	}
	if len(rows) != 4+2 {
		t.Errorf("%d rows: units stand only where they contribute", len(rows))
	}
	a := NewAssessor(in)
	if rows = a.Assess(View{Unit: "b"}); len(rows) != 1 || rows[0].Unit != "b" {
		t.Errorf("%+v", rows)
	}
	if rows = a.Assess(View{Criterion: "1.2"}); len(rows) != 1 || rows[0].Criterion != "1.2" {
		t.Errorf("%+v", rows)
	}
	if rows = a.Assess(View{Criterion: "1"}); len(rows) != 6 {
		t.Errorf("a branch gives %d rows", len(rows))
	}
}

func TestUnitsByNameQuoteAndFolder(t *testing.T) {
	quoted := link("1.3/1", "d", suggested)
	quoted.Quotes[0].Text = "Kiểm tra tại Phòng Tài chính kế hoạch"
	tests := []struct {
		name string
		link cchc.Link
		doc  cchc.Document
		want string
	}{
		{"what was found in it", about(link("1.3/1", "d", suggested), "a"), cchc.Document{Unit: "b"}, "a"},
		{"its trích yếu", link("1.3/1", "d", suggested), cchc.Document{Unit: "b", Particulars: cchc.Particulars{Subject: "Tại phòng bưu chính – viễn thông"}}, "a"},
		{"the name of a merged unit", quoted, cchc.Document{}, "b"},
		{"the folder, by identity", link("1.3/1", "d", suggested), cchc.Document{Unit: "a"}, "a"},
		{"the folder, by alias", link("1.3/1", "d", suggested), cchc.Document{Unit: "van phong"}, "b"},
		{"an unknown folder", link("1.3/1", "d", suggested), cchc.Document{Unit: "khác"}, ""},
	}
	for _, tt := range tests {
		a := NewAssessor(Input{Catalogue: small(), Links: []cchc.Link{tt.link}, Documents: map[cchc.DocumentID]cchc.Document{"d": tt.doc}})
		r := a.reqs[3]
		for i, u := range a.units {
			if got := len(r.of(int32(i))) == 1; got != (u.ID == tt.want) {
				t.Errorf("%s: unit %s %v", tt.name, u.ID, got)
			}
		}
	}
}

func TestNearestAreThreeBestFirst(t *testing.T) {
	var links []cchc.Link
	for i := range 6 {
		l := link("1.1/1", fmt.Sprint("d", i), suggested, cchc.NewReason("wrong-type", "CV", "KH"))
		l.Score = float64(i) / 10
		if i == 4 {
			l.Misses = []cchc.Reason{cchc.NewReason("late", "1", "2")}
		}
		links = append(links, l)
	}
	docs := map[cchc.DocumentID]cchc.Document{"d5": {ID: "d5", Path: "cv.docx", Particulars: cchc.Particulars{TypeName: "Công văn", Code: "5/STTTT-VP", Subject: "V/v kế hoạch"}}}
	m := row(t, Assess(Input{Catalogue: small(), Links: links, Documents: docs}), "1.1", "").Requirements[0].Missing
	if len(m) != 2 || m[0].Reason.Code != "wrong-type" || m[1].Reason.Code != "late" {
		t.Fatalf("%+v", m)
	}
	if len(m[0].Nearest) != 2 || m[0].Nearest[0].Document != "d5" || m[0].Nearest[1].Document != "d3" || m[1].Nearest[0].Document != "d4" {
		t.Errorf("%+v", m)
	}
	if n := m[0].Nearest[0]; n.Title != "Công văn 5/STTTT-VP V/v kế hoạch" || n.Page != 3 || n.Path != "cv.docx" || n.Why[0].Code != "wrong-type" {
		t.Errorf("%+v", n)
	}
}

func TestRejectionIsNamed(t *testing.T) {
	l := link("1.1/1", "d", rejected)
	l.By, l.Note = "Nguyễn Văn Mẫu", "bản nháp"
	m := row(t, Assess(Input{Catalogue: small(), Links: []cchc.Link{l}}), "1.1", "").Requirements[0].Missing
	if why := m[0].Nearest[0].Why[0]; why.Code != "rejected-by" || !reflect.DeepEqual(why.Args, []string{"Nguyễn Văn Mẫu", "bản nháp"}) {
		t.Errorf("%+v", m)
	}
}

func TestTotalsAreOfTheOffice(t *testing.T) {
	links := []cchc.Link{link("1.1/1", "d", accepted), link("1.2/1", "d", accepted), about(link("1.3/1", "d", suggested), "a"), about(link("1.3/1", "e", suggested), "b")}
	in := Input{Catalogue: small(), Links: links}
	got := Totals(Assess(in), .5)
	want := Sum{Points: 10, Covered: 2, Partial: 3, Pending: 4, Survey: 1, CoveredShare: .2, TargetShare: .5, Target: 5, Unscored: 3}
	if got != want {
		t.Errorf("%+v", got)
	}
	if got.Covered+got.Pending+got.Partial+got.Missing+got.Survey != got.Points {
		t.Error("the parts do not add up")
	}
	if !Totals(Assess(in), .2).Reached || Totals(Assess(in), 0).Reached || Totals(nil, .2).Reached {
		t.Error("the target")
	}
	rows := []cchc.Coverage{{Verdict: cchc.VerdictNotApplicable, Points: 3}, {Verdict: cchc.VerdictMissing, Points: 2}}
	if got := Totals(rows, 0); got.Points != 2 || got.NotApplicable != 3 || got.Missing != 2 {
		t.Errorf("what does not apply: %+v", got)
	}
}

// The order of links is of no consequence; accepting one never makes a verdict worse.
func TestAssessProperties(t *testing.T) {
	reqs := []string{"1.1/1", "1.2/1", "1.2/2", "1.3/1"}
	rank := map[cchc.Verdict]int{cchc.VerdictMissing: 0, cchc.VerdictPartial: 1, cchc.VerdictPending: 2, cchc.VerdictCovered: 3, cchc.VerdictSurvey: 4}
	rapid.Check(t, func(t *rapid.T) {
		seen := map[string]bool{}
		var links []cchc.Link
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			req, doc := rapid.SampledFrom(reqs).Draw(t, "req"), rapid.SampledFrom([]string{"d", "e", "f", "v1", "v2"}).Draw(t, "doc")
			if seen[req+doc] {
				continue
			}
			seen[req+doc] = true
			l := link(req, doc, rapid.SampledFrom([]cchc.LinkState{suggested, accepted, rejected}).Draw(t, "state"))
			l.Score = float64(rapid.IntRange(0, 3).Draw(t, "score")) / 4
			l.Proposed = rapid.Bool().Draw(t, "proposed")
			if rapid.Bool().Draw(t, "miss") {
				l.Fulfils, l.Misses = false, []cchc.Reason{cchc.NewReason("other-year", "2019", "2020")}
			}
			if req == "1.3/1" {
				l = about(l, rapid.SampledFrom([]string{"a", "b"}).Draw(t, "unit"))
			}
			links = append(links, l)
		}
		docs := map[cchc.DocumentID]cchc.Document{"v1": {Work: "w"}, "v2": {Work: "w"}}
		rows := Assess(Input{Catalogue: small(), Links: links, Documents: docs})
		mixed := append([]cchc.Link(nil), links...)
		if len(mixed) > 0 {
			mixed = rapid.Permutation(links).Draw(t, "order")
		}
		if !reflect.DeepEqual(rows, Assess(Input{Catalogue: small(), Links: mixed, Documents: docs})) {
			t.Fatal("another order of links, other verdicts")
		}
		if len(links) == 0 {
			return
		}
		i := rapid.IntRange(0, len(links)-1).Draw(t, "accepted")
		mixed = append([]cchc.Link(nil), links...)
		mixed[i].State = accepted
		after := Assess(Input{Catalogue: small(), Links: mixed, Documents: docs})
		for k := range rows {
			if rank[after[k].Verdict] < rank[rows[k].Verdict] {
				t.Fatalf("accepting made %s %s of %s", rows[k].Criterion, after[k].Verdict, rows[k].Verdict)
			}
		}
	})
}

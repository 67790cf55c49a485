package coverage

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

func codes(ms []cchc.Missing) string {
	var out []string
	for _, m := range ms {
		out = append(out, string(m.Reason.Code))
	}
	return strings.Join(out, " ")
}

func points(v float64) *float64 { return &v }

var noon = time.Date(2020, 12, 15, 5, 0, 0, 0, time.UTC)

func TestStanding(t *testing.T) {
	received := func(hours int) cchc.Document {
		return cchc.Document{Received: noon.Add(time.Duration(hours) * time.Hour)}
	}
	docs := map[cchc.DocumentID]cchc.Document{
		"draft": {Particulars: cchc.Particulars{Draft: true, TypeName: "Kế hoạch"}, Work: "w"}, "signed": {Work: "w"}, "old": {}, "new": received(2),
	}
	docs["new"] = cchc.Document{Received: noon.Add(time.Hour), Particulars: cchc.Particulars{TypeName: "Quyết định", Code: "9/QĐ-STTTT"}}
	replaced := map[cchc.DocumentID]cchc.DocumentID{"old": "new"}
	at := func(l cchc.Link, hours int) cchc.Link {
		l.At = noon.Add(time.Duration(hours) * time.Hour)
		return l
	}
	for name, tt := range map[string]struct {
		links []cchc.Link
		want  cchc.Verdict
		codes string
	}{
		"a draft alone":                              {[]cchc.Link{link("1.1/1", "draft", suggested)}, cchc.VerdictMissing, "draft-only"},
		"a draft submitted":                          {[]cchc.Link{link("1.1/1", "draft", cchc.LinkSubmitted)}, cchc.VerdictMissing, "draft-only"},
		"a draft the rules saw":                      {[]cchc.Link{link("1.1/1", "x", suggested, cchc.NewReason("draft-or-form"))}, cchc.VerdictMissing, "draft-only"},
		"a draft a person accepted":                  {[]cchc.Link{link("1.1/1", "draft", accepted)}, cchc.VerdictCovered, ""},
		"a draft beside the signed one":              {[]cchc.Link{link("1.1/1", "draft", suggested), link("1.1/1", "signed", suggested)}, cchc.VerdictPending, ""},
		"a draft is no miss of what counts":          {[]cchc.Link{link("1.2/1", "draft", suggested), link("1.2/1", "signed", suggested)}, cchc.VerdictPartial, "none-found"},
		"replaced":                                   {[]cchc.Link{link("1.1/1", "old", suggested)}, cchc.VerdictMissing, "replaced-only"},
		"replaced and of the wrong kind":             {[]cchc.Link{link("1.1/1", "old", suggested, cchc.NewReason("wrong-type", "CV", "KH"))}, cchc.VerdictMissing, "wrong-type"},
		"replaced beside another":                    {[]cchc.Link{link("1.1/1", "old", suggested), link("1.1/1", "new", accepted)}, cchc.VerdictCovered, ""},
		"accepted before anybody knew of the other":  {[]cchc.Link{at(link("1.1/1", "old", accepted), 0)}, cchc.VerdictPending, ""},
		"accepted although it is known to have gone": {[]cchc.Link{at(link("1.1/1", "old", accepted), 2)}, cchc.VerdictCovered, ""},
		"explanation asked":                          {[]cchc.Link{link("1.1/1", "d", cchc.LinkExplanationAsked)}, cchc.VerdictMissing, "explanation-asked"},
	} {
		t.Run(name, func(t *testing.T) {
			r := row(t, Assess(Input{Catalogue: small(), Links: tt.links, Documents: docs, Replaced: replaced}), strings.SplitN(tt.links[0].Requirement, "/", 2)[0], "")
			if r.Verdict != tt.want || codes(r.Requirements[0].Missing) != tt.codes {
				t.Errorf("%s %q: %+v", r.Verdict, codes(r.Requirements[0].Missing), r.Requirements[0])
			}
			if tt.codes == "replaced-only" && r.Requirements[0].Missing[0].Reason.Args[0] != "Quyết định 9/QĐ-STTTT" {
				t.Errorf("%+v", r.Requirements[0].Missing)
			}
		})
	}
}

// A reason none of the three nearest has is shown with one more.
func TestEveryReasonIsShown(t *testing.T) {
	var links []cchc.Link
	for _, d := range []string{"a", "b", "c", "d"} {
		links = append(links, link("1.1/1", d, suggested, cchc.NewReason("wrong-type", "CV", "KH")))
	}
	far := link("1.1/1", "e", suggested, cchc.NewReason("late", "1", "2"))
	far.Score = .4
	m := row(t, Assess(Input{Catalogue: small(), Links: append(links, far)}), "1.1", "").Requirements[0].Missing
	if codes(m) != "wrong-type late" || len(m[0].Nearest) != 3 || m[1].Nearest[0].Document != "e" {
		t.Errorf("%+v", m)
	}
}

func TestScoresBesideVerdicts(t *testing.T) {
	cat := small()
	cat.Criteria[0].Children[1].Ratio = &cchc.Ratio{A: "hồ sơ đúng hạn", B: "hồ sơ đã giải quyết"}
	in := Input{Catalogue: cat, Links: []cchc.Link{link("1.1/1", "d", accepted), link("1.2/1", "d", accepted), link("1.2/1", "e", suggested)},
		Scores: []cchc.Score{
			{Criterion: "1.1", Self: points(1.5)}, {Criterion: "1.2", Self: points(2.25), A: points(99.5), B: points(100)},
			{Criterion: "1.3", Self: points(4), Explanation: "Đơn vị chưa kiểm tra vì dịch bệnh"}, {Criterion: "1.4", Self: points(1), Office: "khác"},
		}}
	rows := Assess(in)
	if r := row(t, rows, "1.3", ""); r.Verdict != cchc.VerdictExplained || r.Notes[0].Code != "explained-so" || r.Requirements[0].Missing == nil {
		t.Errorf("an explanation stands for the file, the gap stays visible: %+v", r)
	}
	if r := row(t, rows, "1.2", ""); r.Verdict != cchc.VerdictPending || !reflect.DeepEqual(r.Notes[0], cchc.NewReason("ratio-unchecked", "hồ sơ đúng hạn", "99,5", "hồ sơ đã giải quyết", "100")) {
		t.Errorf("%+v", r)
	}
	got := Totals(rows, .5)
	want := Sum{Points: 10, Covered: 2, Pending: 3, Explained: 4, Survey: 1, CoveredShare: .2, TargetShare: .5, Target: 5,
		Self: 7.75, SelfConfirmed: 1.5, SelfEvidenced: 3.75, SelfExplained: 4, Scored: 3}
	if got != want {
		t.Errorf("%+v", got)
	}
	in.Scores[2] = cchc.Score{Criterion: "1.3", NotApplicable: true, Why: "không có đơn vị trực thuộc"}
	in.Links = in.Links[:2]
	rows = Assess(in)
	if r := row(t, rows, "1.3", ""); r.Verdict != cchc.VerdictNotApplicable || len(r.Requirements) != 0 || r.Notes[0].Args[0] != "không có đơn vị trực thuộc" {
		t.Errorf("%+v", r)
	}
	got = Totals(rows, .5)
	if got.Points != 6 || got.NotApplicable != 4 || got.AtRisk != 2.25 || got.SelfEvidenced != 1.5 || got.Self != 3.75 || got.Target != 3 {
		t.Errorf("%+v", got)
	}
}

func TestAfterTheLock(t *testing.T) {
	in := Input{Catalogue: small(), Locked: noon, Documents: map[cchc.DocumentID]cchc.Document{"late": {Received: noon.Add(time.Hour)}, "early": {Received: noon.Add(-time.Hour)}}}
	submitted := link("1.2/1", "early", cchc.LinkSubmitted)
	submitted.At = noon.Add(time.Minute)
	appraised := link("1.1/1", "early", accepted)
	appraised.At = noon.Add(time.Minute)
	in.Links = []cchc.Link{appraised, link("1.2/1", "late", accepted), submitted}
	rows := Assess(in)
	if r := row(t, rows, "1.1", ""); r.Verdict != cchc.VerdictCovered || r.Requirements[0].AfterLock != nil || r.Notes != nil {
		t.Errorf("what was there before the lock is appraised after it: %+v", r)
	}
	r := row(t, rows, "1.2", "")
	if r.Verdict != cchc.VerdictPending || len(r.Requirements[0].AfterLock) != 2 || !reflect.DeepEqual(r.Notes, []cchc.Reason{cchc.NewReason("after-lock", "2")}) {
		t.Errorf("%+v", r)
	}
}

func TestRegisteredButNotReceived(t *testing.T) {
	cat := small()
	cat.Year = 2020
	cat.Period = cchc.Period{From: cchc.NewDate(2019, 12, 15), To: cchc.NewDate(2020, 12, 14)}
	leaf := &cat.Criteria[0].Children[0]
	leaf.Requires[0].Kinds, leaf.Requires[0].About = []string{"KH"}, []string{"kế hoạch cải cách hành chính năm {year}"}
	leaf = &cat.Criteria[0].Children[2]
	leaf.Requires[0].Kinds, leaf.Requires[0].About = []string{"BB"}, []string{"biên bản kiểm tra"}
	entry := func(code, date, subject, drafter string) cchc.RegisterEntry {
		d, err := cchc.ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		return cchc.RegisterEntry{Code: code, IssuedDate: d, Subject: subject, Drafter: drafter}
	}
	in := Input{Catalogue: cat, Unread: 1, NotReceived: []cchc.RegisterEntry{
		entry("15/KH-STTTT", "2020-01-10", "Kế hoạch CCHC năm 2020 của Sở", ""),
		entry("16/BC-STTTT", "2020-01-10", "Báo cáo kế hoạch cải cách hành chính năm 2020", ""),
		entry("17/KH-STTTT", "2018-01-10", "Kế hoạch cải cách hành chính năm 2020", ""),
		entry("18/BB-STTTT", "2020-10-02", "Biên bản kiểm tra tại Văn phòng", "Văn phòng"),
	}}
	rows := Assess(in)
	m := row(t, rows, "1.1", "").Requirements[0].Missing
	if codes(m) != "not-received unread-files" || !reflect.DeepEqual(m[0].Reason.Args, []string{"15/KH-STTTT", "10/01/2020", "Kế hoạch CCHC năm 2020 của Sở"}) {
		t.Errorf("%+v", m)
	}
	if m := row(t, rows, "1.3", "b").Requirements[0].Missing; codes(m) != "not-received unread-files" {
		t.Errorf("the unit that drafted it: %+v", m)
	}
	if m := row(t, rows, "1.3", "a").Requirements[0].Missing; codes(m) != "none-found unread-files" {
		t.Errorf("another unit: %+v", m)
	}
}

func TestAlternatives(t *testing.T) {
	cat := small()
	requires := []cchc.Requirement{
		{ID: "1.1/1", Name: "Biên bản", Min: 1, AnyOf: "A/1"}, {ID: "1.1/2", Name: "Ảnh", Min: 1, AnyOf: "A/1"}, {ID: "1.1/3", Name: "Báo cáo", Min: 1, AnyOf: "A/2"},
		{ID: "1.1/4", Name: "Kế hoạch", Min: 1},
	}
	cat.Criteria[0].Children[0].Requires = requires
	for name, tt := range map[string]struct {
		links []cchc.Link
		want  cchc.Verdict
		spare string // requirements another stands for
	}{
		"nothing":              {nil, cchc.VerdictMissing, ""},
		"one half of one":      {[]cchc.Link{link("1.1/1", "d", accepted), link("1.1/4", "e", accepted)}, cchc.VerdictPartial, ""},
		"both halves":          {[]cchc.Link{link("1.1/1", "d", accepted), link("1.1/2", "f", suggested), link("1.1/4", "e", accepted)}, cchc.VerdictPending, "1.1/3"},
		"the other":            {[]cchc.Link{link("1.1/3", "d", accepted), link("1.1/4", "e", accepted)}, cchc.VerdictCovered, "1.1/1 1.1/2"},
		"without what is must": {[]cchc.Link{link("1.1/3", "d", accepted)}, cchc.VerdictPartial, "1.1/1 1.1/2"},
	} {
		r := row(t, Assess(Input{Catalogue: cat, Links: tt.links}), "1.1", "")
		var spared []string
		for _, q := range r.Requirements {
			if q.Spared {
				spared = append(spared, q.ID)
			}
			if q.Spared && q.Missing != nil || !q.Spared && !q.Satisfied && q.Missing == nil {
				t.Errorf("%s: %+v", name, q)
			}
		}
		if r.Verdict != tt.want || strings.Join(spared, " ") != tt.spare {
			t.Errorf("%s: %s, spared %v", name, r.Verdict, spared)
		}
	}
}

// offices is a round over two communes, with a department above them.
func offices() Input {
	cat := small()
	cat.Criteria[0].Children[1].Requires[0] = cchc.Requirement{ID: "1.2/1", Name: "Quyết định của tỉnh", Min: 1, By: cchc.ByAny}
	return Input{Catalogue: cat, Offices: []string{"xa-a", "xa-b"}, Units: []cchc.Unit{
		{ID: "xa-a", Name: "Ủy ban nhân dân xã An Bình", Aliases: []string{"Xã An Bình", "UBND xã An Bình"}},
		{ID: "xa-b", Name: "Ủy ban nhân dân xã Bình Sơn", Aliases: []string{"xã Bình Sơn", "BSN"}},
		{ID: "khac", Name: "Sở Nội vụ"},
	}}
}

func TestOffices(t *testing.T) {
	in := offices()
	in.Scores = []cchc.Score{{Office: "xa-b", Criterion: "1.1", Self: points(2)}, {Office: "xa-a", Criterion: "1.3", NotApplicable: true, Why: "mới lập"}}
	p := func(organ, notation, drafter, unit, subject string) cchc.Document {
		return cchc.Document{Unit: unit, Particulars: cchc.Particulars{OrganName: organ, CodeNotation: notation, Drafter: drafter, Subject: subject}}
	}
	for name, tt := range map[string]struct {
		doc  cchc.Document
		req  string
		want string // offices it counts for
	}{
		"its issuer":                     {p("UBND XÃ AN BÌNH", "", "", "xa-b", "Về xã Bình Sơn"), "1.1/1", "xa-a"},
		"the sign of its number":         {p("", "KH-BSN", "", "xa-a", ""), "1.1/1", "xa-b"},
		"its drafter":                    {p("", "", "BSN", "xa-a", ""), "1.1/1", "xa-b"},
		"its folder":                     {p("Sở Tư pháp", "", "", "xa-a", "Về xã Bình Sơn"), "1.1/1", "xa-a"},
		"what it names":                  {p("Sở Tư pháp", "", "", "", "Kiểm tra tại xã An Bình và xã Bình Sơn"), "1.1/1", "xa-a xa-b"},
		"nobody":                         {p("Sở Tư pháp", "", "", "", "Kiểm tra"), "1.1/1", ""},
		"of a unit that is not assessed": {p("Sở Nội vụ", "", "", "", "Về xã Bình Sơn"), "1.1/1", ""},
		"a paper from above names them":  {p("Sở Nội vụ", "", "", "", "Công nhận sáng kiến của xã Bình Sơn"), "1.2/1", "xa-b"},
	} {
		in.Links = []cchc.Link{link(tt.req, "d", accepted)}
		in.Documents = map[cchc.DocumentID]cchc.Document{"d": tt.doc}
		var got []string
		rows := Assess(in)
		for _, r := range rows {
			for _, q := range r.Requirements {
				if q.Have > 0 && q.ID == tt.req {
					got = append(got, r.Office)
				}
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %q", name, got, tt.want)
		}
		if len(rows) != 8 || rows[0].Office != "xa-a" || rows[7].Office != "xa-b" || rows[0].Points != 2 {
			t.Fatalf("%+v", rows)
		}
	}
	in.Links = nil
	sums := TotalsByOffice(Assess(in), .5)
	if len(sums) != 2 || sums[0].NotApplicable != 4 || sums[0].Points != 6 || sums[1].Points != 10 || sums[1].AtRisk != 2 || sums[0].Self != 0 {
		t.Errorf("%+v", sums)
	}
	a := NewAssessor(in)
	if rows := a.Assess(View{Office: "xa-b", Criterion: "1.1"}); len(rows) != 1 || rows[0].Office != "xa-b" || *rows[0].Self != 2 {
		t.Errorf("%+v", rows)
	}
}

func TestSpans(t *testing.T) {
	cat := cchc.Catalogue{Year: 2020, Period: cchc.Period{From: cchc.NewDate(2019, 12, 15), To: cchc.NewDate(2020, 12, 14)}}
	for s, want := range map[string]string{
		"": "", "2020": "15/12/2019 – 14/12/2020", "2020-Q1": "15/12/2019 – 14/03/2020", "2020-q3": "15/06/2020 – 14/09/2020", "2020-H1": "15/12/2019 – 14/06/2020",
		"2020-9T": "15/12/2019 – 14/09/2020", "2021-Q1": "15/12/2020 – 14/03/2021", "2020-01": "15/12/2019 – 14/01/2020", "2020-01-01..2020-03-31": "01/01/2020 – 31/03/2020",
	} {
		if got, err := ReadSpan(s, cat); err != nil || got.String() != want {
			t.Errorf("%q: %s, %v", s, got, err)
		}
	}
	if got, err := ReadSpan("2020-Q2", cchc.Catalogue{Year: 2020}); err != nil || got.String() != "01/04/2020 – 30/06/2020" {
		t.Errorf("a catalogue without period: %s %v", got, err)
	}
	for _, s := range []string{"2020-Q5", "20", "2020-13", "quý I", "2020-01-01..2019-01-01", "2020-02-30..", "1000"} {
		if _, err := ReadSpan(s, cat); cchc.AsError(err).Reason.Code != "period-unknown" {
			t.Errorf("%q: %v", s, err)
		}
	}
	span, err := ReadSpan("2020-Q1", cat)
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Catalogue: small(), Period: span, Links: []cchc.Link{link("1.2/1", "in", accepted), link("1.2/1", "out", accepted), link("1.2/1", "says", accepted)},
		Documents: map[cchc.DocumentID]cchc.Document{
			"in": {Particulars: cchc.Particulars{IssuedDate: cchc.NewDate(2020, 3, 13), Periods: []cchc.SpokenPeriod{{Unit: cchc.SpokenYear, Number: 1, Year: 2020}}}}, "out": {Particulars: cchc.Particulars{IssuedDate: cchc.NewDate(2020, 6, 13)}},
			"says": {Particulars: cchc.Particulars{IssuedDate: cchc.NewDate(2020, 3, 20), Periods: []cchc.SpokenPeriod{{Unit: cchc.SpokenQuarter, Number: 1, Year: 2020}}}},
		}}
	if r := row(t, Assess(in), "1.2", ""); r.Requirements[0].Have != 2 {
		t.Errorf("%+v", r.Requirements[0])
	}
	in.Links = in.Links[1:2]
	if m := row(t, Assess(in), "1.2", "").Requirements[0].Missing; codes(m) != "outside-period" {
		t.Errorf("%+v", m)
	}
}

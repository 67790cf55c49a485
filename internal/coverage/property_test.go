package coverage

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

// world draws everything verdicts are computed from.
func world(t *rapid.T) Input {
	in := offices()
	in.Catalogue.Year = 2020
	leaf := &in.Catalogue.Criteria[0].Children[0]
	leaf.Requires = append(leaf.Requires, cchc.Requirement{ID: "1.1/2", Name: "Ảnh", Min: 1, AnyOf: "A"}, cchc.Requirement{ID: "1.1/3", Name: "Biên bản", Min: 2, AnyOf: "A"})
	if rapid.Bool().Draw(t, "one office") {
		in.Offices = nil
	}
	in.Unread = rapid.IntRange(0, 2).Draw(t, "unread")
	if rapid.Bool().Draw(t, "locked") {
		in.Locked = noon
	}
	ids := []cchc.DocumentID{"d", "e", "f", "g", "v1", "v2"}
	in.Documents, in.Replaced = map[cchc.DocumentID]cchc.Document{}, map[cchc.DocumentID]cchc.DocumentID{}
	for _, id := range ids {
		d := cchc.Document{ID: id, Path: string(id), Unit: rapid.SampledFrom([]string{"", "xa-a", "bsn"}).Draw(t, "folder"), Received: noon.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "received")) * time.Hour)}
		d.Particulars = cchc.Particulars{Draft: rapid.Bool().Draw(t, "draft"), Subject: rapid.SampledFrom([]string{"", "tại xã An Bình", "tại xã Bình Sơn"}).Draw(t, "subject"),
			OrganName: rapid.SampledFrom([]string{"", "UBND xã An Bình", "Sở Nội vụ"}).Draw(t, "organ")}
		if id == "v1" || id == "v2" {
			d.Work = "w"
		}
		in.Documents[id] = d
		if rapid.IntRange(0, 4).Draw(t, "replaced") == 0 {
			in.Replaced[id] = "g"
		}
	}
	for _, c := range []string{"1.1", "1.2", "1.3"} {
		for _, o := range []string{"", "xa-a", "xa-b"} {
			s := cchc.Score{Criterion: c, Office: o, NotApplicable: rapid.IntRange(0, 6).Draw(t, "na") == 0}
			if rapid.Bool().Draw(t, "scored") {
				s.Self = points(float64(rapid.IntRange(0, 8).Draw(t, "self")) / 4)
			}
			if rapid.IntRange(0, 4).Draw(t, "explained") == 0 {
				s.Explanation = "đã báo cáo"
			}
			in.Scores = append(in.Scores, s)
		}
	}
	for _, req := range []string{"1.1/1", "1.1/2", "1.1/3", "1.2/1", "1.2/2", "1.3/1"} {
		for _, id := range ids {
			if rapid.IntRange(0, 2).Draw(t, "linked") > 0 {
				in.Links = append(in.Links, anyLink(t, req, string(id)))
			}
		}
	}
	return in
}

func anyLink(t *rapid.T, req, doc string) cchc.Link {
	l := link(req, doc, rapid.SampledFrom(cchc.LinkStates()).Draw(t, "state"))
	l.Score = float64(rapid.IntRange(0, 3).Draw(t, "score")) / 4
	l.Proposed = rapid.Bool().Draw(t, "proposed")
	l.At = noon.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "at")) * time.Hour)
	if m := rapid.SampledFrom([]string{"", "", "late", "wrong-type", "other-year", "draft-or-form", "asks-for-it"}).Draw(t, "miss"); m != "" {
		l.Fulfils, l.Misses = false, []cchc.Reason{{Code: cchc.Code(m), Args: []string{"1", "2"}}}
	}
	if u := rapid.SampledFrom([]string{"", "xa-a", "xa-b"}).Draw(t, "named"); u != "" {
		l = about(l, u)
	}
	return l
}

// Links and documents in any order give the same coverage.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := world(t)
		want := Assess(in)
		other := in
		if len(in.Links) > 0 {
			other.Links = rapid.Permutation(in.Links).Draw(t, "order")
		}
		other.Documents = map[cchc.DocumentID]cchc.Document{}
		for _, id := range rapid.Permutation([]cchc.DocumentID{"d", "e", "f", "g", "v1", "v2"}).Draw(t, "documents") {
			other.Documents[id] = in.Documents[id]
		}
		if got := Assess(other); !reflect.DeepEqual(got, want) {
			t.Fatalf("another order, other verdicts:\n%+v\n%+v", got, want)
		}
	})
}

func rankOf(v cchc.Verdict) int {
	for i, x := range []cchc.Verdict{cchc.VerdictMissing, cchc.VerdictPartial, cchc.VerdictExplained, cchc.VerdictPending, cchc.VerdictCovered} {
		if v == x {
			return i
		}
	}
	return -1 // fixed, whatever the links
}

// An accepted link more, or one that becomes accepted now, never makes a verdict worse.
// An explanation is between a part and all: it stands as long as something is lacking.
func TestAcceptingNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := world(t)
		before := Assess(in)
		after := in
		after.Links = append([]cchc.Link(nil), in.Links...)
		if len(in.Links) > 0 && rapid.Bool().Draw(t, "accept one") {
			l := &after.Links[rapid.IntRange(0, len(in.Links)-1).Draw(t, "which")]
			if l.State != accepted { // who accepts it again later is not asked here
				l.State, l.At = accepted, noon.Add(9*time.Hour)
			}
		} else {
			l := link(rapid.SampledFrom([]string{"1.1/1", "1.1/3", "1.2/1", "1.3/1"}).Draw(t, "req"), "mới", accepted)
			after.Links = append(after.Links, about(l, "xa-b"))
		}
		rows := Assess(after)
		for i, r := range rows {
			if rankOf(r.Verdict) < rankOf(before[i].Verdict) || rankOf(r.Verdict) < 0 && r.Verdict != before[i].Verdict {
				t.Fatalf("%s %q %q: %s of %s", r.Criterion, r.Office, r.Unit, r.Verdict, before[i].Verdict)
			}
		}
	})
}

// Totals add up, and every gap says why.
func TestTotalsAddUp(t *testing.T) {
	same := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
	rapid.Check(t, func(t *rapid.T) {
		in := world(t)
		rows := Assess(in)
		for _, s := range TotalsByOffice(rows, .8) {
			if !same(s.Covered+s.Pending+s.Partial+s.Missing+s.Explained+s.Survey, s.Points) || !same(s.Points+s.NotApplicable, 10) {
				t.Fatalf("maxima: %+v", s)
			}
			if !same(s.SelfEvidenced+s.SelfExplained+s.AtRisk, s.Self) || s.SelfConfirmed > s.SelfEvidenced+1e-9 {
				t.Fatalf("self-scores: %+v", s)
			}
		}
		for _, r := range rows {
			for _, q := range r.Requirements {
				gap := !q.Satisfied && !q.Optional && !q.Spared
				if gap != (len(q.Missing) > 0) || len(q.Links) < q.Have && q.Need > 0 && q.Need == 1 {
					t.Fatalf("%s %+v", r.Criterion, q)
				}
			}
		}
	})
}

// One unit or office by itself is what the report of all says of it.
func TestOneIsAsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := world(t)
		a := NewAssessor(in)
		all := a.Assess(View{})
		for _, u := range in.Units {
			var want []cchc.Coverage
			for _, r := range all {
				if in.Offices == nil && r.Unit == u.ID || in.Offices != nil && r.Office == u.ID {
					want = append(want, r)
				}
			}
			if got := a.Assess(View{Unit: u.ID}); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%s:\n%+v\n%+v", u.ID, got, want)
			}
		}
	})
}

package works

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

func version(id string, change ...func(*Version)) Version {
	v := Version{ID: cchc.DocumentID(id), Pages: 2, PagesRead: 2, Quality: 0.9, Received: time.Date(2020, 2, 1, 0, 0, 0, 0, time.UTC), Particulars: cchc.Particulars{
		CodeNumber: "15", CodeNotation: "KH-STTTT", IssuedDate: cchc.NewDate(2020, 1, 15), Signer: cchc.Signer{FullName: "Nguyễn Văn Mẫu"},
	}}
	for _, f := range change {
		f(&v)
	}
	return v
}

func text(words string) func(*Version) {
	return func(v *Version) {
		var s Sketcher
		s.Add(words)
		v.Sketch = s.Sketch()
	}
}

func words(from, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "tiếng%d ", from+i)
	}
	return b.String()
}

func draft(v *Version)      { v.Particulars.Draft = true }
func unsigned(v *Version)   { v.Particulars.Signer = cchc.Signer{} }
func poor(v *Version)       { v.Quality = 0.5 }
func unreadPage(v *Version) { v.PagesRead = 1 }
func on(day int) func(*Version) {
	return func(v *Version) { v.Particulars.IssuedDate = cchc.NewDate(2020, 1, day) }
}
func replacedBy(r Replacement) func(*Version) {
	return func(v *Version) { v.Replaced = append(v.Replaced, r) }
}

func TestStand(t *testing.T) {
	later := cchc.NewDate(2020, 6, 1)
	for name, c := range map[string]struct {
		versions []Version
		want     string // id:role in order
	}{
		"alone":                          {[]Version{version("a")}, "a:stands"},
		"signed before draft":            {[]Version{version("a", draft), version("b")}, "b:stands a:draft"},
		"a later draft is still a draft": {[]Version{version("a", draft, on(20)), version("b")}, "b:stands a:draft"},
		"signed before unsigned":         {[]Version{version("a", unsigned), version("b")}, "b:stands a:unsigned"},
		"later before earlier":           {[]Version{version("a"), version("b", on(20))}, "b:stands a:earlier"},
		"text and scan are equal":        {[]Version{version("a", poor), version("b")}, "b:stands a:copy"},
		"whole before half read":         {[]Version{version("a", unreadPage), version("b", poor)}, "b:stands a:copy"},
		"first received":                 {[]Version{version("b"), version("a")}, "a:stands b:copy"},
		"another text":                   {[]Version{version("a", text(words(0, 200))), version("b", text(words(900, 200)), poor)}, "a:stands b:other"},
		"the same text":                  {[]Version{version("a", text(words(0, 200))), version("b", text(words(2, 200)), poor)}, "a:stands b:copy"},
		"another text of a draft":        {[]Version{version("a", text(words(0, 200))), version("b", text(words(900, 200)), draft)}, "a:stands b:draft"},
		"replaced":                       {[]Version{version("a", replacedBy(Replacement{By: "z", Date: later})), version("b", poor)}, "a:replaced b:replaced"},
		"replaced by a draft":            {[]Version{version("a", replacedBy(Replacement{By: "z", Date: later, Draft: true}))}, "a:stands"},
		"replaced in part":               {[]Version{version("a", replacedBy(Replacement{By: "z", Date: later, Partly: true}))}, "a:stands"},
		"replaced by an older paper":     {[]Version{version("a", replacedBy(Replacement{By: "z", Date: cchc.NewDate(2019, 1, 1)}))}, "a:stands"},
		"replaced on an unknown day":     {[]Version{version("a", replacedBy(Replacement{By: "z"}))}, "a:replaced"},
		"only drafts":                    {[]Version{version("a", draft), version("b", draft, poor)}, "a:stands b:copy"},
	} {
		random := rand.New(rand.NewPCG(1, 2))
		for range 6 { // whatever the order
			random.Shuffle(len(c.versions), reflect.Swapper(c.versions))
			var got []string
			for _, s := range Stand(c.versions) {
				got = append(got, string(s.ID)+":"+string(s.Role))
				if s.Reason.Code == "" || (s.Role == RoleReplaced) != (s.By != "") {
					t.Errorf("%s: %+v has no reason or a wrong successor", name, s)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Fatalf("%s: %v, want %s", name, got, c.want)
			}
		}
	}
}

func TestAlike(t *testing.T) {
	sketch := func(parts ...string) []byte {
		var s Sketcher
		for _, p := range parts {
			s.Add(p)
		}
		return s.Sketch()
	}
	whole := sketch(words(0, 400))
	for name, c := range map[string]struct {
		other    []byte
		from, to float64
	}{
		"itself":         {sketch(words(0, 400)), 1, 1},
		"in pieces":      {sketch(words(0, 100), words(100, 300)), 1, 1},
		"half in common": {sketch(words(200, 400)), 0.18, 0.5},
		"nothing":        {sketch(words(5000, 400)), 0, 0.02},
		"too short":      {sketch("ba tiếng thôi"), -1, -1},
		"other capitals": {sketch(strings.ToUpper(words(0, 400))), 1, 1},
	} {
		if got := Alike(whole, c.other); got < c.from || got > c.to {
			t.Errorf("%s: %v, want %v to %v", name, got, c.from, c.to)
		}
	}
}

func BenchmarkSketch(b *testing.B) {
	page := strings.Repeat("Kế hoạch cải cách hành chính nhà nước năm 2020 của Sở Thông tin và Truyền thông ", 20)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		var s Sketcher
		s.Add(page)
	}
}

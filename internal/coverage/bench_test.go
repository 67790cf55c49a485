package coverage

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"testing"

	"minhchung/internal/cchc"
)

// province is a round of the size the product has to bear: so many criteria, units and
// links, ten links a document. Half of the links count; of links that need a unit a third
// is told by trích yếu or quote alone.
func province(criteria, units, links int, offices bool) Input {
	random := rand.New(rand.NewPCG(8, 2020))
	in := Input{Catalogue: cchc.Catalogue{ID: "tinh", Version: "1", Year: 2020}, Documents: map[cchc.DocumentID]cchc.Document{}, Unread: 12}
	syllables := []string{"Bình", "Sơn", "Hà", "Lâm", "Thủy", "Trung", "Đông", "Tây", "Nam", "Bắc", "Phú", "An", "Long", "Vân", "Mai", "Thanh"}
	for u := range units {
		n := len(syllables)
		name := fmt.Sprintf("Xã %s %s %s", syllables[u%n], syllables[u/n%n], syllables[u/n/n%n])
		in.Units = append(in.Units, cchc.Unit{ID: fmt.Sprintf("xa-%04d", u), Name: name, Aliases: []string{fmt.Sprintf("UBND x%04d", u)}})
		if offices {
			in.Offices = append(in.Offices, in.Units[u].ID)
			for c := range criteria {
				self := 1.0
				in.Scores = append(in.Scores, cchc.Score{Criterion: fmt.Sprint(c), Office: in.Units[u].ID, Self: &self})
			}
		}
	}
	scope := cchc.ScopeEachUnitConcerned
	if offices {
		scope = cchc.ScopeAgency
	}
	for c := range criteria {
		id := fmt.Sprint(c)
		in.Catalogue.Criteria = append(in.Catalogue.Criteria, cchc.Criterion{ID: id, Title: "Tiêu chí " + id, Points: 1,
			Requires: []cchc.Requirement{{ID: id + "/1", Name: "Kế hoạch", Kinds: []string{"KH"}, About: []string{"kế hoạch kiểm tra"}, Scope: scope, Min: 1}}})
	}
	quote := "Ủy ban nhân dân tổ chức kiểm tra việc thực hiện nhiệm vụ cải cách hành chính tại %s theo kế hoạch đã được phê duyệt, báo cáo kết quả trước ngày 15 tháng 12."
	for i := range links / 10 {
		u := in.Units[random.IntN(units)]
		id := cchc.DocumentID(fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, i))))
		d := cchc.Document{ID: id, File: id.File(), Path: fmt.Sprintf("/nhan/%s/%d.pdf", u.ID, i), Work: cchc.WorkID(fmt.Sprint("w", i/2))}
		d.Particulars = cchc.Particulars{Type: "KH", TypeName: "Kế hoạch", Code: fmt.Sprintf("%d/KH-UBND", i), Subject: "Kiểm tra công tác cải cách hành chính năm 2020"}
		if i%3 == 0 {
			d.Particulars.Subject += " tại " + u.Name
		} else if offices {
			d.Particulars.OrganName = u.Aliases[0]
		}
		in.Documents[id] = d
		for k := range 10 {
			c := random.IntN(criteria)
			req := fmt.Sprintf("%d/1", c)
			l := cchc.Link{Catalogue: "tinh@1", Criterion: fmt.Sprint(c), Requirement: req, Document: id, State: cchc.LinkSuggested,
				Score: float64(random.IntN(20)) / 20, Proposed: true, Related: true, Fulfils: true,
				Reasons: []cchc.Reason{cchc.NewReason("subject-match", "kiểm tra cải cách hành chính"), cchc.NewReason("kind-match", "KH")},
				Quotes:  []cchc.Quote{{Passage: cchc.NewPassageID(id, k+1), Text: fmt.Sprintf(quote, u.Name), Page: 1}}}
			l.ID = cchc.LinkID(fmt.Sprintf("%012x", i*10+k))
			switch {
			case k%2 == 0:
				l.Fulfils, l.Misses = false, []cchc.Reason{cchc.NewReason("late", "20/12/2020", "14/12/2020")}
			case k%3 == 0:
				l.State = cchc.LinkAccepted
			}
			if i%3 == 1 {
				l.Reasons = append(l.Reasons, cchc.NewReason("unit-named", u.ID, u.Name))
			}
			in.Links = append(in.Links, l)
		}
	}
	return in
}

// BenchmarkCoverage: 200 criteria, 3,400 units, a million links. offices is a round that
// assesses each unit, units one whose office has to bring a paper of each; both include
// putting the links in order. one is one unit of what is in order already.
func BenchmarkCoverage(b *testing.B) {
	for _, kind := range []string{"offices", "units"} {
		in := province(200, 3400, 1_000_000, kind == "offices")
		a := NewAssessor(in)
		b.Run(kind, func(b *testing.B) {
			defer cpuTime(b)()
			for b.Loop() {
				if rows := Assess(in); len(rows) < 200*3400 {
					b.Fatal(len(rows))
				}
			}
		})
		b.Run(kind+"-one", func(b *testing.B) {
			defer cpuTime(b)()
			for b.Loop() {
				if rows := a.Assess(View{Unit: "xa-1700"}); len(rows) != 200 {
					b.Fatal(len(rows))
				}
			}
		})
	}
}

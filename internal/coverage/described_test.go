package coverage

import (
	"testing"

	"minhchung/internal/cchc"
)

func byHand(req, doc string, state cchc.LinkState) cchc.Link {
	l := link(req, doc, state)
	l.Manual, l.Proposed, l.Score, l.Quotes = true, false, 0, nil
	l.Reasons = []cchc.Reason{cchc.NewReason("linked-by-person", "Trần An", "ảnh niêm yết")}
	return l
}

// What a person linked counts once it is submitted, and as confirmed once it is accepted;
// taken back it is no near miss.
func TestEvidenceLinkedByHand(t *testing.T) {
	for state, want := range map[cchc.LinkState]cchc.Verdict{
		cchc.LinkSubmitted: cchc.VerdictPending, cchc.LinkAccepted: cchc.VerdictCovered, cchc.LinkRejected: cchc.VerdictMissing, cchc.LinkSuggested: cchc.VerdictMissing,
	} {
		r := row(t, Assess(Input{Catalogue: small(), Links: []cchc.Link{byHand("1.1/1", "x-1", state)}}), "1.1", "")
		if r.Verdict != want {
			t.Errorf("%s: %s, want %s", state, r.Verdict, want)
		}
		if state == cchc.LinkSuggested && r.Requirements[0].Missing[0].Reason.Code != "none-found" {
			t.Errorf("taken back: %+v", r.Requirements[0].Missing)
		}
	}
	// Two exhibits are two papers.
	two := []cchc.Link{byHand("1.2/1", "x-1", accepted), byHand("1.2/1", "x-2", accepted)}
	if r := row(t, Assess(Input{Catalogue: small(), Links: two}), "1.2", ""); r.Verdict != cchc.VerdictCovered {
		t.Errorf("two exhibits: %s", r.Verdict)
	}
	near := byHand("1.1/1", "d", suggested)
	near.Score, near.Proposed, near.Fulfils = .9, true, false
	near.Reasons = append(near.Reasons, cchc.NewReason("body-match", "kế hoạch", "1"))
	r := row(t, Assess(Input{Catalogue: small(), Links: []cchc.Link{near}}), "1.1", "")
	if m := r.Requirements[0].Missing[0].Reason; m.Code != "only-mentioned" || m.Args[0] != "kế hoạch" {
		t.Errorf("a near miss: %+v", m)
	}
	// For a unit, by its name or identity, whatever the folder.
	for _, of := range []string{"a", "Phòng Bưu chính - Viễn thông"} {
		l := byHand("1.3/1", "x-1", accepted)
		l.Reasons = append(l.Reasons, cchc.NewReason("linked-for-unit", of, of))
		if r := row(t, Assess(Input{Catalogue: small(), Links: []cchc.Link{l}}), "1.3", "a"); r.Verdict != cchc.VerdictCovered {
			t.Errorf("of %q: %s", of, r.Verdict)
		}
	}
}

func TestDescribedPicturesAreNotUnread(t *testing.T) {
	docs := map[cchc.DocumentID]cchc.Document{"p": {ID: "p", File: "p"}, "p.2": {ID: "p.2", File: "p"}, "t": {ID: "t", File: "t", PagesRead: 2}, "x-1": {ID: "x-1"}}
	links := []cchc.Link{byHand("1.1/1", "p", accepted), byHand("1.2/1", "p.2", accepted), byHand("1.1/1", "t", accepted), byHand("1.1/1", "x-1", accepted), link("1.1/1", "q", suggested)}
	if n := described(links, docs); n != 1 {
		t.Errorf("%d files", n)
	}
}

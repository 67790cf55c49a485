package store

import (
	"errors"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func addLink(t *testing.T, s *Store, ref, requirement string, doc cchc.DocumentID, quote string) cchc.Link {
	t.Helper()
	in := ManualLink{Link: cchc.Link{Catalogue: ref, Criterion: requirement[:1], Requirement: requirement, Document: doc}, Note: "ảnh niêm yết", Unit: "p1"}
	if quote != "" {
		in.Link.Quotes = []cchc.Quote{{Text: quote, Page: 2}}
	}
	l, err := s.AddLink(t.Context(), cchc.Actor{Name: "Trần Thị Mẫu", Role: cchc.RoleUnit, Unit: "p1"}, in)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func get(t *testing.T, s *Store, id cchc.LinkID) cchc.Link {
	t.Helper()
	l, err := s.Link(t.Context(), cchc.Everything(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func codes(rs []cchc.Reason) string {
	var out []string
	for _, r := range rs {
		out = append(out, string(r.Code))
	}
	return strings.Join(out, " ")
}

func TestManualLinkStaysWhateverIsProposed(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "p2")
	l := addLink(t, s, ref, "1/1", doc, "")
	if !l.Manual || l.State != cchc.LinkSubmitted || l.By != "Trần Thị Mẫu" || l.ByUnit != "p1" || l.Unit != "p2" || !l.Fulfils || l.Proposed || codes(l.Reasons) != "linked-by-person linked-for-unit" {
		t.Fatalf("added: %+v", l)
	}
	relink := func(links ...cchc.Link) cchc.Link {
		t.Helper()
		if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, doc, links); err != nil {
			t.Fatal(err)
		}
		return get(t, s, l.ID)
	}
	if got := relink(); !got.Manual || got.State != cchc.LinkSubmitted || got.Stale || got.Misses != nil {
		t.Errorf("nothing proposed: %+v", got)
	}
	proposed := link(ref, doc, "1/1", 0.6, standing)
	if got := relink(proposed); !got.Manual || got.Score != 0.6 || !got.Proposed || codes(got.Reasons) != "linked-by-person linked-for-unit rule" || len(got.Quotes) != 1 {
		t.Errorf("proposed too: %+v", got)
	}
	if got := relink(proposed); codes(got.Reasons) != "linked-by-person linked-for-unit rule" {
		t.Errorf("proposed again: %+v", got)
	}
	if got := relink(); got.Proposed || got.Score != 0 || codes(got.Reasons) != "linked-by-person linked-for-unit" {
		t.Errorf("not proposed any more: %+v", got)
	}
	// Read again, and gone for a while.
	if _, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{State: "indexed"}); err != nil {
		t.Fatal(err)
	}
	commit(t, s, result(claim(t, s, 1)[0], 1))
	if got := get(t, s, l.ID); !got.Manual || got.State != cchc.LinkSubmitted {
		t.Errorf("after reading again: %+v", got)
	}
	clean(t, s)
}

func TestManualLinkIsTakenBack(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	before := get(t, s, cchc.NewLinkID(ref, "1/1", doc))
	l := addLink(t, s, ref, "1/1", doc, "Nhiệm vụ thứ 1")
	if len(l.Quotes) != 2 || l.Quotes[0].Page != 2 {
		t.Errorf("quotes: %+v", l.Quotes)
	}
	if l = addLink(t, s, ref, "1/1", doc, "Nhiệm vụ thứ 2"); len(l.Quotes) != 2 || l.Quotes[0].Text != "Nhiệm vụ thứ 2" {
		t.Errorf("linked again: %+v", l.Quotes)
	}
	no := errors.New("no")
	if err := s.RemoveLink(t.Context(), cchc.Operator(), l.ID, func(cchc.Link) error { return no }); !errors.Is(err, no) {
		t.Errorf("refused: %v", err)
	}
	may := func(l cchc.Link) error {
		if !l.Manual {
			return no
		}
		return nil
	}
	if err := s.RemoveLink(t.Context(), cchc.Operator(), l.ID, may); err != nil {
		t.Fatal(err)
	}
	if after := get(t, s, l.ID); after.Manual || after.State != cchc.LinkSuggested || after.Score != before.Score || codes(after.Reasons) != codes(before.Reasons) || len(after.Quotes) != 1 {
		t.Errorf("taken back: %+v", after)
	}
	if err := s.RemoveLink(t.Context(), cchc.Operator(), l.ID, may); !errors.Is(err, no) {
		t.Errorf("twice: %v", err)
	}
	alone := addLink(t, s, ref, "1/2", doc, "")
	if err := s.RemoveLink(t.Context(), cchc.Operator(), alone.ID, may); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Link(t.Context(), cchc.Everything(), alone.ID); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("nothing else proposed it: %v", err)
	}
	history, err := s.LinkHistory(t.Context(), cchc.Everything(), l.ID)
	if err != nil || len(history) != 3 || history[0].What != cchc.LinkAdded || history[0].By != "Trần Thị Mẫu" || history[0].Unit != "p1" || history[2].What != cchc.LinkRemoved {
		t.Errorf("history: %+v, %v", history, err)
	}
	clean(t, s)
}

func TestManualQuoteThatIsGoneIsSaid(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "")
	there := addLink(t, s, ref, "1/1", doc, standing)
	gone := addLink(t, s, ref, "1/2", doc, "câu không còn trong văn bản")
	if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, doc, nil); err != nil {
		t.Fatal(err)
	}
	if l := get(t, s, there.ID); l.Stale || l.Misses != nil {
		t.Errorf("its quote stands: %+v", l)
	}
	if l := get(t, s, gone.ID); !l.Stale || codes(l.Misses) != "link-quote-gone" {
		t.Errorf("its quote is gone: %+v", l)
	}
	links, _, total, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{State: "stale"})
	if err != nil || total != 1 || links[0].ID != gone.ID {
		t.Errorf("stale: %+v, %v", links, err)
	}
}

func TestExhibits(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	x := cchc.Exhibit{Kind: cchc.KindWeb, Title: "Chuyên mục cải cách hành chính", Address: "https://songlam.example/cchc", Seen: cchc.NewDate(2020, 12, 1), Unit: "p1"}
	x.ID = cchc.NewExhibitID(x)
	in := ManualLink{Link: cchc.Link{Catalogue: ref, Criterion: "1", Requirement: "1/1", Document: x.ID}, Exhibit: &x, Note: "có chuyên mục"}
	l, err := s.AddLink(t.Context(), cchc.Operator(), in)
	if err != nil || l.Document != x.ID || l.Unit != "p1" || !l.Manual {
		t.Fatalf("%+v, %v", l, err)
	}
	docs, err := s.DocumentsByID(t.Context(), cchc.Everything(), []cchc.DocumentID{x.ID, "other"})
	if d := docs[x.ID]; err != nil || len(docs) != 1 || d.Path != x.Address || d.Particulars.Subject != x.Title || d.Particulars.IssuedDate != x.Seen || d.Received.IsZero() {
		t.Errorf("as a document: %+v, %v", docs, err)
	}
	for _, c := range []struct {
		scope cchc.Scope
		sees  bool
	}{{cchc.Scope{Units: []string{"p1"}}, true}, {cchc.Scope{Units: []string{"p2", ""}}, false}, {cchc.Scope{}, false}} {
		links, _, total, err := s.Links(t.Context(), c.scope, LinkFilter{})
		if err != nil || (total == 1) != c.sees || len(links) != total {
			t.Errorf("%+v sees %d, %v", c.scope, total, err)
		}
	}
	linked, err := s.Linked(t.Context(), cchc.Everything())
	if err != nil || len(linked.Documents(nil, nil)) != 0 {
		t.Errorf("searches are not about exhibits: %v, %v", linked, err)
	}
	if _, err := s.AddLink(t.Context(), cchc.Operator(), ManualLink{Link: cchc.Link{Catalogue: ref, Requirement: "1/1", Document: "none"}, Note: "x"}); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("a document nobody has: %v", err)
	}
	clean(t, s)
}

func TestReviewAllNamesWhatItLeaves(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "p1", maker(ref, "1/1", 0.8, standing), maker(ref, "1/2", 0.8, standing))
	a, b := cchc.NewLinkID(ref, "1/1", doc), cchc.NewLinkID(ref, "1/2", doc)
	no := cchc.Usage("review-own-unit", nil)
	done, err := s.ReviewAll(t.Context(), cchc.Operator(), []cchc.LinkID{a, "none", b}, func(l cchc.Link) (cchc.Link, error) {
		if l.ID == b {
			return l, no
		}
		if l.Unit != "p1" {
			t.Errorf("unit %q", l.Unit)
		}
		l.State, l.By, l.ByUnit = cchc.LinkSubmitted, "An", "p1"
		return l, nil
	})
	if err != nil || len(done) != 3 || done[0].Err != nil || done[0].Link.State != cchc.LinkSubmitted || !errors.Is(done[1].Err, cchc.ErrNotFound) || !errors.Is(done[2].Err, no) {
		t.Fatalf("%+v, %v", done, err)
	}
	if l := get(t, s, a); l.By != "An" || l.ByUnit != "p1" {
		t.Errorf("%+v", l)
	}
	if l := get(t, s, b); l.State != cchc.LinkSuggested {
		t.Errorf("refused: %+v", l)
	}
	for state, want := range map[string]int{"submitted": 1, "suggested": 1, "explanation_asked": 0, "stale": 0} {
		if _, _, total, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{State: state}); err != nil || total != want {
			t.Errorf("%s: %d, %v", state, total, err)
		}
	}
}

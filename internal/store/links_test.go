package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minhchung/internal/cchc"
)

const standing = "tuyên truyền trên cổng thông tin" // stands in every passage of result

func maker(ref, requirement string, score float64, quote string) func(cchc.DocumentID) cchc.Link {
	return func(d cchc.DocumentID) cchc.Link { return link(ref, d, requirement, score, quote) }
}

func review(t *testing.T, s *Store, id cchc.LinkID, to cchc.LinkState) cchc.Link {
	t.Helper()
	l, err := s.Review(t.Context(), cchc.Operator(), id, func(l cchc.Link) (cchc.Link, error) {
		l.State, l.By, l.Note, l.At = to, "cán bộ mẫu", "đã xem", time.Date(2020, 12, 5, 0, 0, 0, 0, time.UTC)
		return l, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestReviewStaysWhenLinksAreProposedAgain(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing), maker(ref, "1/2", 0.6, standing), maker(ref, "1/3", 0.6, standing))
	id := cchc.NewLinkID(ref, "1/1", doc)
	l := review(t, s, id, cchc.LinkAccepted)
	if l.State != cchc.LinkAccepted || l.By != "cán bộ mẫu" || l.Note != "đã xem" || l.At.IsZero() {
		t.Fatalf("reviewed: %+v", l)
	}
	review(t, s, cchc.NewLinkID(ref, "1/2", doc), cchc.LinkRejected)

	// Proposed again with another score: the review stands on the new proposal.
	if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, doc, []cchc.Link{link(ref, doc, "1/1", 0.9, standing)}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Link(t.Context(), cchc.Everything(), id)
	if err != nil || got.State != cchc.LinkAccepted || got.Score != 0.9 || got.Misses != nil {
		t.Errorf("proposed again: %+v, %v", got, err)
	}
	// 1/2 was rejected and stays although not proposed; 1/3 nobody reviewed and goes.
	_, _, total, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{})
	if err != nil || total != 2 {
		t.Errorf("%d links, %v", total, err)
	}
	// Not proposed again: stays, and says so.
	if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, doc, nil); err != nil {
		t.Fatal(err)
	}
	got, err = s.Link(t.Context(), cchc.Everything(), id)
	if err != nil || got.State != cchc.LinkAccepted || got.Proposed || len(got.Misses) != 1 || got.Misses[0].Code != "link-not-proposed-again" {
		t.Errorf("not proposed again: %+v, %v", got, err)
	}
	clean(t, s)
}

func TestAnAcceptedQuoteThatIsGoneIsSaid(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, "đoạn trích của lần đọc trước"))
	id := cchc.NewLinkID(ref, "1/1", doc)
	review(t, s, id, cchc.LinkAccepted)
	if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, doc, []cchc.Link{link(ref, doc, "1/1", 0.8, standing)}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Link(t.Context(), cchc.Everything(), id)
	if err != nil || len(got.Misses) != 1 || got.Misses[0].Code != "link-quote-gone" {
		t.Errorf("%+v, %v", got, err)
	}
	if got = review(t, s, id, cchc.LinkAccepted); got.Misses != nil {
		t.Errorf("looked at again: %+v", got)
	}
}

func TestReviewRefuses(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	id := cchc.NewLinkID(ref, "1/1", doc)
	no := errors.New("no")
	for name, decide := range map[string]func(cchc.Link) (cchc.Link, error){
		"error":    func(l cchc.Link) (cchc.Link, error) { l.State = cchc.LinkAccepted; return l, no },
		"state":    func(l cchc.Link) (cchc.Link, error) { l.State = "perhaps"; return l, nil },
		"identity": func(l cchc.Link) (cchc.Link, error) { l.State, l.ID = cchc.LinkAccepted, "other"; return l, nil },
	} {
		if _, err := s.Review(t.Context(), cchc.Operator(), id, decide); err == nil || (name == "error" && !errors.Is(err, no)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := s.Link(t.Context(), cchc.Everything(), id); err != nil || got.State != cchc.LinkSuggested {
		t.Errorf("afterwards: %+v, %v", got, err)
	}
	if _, err := s.Review(t.Context(), cchc.Operator(), "none", nil); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("of nothing: %v", err)
	}
}

func TestReprocessingKeepsReviews(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	id := cchc.NewLinkID(ref, "1/1", doc)
	review(t, s, id, cchc.LinkAccepted)
	if _, err := s.Retry(t.Context(), cchc.Operator(), RetryFilter{State: "indexed"}); err != nil {
		t.Fatal(err)
	}
	r := result(claim(t, s, 1)[0], 1)
	r.Documents[0].Links = []cchc.Link{link(ref, doc, "1/1", 0.7, standing)}
	commit(t, s, r)
	got, err := s.Link(t.Context(), cchc.Everything(), id)
	if err != nil || got.State != cchc.LinkAccepted || got.Score != 0.7 || got.Misses != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestLinksFiltersAndPages(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	var docs []cchc.DocumentID
	for i := range 4 {
		docs = append(docs, indexed(t, s, fmt.Sprintf("/n/%d", i), fmt.Sprintf("p%d", i%2),
			maker(ref, "1/1", 0.5, standing), maker(ref, "2/1", 0.3+float64(i)/10, standing)))
	}
	review(t, s, cchc.NewLinkID(ref, "2/1", docs[0]), cchc.LinkAccepted)
	cases := []struct {
		f    LinkFilter
		want int
	}{
		{LinkFilter{}, 8}, {LinkFilter{Catalogue: ref}, 8}, {LinkFilter{Catalogue: "other@1"}, 0}, {LinkFilter{Criterion: "2"}, 4},
		{LinkFilter{Requirement: "1/1"}, 4}, {LinkFilter{Document: string(docs[0])}, 2}, {LinkFilter{State: "accepted"}, 1},
		{LinkFilter{State: "suggested"}, 7}, {LinkFilter{State: "rejected"}, 0}, {LinkFilter{MinScore: 0.55}, 1},
		{LinkFilter{ProposedOnly: true}, 7}, {LinkFilter{Criterion: "2", ProposedOnly: true}, 3},
	}
	for _, c := range cases {
		links, _, total, err := s.Links(t.Context(), cchc.Everything(), c.f)
		if err != nil || total != c.want || len(links) != c.want {
			t.Errorf("%+v: %d of %d, %v, want %d", c.f, len(links), total, err, c.want)
		}
	}
	all, _, _, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for size := 1; size <= 3; size++ {
		var got []cchc.Link
		cursor := ""
		for {
			links, next, _, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{Cursor: cursor, Limit: size})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, links...)
			if cursor = next; cursor == "" {
				break
			}
		}
		if diff := cmp.Diff(all, got); diff != "" {
			t.Errorf("in pages of %d: %s", size, diff)
		}
	}
	n := 0
	err = s.EachLink(t.Context(), cchc.Everything(), LinkFilter{Limit: 1}, func(cchc.Link) error { n++; return nil })
	if err != nil || n != len(all) {
		t.Errorf("each link: %d, %v", n, err)
	}
}

func TestRelinkAllIsOneChange(t *testing.T) {
	s := open(t)
	old := saveCatalogue(t, s, "v1").Ref()
	a := indexed(t, s, "/n/a", "", maker(old, "1/1", 0.8, standing))
	b := indexed(t, s, "/n/b", "")
	ref := saveCatalogue(t, s, "v2").Ref()
	stop := errors.New("stop")
	err := s.RelinkAll(t.Context(), cchc.System(), ref, func(put func(cchc.DocumentID, []cchc.Link) error) error {
		return errors.Join(put(a, []cchc.Link{link(ref, a, "1/1", 0.8, standing)}), stop)
	})
	if !errors.Is(err, stop) {
		t.Errorf("stopped: %v", err)
	}
	if _, _, total, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{}); err != nil || total != 0 {
		t.Errorf("after a stop %d links, %v", total, err)
	}
	err = s.RelinkAll(t.Context(), cchc.System(), ref, func(put func(cchc.DocumentID, []cchc.Link) error) error {
		return s.EachDocument(t.Context(), cchc.Everything(), func(d cchc.Document, _ []cchc.Passage) error {
			return put(d.ID, []cchc.Link{link(ref, d.ID, "1/1", 0.8, standing)})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, total, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{}); err != nil || total != 2 {
		t.Errorf("%d links, %v", total, err)
	}
	if _, _, total, err := s.Links(t.Context(), cchc.Everything(), LinkFilter{Catalogue: old}); err != nil || total != 1 {
		t.Errorf("%d links of the earlier catalogue, %v", total, err)
	}
	for name, l := range map[string]cchc.Link{"document": link(ref, b, "1/1", 1, ""), "catalogue": link(old, a, "1/1", 1, "")} {
		if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, a, []cchc.Link{l}); err == nil {
			t.Errorf("a link of another %s was taken", name)
		}
	}
	if err := s.ReplaceLinks(t.Context(), cchc.System(), "never@saved", a, []cchc.Link{link("never@saved", a, "1/1", 1, "")}); err == nil {
		t.Error("links of an unknown catalogue were taken")
	}
	clean(t, s)
}

func TestCatalogues(t *testing.T) {
	s := open(t)
	if _, err := s.CurrentCatalogue(t.Context(), cchc.Everything()); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("none yet: %v", err)
	}
	if err := s.SaveCatalogue(t.Context(), cchc.Operator(), cchc.Catalogue{Title: "không tên"}, nil); err == nil {
		t.Error("a catalogue without identity was taken")
	}
	one := saveCatalogue(t, s, "v1")
	two := saveCatalogue(t, s, "v2")
	got, err := s.CurrentCatalogue(t.Context(), cchc.Everything())
	if diff := cmp.Diff(two, got); diff != "" || err != nil {
		t.Errorf("current: %s, %v", diff, err)
	}
	got, err = s.Catalogue(t.Context(), cchc.Everything(), one.Ref())
	if diff := cmp.Diff(one, got); diff != "" || err != nil {
		t.Errorf("earlier: %s, %v", diff, err)
	}
	saveCatalogue(t, s, "v1")
	rows, err := s.Catalogues(t.Context(), cchc.Everything())
	if err != nil || len(rows) != 2 || rows[0].Ref != two.Ref() || rows[0].Current || !rows[1].Current {
		t.Errorf("rows: %+v, %v", rows, err)
	}
	source, err := s.CatalogueSource(t.Context(), cchc.Everything(), one.Ref())
	if err != nil || string(source) != "id: song-lam" {
		t.Errorf("source: %q, %v", source, err)
	}
}

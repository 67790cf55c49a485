package store

import (
	"testing"

	"minhchung/internal/cchc"
)

func TestCarry(t *testing.T) {
	s := open(t)
	old := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(old, "1/1", 0.8, standing), maker(old, "1/2", 0.8, standing), maker(old, "1/3", 0.8, standing), maker(old, "1/4", 0.8, standing))
	review(t, s, cchc.NewLinkID(old, "1/1", doc), cchc.LinkAccepted)
	review(t, s, cchc.NewLinkID(old, "1/2", doc), cchc.LinkSubmitted)
	review(t, s, cchc.NewLinkID(old, "1/3", doc), cchc.LinkRejected)
	manual := addLink(t, s, old, "1/5", doc, standing)
	x := cchc.Exhibit{ID: "x-1", Kind: cchc.KindSystem, Title: "số liệu"}
	exhibit, err := s.AddLink(t.Context(), cchc.Operator(), ManualLink{Link: cchc.Link{Catalogue: old, Criterion: "1", Requirement: "1/6", Document: x.ID}, Exhibit: &x, Note: "n"})
	if err != nil {
		t.Fatal(err)
	}
	ref := saveCatalogue(t, s, "v2").Ref()
	if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, doc, []cchc.Link{link(ref, doc, "9/1", 0.9, standing)}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetMeta(t.Context(), cchc.System(), "due", "x"); err != nil {
		t.Fatal(err)
	}
	in := Carrying{From: old, To: ref, Meta: "due", Note: func(l cchc.Link) string { return l.Note + "+" },
		Pairs: map[string]CarriedTo{"1/1": {"9", "9/1"}, "1/2": {"9", "9/2"}, "1/4": {"9", "9/4"}, "1/5": {"9", "9/5"}, "1/6": {"9", "9/6"}}}
	carried, left, err := s.Carry(t.Context(), cchc.Operator(), in)
	if err != nil || carried != 4 || left != 1 { // 1/3 has no pair; of 1/4 nobody said anything
		t.Fatalf("%d carried, %d left, %v", carried, left, err)
	}
	if l := get(t, s, cchc.NewLinkID(ref, "9/1", doc)); l.State != cchc.LinkAccepted || l.By != "cán bộ mẫu" || l.Note != "đã xem+" || l.At.IsZero() || l.Stale || l.Score != 0.9 {
		t.Errorf("proposed again: %+v", l)
	}
	if l := get(t, s, cchc.NewLinkID(ref, "9/2", doc)); l.State != cchc.LinkSubmitted || !l.Stale || l.Proposed || codes(l.Misses) != "link-not-proposed-again" || len(l.Quotes) != 1 {
		t.Errorf("not proposed again: %+v", l)
	}
	if l := get(t, s, cchc.NewLinkID(ref, "9/5", doc)); !l.Manual || l.State != cchc.LinkSubmitted || l.ByUnit != "p1" || l.Stale || codes(l.Reasons) != "linked-by-person linked-for-unit" {
		t.Errorf("by hand: %+v", l)
	}
	if l := get(t, s, cchc.NewLinkID(ref, "9/6", x.ID)); !l.Manual || l.Document != exhibit.Document {
		t.Errorf("exhibit: %+v", l)
	}
	if _, due, err := s.Meta(t.Context(), "due"); due || err != nil {
		t.Errorf("still due: %v", err)
	}
	history, err := s.LinkHistory(t.Context(), cchc.Everything(), cchc.NewLinkID(ref, "9/5", doc))
	if err != nil || len(history) != 2 || history[0].What != cchc.LinkAdded || history[1].What != cchc.LinkCarried || history[1].Before != manual.ID {
		t.Errorf("history: %+v, %v", history, err)
	}
	before, err := s.LinksOf(t.Context(), cchc.Everything(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if carried, left, err = s.Carry(t.Context(), cchc.Operator(), in); err != nil || carried != 0 || left != 5 {
		t.Errorf("again: %d, %d, %v", carried, left, err)
	}
	if after, err := s.LinksOf(t.Context(), cchc.Everything(), ref); err != nil || len(after) != len(before) {
		t.Errorf("again: %d links, had %d, %v", len(after), len(before), err)
	}
	// Proposing again keeps all of it.
	if err := s.ReplaceLinks(t.Context(), cchc.System(), ref, doc, nil); err != nil {
		t.Fatal(err)
	}
	if after, err := s.LinksOf(t.Context(), cchc.Everything(), ref); err != nil || len(after) != len(before) {
		t.Errorf("proposed again: %d links, had %d, %v", len(after), len(before), err)
	}
	clean(t, s)
}

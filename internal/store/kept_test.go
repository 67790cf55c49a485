package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minhchung/internal/cchc"
)

func keptOf(t testing.TB, s *Store, ref string) (all []KeptLink, text string) {
	t.Helper()
	all, err := s.KeptLinks(t.Context(), cchc.Everything(), ref)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return all, string(b)
}

// said writes what a person might say of a link.
func said(rt *rapid.T, i int) (requirement, note string, state cchc.LinkState) {
	states := []cchc.LinkState{cchc.LinkSubmitted, cchc.LinkAccepted, cchc.LinkRejected, cchc.LinkExplanationAsked}
	return fmt.Sprintf("1/%d", i+1), rapid.StringMatching(`[ăâa-z "'\n;,]{0,12}`).Draw(rt, "note"), rapid.SampledFrom(states).Draw(rt, "state")
}

// What is written out and read in elsewhere is the same, before the documents are there and
// when they are, and reading it in again changes nothing.
func TestKeptLinksComeBackEqual(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	var docs []cchc.DocumentID
	for i := range 3 {
		docs = append(docs, indexed(t, s, fmt.Sprintf("/n/%d", i), "p1", maker(ref, "1/1", 0.8, standing), maker(ref, "1/2", 0.8, standing), maker(ref, "1/3", 0.8, standing)))
	}
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		if n++; n > 20 { // each opens a record: seconds, not minutes
			return
		}
		for i := range rapid.IntRange(1, 3).Draw(rt, "links") {
			requirement, note, state := said(rt, i)
			doc := rapid.SampledFrom(docs).Draw(rt, "document")
			if rapid.Bool().Draw(rt, "by hand") {
				in := ManualLink{Link: cchc.Link{Catalogue: ref, Criterion: "1", Requirement: requirement, Document: doc}, Note: note, Unit: rapid.SampledFrom([]string{"", "p1"}).Draw(rt, "unit")}
				if rapid.Bool().Draw(rt, "no file") {
					x := cchc.Exhibit{Kind: cchc.KindSystem, Title: note, Description: note, Unit: in.Unit}
					x.ID = cchc.NewExhibitID(x)
					in.Exhibit, in.Link.Document = &x, x.ID
				}
				if _, err := s.AddLink(t.Context(), cchc.Operator(), in); err != nil {
					rt.Fatal(err)
				}
				continue
			}
			_, err := s.Review(t.Context(), cchc.Operator(), cchc.NewLinkID(ref, requirement, doc), func(l cchc.Link) (cchc.Link, error) {
				l.State, l.By, l.ByUnit, l.Note, l.At = state, "Lê Mẫu", "p2", note, time.Unix(int64(1600000000+n), 0).UTC()
				return l, nil
			})
			if err != nil {
				rt.Fatal(err)
			}
		}
		all, want := keptOf(t, s, ref)
		other, err := Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{})
		if err != nil {
			rt.Fatal(err)
		}
		defer other.Close()
		saveCatalogue(t, other, "v1")
		read := []KeptLink{}
		if err := json.Unmarshal([]byte(want), &read); err != nil {
			rt.Fatal(err)
		}
		if changed, err := other.KeepLinks(t.Context(), cchc.Operator(), read); err != nil || changed != len(all) {
			rt.Fatalf("%d of %d, %v", changed, len(all), err)
		}
		if _, got := keptOf(t, other, ref); got != want {
			rt.Fatal(cmp.Diff(want, got))
		}
		if changed, err := other.KeepLinks(t.Context(), cchc.Operator(), read); err != nil || changed != 0 {
			rt.Fatalf("again: %d, %v", changed, err)
		}
		for i := range docs {
			indexed(t, other, fmt.Sprintf("/n/%d", i), "p1", maker(ref, "1/1", 0.8, standing), maker(ref, "1/2", 0.8, standing), maker(ref, "1/3", 0.8, standing))
		}
		here, err := s.LinksOf(t.Context(), cchc.Everything(), ref)
		if err != nil {
			rt.Fatal(err)
		}
		there, err := other.LinksOf(t.Context(), cchc.Everything(), ref)
		if diff := cmp.Diff(here, there); err != nil || diff != "" {
			rt.Fatalf("%v %s", err, diff)
		}
	})
	clean(t, s)
}

func TestKeepLinksRefusesAndStands(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	at := time.Date(2020, 12, 1, 0, 0, 0, 0, time.UTC)
	kept := func(requirement string, state cchc.LinkState, at time.Time) KeptLink {
		return KeptLink{Link: cchc.NewLinkID(ref, requirement, doc), Catalogue: ref, Criterion: "1", Requirement: requirement, Document: doc,
			Review: &KeptReview{State: state, By: "An", At: at, Quotes: []cchc.Quote{{Text: standing}}}}
	}
	for name, k := range map[string]KeptLink{
		"of another link":    {Link: "x", Catalogue: ref, Requirement: "1/1", Document: doc},
		"an unknown state":   kept("1/2", "perhaps", at),
		"exhibit as a paper": {Link: cchc.NewLinkID(ref, "1/1", doc), Catalogue: ref, Requirement: "1/1", Document: doc, Exhibit: &cchc.Exhibit{ID: "x-1"}},
		"paper as exhibit":   {Link: cchc.NewLinkID(ref, "1/1", "x-1"), Catalogue: ref, Requirement: "1/1", Document: "x-1"},
	} {
		if _, err := s.KeepLinks(t.Context(), cchc.Operator(), []KeptLink{kept("1/1", cchc.LinkRejected, at), k}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if l := get(t, s, cchc.NewLinkID(ref, "1/1", doc)); l.State != cchc.LinkSuggested {
		t.Errorf("a refused list changed something: %+v", l)
	}
	if _, err := s.KeepLinks(t.Context(), cchc.Operator(), []KeptLink{{Catalogue: "other@1"}}); !errors.Is(err, cchc.ErrNotFound) {
		t.Errorf("another catalogue: %v", err)
	}
	for _, step := range []struct {
		state   cchc.LinkState
		at      time.Time
		changed int
		want    cchc.LinkState
	}{
		{cchc.LinkAccepted, at, 1, cchc.LinkAccepted}, {cchc.LinkRejected, at.Add(-time.Hour), 0, cchc.LinkAccepted}, {cchc.LinkRejected, at.Add(time.Hour), 1, cchc.LinkRejected},
	} {
		changed, err := s.KeepLinks(t.Context(), cchc.Operator(), []KeptLink{kept("1/1", step.state, step.at)})
		if l := get(t, s, cchc.NewLinkID(ref, "1/1", doc)); err != nil || changed != step.changed || l.State != step.want {
			t.Errorf("%+v: %d %s %v", step, changed, l.State, err)
		}
	}
	if _, err := s.KeepLinks(t.Context(), cchc.Operator(), []KeptLink{kept("1/9", cchc.LinkAccepted, at)}); err != nil {
		t.Fatal(err)
	}
	if l := get(t, s, cchc.NewLinkID(ref, "1/9", doc)); !l.Stale || l.State != cchc.LinkAccepted || len(l.Quotes) != 1 {
		t.Errorf("not proposed here: %+v", l)
	}
	clean(t, s)
}

func TestWithholdingForgetsWhatWasLinked(t *testing.T) {
	s := open(t)
	ref := saveCatalogue(t, s, "v1").Ref()
	doc := indexed(t, s, "/n/a", "", maker(ref, "1/1", 0.8, standing))
	addLink(t, s, ref, "1/2", doc, standing)
	review(t, s, cchc.NewLinkID(ref, "1/1", doc), cchc.LinkAccepted)
	if _, err := s.Withhold(t.Context(), cchc.System(), doc.File(), cchc.NewReason("secret", "MẬT")); err != nil {
		t.Fatal(err)
	}
	all, _ := keptOf(t, s, ref)
	for _, k := range all {
		if k.Manual != nil || k.Review != nil && len(k.Review.Quotes) > 0 {
			t.Errorf("kept: %+v", k)
		}
	}
}

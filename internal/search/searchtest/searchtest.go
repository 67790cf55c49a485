// Package searchtest holds what every search engine of the product must do, as tests.
package searchtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Engine is a search engine under test.
type Engine interface {
	Put(ctx context.Context, document cchc.Document, passages []cchc.Passage) error
	Remove(ctx context.Context, ids ...cchc.DocumentID) error
	Search(ctx context.Context, q search.Query) (search.Result, error)
	Similar(ctx context.Context, like search.Like, q search.Query) (search.Result, error)
	Inside(ctx context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error)
	Documents() (uint64, error)
	// Reopen closes the engine and opens it again on what is on disk.
	Reopen(t *testing.T)
}

// Run runs the suite. open returns an empty engine that knows the abbreviation TTHC, thủ
// tục hành chính, and closes it with the test.
func Run(t *testing.T, open func(t *testing.T) Engine) {
	cases := []struct {
		name string
		test func(*testing.T, *bench)
	}{
		{"exact tones stand above folded", exactTonesFirst},
		{"a query without diacritics finds every tone", withoutDiacritics},
		{"the tones of a syllable add up without diacritics", tonesAddUp},
		{"spelling variants are one", spellings},
		{"a phrase stands together", phrases},
		{"phrases join by OR and AND over the document", phraseGroups},
		{"excluded words drop the document", exclusions},
		{"document numbers in every form", numbers},
		{"an unknown number is searched as words", unknownNumber},
		{"a number asked for in a field is compulsory", numberField},
		{"numbers as they are called and glued", calledNumbers},
		{"abbreviations both ways", abbreviations},
		{"filters", filters},
		{"filters in the text", textFilters},
		{"types without abbreviation go by their name", lawsByName},
		{"one hit a document, its best passage", collapse},
		{"putting again changes nothing", idempotent},
		{"putting replaces", replaces},
		{"removing", removes},
		{"what was put is there after reopening", reopen},
		{"ties and pages are stable", pages},
		{"a scope bounds what is seen", scope},
		{"a document without text counts and is found", withoutText},
		{"a few words must both be there", narrow},
		{"nothing asked, nothing found", nothing},
		{"facets count all that match", facets},
		{"a facet passes over the filter on its own field", ownFacet},
		{"facets are cut to the most frequent values", manyFacetValues},
		{"all that match are named where asked for", matched},
		{"filters by issuer, signer and quality", filtersByFrame},
		{"sorted by day of issue, unknown days last", sorted},
		{"pages of a sorted answer", sortedPages},
		{"the beginning of a word", beginnings},
		{"a beginning of too much is cut, with a notice", beginningsCut},
		{"words of the subject and of the file name", fields},
		{"a file name written together", gluedFileNames},
		{"one of words joined by OR", alternatives},
		{"the title stands above a mention", titleFirst},
		{"a draft stands below what it became", draftsLast},
		{"an abbreviation and its long form count once", conceptsCountOnce},
		{"a short form no document has finds its long form", shortFormUnwritten},
		{"documents like one", similar},
		{"places inside a document", inside},
		{"places heed scope, filters and what is compulsory", insideBounds},
		{"did you mean", suggestions},
		{"half-matches are told", halves},
		{"long and odd queries are answered", odd},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.test(t, &bench{t: t, engine: open(t)}) })
	}
}

type bench struct {
	t      *testing.T
	engine Engine
}

// id makes the identity of a document from a digit that tells it apart.
func id(n int) cchc.DocumentID {
	return cchc.DocumentID(strings.Repeat("0", 60) + fmt.Sprintf("%04x", n))
}

// put indexes a document of these passages.
func (b *bench) put(n int, set func(*cchc.Document), texts ...string) {
	b.t.Helper()
	d := cchc.Document{ID: id(n), File: id(n).File(), Path: fmt.Sprintf("/kho/tệp-%d.docx", n)}
	if set != nil {
		set(&d)
	}
	var passages []cchc.Passage
	for i, text := range texts {
		passages = append(passages, cchc.Passage{ID: cchc.NewPassageID(d.ID, i+1), Paragraph: i + 1, Text: text})
	}
	if err := b.engine.Put(context.Background(), d, passages); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) search(q search.Query) search.Result {
	b.t.Helper()
	r, err := b.engine.Search(context.Background(), q)
	if err != nil {
		b.t.Fatalf("search %q: %v", q.Text, err)
	}
	return r
}

// finds searches everything and compares the documents found, in order.
func (b *bench) finds(text string, want ...int) search.Result {
	b.t.Helper()
	return b.findsWith(search.Query{Text: text, Scope: cchc.Everything()}, want...)
}

func (b *bench) findsWith(q search.Query, want ...int) search.Result {
	b.t.Helper()
	r := b.search(q)
	got := make([]cchc.DocumentID, 0, len(r.Hits))
	for i, h := range r.Hits {
		got = append(got, h.Document)
		if h.Rank != i+1 || h.Passage.Document() != h.Document {
			b.t.Errorf("%q: hit %d is %+v", q.Text, i, h)
		}
	}
	ids := make([]cchc.DocumentID, 0, len(want))
	for _, n := range want {
		ids = append(ids, id(n))
	}
	if !slices.Equal(got, ids) {
		b.t.Errorf("%q: found %v, want %v", q.Text, short(got), want)
	}
	if r.Total < len(r.Hits) {
		b.t.Errorf("%q: total %d below %d hits", q.Text, r.Total, len(r.Hits))
	}
	return r
}

// findsAll compares the documents found in any order.
func (b *bench) findsAll(q search.Query, want ...int) {
	b.t.Helper()
	r := b.search(q)
	got := make([]string, 0, len(r.Hits))
	for _, h := range r.Hits {
		got = append(got, string(h.Document))
	}
	slices.Sort(got)
	ids := make([]string, 0, len(want))
	for _, n := range want {
		ids = append(ids, string(id(n)))
	}
	slices.Sort(ids)
	if !slices.Equal(got, ids) || r.Total != len(want) {
		b.t.Errorf("%q %+v: found %d of total %d: %v, want %v", q.Text, q.Filters, len(got), r.Total, got, want)
	}
}

func short(ids []cchc.DocumentID) []string {
	out := make([]string, len(ids))
	for i, d := range ids {
		out[i] = strings.TrimLeft(string(d), "0")
	}
	return out
}

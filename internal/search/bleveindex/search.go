package bleveindex

import (
	"context"
	"fmt"
	"strings"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Search answers a query: one hit a document, its best passage, best first; equal scores
// in the order of document and passage identity, so that the same index content gives the
// same answer however it came to be.
//
// A document matches if it meets scope and filters, holds every required phrase and
// number and nothing excluded, and one of its passages holds enough of the words: their
// weight (rare words weigh more) must reach a share of the whole query's, so that long
// questions need not be matched word by word and frequent words alone match nothing. A
// query without words lists the documents its filters leave; without filters too it finds nothing. Total counts the documents that
// match, exactly while no more than countLimit passages match, and is a lower bound above.
func (x *Index) Search(ctx context.Context, q search.Query) (search.Result, error) {
	release, err := x.hold()
	if err != nil {
		return search.Result{}, err
	}
	defer release()
	return guard(func() (search.Result, error) { return x.searchHeld(ctx, q) })
}

func (x *Index) searchHeld(ctx context.Context, q search.Query) (result search.Result, err error) {
	parsed := search.Parse(q.Text, x.options.Abbreviations())
	result = search.Result{Expansions: parsed.Expansions, Terms: parsed.Terms, Notices: parsed.Notices}
	filters := q.Filters.And(parsed.Filters)
	offset, err := readCursor(q.Cursor, q, filters)
	if err != nil {
		return result, err
	}
	reader, err := x.engine.Reader()
	if err != nil {
		return result, fmt.Errorf("search: %w", err)
	}
	defer func() {
		if cerr := reader.Close(); err == nil {
			err = cerr
		}
	}()
	s, err := x.newSession(reader, parsed.Terms)
	if err != nil {
		return result, err
	}
	defer s.done()
	ranked, err := s.rank(ctx, q.Scope, filters)
	if err != nil {
		return result, fmt.Errorf("search: %w", err)
	}
	result.Notices = append(append(result.Notices, s.notices...), s.unknownWords()...)
	result.Total = len(ranked)
	result.Hits, result.Next = page(ranked, offset, q, filters)
	return result, nil
}

// unknownWords tells of words no document has, in short queries: there a misspelling
// matters, and of a long question nobody expects every word.
func (s *session) unknownWords() []cchc.Reason {
	if len(s.unknown) == 0 || len(s.notices) > 0 || s.syllables+len(s.unknown) > 8 {
		return nil
	}
	return []cchc.Reason{cchc.NewReason("search-words-unknown", strings.Join(s.unknown, ", "))}
}

func page(ranked []found, offset int, q search.Query, filters search.Filters) ([]search.Hit, string) {
	end := min(offset+q.Page(), len(ranked))
	hits := []search.Hit{}
	for i := min(offset, end); i < end; i++ {
		f := ranked[i]
		hits = append(hits, search.Hit{
			Rank: i + 1, Document: f.document, Passage: cchc.NewPassageID(f.document, f.number), Score: float64(f.score),
		})
	}
	if end >= len(ranked) {
		return hits, ""
	}
	return hits, writeCursor(end, q, filters)
}

// session is one search over one state of the index.
type session struct {
	index     *Index
	reader    bleveindex.IndexReader
	segments  *segments
	lists     map[string]*list // of folded syllables, by term
	terms     search.Terms
	scores    *scores
	entries   uint64 // passages that live
	notices   []cchc.Reason
	syllables int      // different known ones asked for
	unknown   []string // syllables asked for that are in no document
}

func (x *Index) newSession(reader bleveindex.IndexReader, terms search.Terms) (*session, error) {
	entries, err := reader.DocCount()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	segments, err := openSegments(reader)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	s, _ := x.pool.Get().(*scores)
	if s == nil {
		s = &scores{}
	}
	s.reset(segments.slots())
	return &session{
		index: x, reader: reader, segments: segments, lists: map[string]*list{}, terms: terms, scores: s, entries: entries,
	}, nil
}

func (s *session) done() { s.index.pool.Put(s.scores) }

// each calls f with the slot of every entry that has the term in its filters.
func (s *session) each(term string, f func(slot uint64)) error {
	l, err := s.segments.exact(fieldFilter, term)
	if err != nil {
		return err
	}
	return l.each(f)
}

// rank returns every matching document with its best passage, best first.
func (s *session) rank(ctx context.Context, scope cchc.Scope, filters search.Filters) ([]found, error) {
	if s.terms.Empty() && filters.IsZero() {
		return nil, nil // nothing is asked for
	}
	allowed, err := s.allowed(ctx, scope, filters)
	if err != nil || (allowed != nil && allowed.empty()) {
		return nil, err
	}
	compulsory, err := s.compulsory(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.score(ctx, allowed, compulsory); err != nil {
		return nil, err
	}
	candidates := s.candidates(allowed, compulsory)
	best, err := s.collapse(ctx, candidates, compulsory)
	if err != nil {
		return nil, err
	}
	sortFound(best)
	return best, nil
}

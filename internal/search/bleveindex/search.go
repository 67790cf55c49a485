package bleveindex

import (
	"context"
	"fmt"
	"slices"
	"strings"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Search answers a query: one hit a document with its best passage, in the order asked
// for; ties go by relevance and then by identity, so that the same index content gives the
// same answer however it came to be.
//
// A document matches if it meets scope and filters, holds every required phrase and
// number and nothing excluded, and one of its passages, together with what the document
// is called, numbered and signed by, holds enough of the words: their weight (rare words
// weigh more) must reach a share of the whole query's, so that long questions need not be
// matched word by word and frequent words alone match nothing. A query without words
// lists the documents its filters leave; without filters too it finds nothing. Total
// counts all documents that match.
//
// A facet is counted as if Query.Filters did not restrict its own field, so that other
// values can be chosen beside those that are; what the text itself restricts always
// counts.
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
	result = search.Result{Expansions: parsed.Expansions, Terms: parsed.Terms, Notices: parsed.Notices, Hits: []search.Hit{}}
	filters := q.Filters.And(parsed.Filters)
	offset, err := readCursor(q.Cursor, q, filters)
	if err != nil {
		return result, err
	}
	err = x.session(parsed.Terms, func(s *session) error {
		matches, err := s.matches(ctx, q, parsed)
		if err != nil {
			return err
		}
		result.Facets = s.facets(q.Facets, matches)
		matches = slices.DeleteFunc(matches, func(f found) bool { return f.fails != 0 })
		result.Notices = append(append(result.Notices, s.notices...), s.unknownWords()...)
		result.Total = len(matches)
		if q.Cursor == "" {
			result.Suggestion = s.misspelt(q.Text)
		}
		if q.Matched {
			result.Matched = s.identities(matches)
		}
		end := min(offset+q.Page(), len(matches))
		shown := first(matches, end, s.compare(q.Sort))
		for i := min(offset, end); i < end; i++ {
			h := s.hit(shown[i])
			h.Rank = i + 1
			result.Hits = append(result.Hits, h)
		}
		s.nameNext(result.Hits, shown[min(offset, end):end])
		if end < result.Total {
			result.Next = writeCursor(end, q, filters)
		}
		return nil
	})
	return result, err
}

// matches returns the documents that match, and those that fail filters on what a facet
// counts and no others.
func (s *session) matches(ctx context.Context, q search.Query, parsed search.Parsed) ([]found, error) {
	if s.terms.Empty() && q.Filters.And(parsed.Filters).IsZero() {
		return nil, nil // nothing is asked for
	}
	own, err := s.segments.spell(q.Filters)
	if err != nil {
		return nil, err
	}
	hard := own
	soft := map[uint8]*bitset{}
	for _, facet := range q.Facets {
		if pass := sieveOf(facet, own); pass != nil {
			soft[bitOf(facet)] = s.segments.sift([]sieve{pass})
			hard = without(facet, hard)
		}
	}
	text, err := s.segments.spell(parsed.Filters)
	if err != nil {
		return nil, err
	}
	matches, err := s.find(ctx, q.Scope, hard, text)
	for i := range matches {
		for bit, set := range soft {
			if !set.has(uint64(matches[i].ordinal)) {
				matches[i].fails |= bit
			}
		}
	}
	return matches, err
}

// find returns the documents that match within a scope and what both filters leave.
func (s *session) find(ctx context.Context, scope cchc.Scope, filters ...search.Filters) ([]found, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	docs, err := s.allowed(scope, filters...)
	if err != nil || docs != nil && docs.empty() {
		return nil, err
	}
	c, err := s.compulsory(ctx, docs)
	if err != nil {
		return nil, err
	}
	docs = s.restrict(docs, c)
	b := bar{any: c.met != nil || len(s.terms.Runs) == 0, met: c.met}
	if b.any && c.met == nil && len(s.terms.Fields) == 0 && len(s.terms.Codes) == 0 && s.watch == nil {
		return s.listed(docs), nil
	}
	q, err := s.ask()
	if err != nil {
		return nil, err
	}
	b.share = share(s.syllables)
	if err := s.read(ctx, q, docs, c.met); err != nil {
		return nil, err
	}
	matched, err := s.choose(docs, b)
	if err == nil && !matched {
		b.share = leastShare // half-matches are better than nothing
		matched, err = s.choose(docs, b)
		s.halves = matched
	}
	if err != nil || !matched {
		return nil, err
	}
	if err := s.weigh(ctx, q); err != nil {
		return nil, err
	}
	return s.rank(b)
}

// read notes of all entries, or of those in met where that is not nil, what they hold.
func (s *session) read(ctx context.Context, q question, docs, met *bitset) error {
	if met != nil {
		met = s.withCards(met)
	}
	return s.eachPatch(func(p *patch) error {
		if err := s.mark(ctx, q, p, met); err != nil {
			return err
		}
		s.readCards(p, docs)
		return nil
	})
}

// weigh scores what was chosen.
func (s *session) weigh(ctx context.Context, q question) error {
	list, err := s.additions(q)
	if err != nil {
		return err
	}
	s.glances(list)
	if err := s.eachPatch(func(p *patch) error { return s.score(ctx, p, list) }); err != nil {
		return err
	}
	return s.scoreCodes()
}

// restrict leaves of some documents, nil for all, those that hold what they must.
func (s *session) restrict(docs *bitset, c conditions) *bitset {
	switch {
	case docs == nil:
		docs = c.docs
	case c.docs != nil:
		docs.and(c.docs)
	}
	if c.excluded == nil {
		return docs
	}
	if docs == nil {
		docs = newBitset(s.segments.documents())
		docs.fill()
	}
	docs.without(c.excluded)
	return docs
}

// allowed returns the documents that scope, filters and fields leave, nil for all.
func (s *session) allowed(scope cchc.Scope, filters ...search.Filters) (*bitset, error) {
	list := sieves(scope, search.Filters{})
	for _, f := range filters {
		list = append(list, sieves(cchc.Everything(), f)...)
	}
	docs := s.segments.sift(list)
	fields, err := s.fields()
	switch {
	case err != nil:
		return nil, err
	case docs == nil:
		docs = fields
	case fields != nil:
		docs.and(fields)
	}
	return docs, nil
}

func (s *session) identities(list []found) []cchc.DocumentID {
	out := make([]cchc.DocumentID, len(list))
	for i, f := range list {
		out[i] = s.id(f)
	}
	slices.Sort(out)
	return out
}

// unknownWords tells of words no document has, or that no document has enough of them, in
// short queries: there a misspelling matters, and of a long question nobody expects every word.
func (s *session) unknownWords() []cchc.Reason {
	if len(s.notices) > 0 || s.syllables+len(s.unknown) > 8 {
		return nil
	}
	if len(s.unknown) == 0 {
		if s.halves {
			return []cchc.Reason{cchc.NewReason("search-halves")}
		}
		return nil
	}
	keys := make([]string, len(s.unknown))
	for i, w := range s.unknown {
		keys[i] = w.Key
	}
	return []cchc.Reason{cchc.NewReason("search-words-unknown", strings.Join(keys, ", "))}
}

// session is one search over one state of the index.
type session struct {
	index    *Index
	segments *segments
	lists    map[string]*list // of folded syllables, by term
	terms    search.Terms
	scores   *scores
	parts    []float32 // of the query, by the bit of a word
	sums     *sums     // of parts
	table    []float32 // what each mask covers, of few words
	concepts []concept
	masks    []uint32  // the words of each side
	worth    []float32 // the most a usual passage can score by each side
	entries  uint64    // passages that live
	// What a term that stands tf times in so long a field is worth: tf·most / (tf + scarce +
	// long·length). It grows with tf, the less the longer the passage is.
	most, scarce, long float32
	notices            []cchc.Reason
	halves             bool                             // nothing has enough of the words
	syllables          int                              // different known ones asked for
	unknown            []search.Word                    // those that are in no document, less parts of numbers
	watch              func(slot uint64, score float32) // is told of every passage that matches; nil where nobody asks
}

// session calls f with a state of the index, which is let go afterwards.
func (x *Index) session(terms search.Terms, f func(*session) error) (err error) {
	reader, err := x.engine.Reader()
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	defer func() {
		if cerr := reader.Close(); err == nil {
			err = cerr
		}
	}()
	s, err := x.newSession(reader, terms)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	defer func() {
		s.scores.forget()
		x.pool.Put(s.scores)
	}()
	if err = f(s); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	return nil
}

func (x *Index) newSession(reader bleveindex.IndexReader, terms search.Terms) (*session, error) {
	entries, err := reader.DocCount()
	if err != nil {
		return nil, err
	}
	segments, err := openSegments(reader)
	if err != nil {
		return nil, err
	}
	documents, err := segments.exact(fieldFilter, keyMark)
	if err != nil {
		return nil, err
	}
	entries -= min(entries, documents.count*cards)
	if err := segments.serve(&x.tables); err != nil {
		return nil, err
	}
	s, _ := x.pool.Get().(*scores)
	if s == nil {
		s = &scores{}
	}
	s.reset(segments)
	session := &session{
		index: x, segments: segments, lists: map[string]*list{}, terms: terms, scores: s, entries: entries,
	}
	w := x.weights
	session.most, session.scarce = float32(1+w.saturation), float32(w.saturation*(1-w.lengths))
	session.long = float32(w.saturation * w.lengths / w.usual)
	session.conceive()
	return session, nil
}

func (s *session) none() *bitset { return newBitset(s.segments.slots()) }

// each calls f with the slot of every entry that has the term in its filters.
func (s *session) each(term string, f func(slot uint64)) error {
	l, err := s.segments.exact(fieldFilter, term)
	if err != nil {
		return err
	}
	return l.each(f)
}

package bleveindex

import (
	"context"
	"fmt"
	"math/bits"
	"strconv"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// slots is a set of entries by their slot in one state of the index.
type slots struct{ words []uint64 }

func newSlots(n int) *slots { return &slots{words: make([]uint64, (n+63)/64)} }

func (s *slots) add(i uint64)      { s.words[i/64] |= 1 << (i % 64) }
func (s *slots) has(i uint64) bool { return s.words[i/64]&(1<<(i%64)) != 0 }

func (s *slots) empty() bool {
	for _, w := range s.words {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s *slots) and(t *slots) {
	for i := range s.words {
		s.words[i] &= t.words[i]
	}
}

func (s *slots) or(t *slots) {
	for i := range s.words {
		s.words[i] |= t.words[i]
	}
}

func (s *slots) each(f func(i uint64)) {
	for i, w := range s.words {
		for ; w != 0; w &= w - 1 {
			f(uint64(i)*64 + uint64(bits.TrailingZeros64(w)))
		}
	}
}

func (s *session) none() *slots { return newSlots(len(s.scores.score)) }

// any returns the entries that have one of the terms.
func (s *session) any(ctx context.Context, field string, terms ...string) (*slots, error) {
	set := s.none()
	for _, t := range terms {
		if err := s.each(ctx, field, t, set.add); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// all returns the entries that have every one of the terms.
func (s *session) all(ctx context.Context, field string, terms ...string) (*slots, error) {
	var all *slots
	for _, t := range terms {
		one, err := s.any(ctx, field, t)
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = one
		} else {
			all.and(one)
		}
	}
	return all, nil
}

// allowed returns the entries scope and filters leave, nil for all.
func (s *session) allowed(ctx context.Context, scope cchc.Scope, f search.Filters) (*slots, error) {
	var allowed *slots
	narrow := func(set *slots, err error) error {
		switch {
		case err != nil:
			return err
		case allowed == nil:
			allowed = set
		default:
			allowed.and(set)
		}
		return nil
	}
	var steps []func() error
	if !scope.All {
		steps = append(steps, func() error { return narrow(s.any(ctx, fieldUnit, unitTerms(scope.Units)...)) })
	}
	if f.Units != nil {
		steps = append(steps, func() error { return narrow(s.any(ctx, fieldUnit, unitTerms(f.Units)...)) })
	}
	if f.Types != nil {
		steps = append(steps, func() error { return narrow(s.ofTypes(ctx, f.Types)) })
	}
	if f.Years != nil {
		steps = append(steps, func() error { return narrow(s.any(ctx, fieldYear, yearTerms(f.Years)...)) })
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		steps = append(steps, func() error { return narrow(s.issued(ctx, f.From, f.To)) })
	}
	if f.Documents != nil {
		steps = append(steps, func() error { return narrow(s.any(ctx, fieldDocument, documentTerms(f.Documents)...)) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return allowed, nil
}

func unitTerms(units []string) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = unitTerm(u)
	}
	return out
}

func documentTerms(ids []cchc.DocumentID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

func yearTerms(years []int) []string {
	out := make([]string, len(years))
	for i, y := range years {
		out[i] = strconv.Itoa(y)
	}
	return out
}

// ofTypes finds types as written; one there is none of, without diacritics.
func (s *session) ofTypes(ctx context.Context, types []string) (*slots, error) {
	all := s.none()
	for _, t := range types {
		one, err := s.any(ctx, fieldType, "="+search.ExactForm(t))
		if err == nil && one.empty() {
			one, err = s.any(ctx, fieldType, "~"+search.ExactForm(vi.Fold(t)))
		}
		if err != nil {
			return nil, err
		}
		all.or(one)
	}
	return all, nil
}

// issued finds the days of issue in a span; documents without a date are not in any.
func (s *session) issued(ctx context.Context, from, to cchc.Date) (set *slots, err error) {
	first, last := dayTerm(from), dayTerm(to)
	if to.IsZero() {
		last = "99999999"
	}
	dictionary, err := s.reader.FieldDictRange(fieldIssued, []byte(first), []byte(last))
	if err != nil {
		return nil, fmt.Errorf("days of issue: %w", err)
	}
	defer func() {
		if cerr := dictionary.Close(); err == nil {
			err = cerr
		}
	}()
	var days []string
	for {
		entry, err := dictionary.Next()
		if err != nil {
			return nil, fmt.Errorf("days of issue: %w", err)
		}
		if entry == nil {
			return s.any(ctx, fieldIssued, days...)
		}
		days = append(days, entry.Term)
	}
}

// maxGroups bounds how many phrases and how many numbers of a query are compulsory; more
// only rank. Both together fit the 64 bits of found.met.
const maxGroups = 30

// conditions are the compulsory parts of a query.
type conditions struct {
	groups   []*slots // entries that meet a required phrase or number
	excluded map[cchc.DocumentID]bool
}

// compulsory finds what the query requires and excludes.
func (s *session) compulsory(ctx context.Context) (conditions, error) {
	var c conditions
	for _, group := range s.terms.Required[:min(len(s.terms.Required), maxGroups)] {
		met := s.none()
		for _, phrase := range group {
			one, err := s.phrase(ctx, phrase)
			if err != nil {
				return c, err
			}
			met.or(one)
		}
		c.groups = append(c.groups, met)
	}
	if err := s.requireCodes(ctx, &c); err != nil {
		return c, err
	}
	return c, s.exclude(ctx, &c)
}

// phrase finds the entries in which the words stand together. Pairs tell that, up to the
// rare passage that holds all pairs of a longer phrase apart from each other. A phrase
// typed with any diacritic is taken at its tones.
func (s *session) phrase(ctx context.Context, p search.Run) (*slots, error) {
	exact := false
	for _, w := range p {
		exact = exact || w.Marked
	}
	form, single, pair := foldedForm, fieldFolded, fieldFoldedPair
	if exact {
		form, single, pair = exactForm, fieldSyllable, fieldPair
	}
	if len(p) == 1 {
		return s.all(ctx, single, form(p[0]))
	}
	return s.all(ctx, pair, pairsOf(p, form)...)
}

// requireCodes makes a number compulsory that was typed whole, or that is all there is to
// the query, provided any document has it; otherwise its words count, and a notice says so.
func (s *session) requireCodes(ctx context.Context, c *conditions) error {
	for _, code := range s.terms.Codes[:min(len(s.terms.Codes), maxGroups)] {
		if !s.demanded(code) {
			continue
		}
		met, err := s.any(ctx, fieldOwnCode, code.Key())
		if err != nil {
			return err
		}
		cited, err := s.any(ctx, fieldCitedCode, code.Key())
		if err != nil {
			return err
		}
		met.or(cited)
		switch {
		case !met.empty():
			c.groups = append(c.groups, met)
		case code.Number != "":
			s.notices = append(s.notices, cchc.NewReason("search-number-unknown", code.Text))
		}
	}
	return nil
}

// demanded reports whether a number must match: it is whole, or all there is.
func (s *session) demanded(c search.Code) bool { return c.Full() || s.terms.OnlyCodes }

func (s *session) exclude(ctx context.Context, c *conditions) error {
	for _, phrase := range s.terms.Excluded {
		set, err := s.phrase(ctx, phrase)
		if err != nil {
			return err
		}
		if c.excluded == nil {
			c.excluded = map[cchc.DocumentID]bool{}
		}
		err = s.identify(ctx, set.each, func(_ uint64, d cchc.DocumentID, _ int) { c.excluded[d] = true })
		if err != nil {
			return err
		}
	}
	return nil
}

// identify reads document and passage number of the entries each hands out.
func (s *session) identify(ctx context.Context, each func(func(slot uint64)), f func(slot uint64, d cchc.DocumentID, number int)) error {
	values, err := s.reader.DocValueReader([]string{fieldDocument, fieldNumber})
	if err != nil {
		return fmt.Errorf("identities: %w", err)
	}
	var failed error
	var id bleveindex.IndexInternalID
	each(func(slot uint64) {
		if failed != nil {
			return
		}
		var document cchc.DocumentID
		number := 0
		id = bleveindex.NewIndexInternalID(id, slot)
		failed = values.VisitDocValues(id, func(name string, term []byte) {
			if name == fieldDocument {
				document = cchc.DocumentID(term)
			} else {
				number, _ = strconv.Atoi(string(term))
			}
		})
		f(slot, document, number)
	})
	if failed != nil {
		return fmt.Errorf("identities: %w", failed)
	}
	return ctx.Err()
}

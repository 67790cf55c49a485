package bleveindex

import (
	"bytes"
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

// any returns the entries that have one of the terms in a field, all of which begin with
// the same key.
func (s *session) any(field, key string, terms ...string) (*slots, error) {
	set := s.none()
	for _, t := range terms {
		l, err := s.segments.exact(field, key+t)
		if err != nil {
			return nil, err
		}
		if err := l.each(set.add); err != nil {
			return nil, err
		}
	}
	return set, nil
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
		steps = append(steps, func() error { return narrow(s.any(fieldFilter, keyUnit, scope.Units...)) })
	}
	if f.Units != nil {
		steps = append(steps, func() error { return narrow(s.any(fieldFilter, keyUnit, f.Units...)) })
	}
	if f.Types != nil {
		steps = append(steps, func() error { return narrow(s.ofTypes(f.Types)) })
	}
	if f.Years != nil {
		steps = append(steps, func() error { return narrow(s.any(fieldFilter, keyYear, yearTerms(f.Years)...)) })
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		steps = append(steps, func() error { return narrow(s.issued(f.From, f.To)) })
	}
	if f.Documents != nil {
		steps = append(steps, func() error { return narrow(s.any(fieldIdentity, keyDocument, documentTerms(f.Documents)...)) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return allowed, nil
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
func (s *session) ofTypes(types []string) (*slots, error) {
	all := s.none()
	for _, t := range types {
		one, err := s.any(fieldFilter, keyType, exactType(t))
		if err == nil && one.empty() {
			one, err = s.any(fieldFilter, keyType, foldedType(search.ExactForm(vi.Fold(t))))
		}
		if err != nil {
			return nil, err
		}
		all.or(one)
	}
	return all, nil
}

// issued finds the days of issue in a span; documents without a date are not in any.
func (s *session) issued(from, to cchc.Date) (set *slots, err error) {
	first, last := dayTerm(from), dayTerm(to)
	if to.IsZero() {
		last = "99999999"
	}
	dictionary, err := s.reader.FieldDictRange(fieldFilter, []byte(keyIssued+first), []byte(keyIssued+last))
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
			return s.any(fieldFilter, "", days...)
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
			one, err := s.phrase(phrase)
			if err != nil {
				return c, err
			}
			met.or(one)
		}
		c.groups = append(c.groups, met)
	}
	if err := s.requireCodes(&c); err != nil {
		return c, err
	}
	return c, s.exclude(ctx, &c)
}

// phrase finds the entries in which the words stand together. Pairs tell that, up to the
// rare passage that holds all pairs of a longer phrase apart from each other. A phrase
// typed with any diacritic is taken at its tones.
func (s *session) phrase(p search.Run) (*slots, error) {
	exact := false
	for _, w := range p {
		exact = exact || w.Marked
	}
	form := foldedForm()
	if exact {
		form = exactForm()
	}
	if len(p) == 1 {
		return s.all(form, fieldSyllable, form.single(p[0]))
	}
	return s.all(form, fieldPair, form.pairs(p)...)
}

// all returns the entries that have every one of the terms.
func (s *session) all(form form, field string, terms ...string) (*slots, error) {
	var all *slots
	for _, t := range terms {
		l, err := form.list(s.segments, field, t)
		if err != nil {
			return nil, err
		}
		one := s.none()
		if err := l.each(one.add); err != nil {
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

// requireCodes makes a number compulsory that was typed whole, or that is all there is to
// the query, provided any document has it; otherwise its words count, and a notice says so.
func (s *session) requireCodes(c *conditions) error {
	for _, code := range s.terms.Codes[:min(len(s.terms.Codes), maxGroups)] {
		if !s.demanded(code) {
			continue
		}
		met, err := s.any(fieldFilter, keyOwnCode, code.Key())
		if err != nil {
			return err
		}
		cited, err := s.any(fieldFilter, keyCitedCode, code.Key())
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
		set, err := s.phrase(phrase)
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
	values, err := s.reader.DocValueReader([]string{fieldIdentity})
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
		failed = values.VisitDocValues(id, func(_ string, term []byte) {
			if value, ok := bytes.CutPrefix(term, []byte(keyDocument)); ok {
				document = cchc.DocumentID(value)
			} else if value, ok := bytes.CutPrefix(term, []byte(keyNumber)); ok {
				number, _ = strconv.Atoi(string(value))
			}
		})
		f(slot, document, number)
	})
	if failed != nil {
		return fmt.Errorf("identities: %w", failed)
	}
	return ctx.Err()
}

package bleveindex

import (
	"context"
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// maxGroups bounds how many phrases and how many numbers of a query are compulsory; more
// only rank.
const maxGroups = 30

// conditions are the compulsory parts of a query.
type conditions struct {
	met      *bitset // entries that meet one of them, nil where nothing is compulsory
	docs     *bitset // documents that meet each, nil for all
	excluded *bitset // documents that hold what must not be there, nil for none
}

// require narrows to the documents of a set of entries.
func (c *conditions) require(s *session, met *bitset) {
	docs := s.segments.documentsOf(met)
	if c.met == nil {
		c.met, c.docs = met, docs
		return
	}
	c.met.or(met)
	c.docs.and(docs)
}

// documentsOf returns the documents of entries.
func (s *segments) documentsOf(entries *bitset) *bitset {
	docs := newBitset(s.documents())
	entries.each(func(slot uint64) { docs.add(uint64(s.ordinalAt(slot))) })
	return docs
}

// compulsory finds what the query requires and excludes in some documents, nil for all.
func (s *session) compulsory(ctx context.Context, docs *bitset) (c conditions, err error) {
	for _, group := range s.terms.Required[:min(len(s.terms.Required), maxGroups)] {
		met := s.none()
		for _, phrase := range group {
			one, err := s.phrase(ctx, phrase, docs)
			if err != nil {
				return c, err
			}
			met.or(one)
		}
		c.require(s, met)
	}
	if err := s.requireCodes(&c); err != nil {
		return c, err
	}
	for _, phrase := range s.terms.Excluded {
		set, err := s.phrase(ctx, phrase, docs)
		if err != nil {
			return c, err
		}
		if docs := s.segments.documentsOf(set); c.excluded == nil {
			c.excluded = docs
		} else {
			c.excluded.or(docs)
		}
	}
	return c, nil
}

// fields returns the documents whose title or file name has the words asked for there, nil
// where none are asked for.
func (s *session) fields() (*bitset, error) {
	var docs *bitset
	for _, f := range s.terms.Fields {
		if len(f.Words) == 0 {
			continue
		}
		card := uint32(cardTitle)
		if f.Field == search.FieldFile {
			card = cardFile
		}
		on := s.none()
		for _, words := range append([]search.Run{f.Words}, f.Others...) { // an abbreviation or its long form
			found, _, err := s.together(words)
			if err != nil {
				return nil, err
			}
			found.each(func(slot uint64) {
				if p := s.segments.at(slot); p.table.place[slot-p.first] == card {
					on.add(slot)
				}
			})
		}
		if one := s.segments.documentsOf(on); docs == nil {
			docs = one
		} else {
			docs.and(one)
		}
	}
	return docs, nil
}

// phrase finds the entries of some documents, nil for all, in which the words stand one
// after another. A phrase typed with any diacritic is taken at its tones.
func (s *session) phrase(ctx context.Context, p search.Run, docs *bitset) (*bitset, error) {
	set, f, err := s.together(p)
	if err != nil {
		return nil, err
	}
	if docs != nil { // before texts are read
		set.each(func(slot uint64) {
			if !docs.has(uint64(s.segments.ordinalAt(slot))) {
				set.remove(slot)
			}
		})
	}
	return set, s.verify(ctx, p, f, set)
}

// together finds the entries that hold all pairs of a phrase, be it apart from each other,
// and says in which form they were looked for.
func (s *session) together(p search.Run) (*bitset, form, error) {
	f := foldedForm()
	if slices.ContainsFunc(p, func(w search.Word) bool { return w.Marked }) {
		f = exactForm()
	}
	var lists []*list
	add := func(l *list, err error) error {
		lists = append(lists, l)
		return err
	}
	for i, w := range p {
		var err error
		switch {
		case w.Prefix:
			err = add(s.folded(beginning(w)))
		case len(p) == 1:
			err = add(f.list(s.segments, fieldSyllable, f.single(w)))
		}
		if err == nil && i > 0 && !w.Prefix && !p[i-1].Prefix {
			err = add(f.list(s.segments, fieldPair, f.pair(p[i-1], w)))
		}
		if err != nil {
			return nil, f, err
		}
	}
	set, err := s.common(lists)
	return set, f, err
}

// common returns the entries of every list.
func (s *session) common(lists []*list) (*bitset, error) {
	var set *bitset
	for _, l := range lists {
		one := s.none()
		if err := l.each(one.add); err != nil {
			return nil, err
		}
		if set == nil {
			set = one
		} else {
			set.and(one)
		}
	}
	if set == nil {
		set = s.none()
	}
	return set, nil
}

// requireCodes makes a number compulsory that was typed whole, or asked for in a field, or
// that is all there is to the query, provided any document has it; otherwise its words
// count, and a notice says so. Of those asked for in fields any will do.
func (s *session) requireCodes(c *conditions) error {
	codes := s.terms.Codes[:min(len(s.terms.Codes), maxGroups)]
	for i, code := range codes {
		if !s.demanded(code) || code.Asked && slices.ContainsFunc(codes[:i], asked) {
			continue
		}
		met := s.none()
		var unmet []string
		for j, other := range codes[i:] {
			if j > 0 && !(code.Asked && other.Asked) {
				continue
			}
			one, err := s.numbered(other)
			if err != nil {
				return err
			}
			if one.empty() && other.Number != "" {
				unmet = append(unmet, other.Text)
			}
			met.or(one)
		}
		switch {
		case !met.empty():
			c.require(s, met)
		case len(unmet) > 0:
			s.notices = append(s.notices, cchc.NewReason("search-number-unknown", strings.Join(unmet, ", ")))
		}
	}
	return nil
}

func asked(c search.Code) bool { return c.Asked }

// numbered finds the entries of documents that bear a number, and those that mention it.
func (s *session) numbered(code search.Code) (*bitset, error) {
	bear, met := s.none(), s.none()
	if err := s.each(keyOwnCode+code.Key(), bear.add); err != nil {
		return nil, err
	}
	if err := s.each(keyCitedCode+code.Key(), met.add); err != nil {
		return nil, err
	}
	if !bear.empty() {
		met.or(s.segments.entriesOf(s.segments.documentsOf(bear)))
	}
	return met, nil
}

// demanded reports whether a number must match: it is whole, asked for in a field, or all
// there is.
func (s *session) demanded(c search.Code) bool { return c.Full() || c.Asked || s.terms.OnlyCodes }

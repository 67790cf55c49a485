package bleveindex

import (
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// segments is one state of the index with the terms of its segments. Going to them past
// bleve's own readers saves an identity and a copy a posting. It is not safe for
// concurrent use.
type segments struct {
	snapshot *scorch.IndexSnapshot
	parts    []*part
}

// part is a segment with its place among the slots.
type part struct {
	*scorch.SegmentSnapshot
	first uint64 // slot of its first entry
	dicts map[string]segment.TermDictionary
}

func openSegments(reader index.IndexReader) (*segments, error) {
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("reader of type %T", reader)
	}
	s := &segments{snapshot: snapshot}
	first := uint64(0)
	for _, seg := range snapshot.Segments() {
		s.parts = append(s.parts, &part{SegmentSnapshot: seg, first: first, dicts: map[string]segment.TermDictionary{}})
		first += uint64(seg.FullSize())
	}
	return s, nil
}

// slots is the number of slots, those of deleted entries included.
func (s *segments) slots() int {
	n := 0
	for _, p := range s.parts {
		n += int(p.FullSize())
	}
	return n
}

func (p *part) dictionary(field string) (segment.TermDictionary, error) {
	d, ok := p.dicts[field]
	if ok {
		return d, nil
	}
	d, err := p.Segment().Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("terms of field %s: %w", field, err)
	}
	p.dicts[field] = d
	return d, nil
}

// list is the entries that have one of some terms, segment by segment.
type list struct {
	runs  []run
	count uint64 // of entries
}

// run is what a list has in a segment.
type run struct {
	part  *part
	forms []segment.PostingsList // one a term, none empty
}

// exact lists the entries that have a term.
func (s *segments) exact(field, term string) (*list, error) {
	l := &list{}
	for _, p := range s.parts {
		dictionary, err := p.dictionary(field)
		if err != nil {
			return nil, err
		}
		postings, err := dictionary.PostingsList([]byte(term), p.Deleted(), nil)
		if err != nil {
			return nil, fmt.Errorf("postings of %s:%q: %w", field, term, err)
		}
		if n := postings.Count(); n > 0 {
			l.count += n
			l.runs = append(l.runs, run{part: p, forms: []segment.PostingsList{postings}})
		}
	}
	return l, nil
}

// span lists the entries that have a term beginning with what forms of one folded form
// begin with.
func (s *segments) span(field, start string) (*list, error) {
	from, to := []byte(start), []byte(start[:len(start)-len(formEnd)]+spanEnd)
	l := &list{}
	for _, p := range s.parts {
		r, err := p.span(field, from, to)
		if err != nil {
			return nil, fmt.Errorf("postings of %s:%q: %w", field, start, err)
		}
		if len(r.forms) == 0 {
			continue
		}
		n, err := r.entries()
		if err != nil {
			return nil, fmt.Errorf("postings of %s:%q: %w", field, start, err)
		}
		l.count += n
		l.runs = append(l.runs, r)
	}
	return l, nil
}

// uncounted is a dictionary that hands out terms without counting their postings.
type uncounted interface {
	AutomatonIteratorOmitCount(a segment.Automaton, from, to []byte) segment.DictionaryIterator
}

func (p *part) span(field string, from, to []byte) (run, error) {
	r := run{part: p}
	dictionary, err := p.dictionary(field)
	if err != nil {
		return r, err
	}
	var terms segment.DictionaryIterator
	if d, ok := dictionary.(uncounted); ok {
		terms = d.AutomatonIteratorOmitCount(nil, from, to)
	} else {
		terms = dictionary.AutomatonIterator(nil, from, to)
	}
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return r, err
		}
		postings, err := dictionary.PostingsList([]byte(entry.Term), p.Deleted(), nil)
		if err != nil {
			return r, err
		}
		if postings.Count() > 0 {
			r.forms = append(r.forms, postings)
		}
	}
}

// entries counts the entries of a run, each once. The engine shows its bitmaps to be
// joined; a form in one entry has none.
func (r run) entries() (uint64, error) {
	if len(r.forms) == 1 {
		return r.forms[0].Count(), nil
	}
	var single []uint64
	var many []segment.OptimizablePostingsIterator
	for _, f := range r.forms {
		it, ok := f.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
		if !ok {
			return 0, fmt.Errorf("postings of type %T", f)
		}
		if entry, ok := it.DocNum1Hit(); ok {
			single = append(single, entry)
		} else {
			many = append(many, it)
		}
	}
	if len(many) == 0 {
		return distinct(single), nil
	}
	union := many[0].ActualBitmap().Clone()
	for _, it := range many[1:] {
		union.Or(it.ActualBitmap())
	}
	for _, entry := range single {
		union.Add(uint32(entry)) // zap numbers the entries of a segment in 32 bits
	}
	return union.GetCardinality(), nil
}

func distinct(values []uint64) uint64 {
	seen := make(map[uint64]bool, len(values))
	for _, v := range values {
		seen[v] = true
	}
	return uint64(len(seen))
}

// each calls f with the slot of every entry, more than once where it has several forms.
func (l *list) each(f func(slot uint64)) error {
	return l.eachPosting(func(r run, p segment.Posting) error {
		f(r.part.first + p.Number())
		return nil
	})
}

// eachName calls f with the name of every entry.
func (l *list) eachName(f func(name string)) error {
	return l.eachPosting(func(r run, p segment.Posting) error {
		name, err := r.part.DocID(p.Number())
		if err == nil {
			f(string(name))
		}
		return err
	})
}

func (l *list) eachPosting(f func(run, segment.Posting) error) error {
	for _, r := range l.runs {
		if err := r.eachPosting(false, func(p segment.Posting) error { return f(r, p) }); err != nil {
			return err
		}
	}
	return nil
}

// eachPosting goes through the forms one after another; counts has frequency and length read.
func (r run) eachPosting(counts bool, f func(segment.Posting) error) error {
	for _, form := range r.forms {
		it := form.Iterator(counts, counts, false, nil)
		for {
			p, err := it.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			if err := f(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// tally is how often the forms of a list stand in an entry.
type tally struct {
	slot  uint64
	often uint64
	norm  float64 // 1/√length of the field
}

// counter adds up the forms of an entry. Its memory is used again.
type counter struct {
	at      []uint32 // by slot within a segment: 1 + place in tallies
	tallies []tally
}

// reset makes room for the entries of a segment.
func (c *counter) reset(entries int64) {
	if int64(len(c.at)) < entries {
		c.at = make([]uint32, entries)
	}
}

func (c *counter) add(p segment.Posting) {
	n := p.Number()
	if c.at[n] == 0 {
		c.tallies = append(c.tallies, tally{slot: n, norm: p.Norm()})
		c.at[n] = uint32(len(c.tallies))
	}
	c.tallies[c.at[n]-1].often += p.Frequency()
}

// hand gives out what was counted and forgets it.
func (c *counter) hand(first uint64, f func(tally)) {
	for _, t := range c.tallies {
		c.at[t.slot] = 0
		t.slot += first
		f(t)
	}
	c.tallies = c.tallies[:0]
}

// visitAll calls f for every entry of the list, once each.
func (l *list) visitAll(c *counter, f func(tally)) error {
	for _, r := range l.runs {
		// One form needs no adding up.
		take := func(p segment.Posting) error {
			f(tally{slot: r.part.first + p.Number(), often: p.Frequency(), norm: p.Norm()})
			return nil
		}
		if len(r.forms) > 1 {
			c.reset(r.part.FullSize())
			take = func(p segment.Posting) error {
				c.add(p)
				return nil
			}
		}
		if err := r.eachPosting(true, take); err != nil {
			return err
		}
		c.hand(r.part.first, f)
	}
	return nil
}

// visit is visitAll for the entries among only, which ascends; it looks each up.
func (l *list) visit(c *counter, only []uint64, f func(tally)) error {
	for _, r := range l.runs {
		first, end := r.part.first, r.part.first+uint64(r.part.FullSize())
		for len(only) > 0 && only[0] < first {
			only = only[1:]
		}
		n := 0
		for n < len(only) && only[n] < end {
			n++
		}
		c.reset(r.part.FullSize())
		for _, form := range r.forms {
			if err := seekForm(form, first, only[:n], c.add); err != nil {
				return err
			}
		}
		c.hand(first, f)
		only = only[n:]
	}
	return nil
}

// seekForm looks slots up one after another. An iterator must not be sent back, so a posting
// that lies ahead is kept until its slot comes.
func seekForm(form segment.PostingsList, first uint64, only []uint64, f func(segment.Posting)) error {
	if len(only) == 0 {
		return nil
	}
	it := form.Iterator(true, true, false, nil)
	var got segment.Posting
	for _, slot := range only {
		if got == nil || got.Number() < slot-first {
			var err error
			if got, err = it.Advance(slot - first); err != nil || got == nil {
				return err
			}
		}
		if got.Number() == slot-first {
			f(got)
		}
	}
	return nil
}

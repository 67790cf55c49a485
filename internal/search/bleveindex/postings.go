package bleveindex

import (
	"cmp"
	"fmt"
	"slices"

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
	// Only in a search.
	table *table
	base  uint32            // ordinal of its first document
	alias map[uint32]uint32 // ordinals of documents whose cards are elsewhere
	kept  *keptPostings
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

// serve gives the parts their tables and numbers the documents through.
func (s *segments) serve(t *tables) error {
	if err := t.serve(s.parts); err != nil {
		return err
	}
	base := uint32(0)
	for _, p := range s.parts {
		p.base, p.kept = base, &t.kept
		base += uint32(len(p.table.docs))
	}
	for _, p := range s.parts {
		for _, i := range p.table.open {
			if p.alias == nil {
				p.alias = map[uint32]uint32{}
			}
			p.alias[i] = s.owner(p, i)
		}
	}
	return nil
}

// owner finds the document whose cards are in another segment, where a long one was
// written in several steps.
func (s *segments) owner(p *part, i uint32) uint32 {
	for _, other := range s.parts {
		if j, ok := other.table.find(p.table.docs[i].number); ok && other.table.docs[j].carded {
			return other.base + uint32(j)
		}
	}
	return p.base + i
}

// ordinal is the document of an entry among all there are slots for.
func (p *part) ordinal(entry uint64) uint32 {
	i := p.table.owner[entry]
	if p.alias != nil {
		if o, ok := p.alias[i]; ok {
			return o
		}
	}
	return p.base + i
}

// documents is the number of ordinals, those of deleted documents included.
func (s *segments) documents() int {
	last := s.parts
	if len(last) == 0 {
		return 0
	}
	p := last[len(last)-1]
	return int(p.base) + len(p.table.docs)
}

// document returns a document by its ordinal.
func (s *segments) document(ordinal uint32) (*part, *document) {
	i, found := slices.BinarySearchFunc(s.parts, ordinal, func(p *part, o uint32) int { return cmp.Compare(p.base, o) })
	if !found {
		i--
	}
	for len(s.parts[i].table.docs) == 0 { // an empty segment begins where the next does
		i++
	}
	p := s.parts[i]
	return p, &p.table.docs[ordinal-p.base]
}

// at returns the part a slot is in.
func (s *segments) at(slot uint64) *part {
	i := len(s.parts) - 1
	for s.parts[i].first > slot {
		i--
	}
	return s.parts[i]
}

// ordinalAt is the document of the entry in a slot.
func (s *segments) ordinalAt(slot uint64) uint32 {
	p := s.at(slot)
	return p.ordinal(slot - p.first)
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
	field string
	forms []segment.PostingsList // one a term, none empty
	terms []string               // of the forms
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
			l.runs = append(l.runs, run{part: p, field: field, forms: []segment.PostingsList{postings}, terms: []string{term}})
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
		if err := l.add(r); err != nil {
			return nil, fmt.Errorf("postings of %s:%q: %w", field, start, err)
		}
	}
	return l, nil
}

// add puts what a segment has into the list.
func (l *list) add(r run) error {
	if len(r.forms) == 0 {
		return nil
	}
	n, err := r.entries()
	if err != nil {
		return err
	}
	l.count += n
	l.runs = append(l.runs, r)
	return nil
}

// omitCounts lists the terms from one up to another, which is left out, without counting
// their postings where the engine can.
func omitCounts(d segment.TermDictionary, from, to []byte) segment.DictionaryIterator {
	type uncounted interface {
		AutomatonIteratorOmitCount(a segment.Automaton, from, to []byte) segment.DictionaryIterator
	}
	if u, ok := d.(uncounted); ok {
		return u.AutomatonIteratorOmitCount(nil, from, to)
	}
	return d.AutomatonIterator(nil, from, to)
}

func (p *part) span(field string, from, to []byte) (run, error) {
	r := run{part: p, field: field}
	dictionary, err := p.dictionary(field)
	if err != nil {
		return r, err
	}
	terms := omitCounts(dictionary, from, to)
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
			r.terms = append(r.terms, entry.Term)
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

func (l *list) eachPosting(f func(run, segment.Posting) error) error {
	for _, r := range l.runs {
		for _, form := range r.forms {
			it := form.Iterator(false, false, false, nil)
			for {
				p, err := it.Next()
				if err != nil {
					return err
				}
				if p == nil {
					break
				}
				if err := f(r, p); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// entriesWith counts the entries that have one of the list's terms.
func (l *list) entriesWith(term string) uint64 {
	n := uint64(0)
	for _, r := range l.runs {
		for i, t := range r.terms {
			if t == term {
				n += r.forms[i].Count()
			}
		}
	}
	return n
}

// tally is how often the forms of a list stand in an entry.
type tally struct {
	slot   uint64
	often  uint32
	length uint16  // terms of the field
	extra  float32 // for forms that are worth something of their own
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

func (c *counter) add(entry uint32, often uint32, length uint16, extra float32) {
	if c.at[entry] == 0 {
		c.tallies = append(c.tallies, tally{slot: uint64(entry), length: length})
		c.at[entry] = uint32(len(c.tallies))
	}
	t := &c.tallies[c.at[entry]-1]
	t.often += often
	t.extra += extra
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

// worth is what a form is worth beyond that it is one of the list's: own gives the value
// of a posting of a term, nil for terms that have none.
type worth func(term string) func(often uint32, length uint16) float32

// sight is told of a posting.
type sight func(entry, often uint32, length uint16)

// told is a sight that counts a form with what it is worth of its own.
func (r run) told(i int, own worth, add func(entry, often uint32, length uint16, extra float32)) sight {
	if value := own(r.terms[i]); value != nil {
		return func(entry, often uint32, length uint16) { add(entry, often, length, value(often, length)) }
	}
	return func(entry, often uint32, length uint16) { add(entry, often, length, 0) }
}

// visitAll calls f for every entry of the list, once each.
func (l *list) visitAll(c *counter, own worth, f func(tally)) error {
	for _, r := range l.runs {
		add := c.add
		if len(r.forms) > 1 {
			c.reset(r.part.FullSize())
		} else { // one form needs no adding up
			first := r.part.first
			add = func(entry, often uint32, length uint16, extra float32) {
				f(tally{slot: first + uint64(entry), often: often, length: length, extra: extra})
			}
		}
		for i := range r.forms {
			if err := r.walk(i, r.told(i, own, add)); err != nil {
				return err
			}
		}
		c.hand(r.part.first, f)
	}
	return nil
}

// walk tells of every posting of a form but those of deleted entries.
func (r run) walk(i int, see sight) error {
	kept, err := r.kept(i)
	if err != nil {
		return err
	}
	if kept == nil {
		return walkForm(r.forms[i], func(p segment.Posting) { see(uint32(p.Number()), uint32(p.Frequency()), lengthOf(p)) })
	}
	if deleted := r.part.Deleted(); deleted != nil && !deleted.IsEmpty() {
		for j, entry := range kept.entries {
			if !deleted.Contains(entry) {
				see(entry, uint32(kept.often[j]), kept.length[j])
			}
		}
		return nil
	}
	often, length := kept.often, kept.length
	for j, entry := range kept.entries {
		see(entry, uint32(often[j]), length[j])
	}
	return nil
}

func walkForm(form segment.PostingsList, f func(segment.Posting)) error {
	it := form.Iterator(true, true, false, nil)
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		f(p)
	}
}

// visit is visitAll for the entries among only, which ascends and holds none that is
// deleted; it looks each up.
func (l *list) visit(c *counter, only []uint64, own worth, f func(tally)) error {
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
		for i := range r.forms {
			if err := r.seek(i, only[:n], r.told(i, own, c.add)); err != nil {
				return err
			}
		}
		c.hand(first, f)
		only = only[n:]
	}
	return nil
}

// seek tells of the postings of a form in some slots of its segment.
func (r run) seek(i int, only []uint64, see sight) error {
	kept, err := r.kept(i)
	if err != nil {
		return err
	}
	first := r.part.first
	if kept == nil {
		return seekForm(r.forms[i], first, only, func(p segment.Posting) { see(uint32(p.Number()), uint32(p.Frequency()), lengthOf(p)) })
	}
	at := 0
	for _, slot := range only {
		entry := uint32(slot - first)
		if at = kept.seek(at, entry); at == len(kept.entries) {
			break
		}
		if kept.entries[at] == entry {
			see(entry, uint32(kept.often[at]), kept.length[at])
		}
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

package bleveindex

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
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
	span  string // what its terms begin with, "" where it is of one term
	spelled
}

// spelled is the forms of a span in a segment, none empty, and how many entries have each.
type spelled struct {
	terms   []string
	counts  []uint64
	entries uint64 // that have any of them
}

// form reads the postings of a form, deleted entries left out.
func (r run) form(i int) (segment.PostingsList, error) {
	dictionary, err := r.part.dictionary(r.field)
	if err != nil {
		return nil, err
	}
	return dictionary.PostingsList([]byte(r.terms[i]), r.part.Deleted(), nil)
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
			l.runs = append(l.runs, run{part: p, field: field, spelled: spelled{[]string{term}, []uint64{n}, n}})
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
		has, err := p.spell(field, from, to)
		if err != nil {
			return nil, fmt.Errorf("postings of %s:%q: %w", field, start, err)
		}
		if len(has.terms) > 0 {
			l.count += has.entries
			l.runs = append(l.runs, run{part: p, field: field, span: start, spelled: has})
		}
	}
	return l, nil
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

// spell finds the forms from one term up to another. What a segment without deleted
// entries has is remembered.
func (p *part) spell(field string, from, to []byte) (has spelled, err error) {
	deleted := p.Deleted()
	lasting := p.kept != nil && (deleted == nil || deleted.IsEmpty())
	key := keptKey{p.Id(), field, string(from)}
	if lasting {
		if has, ok := p.kept.spelled(key); ok {
			return has, nil
		}
	}
	dictionary, err := p.dictionary(field)
	if err != nil {
		return has, err
	}
	terms := omitCounts(dictionary, from, to)
	var forms []segment.PostingsList
	for {
		entry, err := terms.Next()
		if err != nil {
			return has, err
		}
		if entry == nil {
			break
		}
		postings, err := dictionary.PostingsList([]byte(entry.Term), deleted, nil)
		if err != nil {
			return has, err
		}
		if n := postings.Count(); n > 0 {
			forms = append(forms, postings)
			has.terms, has.counts = append(has.terms, entry.Term), append(has.counts, n)
		}
	}
	if has.entries, err = union(forms); err != nil {
		return has, err
	}
	if lasting {
		p.kept.spell(key, has)
	}
	return has, nil
}

// union counts the entries of forms, each once. The engine shows its bitmaps to be joined;
// a form in one entry has none.
func union(forms []segment.PostingsList) (uint64, error) {
	switch len(forms) {
	case 0:
		return 0, nil
	case 1:
		return forms[0].Count(), nil
	}
	var single []uint64
	var many []segment.OptimizablePostingsIterator
	for _, f := range forms {
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
	all := many[0].ActualBitmap().Clone()
	for _, it := range many[1:] {
		all.Or(it.ActualBitmap())
	}
	for _, entry := range single {
		all.Add(uint32(entry)) // zap numbers the entries of a segment in 32 bits
	}
	return all.GetCardinality(), nil
}

func distinct(values []uint64) uint64 {
	seen := make(map[uint64]bool, len(values))
	for _, v := range values {
		seen[v] = true
	}
	return uint64(len(seen))
}

// each calls f with the slot of every entry, in no order and more than once where it has
// several forms.
func (l *list) each(f func(slot uint64)) error {
	var row [512]uint32
	for _, r := range l.runs {
		many, single, err := r.bitmaps("")
		if err != nil {
			return err
		}
		for _, entry := range single {
			f(r.part.first + uint64(entry))
		}
		for _, b := range many {
			it := b.ManyIterator()
			for n := it.NextMany(row[:]); n > 0; n = it.NextMany(row[:]) {
				for _, entry := range row[:n] {
					f(r.part.first + uint64(entry))
				}
			}
		}
	}
	return nil
}

func (l *list) eachPosting(f func(run, segment.Posting) error) error {
	for _, r := range l.runs {
		for i := range r.terms {
			form, err := r.form(i)
			if err != nil {
				return err
			}
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
				n += r.counts[i]
			}
		}
	}
	return n
}

// visit calls f with the place in only of every slot of the list, once each; only ascends.
func (l *list) visit(only []uint32, f func(i int, often uint8)) error {
	var entries []uint32
	var hits []hit
	for _, r := range l.runs {
		first := uint32(r.part.first)
		from, _ := slices.BinarySearch(only, first)
		to, _ := slices.BinarySearch(only, first+uint32(r.part.FullSize()))
		if from == to {
			continue
		}
		has, err := r.postings("")
		if err != nil {
			return err
		}
		entries = entries[:0]
		for _, slot := range only[from:to] {
			entries = append(entries, slot-first)
		}
		hits = has.among(entries, hits[:0])
		for _, h := range hits {
			f(from+int(h.place), h.often)
		}
	}
	return nil
}

// bitmaps returns the entries of each form that has more than one, and the entries of the
// others, or those of one form, deleted ones left out. The bitmaps are the engine's and not
// to be changed.
func (r run) bitmaps(of string) (many []*roaring.Bitmap, single []uint32, err error) {
	for i, t := range r.terms {
		if of != "" && t != of {
			continue
		}
		form, err := r.form(i)
		if err != nil {
			return nil, nil, err
		}
		it, ok := form.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
		if !ok {
			return nil, nil, fmt.Errorf("postings of type %T", form)
		}
		if entry, ok := it.DocNum1Hit(); ok {
			single = append(single, uint32(entry))
		} else if b := it.ActualBitmap(); b != nil {
			many = append(many, b)
		}
	}
	return many, single, nil
}

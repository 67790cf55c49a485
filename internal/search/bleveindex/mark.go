package bleveindex

import (
	"context"
	"fmt"
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// maxMasked is of how many words it is kept which of them an entry has.
const maxMasked = 32

// mark notes of every entry which words of the query it has. Rare syllables go first: as
// soon as what is left of the query cannot make an entry match any more, only entries that
// still can are looked at. What is in met always can, unless that is nil.
func (s *session) mark(ctx context.Context, q question, p *patch, met *bitset) error {
	if len(s.parts) == 0 {
		p.cover = cleared(p.cover, len(p.mask))
	}
	var only []uint32
	for i, w := range q.words {
		if (met != nil || w.rest < leastShare) && (only == nil || i%reachStep == 0) {
			only = s.reach(p, only, met, w.rest)
		}
		if r := w.list.in(p.part); r != nil && !w.over {
			if err := p.have(r, i, w.share, only); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// reachStep is after how many words it is looked up again what can match still.
const reachStep = 4

// have notes that the entries of a run have the word of a place in the query. Of a
// frequent word only the entries in only are looked at, unless that is nil.
func (p *patch) have(r *run, place int, share float32, only []uint32) error {
	many, single, err := r.bitmaps("")
	if err != nil {
		return fmt.Errorf("postings: %w", err)
	}
	if len(p.cover) > 0 {
		p.covered(place, share, many, single)
		return nil
	}
	mask, bit := p.mask, uint32(1)<<place
	for _, entry := range single {
		mask[entry] |= bit
	}
	few := only != nil && uint64(len(only))*uint64(len(many)) < r.entries/skipFactor
	var row [512]uint32
	for _, b := range many {
		if few {
			for _, entry := range only {
				if b.Contains(entry) {
					mask[entry] |= bit
				}
			}
			continue
		}
		it := b.ManyIterator()
		for n := it.NextMany(row[:]); n > 0; n = it.NextMany(row[:]) {
			for _, entry := range row[:n] {
				mask[entry] |= bit
			}
		}
	}
	return nil
}

// covered adds the share of a word to the entries of its forms, once each: mask notes the
// last word an entry had.
func (p *patch) covered(place int, share float32, many []*roaring.Bitmap, single []uint32) {
	last := uint32(place) + 1
	add := func(entries []uint32) {
		for _, entry := range entries {
			if p.mask[entry] != last {
				p.mask[entry] = last
				p.cover[entry] += share
			}
		}
	}
	add(single)
	var row [512]uint32
	for _, b := range many {
		it := b.ManyIterator()
		for n := it.NextMany(row[:]); n > 0; n = it.NextMany(row[:]) {
			add(row[:n])
		}
	}
}

// reach returns the entries that can match still, ascending and never nil, when rest is
// the share of the query not looked at yet. before is what it returned for a greater rest,
// or nil: nothing comes in later.
func (s *session) reach(p *patch, before []uint32, met *bitset, rest float32) []uint32 {
	if met != nil && before != nil {
		return before
	}
	least := leastShare - rest - rounding
	if before != nil {
		return slices.DeleteFunc(before, func(entry uint32) bool { return s.covering(p, entry) < least })
	}
	if p.reach == nil {
		p.reach = []uint32{} // what is returned is never nil
	}
	out := p.reach[:0]
	if met != nil {
		met.eachFrom(p.part.first, len(p.mask), func(entry uint32) { out = append(out, entry) })
	} else {
		long := len(p.cover) > 0
		for entry, m := range p.mask {
			if m == 0 && !long {
				continue
			}
			if cover := s.covering(p, uint32(entry)); cover > 0 && cover >= least {
				out = append(out, uint32(entry))
			}
		}
	}
	p.reach = out
	return out
}

// withCards adds to some entries the cards of their documents.
func (s *session) withCards(entries *bitset) *bitset {
	out := s.none()
	out.or(entries)
	s.segments.documentsOf(entries).each(func(ordinal uint64) {
		if p, d := s.segments.document(uint32(ordinal)); d.carded {
			for _, card := range d.card {
				out.add(p.first + uint64(card))
			}
		}
	})
	return out
}

// covering is what share of the query an entry holds, its cards not counted.
func (s *session) covering(p *patch, entry uint32) float32 {
	if len(p.cover) > 0 {
		return p.cover[entry]
	}
	return s.sums.of(p.mask[entry])
}

// skipFactor is how many entries of a list may be walked in the time one is looked up.
const skipFactor = 8

// sums adds up the shares of the words of a mask, eight at a time.
type sums [maxMasked / 8][256]float32

func newSums(parts []float32) *sums {
	t := &sums{}
	for i := range t {
		for m := 1; m < 256; m++ {
			lowest := bits.TrailingZeros(uint(m))
			t[i][m] = t[i][m&(m-1)]
			if at := i*8 + lowest; at < len(parts) {
				t[i][m] += parts[at]
			}
		}
	}
	return t
}

func (t *sums) of(mask uint32) float32 {
	sum := t[0][mask&255]
	for i := 1; mask > 255; i++ {
		mask >>= 8
		sum += t[i][mask&255]
	}
	return sum
}

// rounding is how much less counts as reached: shares are sums of rounded numbers.
const rounding = 1e-4

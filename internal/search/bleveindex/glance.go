package bleveindex

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// A long query has many frequent words, which say little each. In one of more than
// glanceQuery different syllables, of a list longer than what was chosen it is only looked
// up who is on it: reading how often, of all who are, would take most of the time.
const glanceQuery = 16

// glances notes of which additions that is so. The whole index decides, since an answer
// must not depend on what segments it happens to have.
func (s *session) glances(list []addition) {
	if s.syllables <= glanceQuery {
		return
	}
	chosen := uint64(0)
	for _, p := range s.scores.patches {
		chosen += uint64(len(p.only))
	}
	for i, a := range list {
		n := a.list.count
		if a.form != "" {
			n = a.list.entriesWith(a.form)
		}
		list[i].glance = n > chosen
	}
}

// glance adds what a term is worth that stands once in a usual passage.
func (s *session) glance(p *patch, r *run, a addition, score []float32) error {
	worth := s.most * a.weight / (1 + s.scarce + s.long*float32(s.index.weights.usual))
	many, single, err := r.bitmaps(a.form)
	for _, b := range many {
		p.onlyIn(b, func(place int) { score[place] += worth })
	}
	for _, entry := range single {
		if i, chosen := slices.BinarySearch(p.only, entry); chosen {
			score[i] += worth
		}
	}
	return err
}

// onlyIn calls f with the place of every entry chosen that is in a bitmap.
func (p *patch) onlyIn(b *roaring.Bitmap, f func(place int)) {
	if uint64(len(p.only))*skipFactor < b.GetCardinality() {
		for i, entry := range p.only {
			if b.Contains(entry) {
				f(i)
			}
		}
		return
	}
	var row [512]uint32
	it := b.ManyIterator()
	for n := it.NextMany(row[:]); n > 0; n = it.NextMany(row[:]) {
		for _, entry := range row[:n] {
			if at := p.place[entry]; int(at) < len(p.only) && p.only[at] == entry {
				f(int(at))
			}
		}
	}
}

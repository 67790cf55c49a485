package bleveindex

import (
	"cmp"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// patch is what a search knows of the entries of one segment. Which words of the query an
// entry has is known of all, what it is worth only of those that are looked at for it.
type patch struct {
	part *part
	// By entry: its words of the query, and, for a query of more than maxMasked, what share
	// of the query they are.
	mask  []uint32
	cover []float32
	reach []uint32 // room for the entries that can match still
	// The entries that are scored, ascending, and, by place among them, the ordinals of their
	// documents and what they are worth.
	only  []uint32
	owner []uint32
	score []float32
	place []uint32    // by entry: its place in only, anything where it is not there
	sides [][]float32 // by side, then place; the first is not used
	hits  []hit       // room for those of one term
	order []uint32    // ordinals of the documents found here first
	found []found
}

// scores is the room a search needs, used again by the next one.
type scores struct {
	patches []*patch
	// By ordinal of a document: the words on its cards, and the most one of them covers.
	cards     []uint32
	cardCover []float32
	standings []standing
}

func (s *scores) reset(segments *segments) {
	for len(s.patches) < len(segments.parts) {
		s.patches = append(s.patches, &patch{})
	}
	s.patches = s.patches[:len(segments.parts)]
	for i, p := range s.patches {
		p.part = segments.parts[i]
		p.mask = cleared(p.mask, int(p.part.FullSize()))
		p.cover, p.only, p.owner, p.order, p.found = p.cover[:0], p.only[:0], p.owner[:0], p.order[:0], p.found[:0]
	}
	documents := segments.documents()
	s.cards = cleared(s.cards, documents)
	s.cardCover = cleared(s.cardCover, documents)
	s.standings = cleared(s.standings, documents)
}

// forget lets go of the state of the index that was searched.
func (s *scores) forget() {
	for _, p := range s.patches {
		p.part = nil
	}
}

// In a large index segments are searched side by side: an answer comes sooner then, while
// small ones are answered before a second worker has begun.
const (
	searchWorkers  = 2      // fewer where the program may use fewer processors
	searchParallel = 50_000 // entries from which on
)

// eachPatch calls f with every segment, the largest first, several at a time.
func (s *session) eachPatch(f func(*patch) error) error {
	patches := slices.Clone(s.scores.patches)
	workers := min(searchWorkers, runtime.GOMAXPROCS(0), len(patches))
	if s.segments.slots() < s.index.parallel || workers < 2 {
		for _, p := range patches {
			if err := f(p); err != nil {
				return err
			}
		}
		return nil
	}
	slices.SortStableFunc(patches, func(a, b *patch) int { return cmp.Compare(len(b.mask), len(a.mask)) })
	var group errgroup.Group
	var next atomic.Int64
	for range workers {
		group.Go(func() error {
			// A panic would not reach the guard of the search from here.
			_, err := guard(func() (struct{}, error) {
				for i := next.Add(1) - 1; i < int64(len(patches)); i = next.Add(1) - 1 {
					if err := f(patches[i]); err != nil {
						return struct{}{}, err
					}
				}
				return struct{}{}, nil
			})
			return err
		})
	}
	return group.Wait()
}

// in returns what a list has in a segment, nil for nothing.
func (l *list) in(p *part) *run {
	for i := range l.runs {
		if l.runs[i].part == p {
			return &l.runs[i]
		}
	}
	return nil
}

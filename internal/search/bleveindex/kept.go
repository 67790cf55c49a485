package bleveindex

import (
	"math"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Reading a posting out of the engine costs some twenty times what scoring it does, and
// the same frequent syllables stand in most questions. Their postings are kept as they
// come out of a segment, which never changes.
const (
	keptLeast = 256       // postings: shorter lists cost little
	keptBytes = 128 << 20 // memory of all; where Options.KeptBytes is 0
)

// postings is what one term has in one segment, deleted entries included.
type postings struct {
	entries []uint32 // ascending
	often   []uint8  // how often the term stands there; 255 is that often or more
	length  []uint16 // terms of the field in the entry; 65,535 is so many or more
}

const postingBytes = 7

func (p *postings) size() int64 { return int64(len(p.entries))*postingBytes + 128 }

// keptKey names a term of a segment.
type keptKey struct {
	segment uint64
	field   string
	term    string
}

// keptPostings holds postings up to a bound: what was not asked for since the other half
// filled is let go. It is safe for concurrent use.
type keptPostings struct {
	mu         sync.Mutex
	most       int64
	young, old map[keptKey]*postings
	youngBytes int64
}

func (k *keptPostings) get(key keptKey) *postings {
	k.mu.Lock()
	defer k.mu.Unlock()
	if p := k.young[key]; p != nil {
		return p
	}
	p := k.old[key]
	if p != nil {
		k.add(key, p)
	}
	return p
}

func (k *keptPostings) put(key keptKey, p *postings) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.add(key, p)
}

func (k *keptPostings) add(key keptKey, p *postings) {
	most := k.most
	if most == 0 {
		most = keptBytes
	}
	if p.size() > most/2 || k.young[key] != nil {
		return
	}
	if k.young == nil || k.youngBytes+p.size() > most/2 {
		k.old, k.young, k.youngBytes = k.young, map[keptKey]*postings{}, 0
	}
	k.young[key] = p
	k.youngBytes += p.size()
}

// forget lets everything go.
func (k *keptPostings) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.young, k.old, k.youngBytes = nil, nil, 0
}

// kept returns the postings of a form, nil where they are few or belong to no search.
func (r run) kept(i int) (*postings, error) {
	if r.part.kept == nil || r.forms[i].Count() < keptLeast {
		return nil, nil //nolint:nilnil // few postings are no error
	}
	key := keptKey{r.part.Id(), r.field, r.terms[i]}
	if p := r.part.kept.get(key); p != nil {
		return p, nil
	}
	dictionary, err := r.part.dictionary(r.field)
	if err != nil {
		return nil, err
	}
	all, err := dictionary.PostingsList([]byte(r.terms[i]), nil, nil)
	if err != nil {
		return nil, err
	}
	n := int(all.Count())
	p := &postings{entries: make([]uint32, 0, n), often: make([]uint8, 0, n), length: make([]uint16, 0, n)}
	err = walkForm(all, func(x segment.Posting) {
		p.entries = append(p.entries, uint32(x.Number()))
		p.often = append(p.often, uint8(min(x.Frequency(), math.MaxUint8)))
		p.length = append(p.length, lengthOf(x))
	})
	if err != nil {
		return nil, err
	}
	r.part.kept.put(key, p)
	return p, nil
}

// lengthOf is how many terms the field of a posting has; the engine keeps 1/√ of it.
func lengthOf(p segment.Posting) uint16 {
	n := p.Norm()
	if n <= 0 {
		return math.MaxUint16
	}
	return uint16(min(math.Round(1/(n*n)), math.MaxUint16))
}

// seek returns where an entry stands or would stand at or behind from.
func (p *postings) seek(from int, entry uint32) int {
	step := 1
	high := from
	for high < len(p.entries) && p.entries[high] < entry {
		from = high + 1
		high += step
		step *= 2
	}
	high = min(high, len(p.entries))
	for from < high {
		middle := int(uint(from+high) >> 1)
		if p.entries[middle] < entry {
			from = middle + 1
		} else {
			high = middle
		}
	}
	return from
}

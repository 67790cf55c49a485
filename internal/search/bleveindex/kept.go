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
	spans      map[keptKey]spelled // by segment, field and beginning
}

// keptSpans bounds how many spans are remembered: some 20 MB. Then it begins anew.
const keptSpans = 100_000

func (k *keptPostings) spelled(key keptKey) (spelled, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	has, ok := k.spans[key]
	return has, ok
}

func (k *keptPostings) spell(key keptKey, has spelled) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.spans == nil || len(k.spans) >= keptSpans {
		k.spans = map[keptKey]spelled{}
	}
	k.spans[key] = has
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
	k.young, k.old, k.youngBytes, k.spans = nil, nil, 0, nil
}

// postings returns what the run has of all its forms, or of one term of them, nil for
// nothing.
func (r run) postings(term string) (*postings, error) {
	forms := make([]int, 0, len(r.terms))
	count := uint64(0)
	for i, t := range r.terms {
		if term == "" || t == term {
			forms = append(forms, i)
			count += r.counts[i]
		}
	}
	if len(forms) == 0 {
		return nil, nil //nolint:nilnil // nothing is no error
	}
	key := keptKey{r.part.Id(), r.field, term}
	if key.term == "" {
		key.term = r.span + "*" // without it, it would be the name of the form without marks
	}
	if len(forms) == 1 {
		key.term = r.terms[forms[0]]
	}
	if r.part.kept == nil || count < keptLeast {
		return r.decode(forms, false)
	}
	if p := r.part.kept.get(key); p != nil {
		return p, nil
	}
	p, err := r.decode(forms, true)
	if err == nil {
		r.part.kept.put(key, p)
	}
	return p, err
}

// decode reads forms and adds up those of one entry; whole takes deleted entries along.
func (r run) decode(forms []int, whole bool) (*postings, error) {
	var all []*postings
	for _, i := range forms {
		list, err := r.form(i)
		if whole && err == nil {
			var dictionary segment.TermDictionary
			if dictionary, err = r.part.dictionary(r.field); err == nil {
				list, err = dictionary.PostingsList([]byte(r.terms[i]), nil, nil)
			}
		}
		if err != nil {
			return nil, err
		}
		n := int(list.Count())
		p := &postings{entries: make([]uint32, 0, n), often: make([]uint8, 0, n), length: make([]uint16, 0, n)}
		err = walkForm(list, func(x segment.Posting) {
			p.add(uint32(x.Number()), uint8(min(x.Frequency(), math.MaxUint8)), lengthOf(x))
		})
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	for len(all) > 1 { // pair by pair, so that no entry is copied more often than need be
		var next []*postings
		for i := 0; i+1 < len(all); i += 2 {
			next = append(next, merge(all[i], all[i+1]))
		}
		if len(all)%2 == 1 {
			next = append(next, all[len(all)-1])
		}
		all = next
	}
	return all[0], nil
}

func (p *postings) add(entry uint32, often uint8, length uint16) {
	p.entries = append(p.entries, entry)
	p.often = append(p.often, often)
	p.length = append(p.length, length)
}

func merge(a, b *postings) *postings {
	n := len(a.entries) + len(b.entries)
	out := &postings{entries: make([]uint32, 0, n), often: make([]uint8, 0, n), length: make([]uint16, 0, n)}
	i, j := 0, 0
	for i < len(a.entries) && j < len(b.entries) {
		switch x, y := a.entries[i], b.entries[j]; {
		case x < y:
			out.add(x, a.often[i], a.length[i])
			i++
		case x > y:
			out.add(y, b.often[j], b.length[j])
			j++
		default:
			out.add(x, uint8(min(int(a.often[i])+int(b.often[j]), math.MaxUint8)), a.length[i])
			i, j = i+1, j+1
		}
	}
	for ; i < len(a.entries); i++ {
		out.add(a.entries[i], a.often[i], a.length[i])
	}
	for ; j < len(b.entries); j++ {
		out.add(b.entries[j], b.often[j], b.length[j])
	}
	return out
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

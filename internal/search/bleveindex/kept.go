package bleveindex

import (
	lru "container/list"
	"maps"
	"math"
	"slices"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Reading a posting out of the engine costs some twenty times what scoring it does, and
// the same frequent syllables stand in most questions. Their postings are kept as they
// come out of a segment, which never changes.
const (
	keptLeast = 256       // postings: shorter lists cost little
	keptBytes = 384 << 20 // memory of all; where Options.KeptBytes is 0
)

// postings is what one term has in one segment, deleted entries included. A search keeps
// its lists short: an entry of a list takes three bytes.
type postings struct {
	// The entries, ascending: the lower half of each, and where in low those of each upper
	// half begin, with the end of the last. nil where often goes by entry.
	low    []uint16
	starts []uint32
	// often is how often the term stands in each of low, or, of a frequent term, in each entry
	// there is, 0 for not at all; 255 is that often or more.
	often   []uint8
	lengths []uint16 // terms of the field by entry, known of those that have the term
}

const (
	postingBytes = 3
	entryBytes   = 1 // of a list that goes by entry
)

func (p *postings) size() int64 {
	return int64(len(p.often)) + 2*int64(len(p.low)) + 4*int64(len(p.starts)) + 256
}

// grow makes room for n entries, which are added ascending.
func (p *postings) grow(n int) {
	p.low, p.starts, p.often = make([]uint16, 0, n), []uint32{0}, make([]uint8, 0, n)
}

func (p *postings) add(entry uint32, often uint8) {
	for uint32(len(p.starts)) <= entry>>16 {
		p.starts = append(p.starts, uint32(len(p.low)))
	}
	p.low, p.often = append(p.low, uint16(entry)), append(p.often, often)
}

// upper returns the places of the entries with an upper half.
func (p *postings) upper(half uint32) (from, to uint32) {
	to = uint32(len(p.low))
	if half >= uint32(len(p.starts)) {
		return to, to
	}
	if half+1 < uint32(len(p.starts)) {
		to = p.starts[half+1]
	}
	return p.starts[half], to
}

// hit is an entry of some that has a term.
type hit struct {
	place  uint32 // among those asked about
	length uint16
	often  uint8
}

// among appends those of some entries, which ascend, that have the term.
func (p *postings) among(only []uint32, hits []hit) []hit {
	if p.low == nil {
		for i, entry := range only {
			if often := p.often[entry]; often > 0 {
				hits = append(hits, hit{uint32(i), p.lengths[entry], often})
			}
		}
		return hits
	}
	for i := 0; i < len(only); {
		half := only[i] >> 16
		end, _ := slices.BinarySearchFunc(only[i:], half, func(entry, half uint32) int {
			if entry>>16 > half {
				return 1
			}
			return -1
		})
		end += i
		from, to := p.upper(half)
		hits = p.meet(only[:end], i, int(from), int(to), hits)
		i = end
	}
	return hits
}

// stepsOfSeek is how many entries may be walked in the time one is sought.
const stepsOfSeek = 6

// meet appends what of only, from a place on, is in a stretch of the list; all have the
// same upper half.
func (p *postings) meet(only []uint32, i, from, to int, hits []hit) []hit {
	low, often := p.low[from:to], p.often[from:to]
	walk := len(low) < (len(only)-i)*stepsOfSeek
	for at := 0; i < len(only) && at < len(low); {
		x := uint16(only[i])
		if !walk {
			if at = seek(low, at, x); at == len(low) {
				break
			}
		}
		switch y := low[at]; {
		case x < y:
			i++
		case x > y:
			at++
		default:
			hits = append(hits, hit{uint32(i), p.lengths[only[i]], often[at]})
			i, at = i+1, at+1
		}
	}
	return hits
}

// seek returns where x stands or would stand at or behind from.
func seek(low []uint16, from int, x uint16) int {
	step := 1
	high := from
	for high < len(low) && low[high] < x {
		from = high + 1
		high += step
		step *= 2
	}
	high = min(high, len(low))
	for from < high {
		middle := int(uint(from+high) >> 1)
		if low[middle] < x {
			from = middle + 1
		} else {
			high = middle
		}
	}
	return from
}

// lengths is how many terms a field of a segment has, by entry; 0 is not known yet, 65,535
// is so many or more. It is told by the postings that are read, each number once, so that
// who has postings may read the lengths of their entries while others are added.
type lengths struct {
	adding sync.Mutex
	of     []uint16
}

// keptKey names a term of a segment.
type keptKey struct {
	segment uint64
	field   string
	term    string
}

// keptPostings holds postings up to a bound: what was not asked for the longest is let go.
// It is safe for concurrent use.
type keptPostings struct {
	mu      sync.Mutex
	most    int64
	lists   map[keptKey]*lru.Element // of latest
	latest  lru.List                 // of keptList, the one asked for last in front
	bytes   int64
	spans   map[keptKey]spelled  // by segment, field and beginning
	lengths map[keptKey]*lengths // by segment and field; 4 bytes an entry for both fields
}

type keptList struct {
	key      keptKey
	postings *postings
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
	e := k.lists[key]
	if e == nil {
		return nil
	}
	k.latest.MoveToFront(e)
	return e.Value.(keptList).postings //nolint:forcetypeassert // ours alone
}

func (k *keptPostings) put(key keptKey, p *postings) {
	k.mu.Lock()
	defer k.mu.Unlock()
	most := k.most
	if most <= 0 {
		most = keptBytes
	}
	if p.size() > most/2 || k.lists[key] != nil {
		return
	}
	for k.bytes += p.size(); k.bytes > most; {
		k.drop(k.latest.Back())
	}
	if k.lists == nil {
		k.lists = map[keptKey]*lru.Element{}
	}
	k.lists[key] = k.latest.PushFront(keptList{key, p})
}

func (k *keptPostings) drop(e *lru.Element) {
	l := k.latest.Remove(e).(keptList) //nolint:forcetypeassert // ours alone
	k.bytes -= l.postings.size()
	delete(k.lists, l.key)
}

// lengthsOf returns what is known of the lengths of a field of a segment.
func (k *keptPostings) lengthsOf(segment uint64, field string, entries int) *lengths {
	k.mu.Lock()
	defer k.mu.Unlock()
	key := keptKey{segment: segment, field: field}
	l := k.lengths[key]
	if l == nil {
		if k.lengths == nil {
			k.lengths = map[keptKey]*lengths{}
		}
		l = &lengths{of: make([]uint16, entries)}
		k.lengths[key] = l
	}
	return l
}

// keep lets go of what segments had that are gone.
func (k *keptPostings) keep(living map[uint64]*table) {
	k.mu.Lock()
	defer k.mu.Unlock()
	gone := func(key keptKey) bool { return !has(living, key.segment) }
	maps.DeleteFunc(k.lengths, func(key keptKey, _ *lengths) bool { return gone(key) })
	for key, e := range k.lists {
		if gone(key) {
			k.drop(e)
		}
	}
}

// forget lets everything go.
func (k *keptPostings) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lists, k.bytes, k.spans, k.lengths = nil, 0, nil, nil
	k.latest.Init()
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
	if count < keptLeast {
		return r.decode(forms)
	}
	if p := r.part.kept.get(key); p != nil {
		return p, nil
	}
	p, err := r.decode(forms)
	if err == nil {
		r.part.kept.put(key, p)
	}
	return p, err
}

// decode reads forms and adds up those of one entry, deleted entries included.
func (r run) decode(forms []int) (*postings, error) {
	dictionary, err := r.part.dictionary(r.field)
	if err != nil {
		return nil, err
	}
	size := int(r.part.FullSize())
	known := r.part.kept.lengthsOf(r.part.Id(), r.field, size)
	p := &postings{lengths: known.of}
	total := 0
	lists := make([]segment.PostingsList, len(forms))
	for i, form := range forms {
		if lists[i], err = dictionary.PostingsList([]byte(r.terms[form]), nil, nil); err != nil {
			return nil, err
		}
		total += int(lists[i].Count())
	}
	known.adding.Lock()
	defer known.adding.Unlock()
	note := func(x segment.Posting) (entry uint32, often uint8) {
		entry = uint32(x.Number())
		if known.of[entry] == 0 {
			known.of[entry] = lengthOf(x)
		}
		return entry, uint8(min(x.Frequency(), math.MaxUint8))
	}
	if len(lists) == 1 && total*postingBytes < size*entryBytes {
		p.grow(total)
		return p, walkForm(lists[0], func(x segment.Posting) { p.add(note(x)) })
	}
	if total < size/sparseShare {
		return p, p.sum(lists, total, note)
	}
	return p, p.count(lists, size, note)
}

// sparseShare is how many entries may be cleared in the time a posting is put in order.
const sparseShare = 64

// sum reads forms that have few entries together.
func (p *postings) sum(lists []segment.PostingsList, total int, note func(segment.Posting) (uint32, uint8)) error {
	all := make([]uint64, 0, total)
	for _, list := range lists {
		err := walkForm(list, func(x segment.Posting) {
			entry, often := note(x)
			all = append(all, uint64(entry)<<8|uint64(often))
		})
		if err != nil {
			return err
		}
	}
	slices.Sort(all)
	p.grow(total)
	for i, x := range all {
		if last := len(p.often) - 1; i > 0 && x>>8 == all[i-1]>>8 {
			p.often[last] = added(p.often[last], uint8(x))
			continue
		}
		p.add(uint32(x>>8), uint8(x))
	}
	return nil
}

// count reads forms that have many of the entries there are.
func (p *postings) count(lists []segment.PostingsList, size int, note func(segment.Posting) (uint32, uint8)) error {
	counts := make([]uint8, size)
	n := 0
	for _, list := range lists {
		err := walkForm(list, func(x segment.Posting) {
			entry, often := note(x)
			if counts[entry] == 0 {
				n++
			}
			counts[entry] = added(counts[entry], often)
		})
		if err != nil {
			return err
		}
	}
	if n*postingBytes >= size*entryBytes {
		p.often = counts
		return nil
	}
	p.grow(n)
	for entry, often := range counts {
		if often > 0 {
			p.add(uint32(entry), often)
		}
	}
	return nil
}

func added(a, b uint8) uint8 { return uint8(min(int(a)+int(b), math.MaxUint8)) }

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

// lengthOf is how many terms the field of a posting has; the engine keeps 1/√ of it.
func lengthOf(p segment.Posting) uint16 {
	n := p.Norm()
	if n <= 0 {
		return math.MaxUint16
	}
	return uint16(max(1, min(1/(n*n)+0.5, math.MaxUint16)))
}

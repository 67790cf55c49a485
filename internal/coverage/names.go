package coverage

import (
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// names finds units by what they are called. It is built once: a text is read token by
// token through a tree of all names, so that what it costs grows with the text and not
// with the number of units. It is not changed after it is made and safe for concurrent use.
type names struct {
	tokens map[string]uint32  // key of a token of some name → its number, from 1
	next   map[uint64]uint32  // node and token → node; 0 is the root
	ends   map[uint32][]int32 // node → units whose name ends there
	ids    map[string]int32   // identities, and folded names of one unit alone; -1 of several
}

// shortName is the most tokens of a name that is not looked for in running text: "Văn
// phòng" stands in too many other names to be trusted there.
const shortName = 2

func newNames(units []cchc.Unit) *names {
	n := &names{tokens: map[string]uint32{}, next: map[uint64]uint32{}, ends: map[uint32][]int32{}, ids: map[string]int32{}}
	for i, u := range units {
		for _, x := range append([]cchc.Unit{u}, u.Succeeds...) {
			for _, name := range append([]string{x.Name}, x.Aliases...) {
				n.call(name, int32(i))
			}
		}
	}
	for i, u := range units { // an identity goes before whatever others are called
		for _, old := range u.Succeeds {
			n.ids[vi.Fold(old.ID)] = int32(i)
		}
	}
	for i, u := range units {
		n.ids[vi.Fold(u.ID)] = int32(i)
	}
	return n
}

func (n *names) call(name string, unit int32) {
	folded := vi.Fold(name)
	if folded == "" {
		return
	}
	if was, taken := n.ids[folded]; taken && was != unit {
		n.ids[folded] = -1
	} else {
		n.ids[folded] = unit
	}
	tokens := vi.Tokens(name)
	if len(tokens) <= shortName {
		return
	}
	node := uint32(0)
	for _, t := range tokens {
		number, known := n.tokens[t.Key]
		if !known {
			number = uint32(len(n.tokens) + 1)
			n.tokens[t.Key] = number
		}
		step := uint64(node)<<32 | uint64(number)
		to, known := n.next[step]
		if !known {
			to = uint32(len(n.next) + 1)
			n.next[step] = to
		}
		node = to
	}
	if !slices.Contains(n.ends[node], unit) {
		n.ends[node] = append(n.ends[node], unit)
	}
}

// called returns the unit of an identity, name or alias, -1 where there is none or
// several are called so.
func (n *names) called(name string) int32 {
	if name == "" {
		return -1
	}
	if u, ok := n.ids[vi.Fold(name)]; ok {
		return u
	}
	return -1
}

// reader reads texts for names of units. It remembers the words it has seen, which are few
// and come again and again, and belongs to one goroutine.
type reader struct {
	n    *names
	seen map[string][]uint32 // stretch of text without blanks → numbers of its tokens, 0 for unknown ones
	whom map[string]int32    // what somebody was called → unit
	text []uint32
}

// maxSeen bounds the words remembered.
const maxSeen = 20_000

func (n *names) reader() *reader {
	return &reader{n: n, seen: map[string][]uint32{}, whom: map[string]int32{}}
}

// called is that of [names], remembered.
func (r *reader) called(name string) int32 {
	if name == "" {
		return -1
	}
	u, known := r.whom[name]
	if !known {
		if len(r.whom) >= maxSeen {
			clear(r.whom)
		}
		u = r.n.called(strings.TrimSpace(name))
		r.whom[name] = u
	}
	return u
}

// in adds the units a text names to found, each once. Of names that begin at one place the
// longest counts.
func (r *reader) in(s string, found []int32) []int32 {
	if s == "" || len(r.n.ends) == 0 {
		return found
	}
	r.text = r.text[:0]
	for word := range strings.FieldsSeq(s) {
		numbers, known := r.seen[word]
		if !known {
			numbers = r.n.number(word)
			if len(r.seen) >= maxSeen {
				clear(r.seen)
			}
			r.seen[strings.Clone(word)] = numbers
		}
		r.text = append(r.text, numbers...)
	}
	for i, first := range r.text {
		if first == 0 {
			continue
		}
		node, end := uint32(0), uint32(0)
		for _, number := range r.text[i:] {
			if number == 0 {
				break
			}
			known := false
			if node, known = r.n.next[uint64(node)<<32|uint64(number)]; !known {
				break
			}
			if len(r.n.ends[node]) > 0 {
				end = node
			}
		}
		for _, u := range r.n.ends[end] {
			found = with(found, u)
		}
	}
	return found
}

// number numbers the tokens of a word, 0 for those that stand in no name.
func (n *names) number(word string) []uint32 {
	tokens := vi.Tokens(word)
	out := make([]uint32, len(tokens))
	for i, t := range tokens {
		out[i] = n.tokens[t.Key]
	}
	return out
}

func with(list []int32, u int32) []int32 {
	if u < 0 || slices.Contains(list, u) {
		return list
	}
	return append(list, u)
}

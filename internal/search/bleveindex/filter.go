package bleveindex

import (
	"math/bits"
	"slices"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// bitset is a set of entries by their slot, or of documents by their ordinal, in one state
// of the index.
type bitset struct{ words []uint64 }

func newBitset(n int) *bitset { return &bitset{words: make([]uint64, (n+63)/64)} }

func (s *bitset) add(i uint64)      { s.words[i/64] |= 1 << (i % 64) }
func (s *bitset) remove(i uint64)   { s.words[i/64] &^= 1 << (i % 64) }
func (s *bitset) has(i uint64) bool { return s.words[i/64]&(1<<(i%64)) != 0 }

func (s *bitset) empty() bool {
	for _, w := range s.words {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s *bitset) and(t *bitset) {
	for i := range s.words {
		s.words[i] &= t.words[i]
	}
}

func (s *bitset) or(t *bitset) {
	for i := range s.words {
		s.words[i] |= t.words[i]
	}
}

func (s *bitset) without(t *bitset) {
	for i := range s.words {
		s.words[i] &^= t.words[i]
	}
}

// fill adds all there can be.
func (s *bitset) fill() {
	for i := range s.words {
		s.words[i] = ^uint64(0)
	}
}

func (s *bitset) each(f func(i uint64)) {
	for i, w := range s.words {
		for ; w != 0; w &= w - 1 {
			f(uint64(i)*64 + uint64(bits.TrailingZeros64(w)))
		}
	}
}

// eachFrom calls f with the members from first on, below first+n, less first.
func (s *bitset) eachFrom(first uint64, n int, f func(uint32)) {
	for i := first; i < first+uint64(n); {
		w := s.words[i/64] >> (i % 64)
		if w == 0 {
			i = (i/64 + 1) * 64
			continue
		}
		i += uint64(bits.TrailingZeros64(w))
		if i < first+uint64(n) {
			f(uint32(i - first))
		}
		i++
	}
}

// all reports whether i is in every set that is not nil.
func all(i uint64, sets ...*bitset) bool {
	for _, s := range sets {
		if s != nil && !s.has(i) {
			return false
		}
	}
	return true
}

// sieve tells of each document of a segment whether it passes.
type sieve func(t *table) func(d *document) bool

// facets are those that are counted here.
var facets = [...]search.Facet{search.FacetType, search.FacetUnit, search.FacetYear, search.FacetIssuer, search.FacetQuality} //nolint:gochecknoglobals // a constant

// bitOf is the bit of a facet in found.fails, 0 for one that is not counted here.
func bitOf(facet search.Facet) uint8 {
	if i := slices.Index(facets[:], facet); i >= 0 {
		return 1 << i
	}
	return 0
}

// sieves are those of a scope and filters, without the field of a facet that is counted as
// if it were not filtered: those are given apart.
func sieves(scope cchc.Scope, f search.Filters) []sieve {
	var out []sieve
	if !scope.All {
		out = append(out, byName(func(t *table) names { return t.units }, func(d *document) uint32 { return d.unit }, inList(scope.Units)))
	}
	for _, facet := range facets {
		if s := sieveOf(facet, f); s != nil {
			out = append(out, s)
		}
	}
	if f.Signers != nil {
		out = append(out, byName(func(t *table) names { return t.signers }, func(d *document) uint32 { return d.signer }, named(f.Signers)))
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		out = append(out, issued(f.From, f.To))
	}
	if f.Documents != nil {
		wanted := make(map[cchc.DocumentID]bool, len(f.Documents))
		for _, id := range f.Documents {
			wanted[id] = true
		}
		out = append(out, func(*table) func(*document) bool { return func(d *document) bool { return wanted[d.id] } })
	}
	return out
}

// sieveOf is the filter on what a facet counts, nil where there is none.
func sieveOf(facet search.Facet, f search.Filters) sieve {
	switch facet {
	case search.FacetType:
		if f.Types != nil {
			return byName(func(t *table) names { return t.types }, func(d *document) uint32 { return d.kind }, ofTypes(f.Types))
		}
	case search.FacetUnit:
		if f.Units != nil {
			return byName(func(t *table) names { return t.units }, func(d *document) uint32 { return d.unit }, inList(f.Units))
		}
	case search.FacetIssuer:
		if f.Issuers != nil {
			return byName(func(t *table) names { return t.issuers }, func(d *document) uint32 { return d.issuer }, named(f.Issuers))
		}
	case search.FacetYear:
		if f.Years != nil {
			return func(*table) func(*document) bool {
				return func(d *document) bool { return d.day > 0 && slices.Contains(f.Years, int(d.day/10000)) }
			}
		}
	case search.FacetQuality:
		if f.Qualities != nil {
			return func(*table) func(*document) bool {
				return func(d *document) bool { return slices.Contains(f.Qualities, qualities[d.quality]) }
			}
		}
	}
	return nil
}

// without returns the filters without that on what a facet counts.
func without(facet search.Facet, f search.Filters) search.Filters {
	switch facet {
	case search.FacetType:
		f.Types = nil
	case search.FacetUnit:
		f.Units = nil
	case search.FacetIssuer:
		f.Issuers = nil
	case search.FacetYear:
		f.Years = nil
	case search.FacetQuality:
		f.Qualities = nil
	}
	return f
}

// byName passes the documents one of whose names passes; each name is looked at once.
func byName(list func(*table) names, of func(*document) uint32, pass func(string) bool) sieve {
	return func(t *table) func(*document) bool {
		n := list(t)
		passes := make([]bool, max(1, len(n)))
		for i := range passes {
			passes[i] = pass(n.name(uint32(i)))
		}
		return func(d *document) bool { return passes[of(d)] }
	}
}

func inList(list []string) func(string) bool {
	return func(name string) bool { return slices.Contains(list, name) }
}

// ofTypes passes types as written, in any case; what no document has so passes without
// diacritics: "qd" is QĐ, while HD and HĐ stay apart where both are there.
func ofTypes(types []string) func(string) bool {
	return func(name string) bool { return name != "" && slices.Contains(types, search.ExactForm(name)) }
}

// spell replaces types asked for that no document has as typed by those it may mean.
func (s *segments) spell(f search.Filters) (search.Filters, error) {
	if f.Types == nil {
		return f, nil
	}
	living := []string{}
	for _, p := range s.parts {
		for _, name := range p.table.types {
			if form := search.ExactForm(name); name != "" && !slices.Contains(living, form) {
				l, err := s.exact(fieldFilter, keyType+name)
				if err != nil {
					return f, err
				}
				if l.count > 0 {
					living = append(living, form)
				}
			}
		}
	}
	spelled := []string{}
	for _, t := range f.Types {
		form := search.ExactForm(t)
		spelled = append(spelled, form)
		if slices.Contains(living, form) {
			continue
		}
		for _, l := range living {
			if vi.Fold(l) == vi.Fold(form) {
				spelled = append(spelled, l)
			}
		}
	}
	f.Types = spelled
	return f, nil
}

func issued(from, to cchc.Date) sieve {
	first, last := dayNumber(from), dayNumber(to)
	if to.IsZero() {
		last = 1<<32 - 1
	}
	return func(*table) func(*document) bool {
		return func(d *document) bool { return d.day > 0 && first <= d.day && d.day <= last }
	}
}

// named passes names that hold the words of one of the list next to each other, at their
// tones where they were typed with any, and organs that one abbreviates; of a name behind
// [search.WholeName] that name alone.
func named(list []string) func(string) bool {
	var asked [][]search.Word
	whole := map[string]bool{}
	for _, text := range list {
		if name, ok := strings.CutPrefix(text, search.WholeName); ok {
			whole[vi.Fold(name)] = true // as the facet merges them
			continue
		}
		if words := search.Words(text); len(words) > 0 {
			asked = append(asked, words)
		}
	}
	return func(name string) bool {
		if len(whole) > 0 && whole[vi.Fold(name)] {
			return true
		}
		words := search.Words(name)
		for _, a := range asked {
			if holds(words, a) || len(a) == 1 && abbreviates(a[0].Fold, words) {
				return true
			}
		}
		return false
	}
}

func holds(words, asked []search.Word) bool {
	exact := slices.ContainsFunc(asked, func(w search.Word) bool { return w.Marked })
	for i := 0; i+len(asked) <= len(words); i++ {
		if slices.EqualFunc(words[i:i+len(asked)], asked, func(w, a search.Word) bool {
			return w.Fold == a.Fold && (!exact || w.Key == a.Key)
		}) {
			return true
		}
	}
	return false
}

// abbreviates reports whether short is the first letters of a name or of its beginning,
// with or without that of "và": STTTT, UBND.
func abbreviates(short string, name []search.Word) bool {
	if len(short) < 2 {
		return false
	}
	var full, terse strings.Builder
	for _, w := range name {
		if w.Fold == "" {
			continue
		}
		full.WriteString(w.Fold[:1])
		if w.Fold != "va" {
			terse.WriteString(w.Fold[:1])
		}
	}
	return strings.HasPrefix(full.String(), short) || strings.HasPrefix(terse.String(), short)
}

// sift returns the documents that pass all sieves, nil where there are none.
func (s *segments) sift(list []sieve) *bitset {
	if len(list) == 0 {
		return nil
	}
	set := newBitset(s.documents())
	for _, p := range s.parts {
		passes := make([]func(*document) bool, len(list))
		for i, sieve := range list {
			passes[i] = sieve(p.table)
		}
	next:
		for i := range p.table.docs {
			d := &p.table.docs[i]
			for _, pass := range passes {
				if !pass(d) {
					continue next
				}
			}
			if d.carded {
				set.add(uint64(p.base) + uint64(i))
			}
		}
	}
	return set
}

// entriesOf returns the living entries of documents, of all where docs is nil.
func (s *segments) entriesOf(docs *bitset) *bitset {
	set := newBitset(s.slots())
	for _, p := range s.parts {
		deleted := p.Deleted()
		for i := range p.table.owner {
			if docs != nil && !docs.has(uint64(p.ordinal(uint64(i)))) {
				continue
			}
			if deleted == nil || !deleted.Contains(uint32(i)) {
				set.add(p.first + uint64(i))
			}
		}
	}
	return set
}

package bleveindex

import (
	"cmp"
	"slices"
	"strconv"

	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// facets counts what is found. Each document has one value a facet, read from the tables,
// so that a facet costs a step a document.
func (s *session) facets(asked []search.Facet, list []found) []search.FacetCounts {
	var out []search.FacetCounts
	for _, facet := range asked {
		counts := s.count(facet, list, bitOf(facet))
		if counts == nil {
			continue
		}
		out = append(out, listed(facet, counts))
	}
	return out
}

// count counts the documents that fail no filter but that of the facet, whose bit is own.
func (s *session) count(facet search.Facet, list []found, own uint8) map[string]int {
	key := keysOf(facet)
	if key == nil {
		return nil
	}
	type value struct {
		part *part
		key  uint32
	}
	numbers := map[value]int{}
	var last value
	n := 0
	for _, f := range list {
		if f.fails&^own != 0 {
			continue
		}
		p, d := s.segments.document(f.ordinal)
		if v := (value{p, key.of(d)}); v != last {
			numbers[last] += n
			last, n = v, 0
		}
		n++
	}
	numbers[last] += n
	counts := map[string]int{}
	for v, n := range numbers {
		if v.part != nil {
			counts[key.name(v.part.table, v.key)] += n
		}
	}
	return counts
}

// facetKeys is where the values of a facet are found.
type facetKeys struct {
	of   func(*document) uint32
	name func(*table, uint32) string
}

func keysOf(facet search.Facet) *facetKeys {
	switch facet {
	case search.FacetType:
		return &facetKeys{func(d *document) uint32 { return d.kind }, func(t *table, k uint32) string { return t.types.name(k) }}
	case search.FacetUnit:
		return &facetKeys{func(d *document) uint32 { return d.unit }, func(t *table, k uint32) string { return t.units.name(k) }}
	case search.FacetIssuer:
		return &facetKeys{func(d *document) uint32 { return d.issuer }, func(t *table, k uint32) string { return t.issuers.name(k) }}
	case search.FacetYear:
		return &facetKeys{func(d *document) uint32 { return d.day / 10000 }, func(_ *table, k uint32) string {
			if k == 0 {
				return ""
			}
			return strconv.Itoa(int(k))
		}}
	case search.FacetQuality:
		return &facetKeys{func(d *document) uint32 { return uint32(d.quality) }, func(_ *table, k uint32) string { return string(qualities[k]) }}
	}
	return nil
}

// listed orders the values, the most frequent first. Spellings of one issuing organ are
// one value, under the one most documents have.
func listed(facet search.Facet, counts map[string]int) search.FacetCounts {
	out := search.FacetCounts{Facet: facet}
	for value, n := range counts {
		out.Counts = append(out.Counts, search.Count{Value: value, Documents: n})
	}
	order := func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Value, b.Value))
	}
	slices.SortFunc(out.Counts, order)
	if facet == search.FacetIssuer {
		merged := out.Counts[:0]
		at := map[string]int{}
		for _, c := range out.Counts {
			form := vi.Fold(c.Value)
			if i, ok := at[form]; ok {
				merged[i].Documents += c.Documents
				continue
			}
			at[form] = len(merged)
			merged = append(merged, c)
		}
		out.Counts = merged
		slices.SortFunc(out.Counts, order)
	}
	if len(out.Counts) > search.MaxFacetValues {
		for _, c := range out.Counts[search.MaxFacetValues:] {
			out.Other += c.Documents
		}
		out.Counts = out.Counts[:search.MaxFacetValues]
	}
	return out
}

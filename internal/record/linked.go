package record

import (
	"cmp"
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// Tie is a link reduced to what a search asks of it: which document, which criterion, and
// what people said. Links below the proposing threshold that nobody reviewed are none.
type Tie struct {
	Document  cchc.DocumentID
	Criterion string // a leaf
	State     cchc.LinkState
	Stale     bool // a person reviewed it, and a later reading differs
}

// StateStale is what searches call links a person reviewed and should look at again.
const StateStale cchc.LinkState = "stale"

// Linked is which documents are linked to which criteria of one catalogue. It is not
// changed after it is made and safe for concurrent use. It takes some 100 bytes a document.
type Linked struct {
	leaves map[string]int   // number of a leaf, in the order of the catalogue
	codes  []string         // of leaves, by number
	below  map[string][]int // leaves of every node, itself for a leaf
	// documents are ascending; the ties of the n-th are ties[first[n]:first[n+1]].
	documents []cchc.DocumentID
	first     []int
	ties      []tie
}

// tie is small because there is one for every link.
type tie struct {
	leaf  uint16
	state uint8
	stale bool
}

// linkStates are the states by the number they have in a tie.
func linkStates() []cchc.LinkState {
	return cchc.LinkStates()
}

// NewLinked prepares the ties of a catalogue. Ties to criteria that are no leaves of it,
// and in states nobody knows, are left out.
func NewLinked(cat cchc.Catalogue, ties []Tie) *Linked {
	l := &Linked{leaves: map[string]int{}, below: map[string][]int{}}
	l.walk(cat.Criteria)
	ties = slices.Clone(ties)
	slices.SortStableFunc(ties, func(a, b Tie) int { return cmp.Compare(a.Document, b.Document) })
	for _, t := range ties {
		leaf, known := l.leaves[t.Criterion]
		state := slices.Index(linkStates(), t.State)
		if !known || state < 0 {
			continue
		}
		if n := len(l.documents); n == 0 || l.documents[n-1] != t.Document {
			l.documents, l.first = append(l.documents, t.Document), append(l.first, len(l.ties))
		}
		l.ties = append(l.ties, tie{uint16(leaf), uint8(state), t.Stale})
	}
	l.first = append(l.first, len(l.ties))
	return l
}

// of returns the ties of the n-th document.
func (l *Linked) of(n int) []tie { return l.ties[l.first[n]:l.first[n+1]] }

// each calls f for ascending documents with their ties, none where they have none.
func (l *Linked) each(documents []cchc.DocumentID, f func(ties []tie)) {
	at := 0
	for _, d := range documents {
		for at < len(l.documents) && l.documents[at] < d {
			at++
		}
		if at < len(l.documents) && l.documents[at] == d {
			f(l.of(at))
		} else {
			f(nil)
		}
	}
}

func (l *Linked) walk(nodes []cchc.Criterion) []int {
	var all []int
	for _, c := range nodes {
		var own []int
		if len(c.Children) == 0 {
			own = []int{len(l.codes)}
			l.leaves[c.ID] = len(l.codes)
			l.codes = append(l.codes, c.ID)
		} else {
			own = l.walk(c.Children)
		}
		l.below[c.ID] = own
		all = append(all, own...)
	}
	return all
}

// Has reports whether the catalogue has a criterion or branch of that code.
func (l *Linked) Has(code string) bool {
	_, ok := l.below[code]
	return ok
}

// Documents returns, ascending, the documents with a link to one of the criteria or below
// one of the branches, in one of the states; [StateStale] is one too. Of both lists nil is any. A rejected link
// counts only where that state is asked for: a person said that it proves nothing.
func (l *Linked) Documents(criteria []string, states []cchc.LinkState) []cchc.DocumentID {
	leaf := make([]bool, len(l.codes))
	for i := range leaf {
		leaf[i] = criteria == nil
	}
	for _, c := range criteria {
		for _, i := range l.below[c] {
			leaf[i] = true
		}
	}
	state := make([]bool, len(linkStates()))
	for i, s := range linkStates() {
		state[i] = states == nil && s != cchc.LinkRejected || slices.Contains(states, s)
	}
	stale := slices.Contains(states, StateStale)
	out := []cchc.DocumentID{} // no link, no document
	for n, d := range l.documents {
		if slices.ContainsFunc(l.of(n), func(t tie) bool { return leaf[t.leaf] && (state[t.state] || stale && t.stale) }) {
			out = append(out, d)
		}
	}
	return out
}

// Count counts ascending documents by criterion or by state of their links, each once a
// value; "" counts those without any. Rejected links do not count for a criterion.
func (l *Linked) Count(f search.Facet, documents []cchc.DocumentID) search.FacetCounts {
	values, of := l.codes, func(t tie) int { return int(t.leaf) }
	if f == FacetState {
		values, of = nil, func(t tie) int { return int(t.state) }
		for _, s := range linkStates() {
			values = append(values, string(s))
		}
	}
	rejected := uint8(slices.Index(linkStates(), cchc.LinkRejected))
	valuesOf := func(ties []tie, into []int) []int {
		for _, t := range ties {
			if (f == FacetState || t.state != rejected) && !slices.Contains(into, of(t)) {
				into = append(into, of(t))
			}
		}
		return into
	}
	counted, none, own := make([]int, len(values)), 0, []int{}
	l.each(documents, func(ties []tie) {
		own = valuesOf(ties, own[:0])
		for _, v := range own {
			counted[v]++
		}
		if len(own) == 0 {
			none++
		}
	})
	out, shown := listed(f, values, counted, none)
	if len(out.Counts) < search.MaxFacetValues {
		return out
	}
	l.each(documents, func(ties []tie) {
		own = valuesOf(ties, own[:0])
		if len(own) > 0 && !slices.ContainsFunc(own, func(v int) bool { return shown[values[v]] }) {
			out.Other++
		}
	})
	return out
}

// listed are the values most documents have.
func listed(f search.Facet, values []string, counted []int, none int) (out search.FacetCounts, shown map[string]bool) {
	out = search.FacetCounts{Facet: f, Counts: []search.Count{}}
	if none > 0 {
		out.Counts = append(out.Counts, search.Count{Documents: none})
	}
	for i, v := range values {
		if counted[i] > 0 {
			out.Counts = append(out.Counts, search.Count{Value: v, Documents: counted[i]})
		}
	}
	slices.SortFunc(out.Counts, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Value, b.Value))
	})
	out.Counts = out.Counts[:min(len(out.Counts), search.MaxFacetValues)]
	shown = map[string]bool{}
	for _, c := range out.Counts {
		shown[c.Value] = true
	}
	return out, shown
}

package evidence

import (
	"slices"
	"sort"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of what one document gives: links under the threshold are there to explain gaps,
// and a law that names everything explains none.
const (
	maxNear   = 8   // links under the threshold
	nearScore = .35 // under this a document is no near miss
	maxQuotes = 3
)

// Proposer is a catalogue prepared for proposing: read only, safe to share between
// goroutines.
type Proposer struct {
	cat          cchc.Catalogue
	w            Weights
	r            *reader
	requirements []requirement
	topics       []*phrase // of the catalogue as a whole
	units        []unitName
	kindNames    map[string]sequences
	manyMatters  map[string]bool
	levels       []levelWords
	own          office
}

// requirement is a requirement with its phrases compiled.
type requirement struct {
	cchc.Requirement
	criterion string
	phrases   []*phrase
	contexts  []*phrase // what pins its everyday phrases down
	titled    []*phrase // what does so in a trích yếu only
	topics    []*phrase // what the paper as a whole may be about
	apart     bool      // papers of units are asked for beside it: they do not prove this one
}

// Prepare reads a catalogue once, so that many documents can be held against it. own are
// the names and signs of the assessed office ("Sở Thông tin và Truyền thông", "STTTT");
// without them a paper of another office of the same level cannot be told from its own.
func Prepare(cat cchc.Catalogue, w Weights, own ...string) *Proposer {
	abbr := vi.DefaultAbbreviations()
	p := &Proposer{cat: cat, w: w, r: newReader(w.words, abbr), kindNames: map[string]sequences{}, manyMatters: map[string]bool{}}
	for kind, name := range w.words.Kinds {
		p.kindNames[kind] = p.r.lex.sequences([]string{name})
	}
	for _, kind := range w.words.ManyMatters {
		p.manyMatters[kind] = true
	}
	p.levels = p.r.levels(w.words.Levels)
	p.topics = p.namedTopics(expand(cat.Title, abbr))
	p.units = p.r.unitNames(cat.Units)
	p.own = p.r.office(own)
	var walk func(cs []cchc.Criterion, above string)
	walk = func(cs []cchc.Criterion, above string) {
		for _, c := range cs {
			titles := above + "\n" + expand(c.Title, abbr)
			walk(c.Children, titles)
			for _, req := range c.Requires {
				compiled := p.compile(req, c.ID, titles, abbr)
				compiled.apart = !perUnit(req) && slices.ContainsFunc(c.Requires, perUnit)
				if len(c.Requires) == 1 {
					// A paper that bears the title of the criterion is about it: the whole of it, in
					// the catalogue's own words.
					title := p.r.compile(c.Title)
					title.ofTitle, title.patterns, title.bare = true, title.patterns[:min(1, len(title.patterns))], nil
					compiled.phrases = append(compiled.phrases, title)
				}
				p.requirements = append(p.requirements, compiled)
			}
		}
	}
	walk(cat.Criteria, "")
	p.r.lex.complete = true
	return p
}

// perUnit reports whether each unit has to have the paper.
func perUnit(r cchc.Requirement) bool { return r.Scope == cchc.ScopeUnit }

func (p *Proposer) compile(req cchc.Requirement, criterion, titles string, abbr vi.Abbreviations) requirement {
	out := requirement{Requirement: req, criterion: criterion}
	about := titles
	for _, s := range req.About {
		s = cchc.ResolveYears(s, p.cat.Year)
		out.phrases = append(out.phrases, p.r.compile(s))
		about += "\n" + expand(s, abbr)
	}
	out.topics = append(p.namedTopics(about), p.topics...)
	t := p.r.read(about)
	for _, group := range p.w.words.Contexts {
		if p.r.lex.sequences(group[:1]).in(t) {
			for _, s := range group {
				out.contexts = append(out.contexts, p.r.term(s))
			}
			for _, s := range p.w.words.Titled[group[0]] {
				out.titled = append(out.titled, p.r.term(s))
			}
		}
	}
	return out
}

func (p *Proposer) namedTopics(s string) []*phrase {
	var out []*phrase
	t := p.r.read(s)
	for _, topic := range p.w.words.Topics {
		if x := p.r.term(topic); named(t, x) {
			out = append(out, x)
		}
	}
	return out
}

func named(t *text, phrases ...*phrase) bool {
	if t == nil {
		return false
	}
	for _, x := range phrases {
		if _, ok := x.find(t, 0); ok {
			return true
		}
	}
	return false
}

// Propose is Prepare and [Proposer.Propose] for a single document.
func Propose(doc cchc.Document, passages []cchc.Passage, cat cchc.Catalogue, w Weights) []cchc.Link {
	return Prepare(cat, w).Propose(doc, passages)
}

// Propose returns the links of one document in the order of the catalogue: those to
// propose, and the best few near misses (Proposed false). A document that has nothing
// to do with the catalogue gives none. The inputs are not changed.
func (p *Proposer) Propose(doc cchc.Document, passages []cchc.Passage) []cchc.Link {
	v := p.view(doc, passages)
	var out []cchc.Link
	near := []int{}
	for i := range p.requirements {
		l, ok := p.judge(&p.requirements[i], v)
		if !ok {
			continue
		}
		if !l.Proposed {
			near = append(near, len(out))
		}
		out = append(out, l)
	}
	return dropFar(out, near)
}

// dropFar keeps the maxNear best of the links under the threshold.
func dropFar(links []cchc.Link, near []int) []cchc.Link {
	if len(near) <= maxNear {
		return links
	}
	sort.SliceStable(near, func(i, j int) bool { return links[near[i]].Score > links[near[j]].Score })
	drop := map[int]bool{}
	for _, i := range near[maxNear:] {
		drop[i] = true
	}
	var out []cchc.Link
	for i, l := range links {
		if !drop[i] {
			out = append(out, l)
		}
	}
	return out
}

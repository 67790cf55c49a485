package evidence

import "minhchung/internal/vi"

// reader holds the word lists in numbers. Read only once a catalogue is prepared.
type reader struct {
	abbr                                                           vi.Abbreviations
	lex                                                            *lexicon
	filling, heads, lookalikes, aftermath, everyday, spans, terms  sequences
	passing, planned, asking, teaching, drafting, acts, requesting sequences
	topics, issuing, organs, cited, belonging                      sequences
	synonyms                                                       [][][]string
	index                                                          []word               // "chỉ số"
	quarter, day, year                                             word                 // "quý", "ngày", "năm"
	cchc                                                           int32                // the abbreviation CCHC
	romans                                                         map[string]word      // "1" → i
	noPaper                                                        map[string][]string  // TIN → tin bài
	figures                                                        map[string]sequences // BIEU → openings of tables
}

func newReader(w words, abbr vi.Abbreviations) *reader {
	lex := newLexicon()
	r := &reader{lex: lex, abbr: abbr, romans: map[string]word{}, noPaper: map[string][]string{}, figures: map[string]sequences{}}
	r.filling = lex.sequences(w.Filling)
	r.heads = lex.sequences(w.Heads)
	r.lookalikes = lex.sequences(w.Lookalikes)
	r.aftermath = lex.sequences(w.Aftermath)
	r.everyday = lex.sequences(w.Everyday)
	r.spans = lex.sequences(w.Spans)
	r.passing = lex.sequences(w.Passing)
	r.planned = lex.sequences(w.Planned)
	r.asking = lex.sequences(w.Asking)
	r.teaching = lex.sequences(w.Teaching)
	r.requesting = lex.sequences(w.Requesting)
	r.acts = lex.sequences(w.OtherActs)
	r.belonging = lex.sequences(w.Belonging)
	for kind, opens := range w.Figures {
		r.figures[kind] = lex.sequences(opens)
	}
	r.drafting = lex.sequences(w.Drafting)
	r.topics = lex.sequences(w.Topics)
	r.issuing = lex.sequences(w.Issuing)
	r.organs = lex.sequences(w.Organs)
	r.cited = lex.sequences(w.Cited)
	terms := append(append([]string{}, w.Topics...), w.Terms...)
	for _, group := range w.Contexts {
		terms = append(terms, group[0])
	}
	r.terms = lex.sequences(terms)
	for _, group := range w.Synonyms {
		var g [][]string
		for _, s := range group {
			lex.sequence(s)
			g = append(g, keysOf(s))
		}
		r.synonyms = append(r.synonyms, g)
	}
	r.index, r.cchc = lex.sequence("chỉ số"), lex.short("cchc")
	r.quarter, r.day, r.year = lex.sequence("quý")[0], lex.sequence("ngày")[0], lex.sequence("năm")[0]
	for i, roman := range []string{"i", "ii", "iii", "iv"} {
		r.romans[string(rune('1'+i))] = lex.sequence(roman)[0]
	}
	for _, kind := range []string{"TIN", "BIEU"} {
		if name := w.Kinds[kind]; name != "" {
			r.noPaper[kind] = keysOf(name)
		}
	}
	return r
}

// term compiles a fixed term (a unit, a topic) with its abbreviation.
func (r *reader) term(s string) *phrase {
	return &phrase{text: s, patterns: []pattern{r.fixed(s)}}
}

func (r *reader) fixed(s string) pattern {
	p := pattern{words: r.lex.sequence(s)}
	p.abbreviate(r.abbreviations(s), r.lex)
	p.optional, p.glued = make([]bool, len(p.words)), make([]bool, len(p.words))
	for i := range p.glued {
		p.glued[i] = i > 0
	}
	return p
}

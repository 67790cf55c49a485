package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// maxOperand is how many syllables a side of OR may have without quotation marks to be
// looked for as it stands: "báo cáo OR kế hoạch" means two names, while of a sentence
// nobody expects the very words in their order.
const maxOperand = 4

// join makes runs of the units, and of what OR joins a group that must be met.
func (p *parser) join() {
	for i := 0; i < len(p.units); {
		n := i + 1
		for n < len(p.units) && p.units[n].or {
			n++
		}
		p.group(p.units[i:n])
		i = n
	}
}

func (p *parser) group(units []unit) {
	for _, u := range units {
		p.out.Terms.Runs = append(p.out.Terms.Runs, u.words)
		if !u.phrase { // what stands in quotation marks is looked for as it stands
			p.texts = append(p.texts, u.text)
		}
	}
	if len(units) == 1 {
		u := units[0]
		p.addCodes(u.codes, false)
		if u.phrase {
			p.out.Terms.Required = append(p.out.Terms.Required, []Run{u.words})
		}
		return
	}
	var group []Run
	loose := ""
	asked := !slices.ContainsFunc(units, func(u unit) bool { return !u.asked() })
	for _, u := range units {
		if !asked { // an alternative is met by other things
			u.codes = slices.Clone(u.codes)
			for i := range u.codes {
				u.codes[i].Asked = false
			}
		}
		p.addCodes(u.codes, true)
		switch {
		case len(u.codes) > 0: // a number is met by other things than words
			loose = "."
		case !u.phrase && (len(u.words) > maxOperand || hasPrefix(u.words)):
			if loose == "" || loose == "." {
				loose = u.source
			}
		case u.phrase:
			group = append(group, u.words)
		default:
			group = append(append(group, u.words), p.otherForms(u.source)...)
		}
	}
	switch loose {
	case "":
		p.out.Terms.Required = append(p.out.Terms.Required, group)
	case ".":
	default:
		p.notice(cchc.NewReason("search-or-loose", loose))
	}
}

// asked reports whether a unit is numbers asked for in a field.
func (u unit) asked() bool {
	return len(u.codes) > 0 && !slices.ContainsFunc(u.codes, func(c Code) bool { return !c.Asked })
}

func hasPrefix(run Run) bool {
	for _, w := range run {
		if w.Prefix {
			return true
		}
	}
	return false
}

// otherForms returns a side of OR with an abbreviation written out, or the other way round.
func (p *parser) otherForms(text string) []Run {
	var out []Run
	for _, e := range p.list.Expand(text) {
		if len(out) == maxMeanings || tooShort(e) {
			continue
		}
		out = append(out, Words(text[:e.Start]+" "+e.Other()+" "+text[e.End:]))
		p.show(e)
	}
	return out
}

// show puts an abbreviation that was looked for in its other form into the answer, once.
func (p *parser) show(e vi.Expansion) {
	same := func(shown vi.Expansion) bool { return shown.Short == e.Short && shown.Long == e.Long }
	if !slices.ContainsFunc(p.out.Expansions, same) {
		p.out.Expansions = append(p.out.Expansions, e)
	}
}

// addCodes enters document numbers, each once.
func (p *parser) addCodes(codes []Code, either bool) {
	t := &p.out.Terms
next:
	for _, c := range codes {
		c.Either = c.Either || either
		if c.Either {
			p.words = true // no part of a number is compulsory then
		}
		for i, known := range t.Codes {
			if known.Key() == c.Key() {
				t.Codes[i].Asked = known.Asked || c.Asked
				continue next
			}
		}
		t.Codes = append(t.Codes, c)
	}
}

// minShort is how many letters a short form must have to be looked for in place of the
// long one: KH stands in every number of a plan and in "KH&CN", TTHC means one thing.
const minShort = 3

// tooShort reports whether the form to look for says too little.
func tooShort(e vi.Expansion) bool {
	return e.FromLong && utf8.RuneCountInString(e.Short) < minShort
}

// Bounds of what abbreviations add: a short form of many meanings must not drown the rest
// of the query. The first in the list are the likeliest.
const (
	maxMeanings = 3  // of one place in the query
	maxSynonyms = 16 // of the query
)

// expand adds the other form of abbreviations and of phrases that have one.
func (p *parser) expand() {
	seen := map[vi.Abbreviation]bool{}
	for _, text := range p.texts {
		meanings := map[int]int{} // by place
		short := 0                // where the last short form ends
		for _, e := range p.list.Expand(text) {
			if !e.FromLong && e.End < short {
				continue // "BC" of "BC-VT" is no report
			}
			if !e.FromLong {
				short = e.End
			}
			pair := vi.Abbreviation{Short: e.Short, Long: e.Long}
			if seen[pair] || tooShort(e) || meanings[e.Start] == maxMeanings || len(p.out.Terms.Synonyms) == maxSynonyms {
				continue
			}
			seen[pair] = true
			s := Synonym{Words: Words(e.Other()), For: Words(text[e.Start:e.End])}
			if p.contained(s) {
				continue
			}
			meanings[e.Start]++
			p.out.Terms.Synonyms = append(p.out.Terms.Synonyms, s)
			p.show(e)
		}
	}
}

// contained reports whether the same words are searched already as a part of a longer
// meaning of the same short form.
func (p *parser) contained(s Synonym) bool {
	part := " " + keysOf(s.Words) + " "
	for _, known := range p.out.Terms.Synonyms {
		if keysOf(known.For) == keysOf(s.For) && strings.Contains(" "+keysOf(known.Words)+" ", part) {
			return true
		}
	}
	return false
}

func keysOf(run Run) string {
	var keys []string
	for _, w := range run {
		keys = append(keys, w.Key)
	}
	return strings.Join(keys, " ")
}

package evidence

import (
	"sort"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
)

// maxQuote is the most characters of a quote.
const maxQuote = 300

func sortSpots(s []spot) {
	sort.SliceStable(s, func(i, j int) bool { return s[i].passage < s[j].passage })
}

// quotes returns the proving passages, best first, and for requirements counted by unit
// the units the paper is about.
func (j *judgement) quotes() ([]cchc.Quote, []cchc.Reason) {
	var out []cchc.Quote
	seen := map[int]bool{}
	add := func(s spot) {
		if !seen[s.passage] {
			seen[s.passage] = true
			out = append(out, j.quote(s))
		}
	}
	for _, s := range j.f.spots {
		if len(out) < maxQuotes {
			add(s)
		}
	}
	if len(out) == 0 {
		out = append(out, j.ofTitle())
	}
	if j.req.Scope != cchc.ScopeUnit && j.req.Scope != cchc.ScopeEachUnitConcerned {
		return out, nil
	}
	var reasons []cchc.Reason
	units := j.p.unitsOf(j.v)
	for i := range j.p.units {
		u := &j.p.units[i]
		at, ok := units[u.id]
		if !ok {
			continue
		}
		reasons = append(reasons, cchc.NewReason("unit-named", u.id, u.name))
		if at >= 0 && !seen[at] {
			m, _ := u.in(j.v.texts[at])
			add(spot{at, m})
		}
	}
	return out, reasons
}

func (j *judgement) quote(s spot) cchc.Quote {
	x := j.v.passages[s.passage]
	return cchc.Quote{Passage: x.ID, Text: around(j.v.texts[s.passage], s.match),
		Page: x.Page, Paragraph: x.Paragraph, Section: x.Section}
}

// ofTitle quotes the trích yếu or opening where no passage repeats it.
func (j *judgement) ofTitle() cchc.Quote {
	var q cchc.Quote
	if j.v.title != nil {
		q.Text = clip(j.v.doc.Particulars.Subject)
	} else {
		q.Text = clip(j.v.lead.s)
	}
	if len(j.v.passages) > 0 {
		x := j.v.passages[0]
		q.Passage, q.Page, q.Paragraph = x.ID, x.Page, x.Paragraph
	}
	return q
}

// around returns the sentences around a match, cut to maxQuote characters with the match
// inside.
func around(t *text, m match) string {
	if len(t.toks) == 0 {
		return clip(t.s)
	}
	if utf8.RuneCountInString(t.s) <= maxQuote {
		return clip(t.s)
	}
	from := t.segment(m.from)
	to := max(m.to, m.from+1)
	for to < len(t.toks) && !t.toks[to].stop {
		to++
	}
	for from < m.from && span(t, from, to) > maxQuote {
		from++
	}
	for to > max(m.to, m.from+1) && span(t, from, to) > maxQuote-2 {
		to--
	}
	end := len(t.s)
	if to < len(t.toks) {
		end = t.toks[to].start
	}
	s := strings.TrimSpace(t.s[t.toks[from].start:end])
	if from > 0 && !t.toks[from].stop {
		s = "…" + s
	}
	if to < len(t.toks) && !t.toks[to].stop {
		s += "…"
	}
	return clip(s)
}

func span(t *text, from, to int) int {
	return utf8.RuneCountInString(t.s[t.toks[from].start:t.toks[to-1].end])
}

// clip puts a text on one line and cuts it to maxQuote characters.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= maxQuote {
		return s
	}
	r := []rune(s)[:maxQuote-1]
	return strings.TrimSpace(string(r)) + "…"
}

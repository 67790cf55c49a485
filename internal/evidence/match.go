package evidence

// Bounds of what may stand between the words of a phrase: a few other words in all, and
// a run of fillings ("đối với cán bộ, công chức, viên chức").
const (
	maxOther   = 3
	maxFilling = 12
)

// match is where a phrase stands in a text: tokens from (included) to (excluded).
type match struct{ from, to int }

// find returns the first place where the phrase stands, from token i on.
func (p *phrase) find(t *text, i int) (match, bool) {
	best, ok := match{}, false
	for k := range p.patterns {
		if m, found := p.patterns[k].find(t, i); found && (!ok || m.from < best.from) {
			best, ok = m, true
		}
	}
	return best, ok
}

// find returns the first place where the pattern stands, from token i on.
func (p *pattern) find(t *text, i int) (match, bool) {
	if !t.mayHold(p) {
		return match{}, false
	}
	for ; i < len(t.toks); i++ {
		if m, ok := p.at(t, i); ok {
			return m, true
		}
	}
	return match{}, false
}

// at matches the pattern from token i on: its words in order, fillings and years free (and
// topics, where the pattern has none), few others and no head in between, an abbreviation for the words whose initials it is.
func (p *pattern) at(t *text, i int) (match, bool) {
	if n, _ := p.step(t, i, 0); n == 0 || t.toks[i].follows || p.changed(t, i) {
		return match{}, false
	}
	other, filling := 0, 0
	w, k := 0, i
	for w < len(p.words) {
		if k >= len(t.toks) || (k > i && t.toks[k].stop) {
			return match{}, false
		}
		if n, ok := p.step(t, k, w); ok {
			w, k = w+n, k+1
			continue
		}
		if p.optional[w] {
			w++
			continue
		}
		if p.glued[w] || t.toks[k].head {
			return match{}, false
		}
		if tok := &t.toks[k]; tok.filling || tok.ofYear || tok.topic && !p.ofTopic {
			filling++
		} else {
			other++
		}
		if other > maxOther || filling > maxFilling {
			return match{}, false
		}
		k++
	}
	return match{i, k}, true
}

// step returns how many words of the pattern, from w on, token k stands for.
func (p *pattern) step(t *text, k, w int) (int, bool) {
	tok := &t.toks[k]
	if tok.masked {
		return 0, false
	}
	if t.same(tok, p.words[w]) {
		return 1, true
	}
	if tok.short != 0 {
		for _, a := range p.short[w] {
			if a.id == tok.short {
				return a.words, true
			}
		}
	}
	return 0, false
}

// changed reports whether a head before the match makes another subject of it.
func (p *pattern) changed(t *text, i int) bool {
	if !p.fieldFirst {
		return false
	}
	for i > 0 && !t.toks[i].stop {
		if i--; !t.toks[i].filling {
			return t.toks[i].head
		}
	}
	return false
}

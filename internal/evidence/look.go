package evidence

import "minhchung/internal/cchc"

// look finds the best place of the phrases of a requirement.
func (p *Proposer) look(req *requirement, v *view) finding {
	var best finding
	for _, x := range req.phrases {
		f := p.lookFor(x, req, v)
		if better(f, best) {
			best = f
		}
	}
	return best
}

// better prefers what is pinned down, then the stronger place, then more passages.
func better(a, b finding) bool {
	if (a.zone > nowhere) != (b.zone > nowhere) {
		return a.zone > nowhere
	}
	if a.noContext != b.noContext {
		return !a.noContext
	}
	if a.zone != b.zone {
		return a.zone > b.zone
	}
	return a.passages > b.passages
}

func (p *Proposer) lookFor(x *phrase, req *requirement, v *view) finding {
	f := finding{phrase: x}
	if x.ofTitle && (v.title == nil || !named(v.title, x)) {
		return f
	}
	patterns := x.patterns
	if bare := x.bare[v.kind]; bare != nil {
		patterns = append(append([]pattern{}, bare...), patterns...)
	}
	whole := &phrase{patterns: patterns}
	mentions := p.inBody(whole, v, &f)
	if x.specific() && f.zone == body {
		// A certain paper is named there, it does not stand there.
		mentions, f.zone, f.passages = f.spots, nowhere, 0
	}
	if req.Where == cchc.WhereSubject {
		f = finding{phrase: x, spots: f.spots}
	}
	if h := p.inHeadings(whole, v); req.Where == "" && h != nil {
		f.zone = heading
		f.spots = append(h, f.spots...)
	}
	switch {
	case v.title != nil && named(v.title, whole):
		f.zone = subject
	case v.lead != nil && p.said(whole, v.lead):
		f.zone = max(f.zone, lead)
	}
	if f.zone == nowhere && req.Where == "" && len(mentions) > 0 {
		f.zone, f.spots = passing, mentions
	}
	f.noContext = f.zone > nowhere && x.everyday && len(req.contexts) > 0 && !p.pinned(req, v, f)
	return f
}

// said reports whether the phrase stands in the text otherwise than in passing.
func (p *Proposer) said(x *phrase, t *text) bool {
	for from := 0; from < len(t.toks); {
		m, ok := x.find(t, from)
		if !ok {
			return false
		}
		if !p.r.inPassing(t, m) {
			return true
		}
		from = m.from + 1
	}
	return false
}

// inBody fills the finding from the passages and returns the mentions in passing.
func (p *Proposer) inBody(x *phrase, v *view, f *finding) []spot {
	var mentions []spot
	planned := 0
	seen := map[int]bool{}
	for k := range x.patterns {
		one := &x.patterns[k]
		if !v.bodyWords.mayHold(one) {
			continue
		}
		for i, t := range v.texts {
			if !t.mayHold(one) || seen[i] {
				continue
			}
			s, ok, mentioned := p.inPassage(one, v, i)
			if ok {
				seen[i] = true
				f.spots = append(f.spots, s)
				if h := v.headings[i]; h != nil && p.r.planned.in(h) {
					planned++
				}
			} else if mentioned {
				mentions = append(mentions, s)
			}
		}
	}
	sortSpots(f.spots)
	sortSpots(mentions)
	if f.passages = len(f.spots); f.passages > 0 {
		f.zone = body
		f.planned = planned == f.passages
	}
	return mentions
}

func (p *Proposer) inPassage(x *pattern, v *view, i int) (s spot, ok, mentioned bool) {
	t := v.texts[i]
	for from := 0; from < len(t.toks); {
		m, found := x.find(t, from)
		if !found {
			return s, false, mentioned
		}
		if !p.r.inPassing(t, m) {
			return spot{i, m}, true, false
		}
		if !mentioned {
			s, mentioned = spot{i, m}, true
		}
		from = m.from + 1
	}
	return s, false, mentioned
}

// inHeadings returns the first passage under each heading that has the phrase.
func (p *Proposer) inHeadings(x *phrase, v *view) []spot {
	if !v.headingWords.mayHoldAny(x.patterns) {
		return nil
	}
	var out []spot
	for _, i := range v.headed {
		if len(out) < maxQuotes && p.said(x, v.headings[i]) {
			out = append(out, spot{passage: i})
		}
	}
	return out
}

// pinned reports whether the context of the criterion is named where it counts: in the
// title or opening, or in a passage that speaks of the phrase or next to it. Where the
// phrase stands in the trích yếu, that says of what it is: to hand down the management of
// roads is not made to be of units by a unit that is named further down.
func (p *Proposer) pinned(req *requirement, v *view, f finding) bool {
	if named(v.head(), req.contexts...) || f.zone == subject && named(v.head(), req.titled...) {
		return true
	}
	if f.zone >= lead && p.oftenNamed(req, v) {
		return true
	}
	if f.zone == subject {
		return false
	}
	for _, s := range f.spots {
		if named(v.headings[s.passage], req.contexts...) {
			return true
		}
		for i := max(0, s.passage-1); i <= min(len(v.texts)-1, s.passage+1); i++ {
			if named(v.texts[i], req.contexts...) {
				return true
			}
		}
	}
	return false
}

// oftenNamed: the body comes back to the context.
func (p *Proposer) oftenNamed(req *requirement, v *view) bool {
	n := 0
	for _, t := range v.texts {
		if named(t, req.contexts...) {
			if n++; n >= 2 {
				return true
			}
		}
	}
	return false
}

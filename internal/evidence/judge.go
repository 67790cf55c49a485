package evidence

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// zone is where a phrase stands, from the weakest place to the strongest.
type zone int

const (
	nowhere zone = iota
	passing      // cited or named only
	body
	lead
	heading
	subject
)

// finding is the best place of a requirement's phrases in a document.
type finding struct {
	zone      zone
	phrase    *phrase
	spots     []spot // where to quote, best first
	passages  int    // passages of the body that speak of it
	noContext bool   // everyday words without what pins them down
	planned   bool   // only under headings of what is yet to be done
}

// spot is a match in a passage.
type spot struct {
	passage int
	match   match
}

// wrongMargin is how far under the threshold the best of what is surely another paper
// stays: above a mention in passing, which is no paper on the subject at all.
const wrongMargin = .05

// judge holds a document against a requirement. ok is false where it says nothing of it,
// or too little for a near miss.
func (p *Proposer) judge(req *requirement, v *view) (cchc.Link, bool) {
	f := p.look(req, v)
	if f.zone == nowhere {
		return cchc.Link{}, false
	}
	j := judgement{p: p, req: req, v: v, f: f}
	j.place()
	j.topic()
	j.kind()
	j.year()
	j.window()
	j.issuer()
	j.paper()
	most := 1.0
	if j.wrong {
		// What is surely another paper stays under what is proposed, however much it says.
		most = p.w.Threshold - wrongMargin
	}
	score := math.Round(math.Min(most, math.Max(0, j.score))*100) / 100
	proposed := j.related && !j.wrong && score >= p.w.Threshold
	if !proposed && score < nearScore {
		return cchc.Link{}, false
	}
	return j.link(score, proposed), true
}

// judgement gathers score, reasons and misses of one pair.
type judgement struct {
	p       *Proposer
	req     *requirement
	v       *view
	f       finding
	score   float64
	reasons []cchc.Reason
	misses  []cchc.Reason
	typed   bool // the kind fits
	wrong   bool // misses that a person cannot wave through: no proposal
	related bool
	fulfils bool
}

func (j *judgement) place() {
	w, phrase := j.p.w, j.f.phrase.text
	j.fulfils = true
	switch j.f.zone {
	case subject:
		j.score += w.Subject
		j.reasons = append(j.reasons, cchc.NewReason("subject-match", phrase))
	case heading:
		j.score += w.Heading
		j.reasons = append(j.reasons, cchc.NewReason("heading-match", phrase))
	case lead:
		j.score += w.Heading
		j.reasons = append(j.reasons, cchc.NewReason("opening-match", phrase))
	default:
		j.score += w.Body
		j.reasons = append(j.reasons, cchc.NewReason("body-match", phrase, strconv.Itoa(max(1, j.f.passages))))
	}
	j.related = j.f.zone >= lead
}

// topic: the paper as a whole belongs to the field, or keeps coming back to the phrase.
// A plan or decision on the field is still about what its trích yếu says: a sentence in
// it makes it no paper on the subject, as it does a report or a news piece.
func (j *judgement) topic() {
	if j.f.zone == passing {
		return
	}
	single := j.f.zone == body && j.v.doc.Particulars.Type != "" && !j.p.manyMatters[j.v.kind]
	for _, t := range j.req.topics {
		if !single && named(j.v.head(), t) {
			j.score += j.p.w.Topic
			j.related = true
			j.reasons = append(j.reasons, cchc.NewReason("topic-match", t.text))
			return
		}
	}
	if n := j.f.passages; n >= 4 && n*20 >= len(j.v.texts) {
		j.score += j.p.w.Topic
		j.related = true
		j.reasons = append(j.reasons, cchc.NewReason("often-match", strconv.Itoa(n)))
	}
}

func (j *judgement) kind() {
	code, ok := j.p.kindFits(j.req, j.v)
	if !ok {
		j.fulfils = false
		if j.f.phrase.topic {
			// The field alone is no subject: any paper on CCHC would be related.
			j.wrong, j.related = true, false
		}
		if j.v.sureKind() {
			j.wrong = true
		}
		have := j.v.doc.Particulars.TypeName
		if have == "" {
			have = j.v.kind
		}
		want := strings.Join(j.req.Kinds, ", ")
		if have == "" {
			j.misses = append(j.misses, cchc.NewReason("type-unknown", want))
		} else {
			j.misses = append(j.misses, cchc.NewReason("wrong-type", have, want))
		}
		return
	}
	many := j.p.manyMatters[j.v.kind]
	if j.f.zone == body && !many || j.f.zone == passing {
		// The right kind of paper about something else.
		j.fulfils = false
		j.misses = append(j.misses, cchc.NewReason("only-mentioned", j.f.phrase.text))
		return
	}
	j.typed, j.related = true, true
	j.score += j.p.w.Kind
	if code == j.v.kind || slices.Contains(j.v.also, code) {
		j.reasons = append(j.reasons, cchc.NewReason("kind-match", code))
	} else {
		j.reasons = append(j.reasons, cchc.NewReason("kind-issued-by", j.v.kind, code))
	}
}

// kindFits returns the kind of the requirement that the paper is or issues.
func (p *Proposer) kindFits(req *requirement, v *view) (string, bool) {
	for _, k := range req.Kinds {
		if k == v.kind || slices.Contains(v.also, k) {
			return k, true
		}
	}
	if v.kind != "QĐ" || !p.r.issuing.in(v.head()) {
		return "", false
	}
	for _, k := range req.Kinds {
		if names, ok := p.kindNames[k]; ok && names.in(v.head()) {
			return k, true
		}
	}
	return "", false
}

// year: what the paper speaks of decides (trích yếu, then heading), else the reporting
// period or year it was issued in.
func (j *judgement) year() {
	want := j.p.cat.Year
	d := j.v.doc.Particulars
	d.SpeaksOf = j.v.speaks
	switch speaks := d.SpeaksOf; {
	case want == 0:
	case contains(speaks, want):
		j.reasons = append(j.reasons, cchc.NewReason("year-match", strconv.Itoa(want)))
	case len(speaks) == 0 && (d.IssuedDate.Year == want || j.p.cat.Period.Contains(d.IssuedDate) && !j.p.cat.Period.From.IsZero()):
		j.reasons = append(j.reasons, cchc.NewReason("issued-in-period", d.IssuedDate.Vietnamese()))
	case j.req.InForce && !later(d, want):
		j.reasons = append(j.reasons, cchc.NewReason("in-force"))
	case len(speaks) == 0 && d.IssuedDate.IsZero():
		j.fulfils = false
		j.misses = append(j.misses, cchc.NewReason("year-unknown", strconv.Itoa(want)))
		return
	default:
		j.fulfils, j.wrong = false, true
		j.misses = append(j.misses, cchc.NewReason("other-year", years(d), strconv.Itoa(want)))
		return
	}
	j.score += j.p.w.Year
}

// later reports whether the paper is of a later year than the one assessed.
func later(d cchc.Particulars, want int) bool {
	if !d.IssuedDate.IsZero() {
		return d.IssuedDate.Year > want
	}
	for _, y := range d.SpeaksOf {
		if y <= want {
			return false
		}
	}
	return len(d.SpeaksOf) > 0
}

func years(d cchc.Particulars) string {
	if len(d.SpeaksOf) == 0 {
		return strconv.Itoa(d.IssuedDate.Year)
	}
	out := make([]string, len(d.SpeaksOf))
	for i, y := range d.SpeaksOf {
		out[i] = strconv.Itoa(y)
	}
	return strings.Join(out, ", ")
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// window: right but after it is late, which is told apart from missing.
func (j *judgement) window() {
	win, d := j.req.Issued, j.v.doc.Particulars.IssuedDate
	switch {
	case win.From.IsZero() && win.To.IsZero():
	case d.IsZero():
		// The day may stand in an electronic stamp: a person confirms it.
		j.reasons = append(j.reasons, cchc.NewReason("date-unknown"))
	case win.Contains(d) && win.To.IsZero():
		j.reasons = append(j.reasons, cchc.NewReason("window-from", d.Vietnamese(), win.From.Vietnamese()))
	case win.Contains(d):
		j.reasons = append(j.reasons, cchc.NewReason("window-ok", d.Vietnamese(), win.To.Vietnamese()))
	case !win.To.IsZero() && win.To.Before(d):
		j.fulfils = false
		j.misses = append(j.misses, cchc.NewReason("late", d.Vietnamese(), win.To.Vietnamese()))
		return
	default:
		j.fulfils = false
		j.misses = append(j.misses, cchc.NewReason("early", d.Vietnamese(), win.From.Vietnamese()))
		return
	}
	j.score += j.p.w.Window
}

func (j *judgement) issuer() {
	d := j.v.doc.Particulars
	if !j.p.issuerFits(j.req.By, d) || j.req.apart && j.req.By != cchc.ByAny && j.p.ofUnit(d) {
		j.fulfils, j.wrong = false, true
		j.misses = append(j.misses, cchc.NewReason("other-issuer", d.OrganName))
		return
	}
	if other, ok := j.p.otherOffice(j.v.title); ok {
		j.fulfils, j.wrong = false, true
		j.misses = append(j.misses, cchc.NewReason("other-office", other))
		return
	}
	j.score += j.p.w.Issuer
}

// paper: whether it is the paper itself and not one around it.
func (j *judgement) paper() {
	var miss []cchc.Reason
	if t := j.v.head(); t != nil {
		miss = j.around(t)
		if j.f.phrase.yearly && !j.f.phrase.periodic && j.p.r.span(t) {
			miss = append(miss, cchc.NewReason("other-span"))
		}
	}
	if len(miss) > 0 {
		j.score -= j.p.w.NotThePaper
	}
	if j.req.Scope == cchc.ScopeUnit && j.p.ofOffice(j.v) {
		miss = append(miss, cchc.NewReason("not-of-unit"))
	}
	if j.f.planned {
		miss = append(miss, cchc.NewReason("only-planned"))
	}
	if j.f.noContext {
		j.wrong, j.related = true, false
		miss = append(miss, cchc.NewReason("no-context", contextNames(j.req)))
	}
	if !j.related && !hasCode(j.misses, "only-mentioned") && !j.f.noContext {
		miss = append(miss, cchc.NewReason("only-mentioned", j.f.phrase.text))
	}
	j.misses = append(j.misses, miss...)
	if len(miss) > 0 {
		j.fulfils = false
	}
}

// around says what the title makes of the paper where it is one around what is asked for.
// What its opening words say is sure; a word further on may belong to something else.
func (j *judgement) around(t *text) []cchc.Reason {
	r, open := j.p.r, afterKind(j.v)
	if j.v.doc.Particulars.Draft || j.v.form || r.drafting.at(t, open) > 0 {
		j.wrong = true
		return []cchc.Reason{cchc.NewReason("draft-or-form")}
	}
	if act, ok := j.otherAct(t, open, r.acts); ok {
		j.wrong = true
		return []cchc.Reason{cchc.NewReason("other-act", act)}
	}
	if _, ok := j.otherAct(t, open, r.requesting); ok {
		j.wrong = true
		return []cchc.Reason{cchc.NewReason("asks-for-it")}
	}
	if r.asking.in(t) || j.v.kind == "GM" {
		j.wrong = j.wrong || j.v.kind == "GM" || r.asking.at(t, open) > 0
		return []cchc.Reason{cchc.NewReason("asks-for-it")}
	}
	if (r.teaching.at(t, open) > 0 || j.v.kind == "HD") && !r.wants(j.req, "hướng dẫn") {
		j.wrong = true
		return []cchc.Reason{cchc.NewReason("teaches-it")}
	}
	return nil
}

// otherAct returns the opening words of a title by which the paper does something else
// with the subject: "bãi bỏ", "kiện toàn Hội đồng". A tờ trình asks by its nature; and what
// the requirement itself names is not something else.
func (j *judgement) otherAct(t *text, open int, acts sequences) (string, bool) {
	n := acts.at(t, open)
	if n == 0 || j.v.kind == "TTr" {
		return "", false
	}
	for _, x := range j.req.phrases {
		for from := 0; from < len(t.toks); {
			m, ok := x.find(t, from)
			if !ok {
				break
			}
			if m.from < open+n {
				return "", false
			}
			from = m.from + 1
		}
	}
	return t.s[t.toks[open].start:t.toks[open+n-1].end], true
}

func hasCode(rs []cchc.Reason, code cchc.Code) bool {
	for _, r := range rs {
		if r.Code == code {
			return true
		}
	}
	return false
}

// wants reports whether the requirement itself asks for such a paper.
func (r *reader) wants(req *requirement, word string) bool {
	for _, p := range req.phrases {
		if strings.Contains(strings.ToLower(p.text), word) {
			return true
		}
	}
	return false
}

// afterKind is the token of the title behind the kind: what the paper does.
func afterKind(v *view) int {
	t := v.head()
	n := 0
	if v.title != nil && v.doc.Particulars.TypeName != "" {
		n = len(keysOf(v.doc.Particulars.TypeName))
	}
	for n < len(t.toks) && t.toks[n].filling {
		n++
	}
	if n >= len(t.toks) {
		return 0
	}
	return n
}

// span reports whether the title names a part of a year or a span of years before it
// comes to what is planned next.
func (r *reader) span(t *text) bool {
	for i := range t.toks {
		if r.planned.at(t, i) > 0 {
			return false
		}
		if r.spans.at(t, i) > 0 && (i < 1 || !t.toks[i-1].digit || i < 2 || !t.same(&t.toks[i-2], r.day)) {
			return true
		}
	}
	return false
}

func contextNames(req *requirement) string {
	seen, out := map[string]bool{}, []string{}
	for _, c := range req.contexts {
		if !seen[c.text] && strings.ToUpper(c.text) != c.text {
			seen[c.text] = true
			out = append(out, c.text)
		}
	}
	return strings.Join(out, ", ")
}

func (j *judgement) link(score float64, proposed bool) cchc.Link {
	quotes, named := j.quotes()
	return cchc.Link{
		ID:          cchc.NewLinkID(j.p.cat.Ref(), j.req.ID, j.v.doc.ID),
		Catalogue:   j.p.cat.Ref(),
		Criterion:   j.req.criterion,
		Requirement: j.req.ID,
		Document:    j.v.doc.ID,
		Quotes:      quotes,
		Score:       score,
		Proposed:    proposed,
		Related:     j.related,
		Fulfils:     j.fulfils,
		Reasons:     append(j.reasons, named...),
		Misses:      j.misses,
		State:       cchc.LinkSuggested,
	}
}

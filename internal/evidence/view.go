package evidence

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// leadTokens is how much of a paper without trích yếu counts as its opening: a title and
// the first sentence.
const leadTokens = 70

// view is a document read once for all requirements.
type view struct {
	doc      cchc.Document
	kind     string   // abbreviation, or TIN, BIEU, ANH, WEB for what is no paper
	also     []string // what else it may be: a page of text is a news piece and a web page
	form     bool     // a form with its blanks not filled in
	title    *text    // kind and trích yếu; nil where there is no trích yếu
	lead     *text    // the opening, where there is no trích yếu
	speaks   []int    // years it speaks of; of the opening where the particulars have none
	passages []cchc.Passage
	texts    []*text
	headings []*text // heading of each passage, shared between passages; nil for none
	headed   []int   // the first passage under each heading

	bodyWords, headingWords wordSets // of all texts, of all headings
}

func (p *Proposer) view(doc cchc.Document, passages []cchc.Passage) *view {
	v := &view{doc: doc, passages: inOrder(passages), bodyWords: p.r.lex.newWordSets(), headingWords: p.r.lex.newWordSets()}
	v.kind, v.also = kindOf(doc)
	heads := map[string]*text{}
	for i, x := range v.passages {
		t := p.r.read(x.Text)
		v.texts = append(v.texts, t)
		v.bodyWords.add(t)
		h := heads[x.Heading]
		if h == nil && x.Heading != "" {
			h = p.r.read(x.Heading)
			heads[x.Heading] = h
			v.headed = append(v.headed, i)
			v.headingWords.add(h)
		}
		v.headings = append(v.headings, h)
	}
	if sureSubject(doc.Particulars) {
		v.title = p.r.read(fullTitle(doc.Particulars))
	} else {
		v.lead = v.opening(p.r)
	}
	if doc.Particulars.Type == "" {
		v.also = append(v.also, p.r.figuresOf(v.opening(p.r))...)
	}
	v.form = doc.Particulars.CodeNumber == "" && isForm(v.passages)
	v.speaks = doc.Particulars.SpeaksOf
	if len(v.speaks) == 0 && v.lead != nil {
		v.speaks = p.r.yearsIn(v.lead)
	}
	return v
}

// yearsIn returns the years a text names as "năm 2020" or in a date 05/6/2020, ascending.
func (r *reader) yearsIn(t *text) []int {
	var out []int
	for i := 1; i < len(t.toks); i++ {
		s := t.s[t.toks[i].start:t.toks[i].end]
		dated := i > 1 && t.toks[i-1].digit && t.toks[i-2].digit
		if !isYear(s) || !dated && !t.same(&t.toks[i-1], r.year) {
			continue
		}
		if y, err := strconv.Atoi(s); err == nil && !contains(out, y) {
			out = append(out, y)
		}
	}
	sort.Ints(out)
	return out
}

// sureSubject reports whether there is a trích yếu to go by; one that was hardly more
// than guessed (confidence under .6) gives way to the opening of the paper.
func sureSubject(p cchc.Particulars) bool {
	c, known := p.Confidence["subject"]
	return p.Subject != "" && (!known || c >= .6)
}

// inOrder returns the passages by their number, so that the order they come in is of no
// consequence.
func inOrder(passages []cchc.Passage) []cchc.Passage {
	type numbered struct {
		cchc.Passage
		number int
	}
	all := make([]numbered, len(passages))
	for i, x := range passages {
		_, n, _ := strings.Cut(string(x.ID), "#")
		all[i].Passage = x
		all[i].number, _ = strconv.Atoi(n) // 0 for none: the whole id decides
	}
	slices.SortStableFunc(all, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.ID, b.ID))
	})
	out := make([]cchc.Passage, len(all))
	for i := range all {
		out[i] = all[i].Passage
	}
	return out
}

// fullTitle is the kind and the trích yếu as one phrase: the trích yếu of a typed paper
// leaves the kind to the line above it. A report is of results even where it does not
// say so.
func fullTitle(p cchc.Particulars) string {
	s := strings.TrimSpace(p.Subject)
	name := p.TypeName
	if name == "" || strings.HasPrefix(strings.ToLower(s), strings.ToLower(name)) {
		return s
	}
	if p.Type == "BC" && !strings.Contains(strings.ToLower(s), "kết quả") {
		name += " kết quả"
	}
	return name + " " + s
}

func (v *view) opening(r *reader) *text {
	var b strings.Builder
	for i, x := range v.passages {
		if i > 2 {
			break
		}
		if x.Heading != "" && !strings.Contains(b.String()+x.Text, x.Heading) {
			b.WriteString(x.Heading + "\n")
		}
		b.WriteString(x.Text + "\n")
	}
	t := r.read(b.String())
	if len(t.toks) > leadTokens {
		t.toks = t.toks[:leadTokens]
	}
	return t
}

// head is what the paper says it is about: the title, else the opening.
func (v *view) head() *text {
	if v.title != nil {
		return v.title
	}
	return v.lead
}

// kindOf returns the kind of the paper, and what else it may be taken for. What has neither
// type, number nor organ and comes as a page of text is taken for a news piece, a sheet for
// figures, a picture for a photograph.
func kindOf(doc cchc.Document) (kind string, also []string) {
	p := doc.Particulars
	switch doc.Format {
	case cchc.FormatHTML, cchc.FormatText:
		if p.Type == "" && p.Code == "" && p.CodeNotation == "" {
			return "TIN", []string{"WEB"}
		}
	case cchc.FormatXLS, cchc.FormatXLSX:
		if p.Type == "" {
			return "BIEU", nil
		}
		return p.Type, []string{"BIEU"}
	case cchc.FormatImage:
		if p.Type == "" {
			return "ANH", nil
		}
	default: // a paper nobody could name
	}
	return p.Type, nil
}

// sureKind reports whether the paper says itself what it is, so that another kind than the
// one asked for is no guess.
func (v *view) sureKind() bool {
	p := v.doc.Particulars
	c, known := p.Confidence["type"]
	return (p.Type != "" || p.TypeName != "") && (!known || c >= .6)
}

// figuresOf returns what kinds of figures a text without type is by its opening.
func (r *reader) figuresOf(opening *text) []string {
	var out []string
	for _, kind := range []string{"BIEU", "HTHONG"} {
		if r.figures[kind].in(opening) {
			out = append(out, kind)
		}
	}
	return out
}

package register

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Report is what the comparison found, each list in the order of the register or, for
// papers, of their number.
type Report struct {
	Received     []Pair            // registered, and there
	Missing      []Gap             // registered, but no file bears the number
	Unregistered []cchc.DocumentID // there and of the same signs and year, but not in the register
	// Doubled are entries whose number stands in an earlier one already.
	Doubled []cchc.RegisterEntry
	// Elsewhere counts entries whose papers are there but with a unit the reader does not
	// see: they are neither received by him nor missing. See [Report.Seen].
	Elsewhere int
}

// Seen is the report as somebody gets it who sees a part of the papers. An entry whose
// papers another unit holds is not missing: it is counted as elsewhere.
func (r Report) Seen(sees func(cchc.DocumentID) bool) Report {
	hidden := func(id cchc.DocumentID) bool { return !sees(id) }
	out := Report{Doubled: r.Doubled, Elsewhere: r.Elsewhere}
	for _, p := range r.Received {
		if p.Papers = slices.DeleteFunc(slices.Clone(p.Papers), hidden); len(p.Papers) == 0 {
			out.Elsewhere++
			continue
		}
		out.Received = append(out.Received, p)
	}
	for _, g := range r.Missing {
		g.Maybe = slices.DeleteFunc(slices.Clone(g.Maybe), hidden)
		out.Missing = append(out.Missing, g)
	}
	out.Unregistered = slices.DeleteFunc(slices.Clone(r.Unregistered), hidden)
	return out
}

// Pair is an entry with the papers that bear its number.
type Pair struct {
	Entry  cchc.RegisterEntry
	Papers []cchc.DocumentID
	// Differs names what of entry and paper disagree: "date", "subject".
	Differs []string
}

// Gap is an entry without a paper.
type Gap struct {
	Entry cchc.RegisterEntry
	// Maybe are papers whose own number is blank and whose subject reads the same: a draft,
	// or a scan whose number could not be read.
	Maybe []cchc.DocumentID
}

// Paper is what the comparison needs of a document.
type Paper struct {
	ID          cchc.DocumentID
	Particulars cchc.Particulars
}

// alike is the share of syllables two subjects must have in common to be taken for one.
const alike = 0.75

// Compare holds a register against the papers there are. A number is the same if number
// and notation agree, however written, and the year of issue is that of the entry; an
// entry with a number alone takes any paper of that number, year and, where both are
// known, day. Time grows with entries plus papers.
func Compare(r Register, papers []Paper) Report {
	b := newBook(r)
	byKey := map[string][]Paper{}
	var blank []Paper
	for _, p := range papers {
		c := paperCode(p.Particulars)
		if c.Number == "" {
			blank = append(blank, p)
			continue
		}
		if y := yearOf(p, c); y == r.Year || y == 0 || r.Year == 0 {
			byKey[search.Code{Number: c.Number}.Key()] = append(byKey[search.Code{Number: c.Number}.Key()], p)
		}
	}
	var out Report
	taken := map[cchc.DocumentID]bool{}
	seen := map[string]bool{}
	for _, e := range r.Entries {
		c := codeOf(e.Code)
		if key := c.Number + "/" + c.Notation; seen[key] {
			out.Doubled = append(out.Doubled, e)
		} else {
			seen[key] = true
		}
		pair := Pair{Entry: e}
		for _, p := range byKey[search.Code{Number: c.Number}.Key()] {
			if !sameNumber(c, e, p) {
				continue
			}
			taken[p.ID] = true
			pair.Papers = append(pair.Papers, p.ID)
			pair.Differs = append(pair.Differs, differences(e, p)...)
		}
		if len(pair.Papers) > 0 {
			slices.Sort(pair.Differs)
			pair.Differs = slices.Compact(pair.Differs)
			out.Received = append(out.Received, pair)
			continue
		}
		out.Missing = append(out.Missing, Gap{Entry: e, Maybe: maybe(e, blank)})
	}
	out.Unregistered = b.unregistered(papers, taken)
	return out
}

func paperCode(p cchc.Particulars) search.Code {
	c := search.NewCode(p.CodeNumber, p.CodeNotation, 0)
	if c.Number == "" && p.Code != "" {
		c = codeOf(p.Code)
	}
	return c
}

func yearOf(p Paper, c search.Code) int {
	if y := p.Particulars.IssuedDate.Year; y > 0 {
		return y
	}
	return c.Year
}

func sameNumber(c search.Code, e cchc.RegisterEntry, p Paper) bool {
	own := paperCode(p.Particulars)
	if c.Notation != "" && own.Notation != "" {
		return c.Notation == own.Notation
	}
	// A number alone is told by its day, or else by what it is about.
	if d := p.Particulars.IssuedDate; !d.IsZero() && !e.IssuedDate.IsZero() {
		return d == e.IssuedDate
	}
	return similar(e.Subject, p.Particulars.Subject)
}

func differences(e cchc.RegisterEntry, p Paper) (out []string) {
	if d := p.Particulars.IssuedDate; !d.IsZero() && !e.IssuedDate.IsZero() && d != e.IssuedDate {
		out = append(out, "date")
	}
	if s := p.Particulars.Subject; s != "" && e.Subject != "" && !similar(e.Subject, s) {
		out = append(out, "subject")
	}
	return out
}

func maybe(e cchc.RegisterEntry, blank []Paper) (out []cchc.DocumentID) {
	if e.Subject == "" {
		return nil
	}
	for _, p := range blank {
		d := p.Particulars.IssuedDate
		if !d.IsZero() && !e.IssuedDate.IsZero() && d != e.IssuedDate {
			continue
		}
		if similar(e.Subject, p.Particulars.Subject) {
			out = append(out, p.ID)
		}
	}
	return out
}

// similar reports whether two subjects say the same: most syllables of the shorter one
// stand in the other, and it is not much shorter.
func similar(a, b string) bool {
	x, y := syllables(a), syllables(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 || len(x)*2 < len(y) {
		return false
	}
	common := 0
	for s := range x {
		if y[s] {
			common++
		}
	}
	return float64(common) >= alike*float64(len(x))
}

func syllables(s string) map[string]bool {
	out := map[string]bool{}
	for _, t := range vi.Tokens(s) {
		out[t.Fold] = true
	}
	return out
}

// book is what a register says of itself.
type book struct {
	register Register
	organs   map[string]bool // parts of signs that stand for the office
	first    cchc.Date
	last     cchc.Date
}

// ownShare is in how many of the entries a part of the sign must stand to be the office's.
const ownShare = 0.5

func newBook(r Register) book {
	b := book{register: r, organs: map[string]bool{}}
	counts := map[string]int{}
	for _, e := range r.Entries {
		for part := range signParts(e.Code) {
			counts[part]++
		}
		if d := e.IssuedDate; !d.IsZero() {
			if b.first.IsZero() || d.Before(b.first) {
				b.first = d
			}
			if b.last.Before(d) {
				b.last = d
			}
		}
	}
	for part, n := range counts {
		if float64(n) >= ownShare*float64(len(r.Entries)) {
			b.organs[part] = true
		}
	}
	return b
}

// signParts are the letters of a sign between its dashes and slashes, folded.
func signParts(code string) map[string]bool {
	out := map[string]bool{}
	for _, part := range strings.FieldsFunc(vi.Fold(code), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.Trim(part, "0123456789") != "" {
			out[part] = true
		}
	}
	return out
}

// unregistered are the papers of the office, by their sign, from the days the register
// covers that no entry took.
func (b book) unregistered(papers []Paper, taken map[cchc.DocumentID]bool) []cchc.DocumentID {
	type numbered struct {
		id     cchc.DocumentID
		number string
	}
	var out []numbered
	for _, p := range papers {
		d := p.Particulars.IssuedDate
		if taken[p.ID] || d.IsZero() || d.Before(b.first) || b.last.Before(d) || len(b.organs) == 0 {
			continue
		}
		c := paperCode(p.Particulars)
		if c.Number == "" || !b.own(p.Particulars) {
			continue
		}
		out = append(out, numbered{p.ID, c.Number})
	}
	slices.SortFunc(out, func(x, y numbered) int {
		return cmp.Or(cmp.Compare(len(x.number), len(y.number)), strings.Compare(x.number, y.number), strings.Compare(string(x.id), string(y.id)))
	})
	ids := make([]cchc.DocumentID, len(out))
	for i, n := range out {
		ids[i] = n.id
	}
	return ids
}

func (b book) own(p cchc.Particulars) bool {
	for part := range signParts(p.Code + "/" + p.CodeNotation) {
		if b.organs[part] {
			return true
		}
	}
	return false
}

package catalogue

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// MatchKind says what of two versions is matched.
type MatchKind string

// What is matched: leaves, to carry scores over, and requirements, to carry links over.
const (
	MatchCriterion   MatchKind = "criterion"
	MatchRequirement MatchKind = "requirement"
)

// MatchBasis says by what two are taken for the same.
type MatchBasis string

// Why two are taken for the same.
const (
	BasisCode  MatchBasis = "code"  // the same identity
	BasisTitle MatchBasis = "title" // similar words under another identity
	BasisNone  MatchBasis = "none"  // no counterpart
	BasisGiven MatchBasis = "given" // a person says so
)

// Match pairs a criterion or requirement of an old version with one of the next.
type Match struct {
	Kind       MatchKind
	Old        string // identity: "1.4", "1.4/2"
	New        string // "" where it has no counterpart
	Confidence float64
	Basis      MatchBasis
	OldName    string
	NewName    string
}

// mostTitles is in how many titles a word may stand to lead from one to another: a bound
// of the work, far above what a catalogue of an office has.
const mostTitles = 200

// Thresholds of similarity, 0..1.
const (
	sameCode  = 0.5  // of titles under one code: the criterion was reworded
	sameTitle = 0.75 // of titles under different codes: it was renumbered
	samePaper = 0.5  // of requirements of matched criteria
)

// Mapping proposes how the leaves and requirements of a catalogue continue in its next
// version: by code where the words agree, then by similar words, then by code alone with
// low confidence. Each of the old is named once, in order, those without counterpart too.
// It is a function of its arguments; a person confirms the file it is written to.
func Mapping(old, next cchc.Catalogue) []Match {
	olds, news := leavesOf(old), leavesOf(next)
	pairs := pairLeaves(olds, news)
	var out []Match
	for i, x := range olds {
		m := Match{Kind: MatchCriterion, Old: x.ID, OldName: x.Title, Basis: BasisNone}
		p, ok := pairs[i]
		if ok {
			m.New, m.NewName, m.Confidence, m.Basis = news[p.at].ID, news[p.at].Title, p.confidence, p.basis
		}
		out = append(out, m)
		var into []cchc.Requirement
		if ok {
			into = news[p.at].Requires
		}
		out = append(out, mapRequirements(x.Requires, into, old.Year, next.Year)...)
	}
	return out
}

// leaf is a leaf with the words of its title.
type leaf struct {
	cchc.Criterion
	words []string
}

func leavesOf(cat cchc.Catalogue) []leaf {
	var out []leaf
	for _, x := range cat.Leaves() {
		out = append(out, leaf{x, titleWords(x.Title)})
	}
	return out
}

type pair struct {
	at         int
	confidence float64
	basis      MatchBasis
}

// pairLeaves matches leaves: first those whose code and words agree, then by words alone,
// then by code with fewer words in common, last by code alone.
func pairLeaves(olds, news []leaf) map[int]pair {
	w := weigh(olds, news)
	byID := map[string]int{}
	for j, x := range news {
		byID[x.ID] = j
	}
	pairs, taken := map[int]pair{}, map[int]bool{}
	take := func(i, j int, confidence float64, basis MatchBasis) {
		if _, has := pairs[i]; !has && !taken[j] {
			pairs[i], taken[j] = pair{j, hundredths(confidence), basis}, true
		}
	}
	byCode := func(least, trust float64) {
		for i, x := range olds {
			if j, there := byID[x.ID]; there {
				if s := w.alike(x.words, news[j].words); s >= least {
					take(i, j, trust*s, BasisCode)
				}
			}
		}
	}
	byCode(sameTitle, 1)
	for _, c := range w.similar(olds, news, pairs, taken) {
		take(c.i, c.j, 0.9*c.score, BasisTitle)
	}
	byCode(sameCode, 1)
	byCode(0, 0.5)
	return pairs
}

type candidate struct {
	i, j  int
	score float64
}

// weights of words: what stands in many titles ("cải cách hành chính") tells little.
type weights map[string]float64

func weigh(lists ...[]leaf) weights {
	w := weights{}
	for _, leaves := range lists {
		for _, x := range leaves {
			for _, word := range x.words {
				w[word]++
			}
		}
	}
	for word, n := range w {
		w[word] = 1 / math.Sqrt(n)
	}
	return w
}

func (w weights) sum(words []string) float64 {
	sum := 0.0
	for _, word := range words {
		sum += w[word]
	}
	return sum
}

func (w weights) alike(a, b []string) float64 {
	set := map[string]bool{}
	for _, word := range a {
		set[word] = true
	}
	shared := 0.0
	for _, word := range b {
		if set[word] {
			shared += w[word]
		}
	}
	return dice(shared, w.sum(a), w.sum(b))
}

// similar lists the pairs of unmatched leaves with similar titles, the most similar first.
func (w weights) similar(olds, news []leaf, pairs map[int]pair, taken map[int]bool) []candidate {
	byWord := map[string][]int{}
	for j, x := range news {
		if !taken[j] {
			for _, word := range x.words {
				byWord[word] = append(byWord[word], j)
			}
		}
	}
	var out []candidate
	for i, x := range olds {
		if _, has := pairs[i]; has {
			continue
		}
		met := map[int]bool{}
		for _, word := range x.words {
			if len(byWord[word]) > mostTitles {
				continue
			}
			for _, j := range byWord[word] {
				if met[j] {
					continue
				}
				met[j] = true
				if s := w.alike(x.words, news[j].words); s >= sameTitle {
					out = append(out, candidate{i, j, s})
				}
			}
		}
	}
	sort.Slice(out, func(a, b int) bool {
		x, y := out[a], out[b]
		if x.score != y.score {
			return x.score > y.score
		}
		if x.i != y.i {
			return x.i < y.i
		}
		return x.j < y.j
	})
	return out
}

// titleWords are the words of a title that count, each once: folded, abbreviations written
// out, years left out.
func titleWords(s string) []string {
	seen := map[string]bool{}
	var out []string
	for _, t := range vi.Tokens(writeOut(s)) {
		w := t.Fold
		if year, err := strconv.Atoi(w); err == nil && year >= 1990 && year <= 2100 || seen[w] {
			continue
		}
		seen[w] = true
		out = append(out, w)
	}
	return out
}

func writeOut(s string) string { return (&drafter{abbr: vi.DefaultAbbreviations()}).expand(s) }

// alike compares lists whose members all weigh the same.
func alike(a, b []string) float64 {
	w := weights{}
	for _, x := range append(append([]string{}, a...), b...) {
		w[x] = 1
	}
	return w.alike(a, b)
}

func dice(shared, a, b float64) float64 {
	if a+b == 0 {
		return 1
	}
	return 2 * shared / (a + b)
}

func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

// mapRequirements pairs the requirements of two matched criteria, the most similar first.
func mapRequirements(olds, news []cchc.Requirement, oldYear, newYear int) []Match {
	var all []candidate
	for i, a := range olds {
		for j, b := range news {
			if s := alikePapers(a, b, oldYear, newYear); s >= samePaper {
				all = append(all, candidate{i, j, s})
			}
		}
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].score > all[b].score })
	to, taken := map[int]candidate{}, map[int]bool{}
	for _, c := range all {
		if _, has := to[c.i]; !has && !taken[c.j] {
			to[c.i], taken[c.j] = c, true
		}
	}
	var out []Match
	for i, r := range olds {
		m := Match{Kind: MatchRequirement, Old: r.ID, OldName: r.Name, Basis: BasisNone}
		if c, ok := to[i]; ok {
			m.New, m.NewName, m.Confidence, m.Basis = news[c.j].ID, news[c.j].Name, hundredths(c.score), BasisTitle
			if m.New == m.Old {
				m.Basis = BasisCode
			}
		}
		out = append(out, m)
	}
	return out
}

func alikePapers(a, b cchc.Requirement, oldYear, newYear int) float64 {
	about := func(r cchc.Requirement, year int) []string {
		return titleWords(strings.Join(withoutYear(r.About, year), " "))
	}
	return 0.4*alike(titleWords(a.Name), titleWords(b.Name)) + 0.3*alike(a.Kinds, b.Kinds) + 0.3*alike(about(a, oldYear), about(b, newYear))
}

// mappingHead is the first line of a mapping file.
func mappingHead() []string {
	return []string{"loại", "mã cũ", "mã mới", "tin cậy", "căn cứ", "tên cũ", "tên mới"}
}

// WriteMapping writes a mapping as tab-separated text for a person to correct.
func WriteMapping(w io.Writer, matches []Match) error {
	out := csv.NewWriter(w)
	out.Comma = '\t'
	rows := [][]string{mappingHead()}
	for _, m := range matches {
		rows = append(rows, []string{
			string(m.Kind), m.Old, m.New, strconv.FormatFloat(m.Confidence, 'f', 2, 64), string(m.Basis), oneLine(m.OldName), oneLine(m.NewName),
		})
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write a mapping: %w", err)
	}
	return nil
}

// ReadMapping reads a mapping as a person left it: the first three columns count. An empty
// new identity drops the old one. Lines that name what neither version has are problems,
// with the nearest identity; several old ones may go into one new.
func ReadMapping(name string, b []byte, old, next cchc.Catalogue) ([]Match, []Problem) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = '\t', -1, true
	known := map[MatchKind][2]map[string]string{
		MatchCriterion:   {criterionNames(old), criterionNames(next)},
		MatchRequirement: {requirementNames(old), requirementNames(next)},
	}
	var out []Match
	var problems []Problem
	seen := map[string]bool{}
	for n := 0; ; n++ {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, problems
		}
		if n > 2*maxRows {
			return out, append(problems, Problem{File: name, Reason: cchc.NewReason("catalogue-too-large", strconv.Itoa(2*maxRows)+" dòng")})
		}
		line, _ := r.FieldPos(0)
		report := func(field string, reason cchc.Reason, near string) {
			problems = append(problems, Problem{File: name, Line: line, Field: field, Reason: reason, Suggestion: near})
		}
		if err != nil {
			report("", cchc.NewReason("mapping-line", err.Error()), "")
			return out, problems
		}
		if len(rec) < 2 || n == 0 && same(rec[0], mappingHead()[0]) {
			if len(rec) < 2 && strings.TrimSpace(rec[0]) != "" {
				report("", cchc.NewReason("mapping-line", rec[0]), "")
			}
			continue
		}
		m := Match{Kind: MatchKind(cellAt(rec, 0)), Old: cellAt(rec, 1), New: cellAt(rec, 2), Confidence: 1, Basis: BasisGiven}
		names, ok := known[m.Kind]
		if !ok {
			report(mappingHead()[0], cchc.NewReason("catalogue-unknown-value", string(m.Kind)), nearest(string(m.Kind), []string{string(MatchCriterion), string(MatchRequirement)}))
			continue
		}
		if m.OldName, ok = names[0][m.Old]; !ok {
			report(mappingHead()[1], cchc.NewReason("catalogue-unknown-value", m.Old), nearest(m.Old, keys(names[0])))
			continue
		}
		if m.NewName, ok = names[1][m.New]; !ok && m.New != "" {
			report(mappingHead()[2], cchc.NewReason("catalogue-unknown-value", m.New), nearest(m.New, keys(names[1])))
			continue
		}
		if key := string(m.Kind) + " " + m.Old; seen[key] {
			report(mappingHead()[1], cchc.NewReason("mapping-twice", m.Old), "")
			continue
		} else {
			seen[key] = true
		}
		out = append(out, m)
	}
}

func criterionNames(cat cchc.Catalogue) map[string]string {
	out := map[string]string{}
	for _, x := range cat.Leaves() {
		out[x.ID] = x.Title
	}
	return out
}

func requirementNames(cat cchc.Catalogue) map[string]string {
	out := map[string]string{}
	for _, x := range cat.Leaves() {
		for _, r := range x.Requires {
			out[r.ID] = r.Name
		}
	}
	return out
}

func keys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// Criteria are the criteria of a mapping, old identity → new; "" where one has none.
func Criteria(matches []Match) map[string]string {
	out := map[string]string{}
	for _, m := range matches {
		if m.Kind == MatchCriterion {
			out[m.Old] = m.New
		}
	}
	return out
}

package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// maxEvidenceQueries bounds the queries run for one criterion.
const maxEvidenceQueries = 24

// EvidenceQuery is one of the queries run to find evidence of a criterion.
type EvidenceQuery struct {
	Requirement string    `json:"requirement" doc:"Empty where the criterion asks for no paper and its title was searched"`
	Name        string    `json:"name" doc:"What the requirement asks for, in words"`
	Text        string    `json:"text" doc:"The query that was run; it can be run again as a search of its own"`
	Types       []string  `json:"types" doc:"Types of papers that were looked at; empty is any"`
	From        cchc.Date `json:"from" doc:"First day of issue that was looked at, ISO; empty is open"`
	To          cchc.Date `json:"to" doc:"Last day of issue that was looked at, ISO; empty is open"`
	Issued      string    `json:"issued" doc:"Window of issue that was looked at, in words; empty is any time"`
	Total       int       `json:"total" doc:"Documents it found"`
}

// EvidenceAsk narrows the search for evidence of a criterion.
type EvidenceAsk struct {
	Scope   cchc.Scope
	Unit    string    // "" is any, [OwnPapers] the office itself
	From    cchc.Date // zero: see EvidenceQueries
	To      cchc.Date
	AnyTime bool   // whenever it was issued, and papers without a date
	AnyType bool   // whatever kind of paper
	Words   string // further words
	Limit   int    // hits in all, see search.Query
}

// EvidenceHit is a document that may prove a criterion.
type EvidenceHit struct {
	HitRow
	Requirements []string `json:"requirements" doc:"Requirements whose queries found it, the best first"`
}

// EvidenceResult is what was found for a criterion, and how.
type EvidenceResult struct {
	Criterion string
	Title     string
	Queries   []EvidenceQuery
	Hits      []EvidenceHit
	Total     int // different documents
	TookMS    int64
	Notices   []cchc.Reason
}

// EvidenceQueries builds the queries that look for evidence of a leaf: one for each subject
// phrase of its requirements, with the kinds of papers they ask for (and decisions, which
// may issue them), and the title where nothing is required. Without a period of its own the
// window of issue is that of the requirement and of the catalogue together, so that what
// came late is found too; papers that count while they are in force have no first day. It
// reports false where the catalogue has no such leaf; cut is how many queries were left out.
func EvidenceQueries(cat cchc.Catalogue, code string, ask EvidenceAsk) (leaf cchc.Criterion, queries []EvidenceQuery, cut int, ok bool) {
	for _, c := range cat.Leaves() {
		if c.ID == code {
			leaf, ok = c, true
		}
	}
	for _, r := range leaf.Requires {
		for _, about := range r.About {
			q := EvidenceQuery{Requirement: r.ID, Name: r.Name, Text: cchc.ResolveYears(about, cat.Year), Types: paperTypes(r.Kinds)}
			q.From, q.To = window(cat, r)
			queries = append(queries, q)
		}
	}
	if len(queries) == 0 && ok {
		queries = append(queries, EvidenceQuery{Name: leaf.Title, Text: leaf.Title, From: cat.Period.From, To: cat.Period.To})
	}
	if cut = len(queries) - maxEvidenceQueries; cut > 0 {
		queries = queries[:maxEvidenceQueries]
	}
	for i := range queries {
		queries[i].narrow(ask)
	}
	return leaf, queries, max(0, cut), ok
}

func (q *EvidenceQuery) narrow(ask EvidenceAsk) {
	q.Text = strings.TrimSpace(q.Text + " " + ask.Words)
	if ask.AnyType || q.Types == nil {
		q.Types = []string{}
	}
	switch {
	case ask.AnyTime:
		q.From, q.To = cchc.Date{}, cchc.Date{}
	case !ask.From.IsZero() || !ask.To.IsZero():
		q.From, q.To = ask.From, ask.To
	}
	q.Issued = span(q.From, q.To)
}

// span says a window of days.
func span(from, to cchc.Date) string {
	var parts []string
	if !from.IsZero() {
		parts = append(parts, "từ "+from.Vietnamese())
	}
	if !to.IsZero() {
		parts = append(parts, "đến "+to.Vietnamese())
	}
	return strings.Join(parts, " ")
}

// paperTypes are the types a search can be narrowed to; nil where a kind is asked for that
// is no type of paper: a table, a news piece, a picture.
func paperTypes(kinds []string) []string {
	var out []string
	for _, k := range kinds {
		switch k {
		case "BIEU", "TIN", "ANH", "WEB", "HTHONG":
			return nil
		}
		out = append(out, k)
	}
	if len(out) > 0 && !slices.Contains(out, "QĐ") {
		out = append(out, "QĐ") // which issues it
	}
	return out
}

// window is when evidence may have been issued, late papers included.
func window(cat cchc.Catalogue, r cchc.Requirement) (from, to cchc.Date) {
	from, to = cat.Period.From, cat.Period.To
	if !from.IsZero() && r.Issued.From.Before(from) && !r.Issued.From.IsZero() {
		from = r.Issued.From
	}
	if !to.IsZero() && to.Before(r.Issued.To) {
		to = r.Issued.To
	}
	if r.InForce {
		from = cchc.Date{}
	}
	return from, to
}

// FindEvidence looks for documents that may prove a criterion, whether they were proposed or
// not. The lists of the queries are merged by rank and by how much of the query title and
// passage say, because scores of different queries do not compare. [cchc.ErrNotFound] is
// wrapped, as "no-such-criterion", where the catalogue has no such leaf.
func FindEvidence(ctx context.Context, engine Engine, source Source, cat cchc.Catalogue, code string, ask EvidenceAsk) (EvidenceResult, error) {
	start := time.Now() //nolint:forbidigo // a duration is measured, no instant is kept
	leaf, queries, cut, ok := EvidenceQueries(cat, code, ask)
	if !ok {
		return EvidenceResult{}, cchc.Usage("no-such-criterion", cchc.ErrNotFound, code)
	}
	m := merger{rows: map[cchc.DocumentID]*merged{}, matched: map[cchc.DocumentID]bool{}}
	out := EvidenceResult{Criterion: leaf.ID, Title: leaf.Title, Queries: queries}
	if cut > 0 {
		out.Notices = append(out.Notices, cchc.NewReason("evidence-queries-cut", strconv.Itoa(len(queries)), strconv.Itoa(len(queries)+cut)))
	}
	dated := false
	for i := range queries {
		if err := m.run(ctx, engine, source, &queries[i], ask); err != nil {
			return out, fmt.Errorf("evidence of %s: %w", code, err)
		}
		dated = dated || queries[i].Issued != ""
	}
	if dated {
		out.Notices = append(out.Notices, cchc.NewReason("evidence-dated-only"))
	}
	if m.partial {
		out.Notices = append(out.Notices, cchc.NewReason("evidence-counted-partly"))
	}
	out.Notices = append(out.Notices, m.notices...)
	out.Total = len(m.matched)
	out.Hits = m.best(search.Query{Limit: ask.Limit}.Page())
	out.TookMS = millis(time.Since(start)) //nolint:forbidigo // see start
	return out, nil
}

// merged is a document with what found it.
type merged struct {
	hit   EvidenceHit
	score float64 // the best one
	times int     // it was found
}

type merger struct {
	rows    map[cchc.DocumentID]*merged
	matched map[cchc.DocumentID]bool
	notices []cchc.Reason
	partial bool
}

// rankOffset damps how much the first ranks of a list outweigh the next ones where lists are
// merged by rank; 60 is the value of Cormack, Clarke and Büttcher (SIGIR 2009). Their sum
// over the lists is not taken: what many queries half match would stand above what proves
// one requirement.
const rankOffset = 60

// leastLooked is how many documents of each query are looked at: of short lists the merged
// one would depend on how many were asked for.
const leastLooked = 20

func (m *merger) run(ctx context.Context, engine Engine, source Source, e *EvidenceQuery, ask EvidenceAsk) error {
	q := search.Query{Text: e.Text, Scope: ask.Scope, Limit: max(leastLooked, search.Query{Limit: ask.Limit}.Page()), Matched: true}
	q.Filters = search.Filters{Types: some(e.Types), From: e.From, To: e.To}
	switch ask.Unit {
	case "":
	case OwnPapers:
		q.Filters.Units = []string{""}
	default:
		q.Filters.Units = []string{ask.Unit}
	}
	asked, notices, err := resolve(ctx, source, q)
	if err != nil {
		return err
	}
	found, err := engine.Search(ctx, asked)
	if err != nil {
		return err
	}
	rows, err := fill(ctx, source, ask.Scope, found.Hits, found.Terms)
	if err != nil {
		return err
	}
	e.Total = found.Total
	m.partial = m.partial || len(found.Matched) < found.Total
	for _, d := range found.Matched {
		m.matched[d] = true
	}
	for _, n := range append(notices, found.Notices...) {
		if !slices.ContainsFunc(m.notices, func(r cchc.Reason) bool { return r.Code == n.Code && slices.Equal(r.Args, n.Args) }) {
			m.notices = append(m.notices, n)
		}
	}
	measure := search.NewMeasure(found.Terms)
	for _, r := range rows {
		m.add(r, e.Requirement, measure.Holds(r.Title+"\n"+r.text))
	}
	return nil
}

// add takes a row of the list of a query, of which title and passage say so much.
func (m *merger) add(r HitRow, requirement string, holds float64) {
	score := holds / float64(rankOffset+r.Rank)
	x := m.rows[r.Document]
	if x == nil {
		x = &merged{score: score, hit: EvidenceHit{HitRow: r, Requirements: []string{}}}
		m.rows[r.Document] = x
	}
	x.times++
	better := score > x.score
	if better {
		x.score, x.hit.HitRow = score, r
	}
	if requirement == "" || slices.Contains(x.hit.Requirements, requirement) {
		return
	}
	if better {
		x.hit.Requirements = slices.Insert(x.hit.Requirements, 0, requirement)
	} else {
		x.hit.Requirements = append(x.hit.Requirements, requirement)
	}
}

func (m *merger) best(limit int) []EvidenceHit {
	all := make([]*merged, 0, len(m.rows))
	for _, x := range m.rows {
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b *merged) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.times, a.times), cmp.Compare(a.hit.Document, b.hit.Document))
	})
	out := []EvidenceHit{}
	for i, x := range all[:min(limit, len(all))] {
		x.hit.Rank, x.hit.Score = i+1, x.score
		out = append(out, x.hit)
	}
	return out
}

package record

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// Bounds of a search for what is absent.
const (
	maxAbsenceHits = 20  // documents looked at and kept in the record of the search
	absenceQuote   = 300 // characters kept of a passage
)

// AbsenceSource is what a search for absent evidence needs of the record.
type AbsenceSource interface {
	Source
	// Extent counts the documents of the record and their passages.
	Extent(ctx context.Context, scope cchc.Scope) (documents, passages int, err error)
	// RegisterYears are the years whose register of outgoing documents was imported.
	RegisterYears(ctx context.Context, scope cchc.Scope) ([]int, error)
}

// Counted is an engine that knows how many documents it holds.
type Counted interface {
	Documents() (uint64, error)
}

// Looked is what a verdict says of a document under a requirement: see package coverage.
type Looked func(requirement string, d cchc.DocumentID) (linked, counts bool, why []cchc.Reason)

// ProveAbsence searches for the evidence a gap lacks and writes down what was done: first
// for the kinds of papers and the time that are asked for, then for any kind of paper at
// any time, dated or not. base says what the gap is; look why a document does not count.
// That nothing is found is said only of what could be read and is in the index.
func ProveAbsence(ctx context.Context, engine Engine, source AbsenceSource, scope cchc.Scope, cat cchc.Catalogue, base cchc.Absence, look Looked) (cchc.Absence, error) {
	start := time.Now() //nolint:forbidigo // a duration is measured, no instant is kept
	out := base
	out.Queries, out.Hits, out.Registers = []cchc.AbsenceQuery{}, []cchc.AbsenceHit{}, []int{}
	s := absenceSearch{out: &out, look: look, seen: map[cchc.DocumentID]bool{}, found: map[cchc.DocumentID]bool{}}
	for _, ask := range []EvidenceAsk{{Scope: scope, Limit: maxAbsenceHits}, {Scope: scope, Limit: maxAbsenceHits, AnyTime: true, AnyType: true}} {
		if err := s.run(ctx, engine, source, cat, ask); err != nil {
			return out, fmt.Errorf("search for what is absent: %w", err)
		}
	}
	out.Found = len(s.found)
	var err error
	if out.Documents, out.Passages, err = source.Extent(ctx, scope); err != nil {
		return out, fmt.Errorf("search for what is absent: %w", err)
	}
	if out.Registers, err = source.RegisterYears(ctx, scope); err != nil {
		return out, fmt.Errorf("search for what is absent: %w", err)
	}
	out.Indexed = out.Documents
	if c, ok := engine.(Counted); ok {
		n, err := c.Documents()
		if err != nil {
			return out, fmt.Errorf("search for what is absent: %w", err)
		}
		out.Indexed = int(n)
	}
	out.Conclusion = conclude(out)
	out.TookMS = millis(time.Since(start)) //nolint:forbidigo // see start
	return out, nil
}

type absenceSearch struct {
	out         *cchc.Absence
	look        Looked
	seen, found map[cchc.DocumentID]bool
}

func (s *absenceSearch) run(ctx context.Context, engine Engine, source Source, cat cchc.Catalogue, ask EvidenceAsk) error {
	leaf, queries, cut, ok := EvidenceQueries(cat, s.out.Criterion, ask)
	if !ok {
		return cchc.Usage("no-such-criterion", cchc.ErrNotFound, s.out.Criterion)
	}
	if len(s.out.Requirements) > 0 { // what is not asked of a unit is not searched for it
		queries = slices.DeleteFunc(queries, func(q EvidenceQuery) bool {
			return !slices.ContainsFunc(s.out.Requirements, func(r cchc.RequirementCoverage) bool { return r.ID == q.Requirement })
		})
	}
	if cut > 0 {
		s.cut(cchc.NewReason("evidence-queries-cut", strconv.Itoa(len(queries)), strconv.Itoa(len(queries)+cut)))
	}
	m := merger{rows: map[cchc.DocumentID]*merged{}, matched: map[cchc.DocumentID]bool{}}
	for i := range queries {
		q := &queries[i]
		if s.ran(q) {
			continue // nothing to widen: it was run so before
		}
		if err := m.run(ctx, engine, source, q, ask); err != nil {
			return fmt.Errorf("evidence of %s: %w", leaf.ID, err)
		}
		s.out.Queries = append(s.out.Queries, cchc.AbsenceQuery{Requirement: q.Requirement, Text: q.Text, Types: q.Types, Issued: q.Issued, Total: q.Total})
	}
	if m.partial {
		s.cut(cchc.NewReason("evidence-counted-partly"))
	}
	for d := range m.matched {
		s.found[d] = true
	}
	for _, h := range m.best(maxAbsenceHits) {
		s.found[h.Document] = true
		s.add(h)
	}
	return nil
}

func (s *absenceSearch) ran(q *EvidenceQuery) bool {
	return slices.ContainsFunc(s.out.Queries, func(x cchc.AbsenceQuery) bool {
		return x.Requirement == q.Requirement && x.Text == q.Text && x.Issued == q.Issued && slices.Equal(x.Types, q.Types)
	})
}

func (s *absenceSearch) cut(r cchc.Reason) {
	if !slices.ContainsFunc(s.out.Cut, func(x cchc.Reason) bool { return x.Code == r.Code }) {
		s.out.Cut = append(s.out.Cut, r)
	}
}

func (s *absenceSearch) add(h EvidenceHit) {
	if s.seen[h.Document] || len(s.out.Hits) >= 2*maxAbsenceHits {
		return
	}
	s.seen[h.Document] = true
	hit := cchc.AbsenceHit{Document: h.Document, Title: h.Title, Code: h.Code, Issued: h.IssuedDate, Path: h.Path, Quote: short(h.Snippet), Why: []cchc.Reason{}}
	if h.Page != nil {
		hit.Page = *h.Page
	}
	for _, r := range h.Requirements {
		linked, counts, why := s.look(r, h.Document)
		if !linked {
			continue
		}
		hit.Counts = hit.Counts || counts
		for _, w := range why {
			if !slices.ContainsFunc(hit.Why, func(x cchc.Reason) bool { return x.Code == w.Code }) {
				hit.Why = append(hit.Why, w)
			}
		}
	}
	if !hit.Counts && len(hit.Why) == 0 {
		hit.Why = append(hit.Why, cchc.NewReason("absence-words-only"))
	}
	s.out.Hits = append(s.out.Hits, hit)
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > absenceQuote {
		return string(r[:absenceQuote-1]) + "…"
	}
	return s
}

// conclude says no more than the search shows.
func conclude(a cchc.Absence) cchc.Reason {
	documents, passages, unread := strconv.Itoa(a.Documents), strconv.Itoa(a.Passages), strconv.Itoa(a.Unread)
	registered := 0
	for _, q := range a.Requirements {
		for _, m := range q.Missing {
			if m.Reason.Code == "not-received" {
				registered++
			}
		}
	}
	switch {
	case a.Verdict == cchc.VerdictCovered || a.Verdict == cchc.VerdictPending:
		return cchc.NewReason("absence-refuted")
	case a.Verdict == cchc.VerdictSurvey || a.Verdict == cchc.VerdictNotApplicable:
		return cchc.NewReason("absence-not-asked")
	case a.Indexed < a.Documents:
		return cchc.NewReason("absence-index-lacks", strconv.Itoa(a.Indexed), documents)
	case registered > 0:
		return cchc.NewReason("absence-registered", strconv.Itoa(registered))
	case a.Unread > 0:
		return cchc.NewReason("absence-hidden", documents, passages, unread)
	case a.Verdict == cchc.VerdictPartial:
		return cchc.NewReason("absence-partly", documents, passages)
	}
	return cchc.NewReason("absence-shown", documents, passages)
}

// CompareAbsences says what changed between two runs of one search, the most telling first;
// none where nothing did.
func CompareAbsences(was, is cchc.Absence) []cchc.Reason {
	var out []cchc.Reason
	number := func(code cchc.Code, a, b int) {
		if a != b {
			out = append(out, cchc.Reason{Code: code, Args: []string{strconv.Itoa(a), strconv.Itoa(b)}})
		}
	}
	if was.Verdict != is.Verdict {
		out = append(out, cchc.NewReason("absence-changed-verdict"))
	}
	fresh, gone := newTitles(was.Hits, is.Hits), newTitles(is.Hits, was.Hits)
	if len(fresh) > 0 {
		out = append(out, cchc.NewReason("absence-changed-found", strings.Join(fresh, "; ")))
	}
	if len(gone) > 0 {
		out = append(out, cchc.NewReason("absence-changed-gone", strings.Join(gone, "; ")))
	}
	if was.Catalogue != is.Catalogue {
		out = append(out, cchc.NewReason("absence-changed-catalogue"))
	}
	if was.Rules != is.Rules {
		out = append(out, cchc.NewReason("absence-changed-rules"))
	}
	number("absence-changed-documents", was.Documents, is.Documents)
	number("absence-changed-unread", was.Unread, is.Unread)
	if !slices.Equal(was.Registers, is.Registers) {
		out = append(out, cchc.NewReason("absence-changed-registers"))
	}
	if !slices.EqualFunc(was.Queries, is.Queries, func(a, b cchc.AbsenceQuery) bool {
		return a.Text == b.Text && a.Issued == b.Issued && slices.Equal(a.Types, b.Types)
	}) {
		out = append(out, cchc.NewReason("absence-changed-queries"))
	}
	return out
}

func newTitles(was, is []cchc.AbsenceHit) []string {
	var out []string
	for _, h := range is {
		if !slices.ContainsFunc(was, func(x cchc.AbsenceHit) bool { return x.Document == h.Document }) {
			out = append(out, h.Title)
		}
	}
	return out
}

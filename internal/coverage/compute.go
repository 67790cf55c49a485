package coverage

import (
	"context"
	"fmt"

	"minhchung/internal/cchc"
)

// Filter narrows a report; the zero Filter is everything.
type Filter struct {
	Unit      string // identity of a unit
	Criterion string // a leaf or a branch
}

// Report is what `coverage` shows. Totals are of the rows in it.
type Report struct {
	Catalogue cchc.Catalogue  `json:"-"`
	Rows      []cchc.Coverage `json:"rows"`
	Totals    Sum             `json:"totals"`
	Unread    int             `json:"unread"` // files that could hold evidence but are not read
}

// Source is the part of the record a report is computed from. LinksOf returns all links
// of a catalogue (Catalogue.Ref), near misses too.
type Source interface {
	CurrentCatalogue(ctx context.Context, scope cchc.Scope) (cchc.Catalogue, error)
	LinksOf(ctx context.Context, scope cchc.Scope, catalogue string) ([]cchc.Link, error)
	DocumentsByID(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error)
	Summary(ctx context.Context, scope cchc.Scope) (map[cchc.State]int, error)
	// OwnUnits are the units of the installation; none: those of the catalogue count.
	OwnUnits(ctx context.Context, scope cchc.Scope) ([]cchc.Unit, error)
}

// Compute reads the record and assesses the current catalogue. A unit or criterion the
// catalogue does not have is a usage error.
func Compute(ctx context.Context, src Source, scope cchc.Scope, f Filter) (Report, error) {
	cat, err := src.CurrentCatalogue(ctx, scope)
	if err != nil {
		return Report{}, fmt.Errorf("coverage: catalogue: %w", err)
	}
	own, err := src.OwnUnits(ctx, scope)
	if err != nil {
		return Report{}, fmt.Errorf("coverage: units: %w", err)
	}
	cat = cat.WithUnits(own)
	if err := f.check(cat); err != nil {
		return Report{}, err
	}
	links, err := src.LinksOf(ctx, scope, cat.Ref())
	if err != nil {
		return Report{}, fmt.Errorf("coverage: links: %w", err)
	}
	docs, err := src.DocumentsByID(ctx, scope, documentsOf(links))
	if err != nil {
		return Report{}, fmt.Errorf("coverage: documents: %w", err)
	}
	states, err := src.Summary(ctx, scope)
	if err != nil {
		return Report{}, fmt.Errorf("coverage: ledger: %w", err)
	}
	unread := 0
	for _, s := range []cchc.State{cchc.StateQueued, cchc.StateReading, cchc.StateWaiting, cchc.StateFailed, cchc.StateQuarantined} {
		unread += states[s]
	}
	unread -= min(unread, described(links, docs))
	rows := Assess(Input{Catalogue: cat, Links: links, Documents: docs, Unread: unread, Unit: f.Unit, Criterion: f.Criterion})
	return Report{Catalogue: cat, Rows: rows, Totals: Totals(rows, cat.TargetShare), Unread: unread}, nil
}

func (f Filter) check(cat cchc.Catalogue) error {
	if f.Criterion != "" && len(leavesUnder(cat.Criteria, f.Criterion)) == 0 {
		return cchc.Usage("criterion-unknown", fmt.Errorf("criterion %q: %w", f.Criterion, cchc.ErrNotFound), f.Criterion)
	}
	if f.Unit == "" {
		return nil
	}
	for _, u := range cat.Units {
		if u.ID == f.Unit {
			return nil
		}
	}
	return cchc.Usage("unit-unknown", fmt.Errorf("unit %q: %w", f.Unit, cchc.ErrNotFound), f.Unit)
}

func documentsOf(links []cchc.Link) []cchc.DocumentID {
	seen := map[cchc.DocumentID]bool{}
	var out []cchc.DocumentID
	for _, l := range links {
		if !seen[l.Document] {
			seen[l.Document] = true
			out = append(out, l.Document)
		}
	}
	return out
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"time"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
	"minhchung/internal/round"
)

// lockedLink is what a snapshot keeps of a link.
type lockedLink struct {
	ID          cchc.LinkID     `json:"id"`
	Requirement string          `json:"requirement"`
	Document    cchc.DocumentID `json:"document"`
	State       cchc.LinkState  `json:"state"`
	By          string          `json:"by,omitempty"`
	At          time.Time       `json:"at,omitzero"`
}

// lockedReport is what is kept of a round when it is locked, beside its scores.
type lockedReport struct {
	Coverage []cchc.Coverage `json:"coverage"`
	Totals   coverage.Sum    `json:"totals"`
	Unread   int             `json:"unread"`
	Links    []lockedLink    `json:"links"`
}

// Report makes what a snapshot of a round holds beside its scores.
func (e *engines) roundReport(ctx context.Context, r cchc.Round) ([]byte, error) {
	report, err := coverage.Compute(ctx, e.store, cchc.Everything(), coverage.Filter{Round: r.ID})
	if err != nil {
		return nil, err
	}
	links, err := e.store.LinksOf(ctx, cchc.Everything(), r.Catalogue)
	if err != nil {
		return nil, err
	}
	out := lockedReport{Coverage: report.Rows, Totals: report.Totals, Unread: report.Unread, Links: []lockedLink{}}
	for _, l := range links {
		if l.Proposed || l.State != cchc.LinkSuggested {
			out.Links = append(out.Links, lockedLink{l.ID, l.Requirement, l.Document, l.State, l.By, l.At})
		}
	}
	return json.Marshal(out)
}

// useCatalogue stores a version of a catalogue, makes it the one in use and proposes the
// links for it. Where a power cut comes in between, that is done when the folder is opened.
func (e *engines) useCatalogue(ctx context.Context, actor cchc.Actor, cat cchc.Catalogue, source []byte, progress func(done int)) error {
	if err := e.note(ctx, metaLinks, linksDue); err != nil {
		return err
	}
	if err := e.store.SaveCatalogue(ctx, actor, cat, source); err != nil {
		return err
	}
	if err := e.readUnits(ctx); err != nil { // it may have brought some
		return err
	}
	if err := e.pipeline.Relink(ctx, cchc.System(), cat, progress); err != nil {
		return err
	}
	return e.note(ctx, metaLinks, e.linksVersion())
}

// openRound opens a round on the catalogue it names, or on the one in use. provisional
// makes last year's one to go on with until the new one comes.
func (e *engines) openRound(ctx context.Context, actor cchc.Actor, r cchc.Round, provisional bool) (cchc.Round, error) {
	cat, source, err := e.storedCatalogue(ctx, r.Catalogue)
	if err != nil {
		return r, err
	}
	if r.ID == "" {
		r.ID = itoa(r.Year)
	}
	if provisional {
		if cat, err = e.provisional(ctx, actor, r, cat, source); err != nil {
			return r, err
		}
	}
	r.Catalogue, r.Provisional, r.State = cat.Ref(), provisional, cchc.RoundOpen
	if r.Period == (cchc.Period{}) {
		r.Period = cat.Period
	}
	return e.store.AddRound(ctx, actor, r)
}

// provisional makes the catalogue of a round that cannot wait for its own; what would keep
// the round from being opened is said before anything is stored.
func (e *engines) provisional(ctx context.Context, actor cchc.Actor, r cchc.Round, cat cchc.Catalogue, source []byte) (cchc.Catalogue, error) {
	if _, err := e.store.Round(ctx, cchc.Everything(), r.ID); err == nil {
		return cat, cchc.Usage("round-exists", nil, r.ID)
	} else if !errors.Is(err, cchc.ErrNotFound) {
		return cat, err
	}
	if cat.Year == r.Year {
		return cat, cchc.Usage("round-not-provisional", nil, itoa(r.Year))
	}
	next, yaml, err := catalogue.ForYear(cat, source, r.Year)
	if err != nil {
		return cat, err
	}
	units := e.ownUnits()
	if len(units) == 0 {
		units = cat.Units
	}
	try := round.Tidy(r)
	try.Catalogue, try.State = next.Ref(), cchc.RoundOpen
	if err := round.Check(try, next, units); err != nil {
		return cat, err
	}
	return next, e.useCatalogue(ctx, actor, next, yaml, nil)
}

// tablesOf reads the tables of a file somebody hands in: workbooks in a child process, text
// as it is, other formats as documents are read.
func (e *engines) tablesOf(ctx context.Context, name string, b []byte) ([]round.Sheet, error) {
	switch {
	case bytes.HasPrefix(b, []byte("PK")) && bytes.Contains(b, []byte("xl/workbook.xml")):
		book, err := readBook(ctx, e.settings, b)
		if err != nil {
			return nil, err
		}
		var out []round.Sheet
		for _, s := range book.Sheets {
			out = append(out, round.Sheet{Name: s.Name, Rows: s.Rows})
		}
		return out, nil
	case !isOffice(b):
		return round.ReadCSV(filepath.Base(name), b)
	}
	sheets, err := e.reading.tables(ctx, filepath.Join(e.dir, tempName), bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	var out []round.Sheet
	for _, s := range sheets {
		out = append(out, round.Sheet{Name: s.Name, Rows: s.Rows})
	}
	return out, nil
}

// OpenRound opens a round for the API.
func (d desk) OpenRound(ctx context.Context, actor cchc.Actor, r cchc.Round, provisional bool) (cchc.Round, error) {
	r, err := d.e.openRound(ctx, actor, r, provisional)
	return r, troubled(err)
}

// RoundReport makes what a snapshot holds.
func (d desk) RoundReport(ctx context.Context, r cchc.Round) ([]byte, error) {
	return d.e.roundReport(ctx, r)
}

// SaveUnits changes units and what follows from it.
func (d desk) SaveUnits(ctx context.Context, actor cchc.Actor, units ...cchc.Unit) error {
	return troubled(d.e.saveUnits(ctx, actor, units...))
}

// RemoveUnit removes a unit and changes what follows from it.
func (d desk) RemoveUnit(ctx context.Context, actor cchc.Actor, id string) error {
	return troubled(d.e.removeUnit(ctx, actor, id))
}

// MergeUnits has units end in another.
func (d desk) MergeUnits(ctx context.Context, actor cchc.Actor, from []string, into string, last cchc.Date) ([]cchc.Unit, error) {
	changed, err := d.e.mergeUnits(ctx, actor, from, into, last)
	return changed, troubled(err)
}

// Book reads the sheets of a workbook that was sent.
func (d desk) Book(ctx context.Context, name string, content io.Reader) ([]round.Sheet, error) {
	b, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	return d.e.tablesOf(ctx, name, b)
}

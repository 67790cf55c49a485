package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
)

const linkColumns = `l.id, l.catalogue, l.criterion, l.requirement, COALESCE(l.document, l.exhibit), l.score, l.proposed, l.related, l.fulfils, l.stale, l.manual,
	l.quotes, l.reasons, l.misses, COALESCE(r.state, 'suggested'), COALESCE(r.actor, ''), COALESCE(r.unit, ''), COALESCE(r.at, 0), COALESCE(r.note, '')`

const linkTables = " FROM links l LEFT JOIN reviews r ON r.link = l.id"

// What links.stale says.
const (
	fresh            = 0
	notProposedAgain = 1
	quoteGone        = 2
)

func scanLink(r scanner) (cchc.Link, error) {
	var l cchc.Link
	var at int64
	var stale int
	var quotes, reasons, misses string
	err := r.Scan(&l.ID, &l.Catalogue, &l.Criterion, &l.Requirement, &l.Document, &l.Score, &l.Proposed, &l.Related, &l.Fulfils, &stale, &l.Manual,
		&quotes, &reasons, &misses, &l.State, &l.By, &l.ByUnit, &at, &l.Note)
	if err != nil {
		return l, err
	}
	l.At = instant(at)
	for _, f := range []struct {
		text string
		into any
	}{{quotes, &l.Quotes}, {reasons, &l.Reasons}, {misses, &l.Misses}} {
		if err := json.Unmarshal([]byte(f.text), f.into); err != nil {
			return l, fmt.Errorf("link %s: %w", l.ID, err)
		}
	}
	if len(l.Misses) == 0 {
		l.Misses = nil
	}
	l.Stale = stale != fresh && l.State != cchc.LinkSuggested
	if l.Stale && l.State != cchc.LinkRejected {
		switch stale {
		case notProposedAgain:
			l.Misses = append(l.Misses, cchc.NewReason("link-not-proposed-again"))
		case quoteGone:
			l.Misses = append(l.Misses, cchc.NewReason("link-quote-gone"))
		}
	}
	return l, nil
}

func linkWhere(scope cchc.Scope, f LinkFilter) *where {
	w := &where{}
	if f.Catalogue != "" {
		w.add("l.catalogue = ?", f.Catalogue)
	} else {
		w.add("l.catalogue = (SELECT ref FROM catalogues WHERE current = 1)")
	}
	if f.Criterion != "" {
		w.add("l.criterion = ?", f.Criterion)
	}
	if f.Requirement != "" {
		w.add("l.requirement = ?", f.Requirement)
	}
	if f.Document != "" {
		w.add("l.document = ?", f.Document)
	}
	switch cchc.LinkState(f.State) {
	case "":
	case record.StateStale:
		w.add(reviewedLink + " AND l.stale <> 0")
	case cchc.LinkSuggested:
		w.add("(r.state IS NULL OR r.state = 'suggested')")
	default:
		w.add("r.state = ?", f.State)
	}
	if f.MinScore > 0 {
		w.add("l.score >= ?", f.MinScore)
	}
	if f.ProposedOnly {
		w.add("(l.proposed = 1 OR l.manual = 1 OR " + reviewedLink + ")")
	}
	w.linkScope(scope)
	return w
}

// reviewedLink holds for what a person said something of that still stands.
const reviewedLink = "r.state IN ('submitted', 'accepted', 'rejected', 'explanation_asked')"

// documentScope restricts the column that holds a document to those in the scope.
func (w *where) documentScope(scope cchc.Scope, column string) {
	if scope.All {
		return
	}
	d := &where{}
	d.add("d.id = " + column)
	d.scope(scope, "d.unit")
	w.add("EXISTS (SELECT 1 FROM documents d"+d.String()+")", d.args...)
}

// linkScope restricts links to those of documents and exhibits in the scope.
func (w *where) linkScope(scope cchc.Scope) {
	if scope.All {
		return
	}
	d, x := &where{}, &where{}
	d.add("d.id = l.document")
	d.scope(scope, "d.unit")
	x.add("x.id = l.exhibit")
	x.scope(scope, "x.unit")
	w.add("(EXISTS (SELECT 1 FROM documents d"+d.String()+") OR EXISTS (SELECT 1 FROM exhibits x"+x.String()+"))", append(d.args, x.args...)...)
}

func linkList(w *where) string {
	return "SELECT " + linkColumns + linkTables + w.String() + " ORDER BY l.score DESC, l.id LIMIT ?"
}

// Links lists links, the highest score first. total counts all of the filter.
func (s *Store) Links(ctx context.Context, scope cchc.Scope, f LinkFilter) (links []cchc.Link, next string, total int, err error) {
	w := linkWhere(scope, f)
	page := w.clone()
	var score float64
	var id string
	if more, err := decodeCursor(f.Cursor, "links", &score, &id); err != nil {
		return nil, "", 0, fmt.Errorf("links: %w", err)
	} else if more {
		page.after("l.score", "l.id", score, id)
	}
	n := limit(f.Limit)
	err = s.view(ctx, "links", func(tx *sql.Tx) error {
		total, err = first(ctx, tx.QueryContext, scanInt, "SELECT count(*)"+linkTables+w.String(), w.args...)
		if err != nil {
			return err
		}
		links, err = collect(ctx, tx.QueryContext, scanLink, linkList(page), append(page.args, n+1)...)
		return err
	})
	if err == nil && len(links) > n {
		links = links[:n]
		next, err = encodeCursor("links", links[n-1].Score, links[n-1].ID)
	}
	return links, next, total, err
}

// EachLink calls fn for every link of the filter, the highest score first; Cursor and
// Limit do not matter. All are of one snapshot. An error of fn ends the walk and is returned.
func (s *Store) EachLink(ctx context.Context, scope cchc.Scope, f LinkFilter, fn func(cchc.Link) error) error {
	w := linkWhere(scope, f)
	links, err := collect(ctx, s.read.QueryContext, scanLink, linkList(w), append(w.args, -1)...)
	if err != nil {
		return fmt.Errorf("each link: %w", err)
	}
	for _, l := range links {
		if err := fn(l); err != nil {
			return err
		}
	}
	return nil
}

// AllLinks returns every link of the filter, the highest score first; Cursor and Limit do
// not matter.
func (s *Store) AllLinks(ctx context.Context, scope cchc.Scope, f LinkFilter) ([]cchc.Link, error) {
	var out []cchc.Link
	err := s.EachLink(ctx, scope, f, func(l cchc.Link) error {
		out = append(out, l)
		return nil
	})
	return out, err
}

// LinksOf returns every link of a catalogue, proposed or not.
func (s *Store) LinksOf(ctx context.Context, scope cchc.Scope, catalogue string) ([]cchc.Link, error) {
	return s.AllLinks(ctx, scope, LinkFilter{Catalogue: catalogue})
}

// Link returns one link with the unit its document is of; [cchc.ErrNotFound] is wrapped.
func (s *Store) Link(ctx context.Context, scope cchc.Scope, id cchc.LinkID) (cchc.Link, error) {
	w := &where{}
	w.add("l.id = ?", string(id))
	w.linkScope(scope)
	return linkAndUnit(ctx, s.read.QueryContext, id, w)
}

// linkAndUnit reads one link with the unit its document is of.
func linkAndUnit(ctx context.Context, q querier, id cchc.LinkID, w *where) (cchc.Link, error) {
	l, err := first(ctx, q, scanLink, "SELECT "+linkColumns+linkTables+w.String(), w.args...)
	if err != nil {
		return cchc.Link{}, fmt.Errorf("link %s: %w", id, err)
	}
	of := "SELECT unit FROM documents WHERE id = ?"
	if l.Document.IsExhibit() {
		of = "SELECT unit FROM exhibits WHERE id = ?"
	}
	if l.Unit, err = first(ctx, q, scanText, of, string(l.Document)); err != nil {
		return cchc.Link{}, fmt.Errorf("link %s: unit of %s: %w", id, l.Document, err)
	}
	return l, nil
}

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
)

const (
	// slowLinked is a reading worth sparing while files pour in and the record changes
	// several times a second.
	slowLinked = 50 * time.Millisecond
	// linkedAge is how old such an answer may be, or longer where reading it again would take
	// more than a tenth of the time. A person's review is never hidden.
	linkedAge   = 2 * time.Second
	linkedShare = 10
	// linkedKept bounds the answers kept, one for each scope.
	linkedKept = 16
)

// linkedCache keeps the links as searches ask for them as long as the record does not
// change. It is safe for concurrent use; the same scope is read once at a time.
type linkedCache struct {
	mu   sync.Mutex
	kept map[string]*keptLinks
}

type keptLinks struct {
	mu      sync.Mutex // held while it is read
	changes uint64
	at      time.Time
	took    time.Duration
	linked  *record.Linked
	units   atomic.Pointer[keptUnits]
}

// keptUnits are units as of so many changes: every search asks for them.
type keptUnits struct {
	changes uint64
	units   *record.Units
}

// forget drops everything: a person or a new catalogue changed links.
func (c *linkedCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = nil
}

func (c *linkedCache) of(scope cchc.Scope) *keptLinks {
	key := fmt.Sprintf("%+v", scope)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= linkedKept && c.kept[key] == nil {
		c.kept = map[string]*keptLinks{}
	}
	if c.kept[key] == nil {
		c.kept[key] = &keptLinks{}
	}
	return c.kept[key]
}

// Linked returns which documents are linked to which criteria of the catalogue in use:
// links above the proposing threshold, and those a person reviewed. It is read once and
// kept until the record changes; while changes come in and reading it is slow, it may be
// some seconds old. [cchc.ErrNotFound] is wrapped where there is no catalogue yet.
func (s *Store) Linked(ctx context.Context, scope cchc.Scope) (*record.Linked, error) {
	k := s.linked.of(scope)
	k.mu.Lock()
	defer k.mu.Unlock()
	changes, now := s.Changes(), s.now()
	if k.linked != nil && (k.changes == changes || k.took > slowLinked && now.Sub(k.at) < max(linkedAge, linkedShare*k.took)) {
		return k.linked, nil
	}
	cat, err := s.CurrentCatalogue(ctx, scope)
	if err != nil {
		return nil, fmt.Errorf("links of documents: %w", err)
	}
	w := linkWhere(scope, LinkFilter{Catalogue: cat.Ref(), ProposedOnly: true})
	w.add("l.document IS NOT NULL") // nobody searches for an exhibit: it has no text
	ties, err := collect(ctx, s.read.QueryContext, func(r scanner) (record.Tie, error) {
		var t record.Tie
		err := r.Scan(&t.Document, &t.Criterion, &t.State, &t.Stale)
		return t, err
	}, "SELECT l.document, l.criterion, COALESCE(r.state, 'suggested'), r.state IS NOT NULL AND r.state <> 'suggested' AND l.stale <> 0"+linkTables+w.String(), w.args...)
	if err != nil {
		return nil, fmt.Errorf("links of documents: %w", err)
	}
	done := s.now()
	k.linked, k.changes, k.at, k.took = record.NewLinked(cat, ties), changes, done, done.Sub(now)
	return k.linked, nil
}

// Units returns the units in the scope that have documents, with the names of those of
// the installation, or else of the catalogue in use.
func (s *Store) Units(ctx context.Context, scope cchc.Scope) (*record.Units, error) {
	k, changes := s.linked.of(scope), s.Changes()
	if has := k.units.Load(); has != nil && has.changes == changes {
		return has.units, nil
	}
	units, err := s.readUnits(ctx, scope)
	if err != nil {
		return nil, err
	}
	k.units.Store(&keptUnits{changes, units})
	return units, nil
}

func (s *Store) readUnits(ctx context.Context, scope cchc.Scope) (*record.Units, error) {
	cat, err := s.CurrentCatalogue(ctx, scope)
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return nil, fmt.Errorf("units: %w", err)
	}
	own, err := s.OwnUnits(ctx, scope)
	if err != nil {
		return nil, err
	}
	cat = cat.WithUnits(own)
	// The index is asked for one unit after the other: there are few, and many documents.
	all, err := collect(ctx, s.read.QueryContext, scanText, `WITH RECURSIVE u (unit) AS (SELECT min(unit) FROM documents
		UNION ALL SELECT (SELECT min(unit) FROM documents WHERE unit > u.unit) FROM u WHERE u.unit IS NOT NULL)
		SELECT unit FROM u WHERE unit IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	return record.NewUnits(cat, slices.DeleteFunc(all, func(u string) bool { return !scope.Sees(u) })), nil
}

// Headings returns what the documents are known by, for completing what is typed.
func (s *Store) Headings(ctx context.Context, scope cchc.Scope) ([]record.Heading, error) {
	w := &where{}
	w.scope(scope, "d.unit")
	out, err := collect(ctx, s.read.QueryContext, func(r scanner) (record.Heading, error) {
		var h record.Heading
		err := r.Scan(&h.TypeName, &h.Subject, &h.Code, &h.Organ)
		return h, err
	}, `SELECT COALESCE(d.particulars ->> 'type_name', ''), COALESCE(d.particulars ->> 'subject', ''), d.code, COALESCE(d.particulars ->> 'organ_name', '')
		FROM documents d`+w.String()+" ORDER BY d.id", w.args...)
	if err != nil {
		return nil, fmt.Errorf("headings: %w", err)
	}
	return out, nil
}

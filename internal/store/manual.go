package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"minhchung/internal/cchc"
)

// manual is what a person linked, as it is kept.
type manual struct {
	link   cchc.Link // identity, criterion, requirement, document, quotes
	unit   string
	note   string
	by     string
	at     int64
	quotes string
}

const manualColumns = "link, catalogue, criterion, requirement, document, unit, quotes, note, actor, at"

func scanManual(r scanner) (manual, error) {
	var m manual
	err := r.Scan(&m.link.ID, &m.link.Catalogue, &m.link.Criterion, &m.link.Requirement, &m.link.Document, &m.unit, &m.quotes, &m.note, &m.by, &m.at)
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(m.quotes), &m.link.Quotes)
}

// over lays what a person linked over what the program proposes of the same pair, which may
// be nothing: then the link is related and fulfils because the person says so, and not
// proposed.
func (m manual) over(proposed *cchc.Link) cchc.Link {
	l := m.link
	l.Related, l.Fulfils = true, true
	l.Reasons = []cchc.Reason{cchc.NewReason("linked-by-person", m.by, m.note)}
	if m.unit != "" {
		l.Reasons = append(l.Reasons, cchc.NewReason("linked-for-unit", m.unit, m.unit))
	}
	if proposed != nil {
		l.Score, l.Proposed, l.Related, l.Fulfils = proposed.Score, proposed.Proposed, proposed.Related, proposed.Fulfils
		l.Quotes = append(l.Quotes[:len(l.Quotes):len(l.Quotes)], proposed.Quotes...)
		l.Reasons, l.Misses = append(l.Reasons, proposed.Reasons...), proposed.Misses
	}
	l.Manual = true
	return l
}

// under is what the program proposes of a pair a person linked too; ok is false where it
// proposes nothing.
func (m manual) under(l cchc.Link) (proposed cchc.Link, ok bool) {
	own := 1
	if m.unit != "" {
		own = 2
	}
	if len(l.Reasons) <= own || len(l.Quotes) < len(m.link.Quotes) {
		return l, false
	}
	l.Quotes, l.Reasons, l.Manual = l.Quotes[len(m.link.Quotes):], l.Reasons[own:], false
	return l, true
}

// overlayManual lays what people linked over the proposals of a document.
func (c *change) overlayManual(ctx context.Context, ref string, doc cchc.DocumentID, stale map[string]int) error {
	all, err := collect(ctx, c.query, scanManual, "SELECT "+manualColumns+" FROM manual_links WHERE document = ? AND catalogue = ?", string(doc), ref)
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := c.overlay(ctx, m, stale[string(m.link.ID)]); err != nil {
			return fmt.Errorf("link %s: %w", m.link.ID, err)
		}
	}
	return nil
}

func (c *change) overlay(ctx context.Context, m manual, stale int) error {
	now, err := c.link(ctx, m.link.ID)
	if errors.Is(err, cchc.ErrNotFound) {
		return c.saveLink(ctx, m.over(nil), stale)
	}
	if err != nil {
		return err
	}
	now.Misses = withoutStale(now.Misses)
	return c.saveLink(ctx, m.over(&now), stale)
}

// withoutStale drops what reading a stale link adds to what is wrong with it.
func withoutStale(misses []cchc.Reason) []cchc.Reason {
	var out []cchc.Reason
	for _, r := range misses {
		if r.Code != "link-not-proposed-again" && r.Code != "link-quote-gone" {
			out = append(out, r)
		}
	}
	return out
}

// ManualLink is evidence as a person links it: Link has Catalogue, Criterion, Requirement,
// Document and at most one quote; Note says what the person saw.
type ManualLink struct {
	Link    cchc.Link
	Exhibit *cchc.Exhibit // where the evidence is no document; Link.Document is its identity
	Unit    string        // whose evidence it is; "" the office's
	Note    string
}

// AddLink links evidence in the name of a person. What nobody decided yet is submitted by
// it; a decision on the same pair stands. Linking the same again replaces quote and note.
// [cchc.ErrNotFound] is wrapped where there is no such document.
func (s *Store) AddLink(ctx context.Context, actor cchc.Actor, in ManualLink) (cchc.Link, error) {
	defer s.linked.forget()
	var out cchc.Link
	err := s.change(ctx, "add link", actor, func(ctx context.Context, c *change) error {
		var err error
		out, err = c.addLink(ctx, in)
		return err
	})
	return out, err
}

func (c *change) addLink(ctx context.Context, in ManualLink) (cchc.Link, error) {
	l := in.Link
	l.ID = cchc.NewLinkID(l.Catalogue, l.Requirement, l.Document)
	if in.Exhibit != nil {
		x := *in.Exhibit
		x.By, x.At = c.actor.Name, c.at
		if err := c.saveExhibit(ctx, x); err != nil {
			return l, err
		}
	} else if _, err := first(ctx, c.query, scanText, "SELECT id FROM documents WHERE id = ?", string(l.Document)); err != nil {
		return l, fmt.Errorf("document %s: %w", l.Document, err)
	}
	if err := c.lift(ctx, l.ID); err != nil {
		return l, err
	}
	m := manual{link: l, unit: in.Unit, note: in.Note, by: c.actor.Name, at: nanos(c.at)}
	if err := c.keepManual(ctx, m); err != nil {
		return l, err
	}
	now, err := c.link(ctx, l.ID)
	if err != nil {
		return l, err
	}
	from := now.State
	if from == cchc.LinkSuggested || from == cchc.LinkSubmitted {
		next := now
		next.State, next.By, next.ByUnit, next.Note, next.At = cchc.LinkSubmitted, c.actor.Name, c.actor.Unit, in.Note, c.at
		if err := c.saveReview(ctx, now, next); err != nil {
			return l, err
		}
	}
	if now, err = c.link(ctx, l.ID); err != nil {
		return l, err
	}
	return now, c.audit(ctx, auditAdded, string(l.ID), linkChange{
		From: from, To: now.State, Note: in.Note, Unit: c.actor.Unit, Requirement: l.Requirement, Document: l.Document,
	})
}

// keepManual writes a link of a person and lays it over what is proposed.
func (c *change) keepManual(ctx context.Context, m manual) error {
	if err := c.writeManual(ctx, m); err != nil {
		return err
	}
	return c.overlay(ctx, m, fresh)
}

func (c *change) writeManual(ctx context.Context, m manual) error {
	quotes, err := asJSON(m.link.Quotes)
	if err != nil {
		return err
	}
	l := m.link
	_, err = c.exec(ctx, `INSERT INTO manual_links (`+manualColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (link) DO UPDATE SET unit = excluded.unit, quotes = excluded.quotes, note = excluded.note, actor = excluded.actor, at = excluded.at`,
		string(l.ID), l.Catalogue, l.Criterion, l.Requirement, string(l.Document), m.unit, quotes, m.note, m.by, m.at)
	return err
}

// lift takes what a person linked off what the program proposes, which is nothing where it
// proposes nothing.
func (c *change) lift(ctx context.Context, id cchc.LinkID) error {
	m, err := first(ctx, c.query, scanManual, "SELECT "+manualColumns+" FROM manual_links WHERE link = ?", string(id))
	if errors.Is(err, cchc.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := c.exec(ctx, "DELETE FROM manual_links WHERE link = ?", string(id)); err != nil {
		return err
	}
	now, err := c.link(ctx, id)
	if errors.Is(err, cchc.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if proposed, ok := m.under(now); ok {
		proposed.Misses = withoutStale(proposed.Misses)
		return c.saveLink(ctx, proposed, fresh)
	}
	_, err = c.exec(ctx, "DELETE FROM links WHERE id = ?", string(id))
	return err
}

// RemoveLink takes back what a person linked: what the program proposes of the pair stays,
// what was said of it goes; the history keeps all. may refuses. [cchc.ErrNotFound] is
// wrapped where there is no such link.
func (s *Store) RemoveLink(ctx context.Context, actor cchc.Actor, id cchc.LinkID, may func(cchc.Link) error) error {
	defer s.linked.forget()
	return s.change(ctx, "remove link", actor, func(ctx context.Context, c *change) error {
		l, err := c.link(ctx, id)
		if err != nil {
			return err
		}
		if err := may(l); err != nil {
			return err
		}
		if err := c.lift(ctx, id); err != nil {
			return err
		}
		if _, err := c.exec(ctx, "DELETE FROM reviews WHERE link = ?", string(id)); err != nil {
			return err
		}
		return c.audit(ctx, auditRemoved, string(id), linkChange{From: l.State, Unit: actor.Unit, Requirement: l.Requirement, Document: l.Document})
	})
}

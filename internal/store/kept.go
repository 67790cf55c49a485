package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"minhchung/internal/cchc"
)

// KeptLink is what people said of one link and what they linked, the part of links that
// cannot be made again: the form in which it is written out and read in.
type KeptLink struct {
	Link        cchc.LinkID     `json:"link"`
	Catalogue   string          `json:"catalogue"`
	Criterion   string          `json:"criterion"`
	Requirement string          `json:"requirement"`
	Document    cchc.DocumentID `json:"document"`
	Exhibit     *cchc.Exhibit   `json:"exhibit,omitempty"` // where the evidence is no file
	Review      *KeptReview     `json:"review,omitempty"`
	Manual      *KeptManual     `json:"manual,omitempty"`
}

// KeptReview is what a person said of a link.
type KeptReview struct {
	State  cchc.LinkState `json:"state"`
	By     string         `json:"by"`
	Unit   string         `json:"unit,omitempty"`
	At     time.Time      `json:"at,omitzero"`
	Note   string         `json:"note,omitempty"`
	Quotes []cchc.Quote   `json:"quotes,omitempty"` // as the person saw them
}

// KeptManual is that a person linked it.
type KeptManual struct {
	By     string       `json:"by"`
	Unit   string       `json:"unit,omitempty"`
	At     time.Time    `json:"at"`
	Note   string       `json:"note"`
	Quotes []cchc.Quote `json:"quotes,omitempty"`
}

// KeptLinks returns what people said of the links of a catalogue, in the order of their
// identities, also of documents that are not there at present. Only a scope of everything
// sees it: it speaks of all units.
func (s *Store) KeptLinks(ctx context.Context, scope cchc.Scope, ref string) ([]KeptLink, error) {
	if !scope.All {
		return nil, nil
	}
	c := &collector{q: s.read.QueryContext, at: map[cchc.LinkID]int{}}
	if err := c.reviews(ctx, ref); err != nil {
		return nil, fmt.Errorf("kept links: %w", err)
	}
	if err := c.manual(ctx, ref); err != nil {
		return nil, fmt.Errorf("kept links: %w", err)
	}
	var ids []cchc.DocumentID
	for _, k := range c.out {
		ids = append(ids, k.Document)
	}
	exhibits, err := s.Exhibits(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	for i, k := range c.out {
		if x, ok := exhibits[k.Document]; ok {
			c.out[i].Exhibit = &x
		}
	}
	sortKept(c.out)
	return c.out, nil
}

// KeepLinks takes in what people said elsewhere, in one transaction. Of two reviews of one
// link, and of two links of one pair by hand, the later stands; what is said of a document
// that is not there waits for it. Doing it again changes nothing. The catalogues must be
// there: [cchc.ErrNotFound] is wrapped where one is not.
func (s *Store) KeepLinks(ctx context.Context, actor cchc.Actor, links []KeptLink) (changed int, err error) {
	defer s.linked.forget()
	err = s.change(ctx, "keep links", actor, func(tctx context.Context, c *change) error {
		known := map[string]bool{}
		for _, k := range links {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !known[k.Catalogue] {
				if _, err := first(tctx, c.query, scanText, "SELECT ref FROM catalogues WHERE ref = ?", k.Catalogue); err != nil {
					return fmt.Errorf("catalogue %s: %w", k.Catalogue, err)
				}
				known[k.Catalogue] = true
			}
			did, err := c.keepLink(tctx, k)
			if err != nil {
				return fmt.Errorf("link %s: %w", k.Link, err)
			}
			if did {
				changed++
			}
		}
		return nil
	})
	return changed, err
}

// Check reports what is wrong with an entry by itself.
func (k KeptLink) Check() error {
	switch {
	case k.Link != cchc.NewLinkID(k.Catalogue, k.Requirement, k.Document):
		return fmt.Errorf("%s is not the link of %s, %s, %s", k.Link, k.Catalogue, k.Requirement, k.Document)
	case (k.Exhibit != nil) != k.Document.IsExhibit() || k.Exhibit != nil && k.Exhibit.ID != k.Document:
		return fmt.Errorf("%s is not what its exhibit is", k.Document)
	case k.Review != nil:
		return k.Review.State.Validate()
	}
	return nil
}

func (c *change) keepLink(ctx context.Context, k KeptLink) (did bool, err error) {
	if err := k.Check(); err != nil {
		return false, err
	}
	there := k.Exhibit != nil
	if there {
		if err := c.saveExhibit(ctx, *k.Exhibit); err != nil {
			return false, err
		}
	} else if there, err = c.has(ctx, "SELECT id FROM documents WHERE id = ?", string(k.Document)); err != nil {
		return false, err
	}
	l := cchc.Link{ID: k.Link, Catalogue: k.Catalogue, Criterion: k.Criterion, Requirement: k.Requirement, Document: k.Document}
	if k.Manual != nil {
		if did, err = c.takeManual(ctx, l, *k.Manual, there); err != nil {
			return false, err
		}
	}
	if k.Review == nil {
		return did, nil
	}
	more, err := c.takeReview(ctx, l, *k.Review, there)
	return did || more, err
}

func (c *change) has(ctx context.Context, query string, args ...any) (bool, error) {
	_, err := first(ctx, c.query, scanText, query, args...)
	if errors.Is(err, cchc.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func (c *change) takeManual(ctx context.Context, l cchc.Link, k KeptManual, there bool) (did bool, err error) {
	had, err := c.has(ctx, "SELECT link FROM manual_links WHERE link = ? AND at >= ?", string(l.ID), nanos(k.At))
	if err != nil || had {
		return false, err
	}
	if err := c.lift(ctx, l.ID); err != nil {
		return false, err
	}
	l.Quotes = k.Quotes
	m := manual{link: l, unit: k.Unit, note: k.Note, by: k.By, at: nanos(k.At)}
	if there {
		err = c.keepManual(ctx, m)
	} else {
		err = c.writeManual(ctx, m)
	}
	if err != nil {
		return false, err
	}
	return true, c.audit(ctx, auditAdded, string(l.ID), linkChange{Note: k.Note, Unit: k.Unit, Requirement: l.Requirement, Document: l.Document})
}

func (c *change) takeReview(ctx context.Context, l cchc.Link, k KeptReview, there bool) (did bool, err error) {
	had, err := c.has(ctx, "SELECT link FROM reviews WHERE link = ? AND at >= ?", string(l.ID), nanos(k.At))
	if err != nil || had {
		return false, err
	}
	now, err := c.link(ctx, l.ID)
	stale := fresh
	switch {
	case err == nil || errors.Is(err, cchc.ErrNotFound) && !there:
	case errors.Is(err, cchc.ErrNotFound): // the program does not propose it
		l.Quotes, stale = k.Quotes, notProposedAgain
		if err := c.saveLink(ctx, l, stale); err != nil {
			return false, err
		}
	default:
		return false, err
	}
	seen, said := l, l
	seen.Quotes = k.Quotes
	said.State, said.By, said.ByUnit, said.At, said.Note = k.State, k.By, k.Unit, k.At, k.Note
	if err := c.saveReview(ctx, seen, said); err != nil {
		return false, err
	}
	if _, err := c.exec(ctx, "UPDATE links SET stale = ? WHERE id = ?", stale, string(l.ID)); err != nil {
		return false, err
	}
	return true, c.audit(ctx, auditReviewed, string(l.ID), linkChange{From: now.State, To: k.State, Note: k.Note, Unit: k.Unit, Requirement: l.Requirement, Document: l.Document})
}

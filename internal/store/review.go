package store

import (
	"context"
	"errors"
	"fmt"

	"minhchung/internal/cchc"
)

// Review changes what is said of a link: decide gets the link as it stands, with the unit
// of its document, and returns it with the new state, note, actor and instant; nothing else
// of it may change. The quotes are kept with the review as the person saw them.
// [cchc.ErrNotFound] is wrapped where there is no such link; an error of decide changes
// nothing and is wrapped.
func (s *Store) Review(ctx context.Context, actor cchc.Actor, id cchc.LinkID, decide func(cchc.Link) (cchc.Link, error)) (cchc.Link, error) {
	done, err := s.ReviewAll(ctx, actor, []cchc.LinkID{id}, decide)
	if err != nil {
		return cchc.Link{}, err
	}
	if done[0].Err != nil {
		return cchc.Link{}, fmt.Errorf("review: %w", done[0].Err)
	}
	return done[0].Link, nil
}

// Reviewed is what became of one of several links: the link as it stands now, or why it
// was left as it was.
type Reviewed struct {
	ID   cchc.LinkID
	Link cchc.Link
	Err  error
}

// ReviewAll is [Store.Review] of several links, in one transaction and in their order. A
// link that is not there, and one decide refuses, is left as it is and named in the result;
// the others change. Any other error changes nothing at all.
func (s *Store) ReviewAll(ctx context.Context, actor cchc.Actor, ids []cchc.LinkID, decide func(cchc.Link) (cchc.Link, error)) ([]Reviewed, error) {
	defer s.linked.forget()
	var out []Reviewed
	err := s.change(ctx, "review", actor, func(tctx context.Context, c *change) error {
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			r := Reviewed{ID: id}
			var refused error
			if r.Link, refused, r.Err = c.review(tctx, id, decide); r.Err != nil {
				return r.Err
			}
			r.Err = refused
			out = append(out, r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// review changes one link; refused is why it was left as it was.
func (c *change) review(ctx context.Context, id cchc.LinkID, decide func(cchc.Link) (cchc.Link, error)) (l cchc.Link, refused, err error) {
	was, err := c.link(ctx, id)
	if errors.Is(err, cchc.ErrNotFound) {
		return l, err, nil
	}
	if err != nil {
		return l, nil, err
	}
	now, err := decide(was)
	if err != nil {
		return l, err, nil
	}
	if now.ID != was.ID {
		return l, nil, fmt.Errorf("link %s became %s", was.ID, now.ID)
	}
	if err := c.saveReview(ctx, was, now); err != nil {
		return l, nil, err
	}
	err = c.audit(ctx, auditReviewed, string(was.ID), linkChange{
		From: was.State, To: now.State, Note: now.Note, Unit: c.actor.Unit, Requirement: was.Requirement, Document: was.Document,
	})
	if err != nil {
		return l, nil, err
	}
	l, err = c.link(ctx, id)
	return l, nil, err
}

func (c *change) link(ctx context.Context, id cchc.LinkID) (cchc.Link, error) {
	w := &where{}
	w.add("l.id = ?", string(id))
	return linkAndUnit(ctx, c.query, id, w)
}

// saveReview keeps what a person said of a link; was is the link as the person saw it.
func (c *change) saveReview(ctx context.Context, was, now cchc.Link) error {
	if err := now.State.Validate(); err != nil {
		return err
	}
	quotes, err := asJSON(was.Quotes)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, `INSERT INTO reviews (link, catalogue, criterion, requirement, document, state, actor, unit, at, note, quotes)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (link) DO UPDATE SET state = excluded.state, actor = excluded.actor, unit = excluded.unit, at = excluded.at,
			note = excluded.note, quotes = excluded.quotes`,
		string(was.ID), was.Catalogue, was.Criterion, was.Requirement, string(was.Document),
		string(now.State), now.By, now.ByUnit, nanos(now.At), now.Note, quotes)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, "UPDATE links SET stale = ? WHERE id = ?", fresh, string(was.ID))
	return err
}

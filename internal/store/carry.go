package store

import (
	"context"
	"errors"
	"fmt"

	"minhchung/internal/cchc"
)

// Carrying says which requirements of a catalogue go on as which of the next.
type Carrying struct {
	From, To string                   // Catalogue.Ref
	Pairs    map[string]CarriedTo     // by requirement of From
	Note     func(l cchc.Link) string // what is noted with the link that goes on
	Meta     string                   // a key of the meta table that goes with it; "" none
}

// CarriedTo is the requirement a requirement goes on as.
type CarriedTo struct {
	Criterion   string `json:"criterion"`
	Requirement string `json:"requirement"`
}

// Carry says of the links of the next catalogue what people said of those they continue:
// state, who, when and why stay, and what people linked is linked again. What the program
// does not propose any more goes on as stale. What has no pair, or was reviewed in the next
// catalogue already, is left. It is one transaction: after a crash all is carried or
// nothing, and doing it again changes nothing more.
func (s *Store) Carry(ctx context.Context, actor cchc.Actor, in Carrying) (carried, left int, err error) {
	defer s.linked.forget()
	err = s.change(ctx, "carry reviews", actor, func(tctx context.Context, c *change) error {
		w := &where{}
		w.add("l.catalogue = ?", in.From)
		w.add("(l.manual = 1 OR " + reviewedLink + ")")
		links, err := collect(tctx, c.query, scanLink, "SELECT "+linkColumns+linkTables+w.String()+" ORDER BY l.id", w.args...)
		if err != nil {
			return err
		}
		for _, l := range links {
			if err := ctx.Err(); err != nil {
				return err
			}
			ok := false
			if to, paired := in.Pairs[l.Requirement]; paired {
				if ok, err = c.carry(tctx, l, in.To, to, in.Note(l)); err != nil {
					return fmt.Errorf("link %s: %w", l.ID, err)
				}
			}
			if ok {
				carried++
			} else {
				left++
			}
		}
		if in.Meta == "" {
			return nil
		}
		_, err = c.exec(tctx, "DELETE FROM meta WHERE key = ?", in.Meta)
		return err
	})
	return carried, left, err
}

// carry takes one link to another catalogue; ok is false where it is left.
func (c *change) carry(ctx context.Context, l cchc.Link, ref string, to CarriedTo, note string) (ok bool, err error) {
	id := cchc.NewLinkID(ref, to.Requirement, l.Document)
	now, err := c.link(ctx, id)
	there := err == nil
	switch {
	case err != nil && !errors.Is(err, cchc.ErrNotFound):
		return false, err
	case there && (now.State != cchc.LinkSuggested || l.Manual && now.Manual):
		return false, nil
	}
	next := l
	next.ID, next.Catalogue, next.Criterion, next.Requirement = id, ref, to.Criterion, to.Requirement
	stale := fresh
	switch {
	case l.Manual:
		err = c.carryManual(ctx, l.ID, next)
	case !there:
		next.Proposed, next.Misses, stale = false, withoutStale(next.Misses), notProposedAgain
		err = c.saveLink(ctx, next, stale)
	}
	if err != nil {
		return false, err
	}
	if l.State != cchc.LinkSuggested {
		if now, err = c.link(ctx, id); err != nil {
			return false, err
		}
		next.Note = note
		if err := c.saveReview(ctx, now, next); err != nil {
			return false, err
		}
		if _, err := c.exec(ctx, "UPDATE links SET stale = ? WHERE id = ?", stale, string(id)); err != nil {
			return false, err
		}
	}
	return true, c.audit(ctx, auditCarried, string(id), linkChange{To: l.State, Note: note, Requirement: to.Requirement, Document: l.Document, Before: l.ID})
}

func (c *change) carryManual(ctx context.Context, from cchc.LinkID, next cchc.Link) error {
	m, err := first(ctx, c.query, scanManual, "SELECT "+manualColumns+" FROM manual_links WHERE link = ?", string(from))
	if err != nil {
		return err
	}
	m.link = cchc.Link{ID: next.ID, Catalogue: next.Catalogue, Criterion: next.Criterion, Requirement: next.Requirement, Document: next.Document, Quotes: m.link.Quotes}
	return c.keepManual(ctx, m)
}

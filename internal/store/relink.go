package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"minhchung/internal/cchc"
)

// ReplaceLinks replaces the proposals of one document for one catalogue. What a person
// reviewed or linked stays, even where it is not proposed again.
func (s *Store) ReplaceLinks(ctx context.Context, actor cchc.Actor, ref string, doc cchc.DocumentID, links []cchc.Link) error {
	return s.RelinkAll(ctx, actor, ref, func(put func(cchc.DocumentID, []cchc.Link) error) error {
		return put(doc, links)
	})
}

// RelinkAll replaces the proposals of many documents for one catalogue in one
// transaction: each calls put once a document. Where each returns an error nothing is
// changed. Reads go on meanwhile and see the links before; other changes wait.
func (s *Store) RelinkAll(ctx context.Context, actor cchc.Actor, ref string, each func(put func(cchc.DocumentID, []cchc.Link) error) error) error {
	defer s.linked.forget()
	return s.change(ctx, "relink", actor, func(tctx context.Context, c *change) error {
		docs, total := 0, 0
		err := each(func(doc cchc.DocumentID, links []cchc.Link) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			docs, total = docs+1, total+len(links)
			return c.replaceLinks(tctx, ref, doc, links)
		})
		if err != nil {
			return err
		}
		return c.audit(tctx, "linked", ref, map[string]int{"documents": docs, "links": total})
	})
}

// reviewed is what a person said of a link of the document at hand.
type reviewed struct {
	link   string
	state  cchc.LinkState
	quotes []cchc.Quote
}

func scanReviewed(r scanner) (reviewed, error) {
	var v reviewed
	var quotes string
	if err := r.Scan(&v.link, &v.state, &quotes); err != nil {
		return v, err
	}
	err := json.Unmarshal([]byte(quotes), &v.quotes)
	return v, err
}

const heldReviews = "SELECT link, state, quotes FROM reviews WHERE document = ? AND catalogue = ? AND state <> 'suggested'"

func (c *change) replaceLinks(ctx context.Context, ref string, doc cchc.DocumentID, links []cchc.Link) error {
	held, err := collect(ctx, c.query, scanReviewed, heldReviews, string(doc), ref)
	if err != nil {
		return err
	}
	if err := c.clearLinks(ctx, ref, doc, len(held) > 0); err != nil {
		return err
	}
	stale := map[string]int{}
	if len(held) > 0 {
		if stale, err = c.staleQuotes(ctx, doc, held); err != nil {
			return err
		}
	}
	for _, l := range links {
		if l.ID == "" {
			l.ID = cchc.NewLinkID(ref, l.Requirement, doc)
		}
		if l.Document != doc || l.Catalogue != ref {
			return fmt.Errorf("link %s is of document %s and catalogue %s, not of %s and %s", l.ID, l.Document, l.Catalogue, doc, ref)
		}
		if err := c.saveLink(ctx, l, stale[string(l.ID)]); err != nil {
			return fmt.Errorf("link %s: %w", l.ID, err)
		}
	}
	return c.overlayManual(ctx, ref, doc, stale)
}

// clearLinks removes the proposals nobody reviewed, and what people linked, which is laid
// over the new proposals. The others it marks as not proposed again, until they are.
func (c *change) clearLinks(ctx context.Context, ref string, doc cchc.DocumentID, held bool) error {
	if !held {
		_, err := c.exec(ctx, "DELETE FROM links WHERE document = ? AND catalogue = ?", string(doc), ref)
		return err
	}
	_, err := c.exec(ctx, `DELETE FROM links WHERE document = ? AND catalogue = ? AND (manual = 1 OR id NOT IN
		(SELECT link FROM reviews WHERE document = ? AND catalogue = ? AND state <> 'suggested'))`,
		string(doc), ref, string(doc), ref)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, "UPDATE links SET proposed = 0, stale = ? WHERE document = ? AND catalogue = ?", notProposedAgain, string(doc), ref)
	return err
}

// staleQuotes finds the links people stand behind, or asked about, of which no quote stands
// in the document any more.
func (c *change) staleQuotes(ctx context.Context, doc cchc.DocumentID, held []reviewed) (map[string]int, error) {
	bodies, err := collect(ctx, c.query, scanText, "SELECT body FROM passages WHERE document = ? ORDER BY n", string(doc))
	if err != nil {
		return nil, err
	}
	text := squeeze(strings.Join(bodies, " "))
	stale := map[string]int{}
	for _, h := range held {
		gone := h.state != cchc.LinkRejected && len(h.quotes) > 0
		for _, q := range h.quotes {
			if strings.Contains(text, squeeze(q.Text)) {
				gone = false
			}
		}
		if gone {
			stale[h.link] = quoteGone
		}
	}
	return stale, nil
}

// squeeze makes every run of white space one space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func (c *change) saveLink(ctx context.Context, l cchc.Link, stale int) error {
	quotes, err := asJSON(l.Quotes)
	if err != nil {
		return err
	}
	reasons, err := asJSON(l.Reasons)
	if err != nil {
		return err
	}
	misses, err := asJSON(l.Misses)
	if err != nil {
		return err
	}
	document, exhibit := sql.NullString{String: string(l.Document), Valid: true}, sql.NullString{}
	if l.Document.IsExhibit() {
		document, exhibit = exhibit, document
	}
	_, err = c.exec(ctx, `INSERT INTO links (id, catalogue, criterion, requirement, document, exhibit, score, proposed, related, fulfils, stale, manual, quotes, reasons, misses)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET criterion = excluded.criterion, score = excluded.score, proposed = excluded.proposed,
			related = excluded.related, fulfils = excluded.fulfils, stale = excluded.stale, manual = excluded.manual, quotes = excluded.quotes,
			reasons = excluded.reasons, misses = excluded.misses`,
		string(l.ID), l.Catalogue, l.Criterion, l.Requirement, document, exhibit, l.Score, l.Proposed, l.Related, l.Fulfils, stale, l.Manual,
		quotes, reasons, misses)
	return err
}

package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"minhchung/internal/cchc"
)

// collector puts together what several tables say of a link.
type collector struct {
	q   querier
	at  map[cchc.LinkID]int
	out []KeptLink
}

// of returns the entry of a link.
func (c *collector) of(l cchc.Link) *KeptLink {
	i, ok := c.at[l.ID]
	if !ok {
		i = len(c.out)
		c.at[l.ID] = i
		c.out = append(c.out, KeptLink{Link: l.ID, Catalogue: l.Catalogue, Criterion: l.Criterion, Requirement: l.Requirement, Document: l.Document})
	}
	return &c.out[i]
}

func (c *collector) reviews(ctx context.Context, ref string) error {
	type row struct {
		link cchc.Link
		said KeptReview
	}
	rows, err := collect(ctx, c.q, func(r scanner) (row, error) {
		var x row
		var at int64
		var quotes string
		err := r.Scan(&x.link.ID, &x.link.Catalogue, &x.link.Criterion, &x.link.Requirement, &x.link.Document,
			&x.said.State, &x.said.By, &x.said.Unit, &at, &x.said.Note, &quotes)
		if err != nil {
			return x, err
		}
		x.said.At = instant(at)
		return x, json.Unmarshal([]byte(quotes), &x.said.Quotes)
	}, "SELECT link, catalogue, criterion, requirement, document, state, actor, unit, at, note, quotes FROM reviews WHERE catalogue = ? AND state <> 'suggested'", ref)
	for _, x := range rows {
		c.of(x.link).Review = &x.said
	}
	return err
}

func (c *collector) manual(ctx context.Context, ref string) error {
	rows, err := collect(ctx, c.q, scanManual, "SELECT "+manualColumns+" FROM manual_links WHERE catalogue = ?", ref)
	for _, m := range rows {
		c.of(m.link).Manual = &KeptManual{By: m.by, Unit: m.unit, At: instant(m.at), Note: m.note, Quotes: m.link.Quotes}
	}
	return err
}

func sortKept(all []KeptLink) {
	slices.SortFunc(all, func(a, b KeptLink) int { return cmp.Compare(a.Link, b.Link) })
}

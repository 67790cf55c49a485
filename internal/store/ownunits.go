package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

// sampleCatalogue is the status of a catalogue whose units are nobody's.
const sampleCatalogue = "sample"

func scanUnit(r scanner) (u cchc.Unit, err error) {
	var body []byte
	if err = r.Scan(&body); err != nil {
		return u, err
	}
	err = json.Unmarshal(body, &u)
	return u, err
}

const unitList = "SELECT body FROM units ORDER BY changed, id"

// OwnUnits lists the units of the installation, in the order they were entered, those that
// are gone too: [cchc.Catalogue.WithUnits] says which count for a period. None: those of
// the catalogue do.
func (s *Store) OwnUnits(ctx context.Context, scope cchc.Scope) ([]cchc.Unit, error) {
	w := &where{}
	w.office(scope)
	out, err := collect(ctx, s.read.QueryContext, scanUnit, "SELECT body FROM units"+w.String()+" ORDER BY changed, id", w.args...)
	if err != nil {
		return nil, fmt.Errorf("units of the installation: %w", err)
	}
	return out, nil
}

// SaveUnits adds units or replaces those of the same identities, all or none. An
// installation that has none yet takes over those of its catalogue first, unless that is
// the sample. What is wrong with one is a usage error.
func (s *Store) SaveUnits(ctx context.Context, actor cchc.Actor, units ...cchc.Unit) error {
	defer s.linked.forget()
	return s.change(ctx, "save units", actor, func(ctx context.Context, c *change) error {
		own, err := c.unitsToChange(ctx)
		if err != nil {
			return err
		}
		all := round.NewUnits(own)
		for _, u := range units {
			u = round.TidyUnit(u)
			if err := all.Put(u); err != nil {
				return err
			}
			if err := c.writeUnit(ctx, u, all.Len()); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeUnit keeps the place of a unit that is there; at keeps the order of those entered
// in one change.
func (c *change) writeUnit(ctx context.Context, u cchc.Unit, at int) error {
	body, err := json.Marshal(u)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, `INSERT INTO units (id, body, actor, changed) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, actor = excluded.actor`, u.ID, string(body), c.actor.Name, nanos(c.at)+int64(at))
	if err != nil {
		return err
	}
	return c.audit(ctx, "unit-saved", u.ID, u)
}

// unitsToChange are the units there are; where there are none, those of the catalogue in
// use become the installation's.
func (c *change) unitsToChange(ctx context.Context) ([]cchc.Unit, error) {
	all, err := collect(ctx, c.query, scanUnit, unitList)
	if err != nil || len(all) > 0 {
		return all, err
	}
	cat, err := first(ctx, c.query, scanCatalogue, "SELECT body FROM catalogues WHERE current = 1")
	if errors.Is(err, cchc.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return c.addUnitsOf(ctx, nil, cat)
}

// addUnitsOf adds the units of a catalogue the installation lacks; those it has stay as
// they are. Those of a sample are nobody's.
func (c *change) addUnitsOf(ctx context.Context, own []cchc.Unit, cat cchc.Catalogue) ([]cchc.Unit, error) {
	if cat.Status == sampleCatalogue {
		return own, nil
	}
	for _, u := range round.Lacking(own, cat) {
		if err := c.writeUnit(ctx, u, len(own)); err != nil {
			return nil, err
		}
		own = append(own, u)
	}
	return own, nil
}

// RemoveUnit removes a unit; [cchc.ErrNotFound] is wrapped where there is none. One that
// others name as their successor, or that a round assesses, stays: a usage error,
// "unit-in-use".
func (s *Store) RemoveUnit(ctx context.Context, actor cchc.Actor, id string) error {
	defer s.linked.forget()
	return s.change(ctx, "remove unit", actor, func(ctx context.Context, c *change) error {
		all, err := c.unitsToChange(ctx)
		if err != nil {
			return err
		}
		for _, o := range all {
			if o.SucceededBy == id {
				return cchc.Usage("unit-in-use", nil, id, o.Name)
			}
		}
		rounds, err := collect(ctx, c.query, scanRound, "SELECT body FROM rounds")
		if err != nil {
			return err
		}
		for _, r := range rounds {
			if slices.Contains(r.Offices, id) {
				return cchc.Usage("unit-in-use", nil, id, r.Title)
			}
		}
		n, err := c.exec(ctx, "DELETE FROM units WHERE id = ?", id)
		if err == nil && n == 0 {
			err = fmt.Errorf("unit %s: %w", id, cchc.ErrNotFound)
		}
		if err != nil {
			return err
		}
		return c.audit(ctx, "unit-removed", id, nil)
	})
}

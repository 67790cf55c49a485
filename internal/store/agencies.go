package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
)

const agencyList = "SELECT body FROM agencies ORDER BY id"

func scanAgency(r scanner) (a agency.Agency, err error) {
	var body []byte
	if err = r.Scan(&body); err != nil {
		return a, err
	}
	err = json.Unmarshal(body, &a)
	return a, err
}

// Agencies lists the agencies in the order of their identities.
func (s *Store) Agencies(ctx context.Context, scope cchc.Scope) ([]agency.Agency, error) {
	w := &where{}
	w.office(scope)
	out, err := collect(ctx, s.read.QueryContext, scanAgency, "SELECT body FROM agencies"+w.String()+" ORDER BY id", w.args...)
	if err != nil {
		return nil, fmt.Errorf("agencies: %w", err)
	}
	return out, nil
}

// SaveAgency adds an agency or replaces the one of the same identity. What is wrong with
// it is a usage error.
func (s *Store) SaveAgency(ctx context.Context, actor cchc.Actor, a agency.Agency) error {
	return s.SaveAgencies(ctx, actor, []agency.Agency{a})
}

// SaveAgencies adds agencies or replaces those of the same identity, all or none: they may
// name each other as successors. What is wrong with one is a usage error.
func (s *Store) SaveAgencies(ctx context.Context, actor cchc.Actor, agencies []agency.Agency) error {
	return s.change(ctx, "save agencies", actor, func(ctx context.Context, c *change) error {
		all, err := collect(ctx, c.query, scanAgency, agencyList)
		if err != nil {
			return err
		}
		for _, a := range agencies {
			all = append(slices.DeleteFunc(all, func(o agency.Agency) bool { return o.ID == a.ID }), a)
		}
		for _, a := range agencies {
			if err := a.Check(slices.DeleteFunc(slices.Clone(all), func(o agency.Agency) bool { return o.ID == a.ID })); err != nil {
				return err
			}
			if err := c.saveAgency(ctx, actor, a); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *change) saveAgency(ctx context.Context, actor cchc.Actor, a agency.Agency) error {
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("save agency: %w", err)
	}
	_, err = c.exec(ctx, `INSERT INTO agencies (id, body, actor, changed) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, actor = excluded.actor, changed = excluded.changed`,
		a.ID, string(body), actor.Name, nanos(c.at))
	if err != nil {
		return err
	}
	return c.audit(ctx, "agency-saved", a.ID, a)
}

// RemoveAgency removes an agency; [cchc.ErrNotFound] is wrapped where there is none. One
// that others name as their successor stays: a usage error, "agency-in-use".
func (s *Store) RemoveAgency(ctx context.Context, actor cchc.Actor, id string) error {
	return s.change(ctx, "remove agency", actor, func(ctx context.Context, c *change) error {
		all, err := collect(ctx, c.query, scanAgency, agencyList)
		if err != nil {
			return err
		}
		for _, o := range all {
			if o.Successor == id {
				return cchc.Usage("agency-in-use", nil, id, o.Name)
			}
		}
		n, err := c.exec(ctx, "DELETE FROM agencies WHERE id = ?", id)
		if err == nil && n == 0 {
			err = fmt.Errorf("agency %s: %w", id, cchc.ErrNotFound)
		}
		if err != nil {
			return err
		}
		return c.audit(ctx, "agency-removed", id, nil)
	})
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

func scanRound(r scanner) (x cchc.Round, err error) {
	var body []byte
	if err = r.Scan(&body); err != nil {
		return x, err
	}
	err = json.Unmarshal(body, &x)
	return x, err
}

// Rounds lists the rounds, the last year first.
func (s *Store) Rounds(ctx context.Context, scope cchc.Scope) ([]cchc.Round, error) {
	w := &where{}
	w.office(scope)
	out, err := collect(ctx, s.read.QueryContext, scanRound, "SELECT body FROM rounds"+w.String()+" ORDER BY year DESC, id", w.args...)
	if err != nil {
		return nil, fmt.Errorf("rounds: %w", err)
	}
	return out, nil
}

// Round returns a round by its identity; [cchc.ErrNotFound] is wrapped.
func (s *Store) Round(ctx context.Context, scope cchc.Scope, id string) (cchc.Round, error) {
	w := &where{}
	w.add("id = ?", id)
	w.office(scope)
	r, err := first(ctx, s.read.QueryContext, scanRound, "SELECT body FROM rounds"+w.String(), w.args...)
	if err != nil {
		return r, fmt.Errorf("round %s: %w", id, err)
	}
	return r, nil
}

// CurrentRound returns the round of the catalogue in use, the latest by year and then by
// identity; [cchc.ErrNotFound] is wrapped where there is none.
func (s *Store) CurrentRound(ctx context.Context, scope cchc.Scope) (cchc.Round, error) {
	w := &where{}
	w.add("catalogue = (SELECT ref FROM catalogues WHERE current = 1)")
	w.office(scope)
	r, err := first(ctx, s.read.QueryContext, scanRound, "SELECT body FROM rounds"+w.String()+" ORDER BY year DESC, id DESC LIMIT 1", w.args...)
	if err != nil {
		return r, fmt.Errorf("current round: %w", err)
	}
	return r, nil
}

// roundNow is a round in a change, with its catalogue and the units of the installation.
type roundNow struct {
	round cchc.Round
	cat   cchc.Catalogue
	units []cchc.Unit
	rules *round.Rules
}

func (c *change) round(ctx context.Context, id string) (x roundNow, err error) {
	if x.round, err = first(ctx, c.query, scanRound, "SELECT body FROM rounds WHERE id = ?", id); err != nil {
		return x, fmt.Errorf("round %s: %w", id, err)
	}
	return c.with(ctx, x.round)
}

// with adds to a round what it is judged by.
func (c *change) with(ctx context.Context, r cchc.Round) (x roundNow, err error) {
	x.round = r
	if x.cat, err = first(ctx, c.query, scanCatalogue, "SELECT body FROM catalogues WHERE ref = ?", r.Catalogue); err != nil {
		if errors.Is(err, cchc.ErrNotFound) {
			err = cchc.Usage("no-such-catalogue", err, r.Catalogue)
		}
		return x, err
	}
	if x.units, err = collect(ctx, c.query, scanUnit, unitList); err != nil {
		return x, err
	}
	if len(x.units) == 0 {
		x.units = x.cat.Units
	}
	x.rules = round.NewRules(r, x.cat, x.units)
	return x, nil
}

// SaveRound adds a round, which is open then, or changes what may be changed of the one of
// the same identity: not its state, see [Store.Advance], and not its catalogue, see
// [Store.MoveRound]. What is wrong with it is a usage error.
func (s *Store) SaveRound(ctx context.Context, actor cchc.Actor, r cchc.Round) (cchc.Round, error) {
	return s.saveRound(ctx, actor, r, false)
}

// AddRound is [Store.SaveRound] for a round there is not yet; otherwise it is a usage
// error, "round-exists".
func (s *Store) AddRound(ctx context.Context, actor cchc.Actor, r cchc.Round) (cchc.Round, error) {
	return s.saveRound(ctx, actor, r, true)
}

func (s *Store) saveRound(ctx context.Context, actor cchc.Actor, r cchc.Round, fresh bool) (cchc.Round, error) {
	r = round.Tidy(r)
	err := s.change(ctx, "save round", actor, func(ctx context.Context, c *change) error {
		old, err := first(ctx, c.query, scanRound, "SELECT body FROM rounds WHERE id = ?", r.ID)
		switch {
		case actor.Role == cchc.RoleUnit:
			return cchc.Usage("round-team-only", nil, actor.Name)
		case errors.Is(err, cchc.ErrNotFound):
			r.State, r.Locked = cchc.RoundOpen, time.Time{}
			err = c.roomForRound(ctx)
		case err == nil && fresh:
			err = cchc.Usage("round-exists", nil, r.ID)
		case err == nil:
			if r.State == "" {
				r.State, r.Locked = old.State, old.Locked
			}
			err = c.mayChange(ctx, old, r)
		}
		if err != nil {
			return err
		}
		x, err := c.with(ctx, r)
		if err != nil {
			return err
		}
		if err := round.Check(r, x.cat, x.units); err != nil {
			return err
		}
		if err := c.putRound(ctx, r); err != nil {
			return err
		}
		return c.audit(ctx, "round-saved", r.ID, r)
	})
	return r, err
}

func (c *change) roomForRound(ctx context.Context) error {
	n, err := first(ctx, c.query, scanInt, "SELECT count(*) FROM rounds")
	if err == nil && n >= round.MaxRounds {
		err = cchc.Usage("round-too-many", nil, itoa(round.MaxRounds))
	}
	return err
}

func (c *change) mayChange(ctx context.Context, old, next cchc.Round) error {
	scored, err := collect(ctx, c.query, scanText, "SELECT DISTINCT office FROM scores WHERE round = ? ORDER BY office", old.ID)
	if err != nil {
		return err
	}
	return round.CheckChange(old, next, scored)
}

func (c *change) putRound(ctx context.Context, r cchc.Round) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, `INSERT INTO rounds (id, year, catalogue, state, body, actor, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET year = excluded.year, catalogue = excluded.catalogue, state = excluded.state, body = excluded.body,
			actor = excluded.actor, changed = excluded.changed`,
		r.ID, r.Year, r.Catalogue, string(r.State), string(body), c.actor.Name, nanos(c.at))
	return err
}

// Advance takes a round to its next state, or back to open with a note. It is locked by
// [Store.Lock] only. What may not be is a usage error; [cchc.ErrNotFound] is wrapped.
func (s *Store) Advance(ctx context.Context, actor cchc.Actor, id string, to cchc.RoundState, note string) (r cchc.Round, err error) {
	err = s.change(ctx, "advance round", actor, func(ctx context.Context, c *change) error {
		x, err := c.round(ctx, id)
		if err != nil {
			return err
		}
		if to == cchc.RoundLocked && round.Next(x.round.State) == cchc.RoundLocked {
			return cchc.Usage("round-lock-only", nil, id)
		}
		if r, err = round.Advance(x.round, to, actor, note, c.at); err != nil {
			return err
		}
		if err := c.putRound(ctx, r); err != nil {
			return err
		}
		return c.audit(ctx, "round-"+string(to), id, map[string]any{"from": x.round.State, "note": note})
	})
	return r, err
}

package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

const scoreColumns = "round, office, criterion, self, first, second, a, b, figures, explanation, not_applicable, why, note, actor, at"

func scanScore(r scanner) (s cchc.Score, err error) {
	var at int64
	points := make([]sql.NullFloat64, 5)
	err = r.Scan(&s.Round, &s.Office, &s.Criterion, &points[0], &points[1], &points[2], &points[3], &points[4],
		&s.Figures, &s.Explanation, &s.NotApplicable, &s.Why, &s.Note, &s.By, &at)
	for i, to := range []**float64{&s.Self, &s.First, &s.Second, &s.A, &s.B} {
		if points[i].Valid {
			*to = &points[i].Float64
		}
	}
	s.At = instant(at)
	return s, err
}

// ScoresOf lists the scores of a round by office and criterion; what nobody scored yet is
// not among them.
func (s *Store) ScoresOf(ctx context.Context, scope cchc.Scope, id string) ([]cchc.Score, error) {
	w := &where{}
	w.add("round = ?", id)
	w.scope(scope, "office")
	out, err := collect(ctx, s.read.QueryContext, scanScore, "SELECT "+scoreColumns+" FROM scores"+w.String()+" ORDER BY office, criterion", w.args...)
	if err != nil {
		return nil, fmt.Errorf("scores of round %s: %w", id, err)
	}
	return out, nil
}

func (c *change) scoresOf(ctx context.Context, id string) ([]cchc.Score, error) {
	return collect(ctx, c.query, scanScore, "SELECT "+scoreColumns+" FROM scores WHERE round = ? ORDER BY office, criterion", id)
}

// SaveScores makes edits to the scores of a round, all or none, and returns the scores
// that changed by it. What may not be is a usage error that names criterion and office.
// What was there before is in the audit, under [ScoreSubject].
func (s *Store) SaveScores(ctx context.Context, actor cchc.Actor, id string, edits []round.Edit) (changed []cchc.Score, err error) {
	err = s.change(ctx, "save scores", actor, func(tctx context.Context, c *change) error {
		x, err := c.round(tctx, id)
		if err != nil {
			return err
		}
		for _, e := range edits {
			if err := ctx.Err(); err != nil {
				return err
			}
			now, did, err := c.edit(tctx, x, e)
			if err != nil {
				return err
			}
			if did {
				changed = append(changed, now)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changed, nil
}

func (c *change) edit(ctx context.Context, x roundNow, e round.Edit) (now cchc.Score, changed bool, err error) {
	held := cchc.Score{Round: x.round.ID, Criterion: e.Criterion, Office: e.Office}
	found, err := collect(ctx, c.query, scanScore, "SELECT "+scoreColumns+" FROM scores WHERE round = ? AND office = ? AND criterion = ?",
		x.round.ID, e.Office, e.Criterion)
	if err != nil {
		return now, false, err
	}
	if len(found) > 0 {
		held = found[0]
	}
	now, err = x.rules.Apply(c.actor, held, e, c.at)
	if err != nil || round.Equal(held, now) {
		return now, false, err
	}
	if err := c.putScore(ctx, now); err != nil {
		return now, false, err
	}
	return now, true, c.audit(ctx, "score-saved", ScoreSubject(now), map[string]any{"was": held, "now": now})
}

// putScore writes a score; one that says nothing is not kept.
func (c *change) putScore(ctx context.Context, s cchc.Score) error {
	if round.Blank(s) {
		_, err := c.exec(ctx, "DELETE FROM scores WHERE round = ? AND office = ? AND criterion = ?", s.Round, s.Office, s.Criterion)
		return err
	}
	_, err := c.exec(ctx, "INSERT OR REPLACE INTO scores ("+scoreColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		s.Round, s.Office, s.Criterion, null(s.Self), null(s.First), null(s.Second), null(s.A), null(s.B),
		s.Figures, s.Explanation, s.NotApplicable, s.Why, s.Note, s.By, nanos(s.At))
	return err
}

func null(v *float64) sql.NullFloat64 {
	if v == nil {
		return sql.NullFloat64{}
	}
	return sql.NullFloat64{Float64: *v, Valid: true}
}

// ScoreSubject is what the audit calls a score: "round#criterion#office".
func ScoreSubject(s cchc.Score) string { return s.Round + "#" + s.Criterion + "#" + s.Office }

func itoa(n int) string { return strconv.Itoa(n) }

// MoveRound puts a round that is open on another version of its catalogue and takes its
// scores along: by mapping (old criterion → new, "" for none), or where it is nil to the
// criteria of the same identity. What cannot go along is returned and stays in a snapshot
// of the round as it was. provisional says whether the new version is in use until another
// comes.
func (s *Store) MoveRound(ctx context.Context, actor cchc.Actor, id, ref string, mapping map[string]string, provisional bool) (r cchc.Round, left []round.Left, err error) {
	err = s.change(ctx, "move round", actor, func(ctx context.Context, c *change) error {
		old, err := c.round(ctx, id)
		if err != nil {
			return err
		}
		switch {
		case actor.Role == cchc.RoleUnit:
			return cchc.Usage("round-team-only", nil, actor.Name)
		case old.round.State != cchc.RoundOpen:
			return cchc.Usage("round-move-open", nil, id, round.StateName(old.round.State))
		}
		r = old.round
		r.Catalogue, r.Provisional = ref, provisional
		next, err := c.with(ctx, r)
		if err != nil {
			return err
		}
		if r.Period == old.cat.Period {
			r.Period = next.cat.Period
		}
		if err := round.Check(r, next.cat, next.units); err != nil {
			return err
		}
		if left, err = c.moveScores(ctx, old, r, next, mapping); err != nil {
			return err
		}
		return c.audit(ctx, "round-moved", id, map[string]any{"from": old.round.Catalogue, "to": ref, "left": left})
	})
	return r, left, err
}

func (c *change) moveScores(ctx context.Context, old roundNow, r cchc.Round, next roundNow, mapping map[string]string) ([]round.Left, error) {
	scores, err := c.scoresOf(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	if err := c.snapshot(ctx, old.round, CauseMove, nil); err != nil {
		return nil, err
	}
	kept, left := round.Carry(scores, mapping, next.rules)
	if _, err := c.exec(ctx, "DELETE FROM scores WHERE round = ?", r.ID); err != nil {
		return nil, err
	}
	for _, s := range kept {
		if err := c.putScore(ctx, s); err != nil {
			return nil, err
		}
	}
	return left, c.putRound(ctx, r)
}

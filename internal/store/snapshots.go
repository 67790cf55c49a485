package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

// Causes of a snapshot.
const (
	CauseLock = "lock" // the round was locked
	CauseMove = "move" // it went to another version of its catalogue
)

// SnapshotRow is a kept snapshot in a list.
type SnapshotRow struct {
	ID    int64     `json:"id"`
	Round string    `json:"round"`
	Cause string    `json:"cause" enum:"lock,move" doc:"lock: the round was locked; move: it went to another version of its catalogue"`
	At    time.Time `json:"at"` // UTC
	By    string    `json:"by"`
	Bytes int64     `json:"bytes" doc:"Of its JSON"`
}

// RoundSnapshot is what a round was at a moment. Report is what was handed in with it:
// coverage and links.
type RoundSnapshot struct {
	Round  cchc.Round      `json:"round"`
	Scores []cchc.Score    `json:"scores"`
	Report json.RawMessage `json:"report,omitempty"`
}

// Lock locks an open round and keeps a snapshot of it in the same transaction. report makes
// what belongs to it beside round and scores, as JSON; nil for none. Nothing changes
// between its looking and the lock: changes wait meanwhile, reads do not. It may not
// change the record.
func (s *Store) Lock(ctx context.Context, actor cchc.Actor, id string, report func(context.Context, cchc.Round) ([]byte, error)) (r cchc.Round, err error) {
	err = s.change(ctx, "lock round", actor, func(ctx context.Context, c *change) error {
		x, err := c.round(ctx, id)
		if err != nil {
			return err
		}
		if r, err = round.Advance(x.round, cchc.RoundLocked, actor, "", c.at); err != nil {
			return err
		}
		var body []byte
		if report != nil {
			if body, err = report(ctx, r); err != nil {
				return err
			}
		}
		if err := c.snapshot(ctx, r, CauseLock, body); err != nil {
			return err
		}
		if err := c.putRound(ctx, r); err != nil {
			return err
		}
		return c.audit(ctx, "round-"+string(cchc.RoundLocked), id, nil)
	})
	return r, err
}

// SaveLock is [Store.Lock] with a report that is there already.
func (s *Store) SaveLock(ctx context.Context, actor cchc.Actor, id string, snapshot []byte) error {
	_, err := s.Lock(ctx, actor, id, func(context.Context, cchc.Round) ([]byte, error) { return snapshot, nil })
	return err
}

func (c *change) snapshot(ctx context.Context, r cchc.Round, cause string, report []byte) error {
	scores, err := c.scoresOf(ctx, r.ID)
	if err != nil {
		return err
	}
	if scores == nil {
		scores = []cchc.Score{}
	}
	snap := RoundSnapshot{Round: r, Scores: scores, Report: report}
	plain, err := json.Marshal(snap)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	var p packer
	packed, err := p.pack(json.RawMessage(plain))
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	_, err = c.exec(ctx, "INSERT INTO snapshots (round, cause, at, actor, size, body) VALUES (?, ?, ?, ?, ?, ?)",
		r.ID, cause, nanos(c.at), c.actor.Name, len(plain), packed)
	return err
}

// Snapshots lists the snapshots of a round, the last first. They hold all offices: only a
// scope of everything sees them.
func (s *Store) Snapshots(ctx context.Context, scope cchc.Scope, id string) ([]SnapshotRow, error) {
	if !scope.All {
		return nil, nil
	}
	out, err := collect(ctx, s.read.QueryContext, func(r scanner) (x SnapshotRow, err error) {
		var at int64
		err = r.Scan(&x.ID, &x.Round, &x.Cause, &at, &x.By, &x.Bytes)
		x.At = instant(at)
		return x, err
	}, "SELECT id, round, cause, at, actor, size FROM snapshots WHERE round = ? ORDER BY id DESC", id)
	if err != nil {
		return nil, fmt.Errorf("snapshots of round %s: %w", id, err)
	}
	return out, nil
}

// SnapshotOf returns a snapshot of a round, n = 0 the last one of its lock;
// [cchc.ErrNotFound] is wrapped. Only a scope of everything sees it.
func (s *Store) SnapshotOf(ctx context.Context, scope cchc.Scope, id string, n int64) (out RoundSnapshot, err error) {
	if !scope.All {
		return out, fmt.Errorf("snapshot of round %s: %w", id, cchc.ErrNotFound)
	}
	packed, err := first(ctx, s.read.QueryContext, func(r scanner) ([]byte, error) {
		var b []byte
		err := r.Scan(&b)
		return b, err
	}, "SELECT body FROM snapshots WHERE round = ? AND (id = ? OR ? = 0 AND cause = ?) ORDER BY id DESC LIMIT 1", id, n, n, CauseLock)
	if err == nil {
		out, err = unpack[RoundSnapshot](packed)
	}
	if err != nil {
		return out, fmt.Errorf("snapshot of round %s: %w", id, err)
	}
	return out, nil
}

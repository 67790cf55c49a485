package httpapi

import (
	"context"
	"fmt"
	"sync"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
)

const (
	// slowCoverage is a computation worth sparing while files pour in and the record
	// changes several times a second.
	slowCoverage = 50 * time.Millisecond
	// coverageAge is how old such an answer may be. A person's own change is never hidden.
	coverageAge = 2 * time.Second
	// coverageKept bounds what is kept: a round, or a part of its year, made ready for
	// whatever unit and criterion is asked for.
	coverageKept = 8
)

// coverageCache keeps rounds made ready for coverage as long as the record does not change.
// It is safe for concurrent use; the same round is read once at a time.
type coverageCache struct {
	mu   sync.Mutex
	kept map[string]*keptCoverage
}

type keptCoverage struct {
	mu      sync.Mutex // held while it is computed
	valid   bool
	changes uint64
	at      time.Time
	took    time.Duration
	report  *coverage.Prepared
}

// forget drops everything: a person changed something and looks at what it does.
func (c *coverageCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = nil
}

func (c *coverageCache) entry(scope cchc.Scope, round, period string) *keptCoverage {
	key := fmt.Sprintf("%+v %q %q", scope, round, period)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= coverageKept && c.kept[key] == nil {
		c.kept = map[string]*keptCoverage{}
	}
	if c.kept[key] == nil {
		c.kept[key] = &keptCoverage{}
	}
	return c.kept[key]
}

// coverage computes coverage from what is ready, or makes it ready.
func (a *api) coverage(ctx context.Context, scope cchc.Scope, f coverage.Filter) (coverage.Report, error) {
	p, err := a.prepared(ctx, scope, f.Round, f.Period)
	if err != nil {
		return coverage.Report{}, err
	}
	return p.Report(f)
}

func (a *api) prepared(ctx context.Context, scope cchc.Scope, round, period string) (*coverage.Prepared, error) {
	e := a.computed.entry(scope, round, period)
	e.mu.Lock()
	defer e.mu.Unlock()
	changes, now := a.cfg.Store.Changes(), a.cfg.Now()
	if e.valid && (e.changes == changes || e.took > slowCoverage && now.Sub(e.at) < coverageAge) {
		return e.report, nil
	}
	p, err := coverage.Prepare(ctx, a.cfg.Store, scope, round, period)
	if err != nil {
		return nil, err
	}
	done := a.cfg.Now()
	e.valid, e.changes, e.at, e.took, e.report = true, changes, done, done.Sub(now), p
	return p, nil
}

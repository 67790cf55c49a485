package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/watch"
	"minhchung/pipeline"
)

// hints say that there may be something to take in; any number of them are one.
type hints chan struct{}

func newHints() hints { return make(hints, 1) }

func (h hints) give() {
	select {
	case h <- struct{}{}:
	default: // a look is due already
	}
}

// watch gives a hint whenever something changes in the folders, and from time to time.
func (inv *invocation) watch(ctx context.Context, e *engines, roots []pipeline.Root, h hints) error {
	dirs := make([]string, 0, len(roots))
	for i, r := range roots {
		roots[i].Shown, roots[i].Settle = r.Path, e.settings.Settle
		dirs = append(dirs, r.Path)
		fmt.Fprintf(inv.stderr, "Đang theo dõi thư mục %s\n", r.Path)
	}
	return watch.Folders(ctx, dirs, watch.Options{
		Rescan: e.settings.Rescan, Settle: e.settings.Settle, Poll: e.settings.Poll,
		Problem: func(err error) {
			e.log.WarnContext(ctx, "notices of the watched folders are incomplete; full looks go on", "error", err)
		},
	}, func(string) { h.give() })
}

// Waits between two tries while something is wrong with the machine.
const (
	firstWait = 2 * time.Second
	mostWait  = time.Minute
)

// takeIn takes in what the folders hold, and whatever is handed in, until ctx ends. What
// fails is shown and tried again: a watch goes on.
func (inv *invocation) takeIn(ctx context.Context, e *engines, roots []pipeline.Root, h hints) error {
	wait := firstWait
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-h:
		}
		again, err := inv.look(ctx, e, roots)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			again, wait = wait, min(2*wait, mostWait)
		} else {
			wait = firstWait
		}
		if again > 0 {
			time.AfterFunc(again, h.give)
		}
	}
}

// look runs the pipeline once over the folders. again is when to look next at the latest,
// 0 where the watch will say.
func (inv *invocation) look(ctx context.Context, e *engines, roots []pipeline.Root) (again time.Duration, err error) {
	sum, err := e.pipeline.Run(ctx, roots, pipeline.Options{}, pipeline.Observer{Outcome: func(o pipeline.Outcome) {
		if o.Reason != nil && o.Outcome != pipeline.OutcomeUnchanged && o.Outcome != string(cchc.StateIgnored) {
			e.log.InfoContext(ctx, "not read", "path", filepath.ToSlash(o.Path), "state", o.Outcome, "code", o.Reason.Code)
		}
	}})
	if err != nil {
		if ctx.Err() == nil {
			e.showTrouble(ctx, err)
		}
		return 0, err
	}
	e.pipeline.ShowTrouble(nil)
	if n := sum.Files - sum.Outcomes[pipeline.OutcomeUnchanged]; n > 0 {
		fmt.Fprintf(inv.stderr, "Đã nhận %d tệp:", n)
		if err := inv.printCounts(inv.stderr, sum); err != nil {
			return 0, err
		}
	}
	if sum.Settling > 0 {
		again = e.settings.Settle
	}
	next, due, err := e.store.NextTry(ctx, cchc.Everything())
	if err != nil || !due {
		return again, err
	}
	if left := max(time.Until(next), time.Second); again == 0 || left < again {
		again = left
	}
	return again, nil
}

// showTrouble shows what keeps the work from going on, in words where it is known.
func (e *engines) showTrouble(ctx context.Context, err error) {
	e.log.ErrorContext(ctx, "the work cannot go on and is tried again", "error", err)
	reason := trouble(err)
	if reason == nil {
		reason = &cchc.AsError(err).Reason
	}
	e.pipeline.ShowTrouble(reason)
}

// recogniseAll recognises scanned pages until ctx ends, whatever goes wrong meanwhile.
func (inv *invocation) recogniseAll(ctx context.Context, e *engines) error {
	wait := firstWait
	for {
		start := time.Now()
		err := e.pipeline.Recognise(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		e.showTrouble(ctx, err)
		if time.Since(start) > mostWait {
			wait = firstWait
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait = min(2*wait, mostWait)
	}
}

// chores makes up for what changed since the data folder was last open while everything
// else goes on already.
func (inv *invocation) chores(ctx context.Context, e *engines) error {
	wait := firstWait
	for {
		err := e.doChores(ctx)
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		e.showTrouble(ctx, err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait = min(2*wait, mostWait)
	}
}

package main

import (
	"context"
	"io"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/store"
)

// desk is where the web page hands in files and asks how the work goes. wake has the
// folders looked at and what is due read.
type desk struct {
	e    *engines
	wake func()
}

// Upload takes a file that came by hand.
func (d desk) Upload(ctx context.Context, actor cchc.Actor, up intake.Upload, r io.Reader) (intake.Row, error) {
	row, err := d.e.pipeline.Upload(ctx, actor, up, r)
	if err != nil {
		return row, troubled(err)
	}
	d.wake()
	return row, nil
}

// Retry has rows of the ledger read again.
func (d desk) Retry(ctx context.Context, actor cchc.Actor, f store.RetryFilter) (int, error) {
	n, err := d.e.store.Retry(ctx, actor, f)
	if err == nil && n > 0 {
		d.e.pipeline.Touch()
		d.wake()
	}
	return n, troubled(err)
}

// Cancel sets a row aside, whether it waits, is being read or was refused.
func (d desk) Cancel(ctx context.Context, actor cchc.Actor, id int64, note string) (intake.Row, error) {
	row, err := d.e.setAside(ctx, actor, id, note)
	return row, troubled(err)
}

func (e *engines) setAside(ctx context.Context, actor cchc.Actor, id int64, note string) (row intake.Row, err error) {
	err = e.pipeline.SetAside(id, func() error {
		row, err = e.store.Dismiss(ctx, actor, id, note)
		return err
	})
	return row, err
}

// Status is what goes on, with the totals the ledger knows.
func (d desk) Status(ctx context.Context) (intake.Status, error) {
	s := d.e.pipeline.Status()
	var err error
	if s.States, err = d.e.store.Summary(ctx, cchc.Everything()); err != nil {
		return s, err
	}
	if s.Unconfirmed, err = d.e.store.UnsureCount(ctx, cchc.Everything(), d.e.settings.Doubt); err != nil {
		return s, err
	}
	expect(&s.Reading, s.States[cchc.StateQueued]+s.States[cchc.StateReading])
	if s.Scans.Running {
		left, err := d.e.store.UnreadPages(ctx, cchc.Everything())
		if err != nil {
			return s, err
		}
		expect(&s.Scans, left)
	}
	return s, nil
}

// Changed returns a channel that is closed at the next change of the status.
func (d desk) Changed() <-chan struct{} { return d.e.pipeline.Changed() }

// expect fills in how much there is in all, and how long that will take.
func expect(w *intake.Progress, left int) {
	if !w.Running {
		return
	}
	w.Total = w.Done + left
	w.Expect(left)
}

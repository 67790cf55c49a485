package pipeline

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// shop is a kind of work that one run at a time does for all.
type shop struct {
	turn chan struct{} // holds one token: whoever has it works
	// open are the rows claimed by the worker and not settled yet, under mu.
	mu     sync.Mutex
	open   map[int64]context.CancelFunc
	paused chan struct{} // closed when the pause ends, nil without one
}

func newShop() *shop {
	s := &shop{turn: make(chan struct{}, 1), open: map[int64]context.CancelFunc{}}
	s.turn <- struct{}{}
	return s
}

// claimed notes rows that are ours until they are settled.
func (s *shop) claimed(jobs []intake.Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range jobs {
		s.open[j.Intake] = func() {}
	}
}

// begin notes how to stop the reading of a row; false where it was set aside before.
func (s *shop) begin(id int64, stop context.CancelFunc) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ours := s.open[id]; !ours {
		return false
	}
	s.open[id] = stop
	return true
}

// settled notes that a row is nobody's work any more; false where it was set aside.
func (s *shop) settled(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ours := s.open[id]
	delete(s.open, id)
	return ours
}

// ours reports whether a row is still to be settled.
func (s *shop) ours(id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.open[id]
	return ok
}

// left returns the rows that were claimed and never settled.
func (s *shop) left() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	for id := range s.open {
		ids = append(ids, id)
	}
	return ids
}

// setAside stops the reading of a row.
func (s *shop) setAside(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stop, ours := s.open[id]; ours {
		stop()
		delete(s.open, id)
	}
}

// runs are the runs going on: what any of them settles is told to all.
type runs struct {
	mu  sync.Mutex
	all map[*tally]struct{}
}

func (r *runs) join(t *tally) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		r.all = map[*tally]struct{}{}
	}
	r.all[t] = struct{}{}
}

func (r *runs) leave(t *tally) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.all, t)
}

func (r *runs) each(f func(*tally)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for t := range r.all {
		f(t)
	}
}

// Run takes everything under the roots that is new or changed, and whatever an earlier
// run left due. Each file found is told once to observer. It returns an error only where
// the run itself cannot go on (the record or the index fails, ctx ends); what was
// committed by then stays. Runs may overlap: each finds its own files, and one of them
// reads for all.
func (p *Pipeline) Run(ctx context.Context, roots []Root, options Options, observer Observer) (Summary, error) {
	start, before := p.now(), p.clocks.stages()
	t := newTally(observer, p.now, options.Recognise && p.canRecognise())
	p.runs.join(t)
	defer p.runs.leave(t)
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := p.takeUp(gctx); err != nil { // before the run sees where its files stand
			return err
		}
		err := p.receive(gctx, roots, t)
		t.received()
		return err
	})
	g.Go(func() error { return p.drain(gctx, t, p.texts, p.workTexts) })
	if t.recognise {
		g.Go(func() error { return p.drain(gctx, t, p.scans, p.workScans) })
	}
	err := g.Wait()
	if err == nil && t.recognise { // of members, which came when everything of ours was told
		err = p.drain(ctx, t, p.scans, p.workScans)
	}
	if err == nil {
		err = p.fileAway(ctx, t)
	}
	sum := t.summary(p.now().Sub(start))
	sum.Stages = p.clocks.stages().minus(before)
	return sum, err
}

// Recognise recognises scanned pages until ctx ends or something fails, waking whenever
// files come to wait for it. A run that does not wait for scans leaves them to it.
func (p *Pipeline) Recognise(ctx context.Context) error {
	t := newTally(Observer{}, p.now, true)
	t.early = nil // nothing is its own
	p.runs.join(t)
	defer p.runs.leave(t)
	return p.drain(ctx, t, p.scans, p.workScans)
}

func (p *Pipeline) canRecognise() bool {
	return p.rules.Recogniser != nil && p.rules.Recogniser() != ""
}

// takeUp lets files go on that waited for something that is there now.
func (p *Pipeline) takeUp(ctx context.Context) error {
	if p.rules.Ready == nil {
		return nil
	}
	n, err := p.ledger.TakeUp(ctx, cchc.System(), p.rules.Ready)
	if n > 0 {
		p.runs.each(func(t *tally) { t.poke() })
	}
	return err
}

// drain does a kind of work, or lets another run do it, until the run has nothing pending.
// What earlier runs left due is done too, also by a run that finds nothing.
func (p *Pipeline) drain(ctx context.Context, t *tally, s *shop, work func(context.Context) error) error {
	worked := false
	for {
		change := t.changed()
		turn := s.turn
		switch {
		case t.complete() && (worked || len(s.turn) == 0): // somebody else is at it
			return nil
		case worked:
			turn = nil // nothing was due: wait for what the run still finds
		}
		worked = false
		select {
		case <-turn:
			err := p.workReleasing(ctx, s, work)
			s.turn <- struct{}{}
			if err != nil {
				return err
			}
			worked = true
			select {
			case <-change: // something came meanwhile
				worked = false
			default:
			}
		case <-change:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// workReleasing gives back what was claimed and not settled: it is due again at once, not
// at the next start.
func (p *Pipeline) workReleasing(ctx context.Context, s *shop, work func(context.Context) error) error {
	giveBack := func() error {
		left := s.left()
		err := p.ledger.Release(context.WithoutCancel(ctx), cchc.System(), left...)
		if err == nil {
			for _, id := range left {
				s.settled(id)
			}
			if len(left) > 0 {
				p.runs.each(func(t *tally) { t.poke() }) // they are queued: whoever waits for them reads them
			}
		}
		return err
	}
	// A run before us may not even have been able to give back.
	if err := giveBack(); err != nil {
		return err
	}
	if err := work(ctx); err != nil {
		return errors.Join(err, giveBack())
	}
	return nil
}

// SetAside runs dismiss, which makes a row of the ledger ignored, so that no result of a
// reading in progress comes in between, and stops that reading.
func (p *Pipeline) SetAside(id int64, dismiss func() error) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	if err := dismiss(); err != nil {
		return err
	}
	p.texts.setAside(id)
	p.scans.setAside(id)
	p.settleRow(id, Outcome{Outcome: string(cchc.StateIgnored)}, 0)
	p.Touch()
	return nil
}

func (p *Pipeline) settleRow(id int64, o Outcome, passages int) {
	p.runs.each(func(t *tally) { t.settle(id, o, passages) })
}

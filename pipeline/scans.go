package pipeline

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// pause makes scans wait: a text document never waits behind one.
func (s *shop) pause() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused == nil {
		s.paused = make(chan struct{})
	}
}

func (s *shop) resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused != nil {
		close(s.paused)
		s.paused = nil
	}
}

// whileNotPaused waits until the shop may go on.
func (s *shop) whileNotPaused(ctx context.Context) error {
	s.mu.Lock()
	paused := s.paused
	s.mu.Unlock()
	if paused == nil {
		return ctx.Err()
	}
	select {
	case <-paused:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// workScans recognises the pages of files that wait for it, several files at once so that
// one-page scans fill the processors too, Scans pages at once in all.
func (p *Pipeline) workScans(ctx context.Context) error {
	first, err := p.claimScans(ctx)
	if err != nil || len(first) == 0 {
		return err
	}
	p.board.started(scans)
	defer p.board.stopped(scans)
	jobs, done := make(chan intake.Job), make(chan finished, p.settings.Scans)
	places := make(chan struct{}, p.settings.Scans) // for pages
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		defer close(jobs)
		for due := first; len(due) > 0; {
			for _, job := range due {
				select {
				case jobs <- job:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			if due, err = p.claimScans(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	readers, readCtx := errgroup.WithContext(ctx)
	for range p.settings.Scans {
		readers.Go(func() error {
			return p.readJobs(readCtx, p.scans, jobs, done, func(ctx context.Context, job intake.Job) finished {
				return p.readScan(ctx, job, places)
			})
		})
	}
	g.Go(func() error {
		defer close(done)
		return readers.Wait()
	})
	g.Go(func() error { return p.keepAll(ctx, p.scans, done) })
	return g.Wait()
}

func (p *Pipeline) claimScans(ctx context.Context) ([]intake.Job, error) {
	jobs, err := p.ledger.ClaimScans(ctx, p.now(), p.settings.Scans)
	p.scans.claimed(jobs)
	return jobs, err
}

// readScan reads a file again, recognises the pages without text that are not recognised
// yet, and describes, cuts and links the whole.
func (p *Pipeline) readScan(ctx context.Context, job intake.Job, places chan struct{}) finished {
	return p.guarded(ctx, job, func(f *finished) {
		_, done, ok := p.readText(ctx, f)
		defer done() // members were taken with the text
		if !ok {
			return
		}
		bad, err := p.recognisePages(ctx, f, places)
		if err != nil {
			f.fault = cchc.AsError(err)
			return
		}
		if p.withheld(f) {
			return
		}
		p.judge(ctx, f)
		if f.fault == nil && f.result.State == cchc.StateWaiting {
			// What could not be recognised now will not be by trying again.
			f.result.Recognise = false
			if bad != nil {
				f.result.Reason = bad
			}
		}
	})
}

// recognisePages recognises the pages of a reading that wait for it. A page that cannot be
// recognised stays unread; bad says why, of the first of them. Only a fault that is not of
// the page is an error.
func (p *Pipeline) recognisePages(ctx context.Context, f *finished, places chan struct{}) (bad *cchc.Reason, err error) {
	engine, path := p.rules.Recogniser(), p.blobs.Path(f.result.Job.File)
	pages := f.result.Reading.Pages
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	for i := range pages {
		if !pages[i].NeedsOCR {
			continue
		}
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), g.Wait())
		}
		g.Go(func() error {
			defer func() { <-places }()
			page, notes, err := p.recognisePage(ctx, f.result.Job, engine, path, f.result.Reading.Format, pages[i].Number)
			mu.Lock()
			defer mu.Unlock()
			f.result.Reading.Notes = append(f.result.Reading.Notes, notes...)
			if fault := (*cchc.Error)(nil); errors.As(err, &fault) && fault.Fault == cchc.FaultFile {
				if bad == nil {
					reason := cchc.NewReason("page-unread", strconv.Itoa(pages[i].Number))
					bad = &reason
				}
				f.result.Reading.Notes = append(f.result.Reading.Notes, fault.Reason)
				return nil
			}
			if err != nil {
				return err
			}
			pages[i] = page
			return nil
		})
	}
	err = g.Wait()
	return bad, err
}

func (p *Pipeline) recognisePage(ctx context.Context, job intake.Job, engine, path string, format cchc.Format, number int) (cchc.Page, []cchc.Reason, error) {
	if err := p.scans.whileNotPaused(ctx); err != nil {
		return cchc.Page{}, nil, err
	}
	page, notes, err := p.rules.Recognise(ctx, path, format, number)
	if err != nil {
		return page, notes, err
	}
	page.Number, page.Source, page.NeedsOCR = number, cchc.SourceOCR, false
	// A page that is done is worth keeping, though another has stopped the work.
	if err := p.recognised.SaveRecognised(context.WithoutCancel(ctx), cchc.System(), job.File, engine, page); err != nil {
		return page, notes, cchc.OurFault("record-failed", err)
	}
	p.board.pageDone()
	p.runs.each(func(t *tally) { t.pageDone() })
	return page, notes, nil
}

package pipeline

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// linger is how long a batch waits for more files: long enough to fill it under load,
// short enough that a single dropped file is searchable at once.
const linger = 200 * time.Millisecond

// work reads everything due: one goroutine claims, Workers read, one keeps.
func (p *Pipeline) work(ctx context.Context, t *tally) error {
	cat, err := p.record.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return err
	}
	propose := p.rules.Proposer(cat)
	jobs := make(chan intake.Job)
	done := make(chan finished, p.settings.Workers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(jobs)
		return p.claim(ctx, jobs)
	})
	readers, readCtx := errgroup.WithContext(ctx)
	for range p.settings.Workers {
		readers.Go(func() error {
			for job := range jobs {
				t.reading(job.Path)
				select {
				case done <- p.read(readCtx, job, cat, propose):
				case <-readCtx.Done():
					return readCtx.Err()
				}
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(done)
		return readers.Wait()
	})
	g.Go(func() error { return p.keepAll(ctx, done, t) })
	return g.Wait()
}

// claim hands out due jobs until none is left.
func (p *Pipeline) claim(ctx context.Context, jobs chan<- intake.Job) error {
	for {
		due, err := p.ledger.Claim(ctx, p.now(), 4*p.settings.Workers)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, job := range due {
			select {
			case jobs <- job:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

// keepAll gathers finished jobs into batches and keeps them.
func (p *Pipeline) keepAll(ctx context.Context, done <-chan finished, t *tally) error {
	var batch []finished
	passages := 0
	timer := time.NewTimer(linger)
	defer timer.Stop()
	for {
		select {
		case f, more := <-done:
			if !more {
				return p.keep(ctx, batch, t)
			}
			batch = append(batch, f)
			passages += f.passages()
			if len(batch) == 1 {
				timer.Reset(linger)
			}
			if len(batch) < p.settings.Batch && passages < batchPassages {
				continue
			}
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := p.keep(ctx, batch, t); err != nil {
			return err
		}
		batch, passages = batch[:0], 0
	}
}

// keep writes a batch: first the index, then the record, which is the commit point.
func (p *Pipeline) keep(ctx context.Context, batch []finished, t *tally) error {
	var results []intake.Result
	var indexed []Indexed
	for _, f := range batch {
		if ctx.Err() != nil {
			return ctx.Err() // interrupted reads are no verdict on their files
		}
		if f.fault != nil {
			if err := p.fail(ctx, f, t); err != nil {
				return err
			}
			continue
		}
		results = append(results, f.result)
		for _, d := range f.result.Documents {
			indexed = append(indexed, Indexed{d.Document, d.Passages})
		}
	}
	if len(indexed) > 0 {
		if err := p.index.Put(ctx, indexed); err != nil {
			return cchc.OurFault("index-failed", err)
		}
	}
	if len(results) > 0 {
		if err := p.record.Commit(ctx, cchc.System(), results); err != nil {
			return cchc.OurFault("record-failed", err)
		}
	}
	for _, f := range batch {
		if f.fault == nil {
			t.settle(f.result.Job, outcomeOf(f.result), f.passages())
		}
	}
	return nil
}

// fail enters a fault in the ledger. The file's own fault and something missing settle
// it; a fault of ours is tried again.
func (p *Pipeline) fail(ctx context.Context, f finished, t *tally) error {
	job := f.result.Job
	var next time.Time
	if f.fault.Fault == cchc.FaultOurs {
		if delay, again := intake.Retry(job.Attempts + 1); again {
			next = p.now().Add(delay)
		}
		p.log.ErrorContext(ctx, "reading failed", "file", job.File, "path", job.Path, "attempt", job.Attempts+1, "error", f.fault)
	}
	if err := p.ledger.Fail(ctx, cchc.System(), job, f.fault, next); err != nil {
		return cchc.OurFault("record-failed", err)
	}
	state, err := intake.Next(cchc.StateReading, intake.Fault(f.fault.Fault))
	if err != nil {
		return err
	}
	o := Outcome{Outcome: string(state), Reason: &f.fault.Reason, Format: f.result.Reading.Format, Pages: f.result.Reading.PageTotal, Took: f.result.Took}
	if state == cchc.StateWaiting {
		o.Document = cchc.DocumentID(job.File)
	}
	t.settle(job, o, 0)
	return nil
}

// outcomeOf tells a file that was read. A limit that acted while reading is shown with
// it: nothing is cut silently.
func outcomeOf(r intake.Result) Outcome {
	o := Outcome{Document: cchc.DocumentID(r.Job.File), Outcome: string(r.State), Reason: r.Reason, Format: r.Reading.Format, Pages: r.Reading.PageTotal, Took: r.Took}
	if o.Pages == 0 {
		o.Pages = len(r.Reading.Pages)
	}
	if o.Reason == nil && len(r.Reading.Notes) > 0 {
		o.Reason = &r.Reading.Notes[0]
	}
	return o
}

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

// workTexts reads everything due, and what comes out of it.
func (p *Pipeline) workTexts(ctx context.Context) error {
	first, err := p.claimTexts(ctx)
	if err != nil || len(first) == 0 {
		return err
	}
	p.board.started(texts)
	defer p.board.stopped(texts)
	p.scans.pause()
	defer p.scans.resume()
	for err == nil && len(first) > 0 {
		if err = p.readDue(ctx, first); err == nil {
			first, err = p.claimTexts(ctx) // members of what was kept last
		}
	}
	return err
}

// readDue reads what is due, first of all first: one goroutine claims, Workers read, one
// keeps.
func (p *Pipeline) readDue(ctx context.Context, first []intake.Job) error {
	jobs := make(chan intake.Job)
	done := make(chan finished, p.settings.Workers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(jobs)
		return p.handOut(ctx, first, jobs)
	})
	readers, readCtx := errgroup.WithContext(ctx)
	for range p.settings.Workers {
		readers.Go(func() error { return p.readJobs(readCtx, p.texts, jobs, done, p.read) })
	}
	g.Go(func() error {
		defer close(done)
		return readers.Wait()
	})
	g.Go(func() error { return p.keepAll(ctx, p.texts, done) })
	return g.Wait()
}

func (p *Pipeline) claimTexts(ctx context.Context) ([]intake.Job, error) {
	jobs, err := p.ledger.Claim(ctx, p.now(), 4*p.settings.Workers)
	p.texts.claimed(jobs)
	return jobs, err
}

// handOut gives due jobs to the readers until none is left.
func (p *Pipeline) handOut(ctx context.Context, due []intake.Job, jobs chan<- intake.Job) (err error) {
	for len(due) > 0 {
		for _, job := range due {
			select {
			case jobs <- job:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if due, err = p.claimTexts(ctx); err != nil {
			return err
		}
	}
	return nil
}

// readJobs reads one job after the other, each until it is done or set aside.
func (p *Pipeline) readJobs(ctx context.Context, s *shop, jobs <-chan intake.Job, done chan<- finished, read func(context.Context, intake.Job) finished) error {
	for job := range jobs {
		one, stop := context.WithCancel(ctx)
		if !s.begin(job.Intake, stop) {
			stop()
			continue
		}
		p.show(s, job.Path)
		f := read(one, job)
		stop()
		select {
		case done <- f:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// show tells watchers and runs what is being read.
func (p *Pipeline) show(s *shop, path string) {
	which := texts
	if s == p.scans {
		which = scans
	}
	p.board.current(which, path)
	p.runs.each(func(t *tally) { t.reading(path) })
}

// keepAll gathers finished jobs into batches and keeps them.
func (p *Pipeline) keepAll(ctx context.Context, s *shop, done <-chan finished) error {
	var batch []finished
	passages := 0
	timer := time.NewTimer(linger)
	defer timer.Stop()
	for {
		select {
		case f, more := <-done:
			if !more {
				return p.keep(ctx, s, batch)
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
		if err := p.keep(ctx, s, batch); err != nil {
			return err
		}
		batch, passages = batch[:0], 0
	}
}

// keep settles a batch: faults in the ledger, the rest in index and record.
func (p *Pipeline) keep(ctx context.Context, s *shop, batch []finished) error {
	if ctx.Err() != nil {
		return ctx.Err() // interrupted reads are no verdict on their files
	}
	var read []finished
	var halt error
	for _, f := range batch {
		switch {
		case !s.ours(f.result.Job.Intake): // set aside while it was read
			if err := p.dropStrays(ctx, f); err != nil {
				return err
			}
		case f.secret != nil:
			if err := p.withhold(ctx, s, f); err != nil {
				return err
			}
		case f.fault == nil:
			read = append(read, f)
		case f.fault.Fault == cchc.FaultOurs && p.isTrouble(f.fault): // the machine's fault, not that of the file: it stays due
			halt = f.fault
		default:
			if err := p.fail(ctx, s, f); err != nil {
				return err
			}
		}
	}
	if len(read) == 0 {
		return halt
	}
	err := p.write(ctx, s, read)
	if err != nil && ctx.Err() == nil && !p.isTrouble(err) {
		err = p.keepSingly(ctx, s, read, err)
	}
	return errors.Join(err, halt)
}

// keepSingly keeps each file of a batch that could not be kept by itself: one document the
// index or the record cannot take must not hold up the others, and is tried again like any
// failure of ours. Where none can be kept it is not the documents.
func (p *Pipeline) keepSingly(ctx context.Context, s *shop, batch []finished, cause error) error {
	var failed []finished
	for _, f := range batch {
		err := p.write(ctx, s, []finished{f})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if p.isTrouble(err) {
				return err
			}
			f.fault = cchc.AsError(err)
			failed = append(failed, f)
		}
	}
	if len(failed) == len(batch) && len(batch) > 1 {
		return cause
	}
	for _, f := range failed {
		if err := p.fail(ctx, s, f); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pipeline) isTrouble(err error) bool {
	return p.rules.Trouble != nil && p.rules.Trouble(err) != nil
}

// write keeps files that were read: first the index, then the record, which is the commit
// point, then what is no more leaves the index.
func (p *Pipeline) write(ctx context.Context, s *shop, batch []finished) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	var results []intake.Result
	var indexed []Indexed
	now := p.linking.Load()
	for _, f := range batch {
		if !s.ours(f.result.Job.Intake) {
			continue
		}
		p.relinkLate(&f.result, now)
		results = append(results, f.result)
	}
	if len(results) == 0 {
		return nil
	}
	if err := p.correctRead(ctx, results); err != nil {
		return cchc.OurFault("record-failed", err)
	}
	for _, r := range results {
		for _, d := range r.Documents {
			indexed = append(indexed, Indexed{d.Document, d.Passages})
		}
	}
	if err := p.payOff(ctx); err != nil {
		return err
	}
	seq := p.seq
	if len(indexed) > 0 {
		seq++
		start := p.now()
		err := p.index.Put(ctx, indexed, seq)
		p.since(&p.clocks.index, start)
		if err != nil {
			return cchc.OurFault("index-failed", err)
		}
	}
	start := p.now()
	kept, err := p.record.Commit(ctx, cchc.System(), results, seq)
	p.since(&p.clocks.record, start)
	if err != nil {
		return cchc.OurFault("record-failed", err)
	}
	p.seq = seq
	withheld := map[int64]bool{}
	for _, row := range kept.Rows {
		withheld[row.ID] = true
	}
	for _, f := range batch {
		if s.settled(f.result.Job.Intake) && !withheld[f.result.Job.Intake] {
			p.told(f)
		}
	}
	return p.letGo(ctx, kept)
}

// relinkLate proposes anew what was proposed for a catalogue that is no longer in use.
func (p *Pipeline) relinkLate(r *intake.Result, now *linking) {
	if now == nil || r.Catalogue == now.ref {
		return
	}
	r.Catalogue = now.ref
	for i, d := range r.Documents {
		r.Documents[i].Links = now.propose(d.Document, d.Passages)
	}
}

// told tells watchers and runs what a file came to.
func (p *Pipeline) told(f finished) {
	o := outcomeOf(f.result)
	if !f.result.Job.Recognise {
		p.board.fileDone(o.Pages)
	}
	p.runs.each(func(t *tally) {
		if f.result.Recognise || len(f.result.Members) > 0 {
			t.poke() // there is work again
		}
		if f.result.Recognise && t.recognise {
			t.scansFound(f.result.Reading.PagesUnread())
			return // told when its pages are recognised
		}
		t.settle(f.result.Job.Intake, o, f.passages())
	})
}

// fail enters a fault in the ledger. The file's own fault and something missing settle
// it; a fault of ours is tried again.
func (p *Pipeline) fail(ctx context.Context, s *shop, f finished) error {
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
	if !s.settled(job.Intake) {
		return nil
	}
	o := Outcome{Outcome: string(state), Reason: &f.fault.Reason, Format: f.result.Reading.Format, Pages: f.result.Reading.PageTotal, Took: f.result.Took}
	if state == cchc.StateWaiting {
		o.Document = cchc.DocumentID(job.File)
	}
	p.board.fileDone(o.Pages)
	p.settleRow(job.Intake, o, 0)
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

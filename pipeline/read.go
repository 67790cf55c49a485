package pipeline

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// finished is a job with what it came to: a result, or the fault that ended it.
type finished struct {
	result intake.Result
	fault  *cchc.Error
}

// passages counts what was cut of the file.
func (f finished) passages() int {
	n := 0
	for _, d := range f.result.Documents {
		n += len(d.Passages)
	}
	return n
}

// read takes one job through extract, describe, cut and propose. It never fails: what
// goes wrong is in what it returns. A text that makes a rule panic is a fault of ours
// with that file; the program and the other files go on.
func (p *Pipeline) read(ctx context.Context, job intake.Job, cat cchc.Catalogue, propose Proposer) (f finished) {
	defer func() {
		if v := recover(); v != nil {
			p.log.ErrorContext(ctx, "a rule panicked", "file", job.File, "path", job.Path, "panic", v, "stack", string(debug.Stack()))
			f.result = intake.Result{Job: job, Took: f.result.Took}
			f.fault = cchc.OurFault("internal", fmt.Errorf("panic: %v", v))
		}
	}()
	start := p.now()
	reading, err := p.rules.Read(ctx, p.blobs.Path(job.File))
	f = finished{result: intake.Result{Job: job, Reading: reading, Catalogue: cat.Ref()}}
	f.result.Took = p.now().Sub(start)
	if err != nil {
		f.fault = cchc.AsError(err)
		return f
	}
	unread, read := reading.PagesUnread(), reading.PagesRead()
	switch {
	case unread > 0:
		reason := cchc.NewReason("needs-ocr", strconv.Itoa(unread), strconv.Itoa(max(reading.PageTotal, unread+read)))
		f.result.State, f.result.Reason = cchc.StateWaiting, &reason
	case read == 0:
		f.fault = cchc.FileFault("no-text", nil)
		return f
	default:
		f.result.State = cchc.StateIndexed
	}
	f.result.Documents = p.documents(job, reading, propose)
	return f
}

// documents describes, cuts and links each document of a file.
func (p *Pipeline) documents(job intake.Job, r cchc.Reading, propose Proposer) []intake.Described {
	var out []intake.Described
	for _, part := range p.rules.Parts(job.File, r.Pages) {
		pages := r.Pages[part.First : part.Last+1]
		own := cchc.Reading{Format: r.Format, Pages: pages}
		d := cchc.Document{
			ID: part.ID, File: job.File, Path: job.Path, Unit: job.Unit, Format: r.Format,
			Pages: len(pages), PagesRead: own.PagesRead(), Quality: own.Quality(),
			Particulars: p.rules.Describe(pages), Received: job.Received,
		}
		d.Work = p.rules.WorkID(d.Particulars)
		passages := p.rules.Cut(d.ID, pages)
		out = append(out, intake.Described{Document: d, Passages: passages, Links: propose(d, passages), First: part.First, Last: part.Last})
	}
	return out
}

package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// finished is a job with what it came to: a result, or the fault that ended it.
type finished struct {
	result intake.Result
	fault  *cchc.Error
	// secret is set where nothing of the file may be kept.
	secret *cchc.Reason
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
func (p *Pipeline) read(ctx context.Context, job intake.Job) (f finished) {
	return p.guarded(ctx, job, func(f *finished) {
		reading, done, ok := p.readText(ctx, f)
		defer done()
		if !ok || p.withheld(f) {
			return
		}
		f.result.Members = p.members(ctx, f, reading)
		if f.fault == nil {
			p.judge(ctx, f)
		}
	})
}

// guarded turns a panic of a rule into a fault of ours with the file at hand.
func (p *Pipeline) guarded(ctx context.Context, job intake.Job, read func(*finished)) (f finished) {
	f.result.Job = job
	defer func() {
		if v := recover(); v != nil {
			p.log.ErrorContext(ctx, "a rule panicked", "file", job.File, "path", job.Path, "panic", v, "stack", string(debug.Stack()))
			f.result = intake.Result{Job: job, Took: f.result.Took}
			f.fault = cchc.OurFault("internal", fmt.Errorf("panic: %v", v))
		}
	}()
	read(&f)
	return f
}

// readText reads what is written in the file and adds what was recognised of it before.
// done lets the members go.
func (p *Pipeline) readText(ctx context.Context, f *finished) (r cchc.Reading, done func(), ok bool) {
	start := p.now()
	r, done, err := p.rules.Read(ctx, f.result.Job, p.blobs.Path(f.result.Job.File))
	f.result.Took = p.now().Sub(start)
	p.since(&p.clocks.read, start)
	if done == nil {
		done = func() {}
	}
	if err == nil && r.PagesUnread() > 0 {
		err = p.addRecognised(ctx, f.result.Job.File, r.Pages)
	}
	f.result.Reading = r
	if err != nil {
		f.fault = cchc.AsError(err)
	}
	return r, done, err == nil
}

// addRecognised puts pages that were recognised in an earlier reading in their places.
func (p *Pipeline) addRecognised(ctx context.Context, file cchc.FileID, pages []cchc.Page) error {
	if !p.canRecognise() {
		return nil
	}
	known, err := p.recognised.Recognised(ctx, cchc.Everything(), file, p.rules.Recogniser())
	if err != nil {
		return err
	}
	for i, page := range pages {
		if k, ok := known[page.Number]; ok && page.NeedsOCR {
			pages[i] = k
		}
	}
	return nil
}

// withheld looks for a stamp of secrecy.
func (p *Pipeline) withheld(f *finished) bool {
	if p.rules.Secret == nil {
		return false
	}
	degree, ok := p.rules.Secret(f.result.Reading.Pages)
	if !ok {
		return false
	}
	reason := cchc.NewReason("secret", degree)
	f.secret = &reason
	f.result.Reading = cchc.Reading{Format: f.result.Reading.Format}
	return true
}

// judge says what a reading came to, and describes, cuts and links what was read.
func (p *Pipeline) judge(ctx context.Context, f *finished) {
	r := f.result.Reading
	unread, read := r.PagesUnread(), r.PagesRead()
	switch {
	case unread > 0:
		reason := cchc.NewReason(intake.NeedsRecognition, strconv.Itoa(unread), strconv.Itoa(max(r.PageTotal, unread+read)))
		f.result.State, f.result.Reason, f.result.Recognise = cchc.StateWaiting, &reason, p.canRecognise()
	case read == 0 && len(f.result.Members) == 0:
		f.fault = cchc.FileFault("no-text", nil)
		return
	default:
		f.result.State = cchc.StateIndexed
	}
	if len(r.Pages) == 0 {
		return // an archive is its members
	}
	link, err := p.link(ctx)
	if err != nil {
		f.fault = cchc.AsError(err)
		return
	}
	f.result.Catalogue = link.ref
	f.result.Documents = p.documents(f.result.Job, r, link.propose)
}

// documents describes, cuts and links each document of a file.
func (p *Pipeline) documents(job intake.Job, r cchc.Reading, propose Proposer) []intake.Described {
	var out []intake.Described
	for _, part := range p.rules.Parts(job.File, r.Pages) {
		pages := r.Pages[part.First : part.Last+1]
		own := cchc.Reading{Format: r.Format, Pages: pages}
		start := p.now()
		d := cchc.Document{
			ID: part.ID, File: job.File, Path: job.Path, Unit: job.Unit, Format: r.Format,
			Pages: len(pages), PagesRead: own.PagesRead(), Quality: own.Quality(),
			Particulars: p.rules.Describe(pages), Received: job.Received,
		}
		d.Work = p.rules.WorkID(d.Particulars)
		passages := p.rules.Cut(d.ID, pages)
		var citations []cchc.Citation
		if p.rules.Citations != nil {
			citations = p.rules.Citations(pages)
		}
		p.since(&p.clocks.describe, start)
		start = p.now()
		links := propose(d, passages)
		p.since(&p.clocks.link, start)
		out = append(out, intake.Described{Document: d, Passages: passages, Links: links, First: part.First, Last: part.Last, Citations: citations})
	}
	return out
}

// members keeps the bytes of what came out of a file and returns their sights. What lies
// too deep is entered as refused: nothing is dropped silently.
func (p *Pipeline) members(ctx context.Context, f *finished, r cchc.Reading) []intake.Sight {
	job := f.result.Job
	var out []intake.Sight
	for _, m := range r.Members {
		s := intake.Sight{
			Place: cchc.Place{Path: job.Path + intake.Inside + m.Name, Size: m.Size, ModTime: job.Received},
			Unit:  job.Unit, Parent: job.File, Outcome: cchc.StateQueued,
		}
		if strings.Count(s.Place.Path, intake.Inside) > p.settings.Depth {
			reason := cchc.NewReason("nested-too-deep", strconv.Itoa(p.settings.Depth))
			s.Outcome, s.Reason = cchc.StateQuarantined, &reason
			out = append(out, s)
			continue
		}
		if reason, skip := intake.Ignore(filepath.Base(filepath.FromSlash(m.Name))); skip {
			s.Outcome, s.Reason = cchc.StateIgnored, &reason
			out = append(out, s)
			continue
		}
		id, _, err := p.blobs.PutFile(ctx, m.Path)
		if err != nil {
			f.fault = cchc.OurFault("store-failed", err)
			return nil
		}
		s.File = id
		out = append(out, s)
	}
	return out
}

package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/evidence"
	"minhchung/internal/extract"
	"minhchung/internal/extract/isolate"
	"minhchung/internal/extract/ocr"
	"minhchung/internal/extract/office"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
	"minhchung/internal/particulars"
	"minhchung/internal/passage"
	"minhchung/pipeline"
)

// reading is everything that turns a file into pages: the children that read, and the
// programs of others that help where they are installed.
type reading struct {
	settings settings
	pool     *isolate.Pool
	office   *office.Converter
	ocr      *ocr.Engine
	read     office.ReadFunc
	scratch  string // folder for what comes out of archives
	// inVain is the version of LibreOffice that was asked and could not convert for want of
	// one of its parts, nil or another where none was.
	inVain atomic.Value
}

const needsOffice = "needs-office" // the code of files that wait for LibreOffice

// newReading starts nothing yet. temp is the folder for temporary files, "" that of the
// system.
func newReading(s settings, temp string, log *slog.Logger) (*reading, error) {
	pool, err := newPool(s, temp, log)
	if err != nil {
		return nil, err
	}
	r := &reading{settings: s, pool: pool}
	if r.office, err = office.New(office.Config{
		Dir: temp, Workers: s.Office, Timeout: s.OfficeTime, MemoryMB: s.OfficeMemory, Log: log,
	}); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.read = r.office.Through(pool.Read)
	r.ocr = ocr.New(ocr.Config{
		Dir: temp, Workers: s.Scans, Timeout: s.ScanTime, MemoryMB: s.ScanMemory, Now: time.Now, Log: log,
	}, r.scan)
	if r.scratch, err = os.MkdirTemp(temp, "minhchung-unpack-"); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close ends every program that was started.
func (r *reading) Close() error {
	var errs []error
	if r.office != nil {
		errs = append(errs, r.office.Close())
	}
	errs = append(errs, r.pool.Close())
	if r.scratch != "" {
		errs = append(errs, os.RemoveAll(r.scratch))
	}
	return errors.Join(errs...)
}

// text reads what is written in a file. Its members lie in a folder until done is called.
func (r *reading) text(ctx context.Context, path string) (out cchc.Reading, done func(), err error) {
	limits := r.settings.limits()
	if limits.UnpackTo, err = os.MkdirTemp(r.scratch, ""); err != nil {
		return out, nil, cchc.OurFault("internal", err)
	}
	done = func() {
		_ = os.RemoveAll(limits.UnpackTo) // Close removes what is left
	}
	out, err = r.read(ctx, path, limits)
	if err != nil && cchc.AsError(err).Reason.Code == needsOffice {
		if version, is := r.office.Available(); is {
			r.inVain.Store(version)
		}
	}
	return out, done, err
}

// ready tells whether what files wait for is there, by reason code.
func (r *reading) ready(code cchc.Code) (is, known bool) {
	switch code {
	case intake.NeedsRecognition, "ocr-missing", "ocr-language":
		return r.recogniser() != "", true
	case needsOffice:
		version, is := r.office.Available()
		// One that lacks a part would be asked for ever.
		return is && version != r.inVain.Load(), true
	case "needs-unpacking":
		return true, true
	}
	return false, false
}

// recogniser names what recognises pages, with its version, "" where nothing can.
func (r *reading) recogniser() string {
	version, missing := r.ocr.Available()
	if missing != nil {
		return ""
	}
	return "tesseract " + version + "/" + strconv.Itoa(ocr.Version)
}

// scan has a reading child draw a page for recognition: no bytes of a dropped file ever
// meet tesseract.
func (r *reading) scan(ctx context.Context, path string, s ocr.Shot) (ocr.Scan, error) {
	p, err := r.pool.Render(ctx, path, isolate.RenderRequest{Page: s.Page, DPI: s.DPI, Turn: s.Turn, Scan: true, Out: s.Out})
	return ocr.Scan{
		Width: p.Width, Height: p.Height, DPI: p.DPI, Reduced: p.Reduced,
		Blank: p.Blank, Sideways: p.Sideways, Skew: p.Skew, Before: p.Before,
	}, err
}

// recognise reads the pages of a reading that have no text of their own, with all also
// those whose text is bad, as many at once as the settings say. A page that cannot be
// recognised stays as it is, with a note.
func (r *reading) recognise(ctx context.Context, path string, out cchc.Reading, all bool) (cchc.Reading, error) {
	if r.recogniser() == "" {
		return out, nil
	}
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(r.settings.Scans)
	for i := range out.Pages {
		if !out.Pages[i].NeedsOCR || !all && hasOwnText(out.Pages[i]) {
			continue
		}
		g.Go(func() error {
			page, notes, err := r.ocr.Page(ctx, path, out.Pages[i].Number)
			mu.Lock()
			defer mu.Unlock()
			out.Notes = append(out.Notes, notes...)
			if err != nil {
				fault := cchc.AsError(err)
				if fault.Fault == cchc.FaultOurs {
					return err
				}
				out.Notes = append(out.Notes, fault.Reason)
				return nil
			}
			out.Pages[i] = page
			return nil
		})
	}
	return out, g.Wait()
}

// rules are the stages of the pipeline.
func (e *engines) rules(lang messages.Lang) pipeline.Rules {
	return pipeline.Rules{
		Read: func(ctx context.Context, job intake.Job, path string) (cchc.Reading, func(), error) {
			r, done, err := e.reading.text(ctx, path)
			if note := extract.EndingNote(job.Path, r.Format); note != nil && err == nil {
				r.Notes = append(r.Notes, *note)
			}
			if n := len(r.Members); n > 0 && err == nil {
				r.Notes = append([]cchc.Reason{cchc.NewReason("unpacked", strconv.Itoa(n))}, r.Notes...)
			}
			return r, done, err
		},
		Parts: func(file cchc.FileID, pages []cchc.Page) []pipeline.Part {
			var out []pipeline.Part
			for _, p := range describe.Split(file, pages) {
				out = append(out, pipeline.Part{ID: p.ID, First: p.First, Last: p.Last})
			}
			return out
		},
		Describe:  describe.Describe,
		WorkID:    e.workID,
		Citations: describe.Citations,
		Amend:     e.amend,
		Values:    particulars.Values,
		Secret:    describe.Secret,
		Cut:       passage.Split,
		Proposer: func(cat cchc.Catalogue) pipeline.Proposer {
			return evidence.Prepare(cat.WithUnits(e.ownUnits()), e.weights(), e.settings.agency()...).Propose
		},
		Recognise: func(ctx context.Context, path string, _ cchc.Format, page int) (cchc.Page, []cchc.Reason, error) {
			return e.reading.ocr.Page(ctx, path, page)
		},
		Recogniser: e.reading.recogniser,
		Ready:      e.reading.ready,
		Trouble:    trouble,
		Note: func(r cchc.Reason) string {
			w := messages.Words(r, lang)
			return w.Message + "\r\n" + w.Remedy + "\r\n" // for Notepad
		},
	}
}

// newPool starts the pool of reading children: this very program as `worker`.
func newPool(s settings, temp string, log *slog.Logger) (*isolate.Pool, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return isolate.New(isolate.Config{
		Command: []string{self, workerName, "--cache", s.cacheFolder()},
		Dir:     temp, Workers: s.Workers, Timeout: s.ReadTimeout, MemoryMB: s.WorkerMemory, MaxFiles: s.WorkerFiles,
		Env: []string{envPrefix + "WORKER_MEMORY=" + strconv.Itoa(s.WorkerMemory)},
		Log: log,
	})
}

// hasOwnText reports whether anything but annotations is written on a page.
func hasOwnText(p cchc.Page) bool {
	for _, b := range p.Blocks {
		if b.Kind != cchc.BlockStamp {
			return true
		}
	}
	return false
}

package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// receiveBatch is how many sights go into one transaction of the ledger.
const receiveBatch = 64

// receive stores the bytes of every new or changed file under the roots and enters it in
// the ledger. Files that were taken before are told at once.
func (p *Pipeline) receive(ctx context.Context, roots []Root, t *tally) error {
	known := map[string]intake.Row{}
	for _, root := range roots {
		rows, err := p.ledger.Places(ctx, cchc.Everything(), root.Path)
		if err != nil {
			return err
		}
		for path, row := range rows {
			known[path] = row
		}
	}
	r := receiver{p: p, t: t}
	err := discover(ctx, roots, p.settings.Own, func(f found) error {
		return r.take(ctx, f, known)
	})
	if err != nil {
		return err
	}
	return r.flush(ctx)
}

// receiver gathers sights for the ledger.
type receiver struct {
	p      *Pipeline
	t      *tally
	sights []intake.Sight
	given  []given         // what the sights are of
	seen   map[string]bool // a path given twice counts once
}

// given is a file with the row its path had before the run, 0 where none.
type given struct {
	found
	row int64
}

func (r *receiver) take(ctx context.Context, f found, known map[string]intake.Row) error {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	if r.seen[f.path] {
		return nil
	}
	r.seen[f.path] = true
	if f.err != nil {
		r.t.found(f.shown)
		r.t.tell(unreadable(f, f.err))
		return nil
	}
	place := placeOf(f.path, f.info)
	row, before := known[f.path]
	if before && row.Place.Unchanged(place) {
		r.t.found(f.shown)
		r.stand(f, row, true)
		return nil
	}
	if f.skip == nil && r.p.settling(f) {
		r.t.settling()
		return nil // may be half written; a later look takes it
	}
	r.t.found(f.shown)
	sight, told, err := r.p.store(ctx, f, place)
	if err != nil {
		return err
	}
	if told != nil {
		r.t.tell(*told)
		return nil
	}
	r.sights, r.given = append(r.sights, sight), append(r.given, given{f, row.ID})
	if len(r.sights) >= receiveBatch {
		return r.flush(ctx)
	}
	return nil
}

// stand handles a file by where it stands in the ledger: what is still due is awaited;
// what is settled is told, as unchanged where its content was taken before.
func (r *receiver) stand(f found, row intake.Row, before bool) {
	due := row.State == cchc.StateFailed && !row.NextTry.IsZero() && !row.NextTry.After(r.p.now())
	switch {
	case row.State == cchc.StateQueued || row.State == cchc.StateReading || due:
		r.t.await(row.ID, f.shown)
	case row.State == cchc.StateFailed: // tried again later, or given up
		r.t.tell(Outcome{Path: f.shown, Outcome: string(row.State), Reason: row.Reason})
	default:
		outcome := string(row.State)
		if before {
			outcome = OutcomeUnchanged
		}
		r.t.tell(Outcome{Path: f.shown, Document: cchc.DocumentID(row.File), Outcome: outcome, Reason: row.Reason, Format: row.Format})
	}
}

func (r *receiver) flush(ctx context.Context) error {
	if len(r.sights) == 0 {
		return nil
	}
	rows, err := r.p.ledger.ReceiveAll(ctx, cchc.System(), r.sights)
	if err != nil {
		return err
	}
	for i, row := range rows {
		g := r.given[i] // touched, but with the same bytes in it, is the row it was
		r.stand(g.found, row, row.ID == g.row && row.File != "")
	}
	r.sights, r.given = r.sights[:0], r.given[:0]
	return nil
}

// store keeps the bytes of a file and returns its sight. A file that is gone is told
// instead; only a failure of our own store is an error.
func (p *Pipeline) store(ctx context.Context, f found, place cchc.Place) (intake.Sight, *Outcome, error) {
	sight := intake.Sight{Place: place, Unit: f.unit, Outcome: cchc.StateQueued}
	if f.skip != nil {
		sight.Outcome, sight.Reason = cchc.StateIgnored, f.skip
		return sight, nil, nil
	}
	for range 3 {
		id, _, err := p.blobs.PutFile(ctx, f.path)
		if err != nil {
			if ctx.Err() != nil {
				return sight, nil, ctx.Err()
			}
			if errors.Is(err, fs.ErrNotExist) && sourceFault(err, f.path) {
				o := unreadable(f, err)
				return sight, &o, nil
			}
			if sourceFault(err, f.path) {
				return refused(f, cchc.NewReason("unreadable-file", plainCause(err))), nil, nil
			}
			return sight, nil, cchc.OurFault("store-failed", err)
		}
		info, err := os.Stat(f.path)
		if err != nil {
			o := unreadable(f, err)
			return sight, &o, nil
		}
		if after := placeOf(f.path, info); after.Unchanged(sight.Place) {
			sight.File = id
			return sight, nil, nil
		} else {
			sight.Place = after // written to while it was copied: copy what is there now
		}
	}
	return refused(f, cchc.NewReason("still-changing")), nil, nil
}

// refused is the sight of a file whose bytes could not be taken. It says nothing of size
// and time, so that the next look tries again though nothing seems changed: the file may
// only have been open in another program.
func refused(f found, reason cchc.Reason) intake.Sight {
	return intake.Sight{Place: cchc.Place{Path: f.path}, Unit: f.unit, Outcome: cchc.StateQuarantined, Reason: &reason}
}

// sourceFault tells a dropped file that cannot be read from a store that cannot be
// written: the error names the file.
func sourceFault(err error, source string) bool {
	var path *fs.PathError
	return errors.As(err, &path) && path.Path == source
}

func unreadable(f found, err error) Outcome {
	reason := cchc.NewReason("unreadable-file", plainCause(err))
	if errors.Is(err, fs.ErrNotExist) {
		reason = cchc.NewReason("vanished")
	}
	return Outcome{Path: f.shown, Outcome: string(cchc.StateFailed), Reason: &reason}
}

// plainCause names the usual causes in words; others as the system gives them.
func plainCause(err error) string {
	if errors.Is(err, fs.ErrPermission) {
		return "không có quyền đọc (permission denied)"
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// settling reports whether a file was touched so lately that it may be half written.
func (p *Pipeline) settling(f found) bool {
	age := p.now().Sub(f.info.ModTime())
	return f.settle > 0 && age >= 0 && age < f.settle
}

func placeOf(path string, info fs.FileInfo) cchc.Place {
	return cchc.Place{Path: path, Size: info.Size(), ModTime: info.ModTime().UTC().Round(0).Truncate(time.Nanosecond), Stamp: stampOf(info)}
}

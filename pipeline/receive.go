package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	r := receiver{p: p, t: t, gone: map[string]bool{}}
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
	gone   map[string]bool // first places looked for, and whether they are gone
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
		r.t.tell(f, 0, unreadable(f, f.err))
		return nil
	}
	place := placeOf(f.path, f.info)
	row, before := known[f.path]
	if before && row.Place.Unchanged(place) {
		r.t.found(f.shown)
		return r.stand(ctx, f, row, true)
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
		r.t.tell(f, 0, *told)
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
func (r *receiver) stand(ctx context.Context, f found, row intake.Row, before bool) error {
	if r.t.settledEarly(row.ID, f) {
		return nil // while this run looked at other files
	}
	if row.State == cchc.StateDuplicate {
		moved, err := r.moved(ctx, f, row)
		if err != nil {
			return err
		}
		if moved != nil {
			row, before = *moved, true
		}
	}
	due := row.State == cchc.StateFailed && !row.NextTry.IsZero() && !row.NextTry.After(r.p.now())
	switch {
	case row.State == cchc.StateReading && !r.t.recognise && r.p.scans.ours(row.ID):
		r.t.tell(f, row.ID, Outcome{Path: f.shown, Document: cchc.DocumentID(row.File), Outcome: OutcomeUnchanged, Format: row.Format})
	case row.State == cchc.StateQueued || row.State == cchc.StateReading || due:
		r.t.await(row.ID, f)
	case row.State == cchc.StateWaiting && row.Due && r.t.recognise:
		r.t.await(row.ID, f)
	case row.State == cchc.StateFailed: // tried again later, or given up
		r.t.tell(f, row.ID, Outcome{Path: f.shown, Outcome: string(row.State), Reason: row.Reason})
	default:
		outcome := string(row.State)
		if before {
			outcome = OutcomeUnchanged
		}
		r.t.tell(f, row.ID, Outcome{Path: f.shown, Document: cchc.DocumentID(row.File), Outcome: outcome, Reason: row.Reason, Format: row.Format, stood: row.State})
	}
	return nil
}

// moved notes that a known content lies at another path now, where its first place is
// gone: the file was renamed or moved, and what was made of it goes along. It returns nil
// where the first place still is.
func (r *receiver) moved(ctx context.Context, f found, row intake.Row) (*intake.Row, error) {
	// The place the ledger names may itself be out of date: it only saves a question.
	if row.Reason != nil && len(row.Reason.Args) > 0 {
		if _, err := os.Lstat(row.Reason.Args[0]); err == nil {
			return nil, nil //nolint:nilnil // a duplicate
		}
	}
	first, err := r.p.ledger.FirstPlace(ctx, cchc.Everything(), row.File)
	if errors.Is(err, cchc.ErrNotFound) {
		return nil, nil //nolint:nilnil // nothing to move
	}
	if err != nil {
		return nil, err
	}
	from := first.Place.Path
	gone, looked := r.gone[from]
	if !looked {
		_, err := os.Lstat(from)
		// What came by hand or out of an archive has no place in a folder that could be gone.
		gone = filepath.IsAbs(from) && !strings.Contains(from, intake.Inside) && errors.Is(err, fs.ErrNotExist)
	}
	r.gone[from] = false // one of its places takes over, not all
	if !gone {
		return nil, nil //nolint:nilnil // a duplicate
	}
	moved, err := r.p.ledger.Move(ctx, cchc.System(), first.ID, row.Place, f.unit, true)
	return &moved, err
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
		if row.Withheld { // seen again: its bytes came along once more
			if err := r.p.blobs.Drop(row.File); err != nil {
				return err
			}
		}
		g := r.given[i] // touched, but with the same bytes in it, is the row it was
		if err := r.stand(ctx, g.found, row, row.ID == g.row && row.File != ""); err != nil {
			return err
		}
	}
	r.sights, r.given = r.sights[:0], r.given[:0]
	r.p.Touch()
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
		start := p.now()
		id, _, err := p.blobs.PutFile(ctx, f.path)
		p.since(&p.clocks.originals, start)
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

// settling reports whether a file was touched so lately that it may be half written. The
// clock of a network share may be ahead of ours: a file from the future counts as settled
// when two looks that far apart find it the same.
func (p *Pipeline) settling(f found) bool {
	if f.settle <= 0 {
		return false
	}
	now := p.now()
	if age := now.Sub(f.info.ModTime()); age >= 0 {
		return age < f.settle
	}
	return !p.stable.since(f, now, f.settle)
}

// sightings remembers files from the future between looks.
type sightings struct {
	mu   sync.Mutex
	seen map[string]sighting
}

type sighting struct {
	size int64
	mod  time.Time
	at   time.Time
}

// since reports whether the file has looked the same for a while.
func (s *sightings) since(f found, now time.Time, while time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was, known := s.seen[f.path]
	if known && was.size == f.info.Size() && was.mod.Equal(f.info.ModTime()) {
		if now.Sub(was.at) < while {
			return false
		}
		delete(s.seen, f.path)
		return true
	}
	if s.seen == nil {
		s.seen = map[string]sighting{}
	}
	s.seen[f.path] = sighting{f.info.Size(), f.info.ModTime(), now}
	return false
}

func placeOf(path string, info fs.FileInfo) cchc.Place {
	return cchc.Place{Path: path, Size: info.Size(), ModTime: info.ModTime().UTC().Round(0).Truncate(time.Nanosecond), Stamp: stampOf(info)}
}

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// fileAway moves the files of a run that were taken in out of the folders they were
// dropped in, and what cannot be read to a folder of its own with a note beside it. A file
// that cannot be moved stays; the next run tries again.
func (p *Pipeline) fileAway(ctx context.Context, t *tally) error {
	p.filing.Lock()
	defer p.filing.Unlock()
	for _, f := range t.away {
		if err := ctx.Err(); err != nil {
			return err
		}
		folder, note := awayFolder(f.outcome)
		if folder == "" {
			continue
		}
		if now, err := os.Stat(f.path); err != nil || !placeOf(f.path, now).Unchanged(placeOf(f.path, f.info)) {
			continue // gone, or replaced since it was found: what lies there now was not taken in
		}
		root := f.root
		if root == f.path { // given by itself
			root = filepath.Dir(root)
		}
		to, err := placeIn(root, folder, f.path)
		if err != nil {
			p.log.WarnContext(ctx, "not filed away", "path", f.path, "error", err)
			continue
		}
		moved, err := p.moveAway(ctx, f, to)
		if err != nil {
			return fmt.Errorf("file away: %w", err)
		}
		if !moved {
			continue
		}
		if note && f.outcome.Reason != nil && p.rules.Note != nil {
			if err := os.WriteFile(noteName(to), []byte(p.rules.Note(*f.outcome.Reason)), 0o600); err != nil {
				p.log.WarnContext(ctx, "no note beside a rejected file", "path", to, "error", err)
			}
		}
	}
	return nil
}

// awayFolder is where a file goes by its outcome, "" where it stays: what is ignored was
// never taken, what failed by our fault is tried again. An unchanged file was taken
// earlier, but could not be moved then; its reason tells how it stood.
func awayFolder(o Outcome) (folder string, note bool) {
	if o.Reason != nil && (o.Reason.Code == "unreadable-file" || o.Reason.Code == "still-changing") {
		return "", false // perhaps only open in another program: looked at again where it lies
	}
	switch cchc.State(o.Outcome) {
	case cchc.StateIndexed, cchc.StateWaiting, cchc.StateDuplicate:
		return intake.Taken, false
	case cchc.StateQuarantined:
		return intake.Refused, true
	case cchc.StateQueued, cchc.StateReading, cchc.StateIgnored, cchc.StateFailed:
		return "", false
	}
	if o.stood == cchc.StateQuarantined {
		return intake.Refused, true
	}
	if o.stood != cchc.StateIgnored && o.stood != "" {
		return intake.Taken, false
	}
	return "", false
}

// moveAway tells the ledger first: after a power cut in between, the file still lies where
// it was dropped and the next run puts ledger and folder right.
func (p *Pipeline) moveAway(ctx context.Context, f told, to string) (moved bool, err error) {
	was := placeOf(f.path, f.info)
	place := was
	place.Path = to
	// Rows without kept bytes have nothing to move but the file.
	_, err = p.ledger.Move(ctx, cchc.System(), f.row, place, f.unit, false)
	kept := err == nil
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return false, err
	}
	if err := os.Rename(f.path, to); err != nil {
		p.log.WarnContext(ctx, "not filed away", "path", f.path, "error", err)
		if kept {
			_, err = p.ledger.Move(ctx, cchc.System(), f.row, was, f.unit, false)
			return false, err
		}
		return false, nil
	}
	return true, nil
}

// placeIn is the place below root/folder that a file has below root, under a name that is
// free there.
func placeIn(root, folder, path string) (string, error) {
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == "." || strings.HasPrefix(rel, "..") {
		rel = filepath.Base(path)
	}
	to := filepath.Join(root, folder, rel)
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return "", err
	}
	ending := filepath.Ext(to)
	stem := strings.TrimSuffix(to, ending)
	for n := 2; ; n++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return to, nil
		} else if err != nil {
			return "", err
		}
		to = stem + " (" + strconv.Itoa(n) + ")" + ending
	}
}

// longestName is what file systems take of a name, in bytes.
const longestName = 255

// noteName is the name of the note beside a rejected file.
func noteName(path string) string {
	const ending = ".lý do.txt"
	folder, name := filepath.Split(path)
	for len(name) > longestName-len(ending) {
		r := []rune(name)
		name = string(r[:len(r)-1])
	}
	return filepath.Join(folder, name+ending)
}

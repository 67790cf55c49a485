package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options say how often to hint. Zero durations mean the defaults.
type Options struct {
	Rescan time.Duration // a hint at least this often; default 5 minutes
	Settle time.Duration // quiet time after a notice before the hint; default 5 seconds
	// Patience is how long a folder that never gets quiet can hold a hint back; default
	// ten times Settle.
	Patience time.Duration
	Poll     bool // network shares: Rescan alone, no notices
}

func (o Options) withDefaults() Options {
	if o.Rescan <= 0 {
		o.Rescan = 5 * time.Minute
	}
	if o.Settle <= 0 {
		o.Settle = 5 * time.Second
	}
	if o.Patience <= 0 {
		o.Patience = 10 * o.Settle
	}
	return o
}

// Folders calls hint after something changed in one of the folders or below, with the
// folder as given, and with "" at every Rescan. hint is called from one goroutine and
// should return soon. New folders below are watched as they appear. Folders returns
// ctx's error when ctx ends; where notices cannot be had (too many folders for the
// system's limit, say) it goes on with Rescan alone and tells lost why.
func Folders(ctx context.Context, dirs []string, opt Options, hint func(root string), lost func(error)) error {
	opt = opt.withDefaults()
	w := &watcher{dirs: dirs, opt: opt, hint: hint, lost: lost}
	if !opt.Poll {
		notices, err := fsnotify.NewWatcher()
		if err != nil {
			lost(fmt.Errorf("watch: %w", err))
		} else {
			defer notices.Close() //nolint:errcheck // nothing is lost with it
			w.notices = notices
			for _, dir := range dirs {
				w.add(dir)
			}
		}
	}
	return w.run(ctx)
}

type watcher struct {
	dirs    []string
	opt     Options
	hint    func(string)
	lost    func(error)
	notices *fsnotify.Watcher // nil: Rescan alone
}

// add watches a folder and everything below it.
func (w *watcher) add(dir string) {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone again
		}
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return w.notices.Add(path)
		}
		return nil
	})
	if err != nil {
		w.lost(fmt.Errorf("watch %s: %w", dir, err))
	}
}

// run gathers notices until it has been quiet for Settle, or Patience is over.
func (w *watcher) run(ctx context.Context) error {
	rescan := time.NewTicker(w.opt.Rescan)
	defer rescan.Stop()
	var events chan fsnotify.Event
	var faults chan error
	if w.notices != nil {
		events, faults = w.notices.Events, w.notices.Errors
	}
	changed := map[string]bool{}
	var quiet, over <-chan time.Time
	tell := func() {
		for _, dir := range w.dirs { // in the order given
			if changed[dir] {
				w.hint(dir)
			}
		}
		clear(changed)
		quiet, over = nil, nil
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-events:
			root, ok := w.rootOf(e)
			if !ok {
				continue
			}
			if len(changed) == 0 {
				over = time.After(w.opt.Patience)
			}
			changed[root] = true
			quiet = time.After(w.opt.Settle)
		case err := <-faults:
			w.lost(fmt.Errorf("watch: %w", err)) // an overflow: look at everything
			w.hint("")
		case <-quiet:
			tell()
		case <-over:
			tell()
		case <-rescan.C:
			w.hint("")
		}
	}
}

// rootOf returns the watched folder an event lies under; new folders are watched too.
func (w *watcher) rootOf(e fsnotify.Event) (string, bool) {
	if e.Op == fsnotify.Chmod {
		return "", false // reading a file changes its access time
	}
	if e.Has(fsnotify.Create) {
		w.add(e.Name) // a folder moved in comes with all it holds
	}
	for _, dir := range w.dirs {
		if rel, err := filepath.Rel(dir, e.Name); err == nil && filepath.IsLocal(rel) {
			return dir, true
		}
	}
	return "", false
}

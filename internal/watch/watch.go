// Package watch says that something changed in watched folders. It gives hints only:
// what changed, and whether a file is whole, the caller finds out by looking itself.
//
// Native notification is a shortcut, never the truth: it does not cross network shares,
// it overflows, it forgets folders that are moved in whole. So there is a hint from time
// to time in any case, and every trouble with notification ends in one.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"minhchung/internal/intake"
)

// Options tune [Folders]. Zero fields mean the defaults.
type Options struct {
	// Rescan is the time between hints without a notification: 5 minutes, 30 seconds
	// with Poll.
	Rescan time.Duration
	// Settle is how long it has to be quiet after a change before the hint: 5 seconds.
	// Where it is never quiet the hint comes after 6 times as long.
	Settle time.Duration
	// Poll does without native notification, for network shares.
	Poll bool
	// Problem, where set, is told what goes wrong with notification. The hints go on.
	Problem func(error)
}

const (
	rescanDefault = 5 * time.Minute
	pollDefault   = 30 * time.Second
	settleDefault = 5 * time.Second
	patience      = 6 // times Settle
)

func (o Options) withDefaults() Options {
	if o.Rescan <= 0 {
		o.Rescan = rescanDefault
		if o.Poll {
			o.Rescan = pollDefault
		}
	}
	if o.Settle <= 0 {
		o.Settle = settleDefault
	}
	if o.Problem == nil {
		o.Problem = func(error) {}
	}
	return o
}

// Folders watches folders and all below them until ctx ends, whose error it returns. It
// calls hint with the watched folder in which something changed, and with "" (anything
// may have changed) when watching has begun, after trouble, and every Rescan. A folder
// that is not there yet or goes away is no error: it is watched when it is there.
//
// hint is called from one goroutine and should return at once; what it starts may not
// lose a hint that comes meanwhile.
func Folders(ctx context.Context, dirs []string, opt Options, hint func(path string)) error {
	w, err := newWatcher(dirs, opt.withDefaults(), hint)
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	if w.opt.Poll {
		return w.loop(ctx, nil, nil)
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		w.opt.Problem(fmt.Errorf("watch: only from time to time: %w", err))
		return w.loop(ctx, nil, nil)
	}
	w.add = notify.Add
	return errors.Join(w.loop(ctx, notify.Events, notify.Errors), notify.Close())
}

type watcher struct {
	roots []string
	opt   Options
	hint  func(string)
	add   func(folder string) error // nil without notification
}

func newWatcher(dirs []string, opt Options, hint func(string)) (*watcher, error) {
	w := &watcher{opt: opt, hint: hint}
	for _, d := range dirs {
		abs, err := filepath.Abs(d)
		if err != nil {
			return nil, err
		}
		w.roots = append(w.roots, abs)
	}
	return w, nil
}

// loop turns notifications into hints.
func (w *watcher) loop(ctx context.Context, events <-chan fsnotify.Event, troubles <-chan error) error {
	rescan := time.NewTicker(w.opt.Rescan)
	defer rescan.Stop()
	// quiet starts anew with each change, late with the first one only.
	quiet, late := stopped(), stopped()
	defer quiet.Stop()
	defer late.Stop()
	dirty := map[string]bool{}
	settle := func() {
		quiet.Stop()
		late.Stop()
		for _, root := range w.roots {
			if dirty[root] {
				w.hint(root)
			}
		}
		clear(dirty)
	}
	w.addAll()
	w.hint("")
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e, open := <-events:
			if !open { // never expected; a closed channel would keep the loop busy
				events = nil
				w.opt.Problem(errors.New("watch: notification ended; only from time to time"))
			}
			root, matters := w.matters(e)
			if !matters {
				continue
			}
			if len(dirty) == 0 {
				late.Reset(patience * w.opt.Settle)
			}
			dirty[root] = true
			quiet.Reset(w.opt.Settle)
		case err, open := <-troubles:
			if !open {
				troubles = nil
				continue
			}
			w.opt.Problem(fmt.Errorf("watch: %w", err))
			w.addAll()
			w.hint("")
		case <-quiet.C:
			settle()
		case <-late.C:
			settle()
		case <-rescan.C:
			w.addAll() // heals what was not there, or was moved in, at the last time
			w.hint("")
		}
	}
}

// stopped returns a timer that does not run.
func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// matters reports whether a notification is of a possible document, and under which
// watched folder. New folders are watched from here on.
func (w *watcher) matters(e fsnotify.Event) (root string, ok bool) {
	if e.Name == "" || e.Op == fsnotify.Chmod {
		return "", false
	}
	if _, ignored := intake.Ignore(filepath.Base(e.Name)); ignored {
		return "", false
	}
	if e.Has(fsnotify.Create) {
		w.addTree(e.Name)
	}
	for _, r := range w.roots {
		if e.Name == r || strings.HasPrefix(e.Name, strings.TrimSuffix(r, string(filepath.Separator))+string(filepath.Separator)) {
			return r, true
		}
	}
	return "", false
}

func (w *watcher) addAll() {
	for _, r := range w.roots {
		w.addTree(r)
	}
}

// addTree asks for notification of a folder and all below it; watching twice is harmless.
func (w *watcher) addTree(top string) {
	if w.add == nil {
		return
	}
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			w.opt.Problem(fmt.Errorf("watch: %w", err))
			return nil // the others are watched all the same
		}
		if !d.IsDir() {
			return nil
		}
		if _, ignored := intake.Ignore(d.Name()); ignored && path != top {
			return fs.SkipDir
		}
		return w.add(path)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.opt.Problem(fmt.Errorf("watch %s: %w", top, err))
	}
}

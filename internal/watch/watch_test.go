package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// bench runs the loop in a bubble with notifications made by hand and notes every hint
// with the seconds since the start.
type bench struct {
	events   chan fsnotify.Event
	troubles chan error
	hints    []note
	problems int
}

type note struct {
	at   time.Duration
	path string
}

func run(t *testing.T, opt Options, play func(b *bench)) []note {
	t.Helper()
	b := &bench{events: make(chan fsnotify.Event), troubles: make(chan error)}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		opt.Problem = func(error) { b.problems++ }
		w, err := newWatcher([]string{"/n/a", "/n/b"}, opt.withDefaults(), func(path string) {
			b.hints = append(b.hints, note{time.Since(start), path})
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		events, troubles := make(chan fsnotify.Event), make(chan error)
		b.events, b.troubles = events, troubles
		go func() { done <- w.loop(ctx, events, troubles) }()
		synctest.Wait()
		play(b)
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	})
	return b.hints
}

func (b *bench) changed(path string) { b.events <- fsnotify.Event{Name: path, Op: fsnotify.Write} }

func want(t *testing.T, got []note, want ...note) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("hints %v, want %v", got, want)
	}
}

func TestOneHintAfterItIsQuiet(t *testing.T) {
	got := run(t, Options{}, func(b *bench) {
		b.changed("/n/a/1")
		time.Sleep(4 * time.Second)
		b.changed("/n/a/1")
		time.Sleep(20 * time.Second)
	})
	want(t, got, note{0, ""}, note{9 * time.Second, "/n/a"})
}

func TestHintsNameEveryFolderThatChanged(t *testing.T) {
	got := run(t, Options{Settle: time.Second}, func(b *bench) {
		b.changed("/n/b/x/y")
		b.changed("/n/a")
		b.changed("/n/ab")
		time.Sleep(2 * time.Second)
		b.changed("/n/b/x")
		time.Sleep(2 * time.Second)
	})
	want(t, got, note{0, ""}, note{time.Second, "/n/a"}, note{time.Second, "/n/b"}, note{3 * time.Second, "/n/b"})
}

func TestAHintComesEvenWhereItIsNeverQuiet(t *testing.T) {
	got := run(t, Options{Settle: 5 * time.Second}, func(b *bench) {
		for range 40 {
			b.changed("/n/a/1")
			time.Sleep(time.Second)
		}
	})
	want(t, got, note{0, ""}, note{30 * time.Second, "/n/a"})
}

func TestHintsFromTimeToTime(t *testing.T) {
	got := run(t, Options{}, func(*bench) { time.Sleep(11 * time.Minute) })
	want(t, got, note{0, ""}, note{5 * time.Minute, ""}, note{10 * time.Minute, ""})
	got = run(t, Options{Poll: true}, func(*bench) { time.Sleep(70 * time.Second) })
	want(t, got, note{0, ""}, note{30 * time.Second, ""}, note{60 * time.Second, ""})
}

func TestTroubleEndsInAHint(t *testing.T) {
	got := run(t, Options{}, func(b *bench) {
		time.Sleep(time.Second)
		b.troubles <- fsnotify.ErrEventOverflow
		synctest.Wait()
		if b.problems != 1 {
			t.Errorf("%d problems told", b.problems)
		}
	})
	want(t, got, note{0, ""}, note{time.Second, ""})
}

func TestWhatIsNoDocumentGivesNoHint(t *testing.T) {
	got := run(t, Options{}, func(b *bench) {
		b.changed("/n/a/~$kế hoạch.docx")
		b.changed("/n/a/Thumbs.db")
		b.events <- fsnotify.Event{Name: "/n/a/1", Op: fsnotify.Chmod}
		b.events <- fsnotify.Event{}
		time.Sleep(time.Minute)
	})
	want(t, got, note{0, ""})
}

// The real thing: files in new folders, folders moved in whole, a root that comes later.
func TestFolders(t *testing.T) {
	base := t.TempDir()
	root, late := filepath.Join(base, "nhận"), filepath.Join(base, "đến sau")
	outside := filepath.Join(base, "ngoài", "x", "y")
	for _, d := range []string{root, outside} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	hints := make(chan string, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Folders(ctx, []string{root, late}, Options{Settle: 20 * time.Millisecond, Rescan: 400 * time.Millisecond, Problem: func(err error) { t.Error(err) }},
			func(path string) { hints <- path })
	}()
	expect := func(step, path string) {
		t.Helper()
		deadline := time.After(10 * time.Second)
		for {
			select {
			case got := <-hints:
				if got == path {
					return
				}
			case <-deadline:
				t.Fatalf("%s: no hint", step)
			}
		}
	}
	write := func(path string) {
		t.Helper()
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	expect("begun", "")
	write(filepath.Join(root, "1.txt"))
	expect("a file", root)
	if err := os.MkdirAll(filepath.Join(root, "p1", "2020"), 0o700); err != nil {
		t.Fatal(err)
	}
	expect("a new folder", root)
	write(filepath.Join(root, "p1", "2020", "2.txt"))
	expect("a file in the new folder", root)
	if err := os.Rename(filepath.Join(base, "ngoài"), filepath.Join(root, "chuyển vào")); err != nil {
		t.Fatal(err)
	}
	expect("a folder moved in", root)
	write(filepath.Join(root, "chuyển vào", "x", "y", "3.txt"))
	expect("a file in the folder moved in", root)
	if err := os.Mkdir(late, 0o700); err != nil {
		t.Fatal(err)
	}
	expect("the next rescan", "")
	expect("the one after it", "")
	write(filepath.Join(late, "4.txt"))
	expect("a file in a folder that came later", late)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

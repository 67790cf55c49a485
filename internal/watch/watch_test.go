package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// start watches a folder with short times and returns the hints.
func start(t *testing.T, dir string, opt Options) <-chan string {
	t.Helper()
	hints := make(chan string, 100)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	ready := make(chan struct{})
	go func() {
		close(ready)
		ended <- Folders(ctx, []string{dir}, opt, func(root string) { hints <- root }, func(err error) { t.Error(err) })
	}()
	<-ready
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Folders ended with %v", err)
		}
	})
	return hints
}

func expect(t *testing.T, hints <-chan string, want string) {
	t.Helper()
	for {
		select {
		case got := <-hints:
			if got == want {
				return
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("no hint %q", want)
		}
	}
}

func TestHintsAfterQuiet(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	hints := start(t, dir, Options{Rescan: time.Hour, Settle: 20 * time.Millisecond})
	write := func(path string) {
		t.Helper()
		if err := os.WriteFile(path, []byte("nội dung"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Watching begins soon after the start; until then a notice may be missed.
	for i := 0; len(hints) == 0 && i < 100; i++ {
		write(filepath.Join(dir, "đầu tiên.txt"))
		time.Sleep(50 * time.Millisecond)
	}
	expect(t, hints, dir)

	// A folder moved in as a whole is noticed, and so is what lands in it afterwards.
	outside := filepath.Join(t.TempDir(), "phòng")
	if err := os.MkdirAll(filepath.Join(outside, "2020"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(outside, filepath.Join(dir, "phòng")); err != nil {
		t.Fatal(err)
	}
	expect(t, hints, dir)
	write(filepath.Join(dir, "phòng", "2020", "kế hoạch.txt"))
	expect(t, hints, dir)

	if err := os.Remove(filepath.Join(dir, "phòng", "2020", "kế hoạch.txt")); err != nil {
		t.Fatal(err)
	}
	expect(t, hints, dir)
}

func TestPollHintsAtEveryRescan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		ended := make(chan error, 1)
		go func() {
			ended <- Folders(ctx, []string{"nowhere"}, Options{Rescan: time.Minute, Poll: true}, func(root string) {
				if root != "" {
					t.Errorf("a look at everything is hinted as %q", root)
				}
				n++
			}, func(err error) { t.Error(err) })
		}()
		time.Sleep(5*time.Minute + time.Second)
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Folders ended with %v", err)
		}
		if n != 5 {
			t.Errorf("%d hints in five minutes", n)
		}
	})
}

// A folder that cannot be watched is said so, and looked at all the same.
func TestMissingFolderIsTold(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	hinted := make(chan struct{}, 10)
	file := filepath.Join(t.TempDir(), "tệp.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		<-hinted
		cancel()
	}()
	err := Folders(ctx, []string{filepath.Join(file, "không thể")}, Options{Rescan: 10 * time.Millisecond}, func(string) { hinted <- struct{}{} }, func(error) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Folders ended with %v", err)
	}
}

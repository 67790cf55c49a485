package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/pipeline"
)

func TestOutcomesByFault(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("hỏng.pdf", damaged+" tệp")
	b.write("cũ.doc", foreign+" tệp")
	b.write("lỗi.pdf", broken+" tệp")
	b.write("ảnh.pdf", scanned)
	b.write("nửa ảnh.pdf", "Trang một\f"+scanned)
	b.write("trống.txt", empty)
	got, sum, err := b.runRoots(t.Context(), b.root())
	if err != nil {
		t.Fatal(err)
	}
	b.want(got, map[string]string{
		"hỏng.pdf": "quarantined: damaged", "cũ.doc": "waiting: needs-office", "lỗi.pdf": "failed: internal",
		"ảnh.pdf": "waiting: needs-ocr", "nửa ảnh.pdf": "waiting: needs-ocr", "trống.txt": "quarantined: no-text",
	})
	if sum.NotTaken() != 3 {
		t.Errorf("%d files were not taken, want 3", sum.NotTaken())
	}
	if r := got[filepath.Join("in", "nửa ảnh.pdf")].Reason; strings.Join(r.Args, "/") != "1/2" {
		t.Errorf("pages unread %v, want 1 of 2", r.Args)
	}
	for name, row := range b.rows() {
		o := got[filepath.Join("in", filepath.FromSlash(name))]
		if string(row.State) != o.Outcome || row.Reason.Code != o.Reason.Code {
			t.Errorf("%s is told as %s %v, the ledger says %s %v", name, o.Outcome, o.Reason, row.State, row.Reason)
		}
		if wantNext := row.State == cchc.StateFailed; row.NextTry.IsZero() == wantNext || (row.Attempts == 1) != wantNext {
			t.Errorf("%s: %d attempts, next try %v", name, row.Attempts, row.NextTry)
		}
	}
	if ids := b.index.ids(); len(ids) != 2 {
		t.Errorf("the index holds %v, want the two scans", ids)
	}
	if !strings.Contains(b.log.String(), "the reader failed") {
		t.Errorf("the cause of our fault is not in the log: %s", b.log)
	}
	b.sound()
}

// Our faults are tried again when the time has come, five times in all, then a person acts.
func TestOurFaultIsTriedAgain(t *testing.T) {
	t.Parallel()
	var reads atomic.Int32
	healed := false
	b := newBench(t, func(b *bench) {
		b.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
			reads.Add(1)
			if healed {
				return cchc.Reading{Format: cchc.FormatText, Pages: []cchc.Page{{Blocks: []cchc.Block{{Text: "Báo cáo"}}}}}, nil
			}
			return read(ctx, path)
		})
	})
	path := b.write("a.txt", broken+" bộ đọc")
	for try := 1; try <= intake.Tries; try++ {
		b.want(b.run(), map[string]string{"a.txt": "failed: internal"})
		if row := b.rows()["a.txt"]; row.Attempts != try || int(reads.Load()) != try {
			t.Fatalf("after run %d: %d attempts, read %d times", try, row.Attempts, reads.Load())
		}
		b.want(b.run(), map[string]string{"a.txt": "failed: internal"}) // not due yet
		if int(reads.Load()) != try {
			t.Fatalf("read before it was due")
		}
		delay, again := intake.Retry(try)
		if !again {
			break
		}
		b.clock.move(delay)
	}
	if row := b.rows()["a.txt"]; !row.NextTry.IsZero() {
		t.Errorf("after the last try the next is at %v", row.NextTry)
	}
	b.clock.move(1000 * time.Hour)
	b.run()
	if int(reads.Load()) != intake.Tries {
		t.Errorf("read %d times, want %d", reads.Load(), intake.Tries)
	}

	healed = true
	if err := os.WriteFile(path, []byte(broken+" lại"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.want(b.run(), map[string]string{"a.txt": "indexed"})
}

// A file that was touched while its next try was due is told by what comes of the try.
func TestTouchedWhileDue(t *testing.T) {
	t.Parallel()
	healed := false
	b := newBench(t, func(b *bench) {
		b.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
			if healed {
				return cchc.Reading{Format: cchc.FormatText, Pages: []cchc.Page{{Blocks: []cchc.Block{{Text: "Báo cáo"}}}}}, nil
			}
			return read(ctx, path)
		})
	})
	path := b.write("a.txt", broken+" bộ đọc")
	b.run()
	healed = true
	b.clock.move(time.Minute)
	if err := os.Chtimes(path, time.Time{}, b.clock.now()); err != nil {
		t.Fatal(err)
	}
	b.want(b.run(), map[string]string{"a.txt": "indexed"})
}

// A text that makes a rule panic costs that file a try, nothing else.
func TestPanicOfARule(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) {
		b.rules.Describe = func(pages []cchc.Page) cchc.Particulars {
			if strings.HasPrefix(pages[0].Text(), "NỔ") {
				panic("index out of range")
			}
			return describe(pages)
		}
	})
	b.write("a.txt", "Báo cáo")
	b.write("b.txt", "NỔ")
	b.write("c.txt", "Kế hoạch")
	b.want(b.run(), map[string]string{"a.txt": "indexed", "b.txt": "failed: internal", "c.txt": "indexed"})
	if log := b.log.String(); !strings.Contains(log, "index out of range") || !strings.Contains(log, "fault_test.go") {
		t.Errorf("panic and stack are not in the log: %s", log)
	}
	if row := b.rows()["b.txt"]; row.Attempts != 1 || row.NextTry.IsZero() {
		t.Errorf("the row is %+v", row)
	}
}

// What fails on our side ends the run, commits nothing of the batch, and heals by itself.
func TestRunStopsAndHeals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(*bench, error)
		code  cchc.Code
	}{
		{"index", func(b *bench, err error) { b.index.err = err }, "index-failed"},
		{"commit", func(b *bench, err error) { b.record.commit = func() error { return err } }, "record-failed"},
		{"fail", func(b *bench, err error) { b.record.fail = func() error { return err } }, "record-failed"},
		{"store", func(b *bench, err error) { b.blobs.before = func(string) error { return err } }, "store-failed"},
		{"index, and what was claimed cannot be given back", func(b *bench, err error) {
			b.index.err = err
			b.record.release = func() error {
				if b.index.puts > 0 { // not at the start of the run
					return err
				}
				return nil
			}
		}, "index-failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, func(b *bench) { b.workers, b.batch = 1, 10 })
			b.write("a.txt", "Báo cáo")
			b.write("b.txt", broken+" tệp")
			b.write("c.txt", damaged+" tệp")
			tt.spoil(b, errFull)
			_, _, err := b.runRoots(t.Context(), b.root())
			if code(err) != tt.code || !errors.Is(err, errFull) {
				t.Fatalf("the run ended with %v, want %s", err, tt.code)
			}
			if docs := b.documents(); len(docs) != 0 {
				t.Errorf("documents were committed: %+v", docs)
			}
			tt.spoil(b, nil)
			b.clock.move(time.Minute)
			got := b.run()
			if o := got[filepath.Join("in", "a.txt")]; o.Outcome != "indexed" {
				t.Errorf("the next run told %v", got)
			}
			b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1, cchc.StateFailed: 1, cchc.StateQuarantined: 1})
			b.sound()
		})
	}
}

// A run that is stopped gives back what it was reading; what was committed stays, and the
// next run does the rest.
func TestCancelledRun(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 4} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var reads atomic.Int32
			b := newBench(t, func(b *bench) {
				b.workers, b.batch = workers, 2
				b.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
					if reads.Add(1) == 7 {
						cancel()
					}
					if reads.Load() >= 7 && reads.Load() < 100 {
						<-ctx.Done() // a reader that is stopped in the middle
						return cchc.Reading{}, cchc.OurFault("reader-crashed", ctx.Err())
					}
					return read(ctx, path)
				})
			})
			const files = 20
			for i := range files {
				b.write(fmt.Sprintf("%02d.txt", i), fmt.Sprintf("Báo cáo số %d", i))
			}
			got, _, err := b.runRoots(ctx, b.root())
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("the run ended with %v", err)
			}
			states := b.states()
			if states[cchc.StateReading] != 0 || states[cchc.StateFailed] != 0 || states[cchc.StateQueued] < files-7 {
				t.Errorf("after the stop the ledger holds %v", states)
			}
			if states[cchc.StateIndexed] != len(got) {
				t.Errorf("%d files are indexed, %d were told so", states[cchc.StateIndexed], len(got))
			}
			reads.Store(100)
			again := b.run()
			for path, o := range again {
				_, before := got[path]
				if want := map[bool]string{true: "unchanged", false: "indexed"}[before]; o.Outcome != want {
					t.Errorf("%s is told as %s, want %s", path, o.Outcome, want)
				}
			}
			b.wantStates(map[cchc.State]int{cchc.StateIndexed: files})
			b.sound()
		})
	}
}

func TestCancelledBeforeItBegan(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", "Báo cáo")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, _, err := b.runRoots(ctx, b.root()); !errors.Is(err, context.Canceled) || len(got) != 0 {
		t.Errorf("told %v, %v", got, err)
	}
	b.want(b.run(), map[string]string{"a.txt": "indexed"})
}

// A file that takes long does not keep the others from being searchable.
func TestSlowFileHoldsNothingUp(t *testing.T) {
	t.Parallel()
	kept := make(chan struct{})
	b := newBench(t, func(b *bench) {
		b.workers, b.batch = 2, 100
		b.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
			r, err := read(ctx, path)
			if err == nil && strings.HasPrefix(r.Pages[0].Text(), "CHẬM") {
				select {
				case <-kept:
				case <-ctx.Done():
				}
			}
			return r, err
		})
		b.record.commit = func() error {
			select {
			case <-kept:
			default:
				close(kept)
			}
			return nil
		}
	})
	b.write("a.txt", "CHẬM")
	b.write("b.txt", "Báo cáo")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	got, _, err := b.runRoots(ctx, b.root())
	if err != nil {
		t.Fatal(err)
	}
	b.want(got, map[string]string{"a.txt": "indexed", "b.txt": "indexed"})
}

func TestBatchesAreBounded(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.batch = 3 })
	for i := range 20 {
		b.write(fmt.Sprintf("%02d.txt", i), fmt.Sprintf("Báo cáo số %d", i))
	}
	b.run()
	if len(b.index.docs) != 20 || b.index.most > 3 {
		t.Errorf("%d documents indexed, at most %d at once, want 20 and 3", len(b.index.docs), b.index.most)
	}
}

// What happens to a file between its sight and its keeping.
func TestFileChangesWhileItIsKept(t *testing.T) {
	t.Parallel()
	changes := 0
	tests := []struct {
		name   string
		before func(string) error
		after  func(string)
		want   string
		text   string // of the document, where there is one
	}{
		{name: "vanishes", before: os.Remove, want: "failed: vanished"},
		{name: "vanishes after the copy", after: func(path string) { _ = os.Remove(path) }, want: "failed: vanished"},
		{name: "may not be read", before: func(path string) error {
			return fmt.Errorf("keep: %w", &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission})
		}, want: "quarantined: unreadable-file"},
		{name: "is finished meanwhile", after: func(path string) {
			if changes++; changes == 1 {
				_ = os.WriteFile(path, []byte("Báo cáo đầy đủ"), 0o600)
			}
		}, want: "indexed", text: "Báo cáo đầy đủ"},
		{name: "grows all the time", after: func(path string) {
			if f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0); err == nil {
				_, _ = f.WriteString("thêm")
				_ = f.Close()
			}
		}, want: "quarantined: still-changing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.write("a.txt", "Báo cáo")
			b.blobs.before, b.blobs.after = tt.before, tt.after
			b.want(b.run(), map[string]string{"a.txt": tt.want})
			docs := b.documents()
			if tt.text == "" && len(docs) != 0 || tt.text != "" && (len(docs) != 1 || docs[0].Document.Particulars.Subject != tt.text) {
				t.Errorf("documents %+v, want %q", docs, tt.text)
			}
			b.blobs.before, b.blobs.after = nil, nil
			b.write("a.txt", "Báo cáo sau cùng")
			b.want(b.run(), map[string]string{"a.txt": "indexed"})
		})
	}
}

// What an earlier run left due is done, though its file is gone, and not told among the
// files of this run.
func TestLeftoversAreDoneSilently(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	path := b.write("a.txt", "Báo cáo")
	b.index.err = errFull
	if _, _, err := b.runRoots(t.Context(), b.root()); err == nil {
		t.Fatal("a full index is no error")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	b.index.err = nil
	b.want(b.run(), map[string]string{})
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
}

func TestRelink(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", "Kế hoạch tuyên truyền")
	b.write("b.txt", "Báo cáo kiểm tra")
	b.run()
	if links := b.links(); len(links) != 0 {
		t.Fatalf("links without a catalogue: %+v", links)
	}
	cat := catalogue("2", "tuyên truyền", "kiểm tra", "khảo sát")
	b.saveCatalogue(cat)
	if err := b.pipe.Relink(t.Context(), cchc.Operator(), cat, nil); err != nil {
		t.Fatal(err)
	}
	links := b.links()
	got := map[string]bool{}
	for _, l := range links {
		got[l.Requirement] = true
	}
	if len(links) != 2 || !maps.Equal(got, map[string]bool{"1/1": true, "2/1": true}) {
		t.Errorf("links %+v", links)
	}
	before := asJSON(t, links)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.pipe.Relink(ctx, cchc.Operator(), cat, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a relink that was stopped ended with %v", err)
	}
	if err := b.pipe.Relink(t.Context(), cchc.Operator(), cat, nil); err != nil || asJSON(t, b.links()) != before {
		t.Errorf("relinking again changed the links (%v)", err)
	}
}

func TestRebuild(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", "Kế hoạch\fTrang hai")
	b.write("b.txt", strings.Repeat("Một dòng của báo cáo dài\n", 2100)) // more than a batch holds
	b.write("c.txt", scanned)
	b.run()
	fresh := newIndex()
	n, err := b.pipe.Rebuild(t.Context(), fresh, func() {}, func() error { return nil }, func(int) {})
	if err != nil || n != 3 {
		t.Errorf("%d documents, %v", n, err)
	}
	if asJSON(t, fresh.docs) != asJSON(t, b.index.docs) {
		t.Error("the rebuilt index differs from the one the runs fed")
	}
	if fresh.puts < 2 {
		t.Error("everything went into one batch")
	}
	fresh.err = errors.New("full")
	if _, err := b.pipe.Rebuild(t.Context(), fresh, func() {}, func() error { return nil }, func(int) {}); !errors.Is(err, fresh.err) {
		t.Errorf("an index that fails: %v", err)
	}
}

// Runs may overlap: each tells every file it found once, and each file is read once.
func TestRunsOverlap(t *testing.T) {
	t.Parallel()
	var reads atomic.Int32
	b := newBench(t, func(b *bench) {
		b.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
			reads.Add(1)
			return read(ctx, path)
		})
	})
	for i := range 8 {
		b.write(fmt.Sprintf("%d.txt", i), fmt.Sprintf("Báo cáo số %d", i))
	}
	results := make(chan map[string]int, 3)
	for range 3 {
		go func() {
			sum, err := b.pipe.Run(t.Context(), []pipeline.Root{b.root()}, pipeline.Options{}, pipeline.Observer{})
			if err != nil {
				t.Error(err)
			}
			results <- sum.Outcomes
		}()
	}
	total := map[string]int{}
	for range 3 {
		for outcome, n := range <-results {
			total[outcome] += n
		}
	}
	if total["indexed"] < 8 || total["indexed"]+total["unchanged"] != 24 || reads.Load() != 8 {
		t.Errorf("three runs at once came to %v with %d reads", total, reads.Load())
	}
}

package pipeline_test

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/store"
	"minhchung/pipeline"
)

// longWait is more than any run here takes: a run that is not done by then hangs.
const longWait = 20 * time.Second

// between stands between the pipeline and the ledger of a bench; what is nil is passed
// through.
type between struct {
	*record
	claimed  func([]intake.Job)
	withhold func() error
}

func (l *between) Claim(ctx context.Context, now time.Time, n int) ([]intake.Job, error) {
	jobs, err := l.record.Claim(ctx, now, n)
	if l.claimed != nil {
		l.claimed(jobs)
	}
	return jobs, err
}

func (l *between) Withhold(ctx context.Context, actor cchc.Actor, file cchc.FileID, reason cchc.Reason) (intake.Kept, error) {
	if l.withhold != nil {
		if err := l.withhold(); err != nil {
			return intake.Kept{}, err
		}
	}
	return l.record.Withhold(ctx, actor, file, reason)
}

// stuck is an index nothing can be taken out of.
type stuck struct{ *index }

func (stuck) Remove(context.Context, ...cchc.DocumentID) error { return errFull }

// rewire makes the pipeline of the bench anew, on another ledger and index.
func (b *bench) rewire(l pipeline.Ledger, x pipeline.Index) {
	parts := pipeline.Parts{Ledger: l, Record: b.record, Recognised: b.record.Store, Blobs: b.blobs, Index: x}
	b.pipe = pipeline.New(parts, b.rules, pipeline.Settings{Workers: 1, Scans: 1, Batch: b.batch, Depth: 2}, 0, b.clock.now, slog.New(slog.NewTextHandler(b.log, nil)))
}

// begin starts a run over the inbox. found is closed when it has found a file, ended gives
// what it came to.
func (b *bench) begin(ctx context.Context) (found <-chan struct{}, ended <-chan error) {
	f, e := make(chan struct{}), make(chan error, 1)
	var once atomic.Bool
	go func() {
		_, err := b.pipe.Run(ctx, []pipeline.Root{b.root()}, pipeline.Options{Recognise: true}, pipeline.Observer{Progress: func(p pipeline.Progress) {
			if p.Files.Total > 0 && !once.Swap(true) {
				close(f)
			}
		}})
		e <- err
	}()
	return f, e
}

func (b *bench) rename(from, to string) {
	b.t.Helper()
	if err := os.Rename(filepath.Join(b.inbox, from), filepath.Join(b.inbox, to)); err != nil {
		b.t.Fatal(err)
	}
}

// dismiss sets a file aside as a person does.
func (b *bench) dismiss(id int64) {
	b.t.Helper()
	err := b.pipe.SetAside(id, func() error {
		_, err := b.record.Dismiss(b.t.Context(), cchc.Operator(), id, "nhầm tệp")
		return err
	})
	if err != nil {
		b.t.Error(err)
	}
}

// readAgain makes everything that is indexed due again.
func (b *bench) readAgain() {
	b.t.Helper()
	n, err := b.record.Retry(b.t.Context(), cchc.System(), store.RetryFilter{State: string(cchc.StateIndexed)})
	if err != nil || n == 0 {
		b.t.Fatalf("%d files are due again, %v", n, err)
	}
}

// A run that waits for a page of another run recognises it itself when the other one ends.
func TestPageOfARunThatEndedIsTakenOver(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"cancelled", "failed"} {
		t.Run(how, func(t *testing.T) {
			e := newEngine("máy 1")
			entered, fail := make(chan struct{}), make(chan struct{})
			var once atomic.Bool
			b := newBench(t, e.into, func(b *bench) {
				b.rules.Recognise = func(ctx context.Context, path string, f cchc.Format, page int) (cchc.Page, []cchc.Reason, error) {
					if once.Swap(true) {
						return e.recognise(ctx, path, f, page)
					}
					close(entered)
					select {
					case <-ctx.Done():
					case <-fail:
					}
					return cchc.Page{}, nil, cmp.Or(ctx.Err(), errFull)
				}
			})
			b.write("a.txt", scanned)
			first, stop := context.WithCancel(t.Context())
			_, firstEnded := b.begin(first)
			<-entered
			second, stopSecond := context.WithTimeout(t.Context(), longWait)
			defer stopSecond()
			found, secondEnded := b.begin(second)
			<-found
			map[string]func(){"cancelled": stop, "failed": func() { close(fail) }}[how]()
			if err := <-firstEnded; err == nil {
				t.Error("the first run went through")
			}
			if err := <-secondEnded; err != nil {
				t.Errorf("the second run: %v", err)
			}
			b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
		})
	}
}

// What the record has taken is settled for every run, also where the index fails after it.
func TestIndexFailsAfterTheCommit(t *testing.T) {
	t.Parallel()
	var shrinks atomic.Bool
	entered, hold := make(chan struct{}), make(chan struct{})
	b := newBench(t, func(b *bench) {
		b.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
			r, err := read(ctx, path)
			if err == nil && shrinks.Load() {
				close(entered)
				<-hold
				r.Pages = r.Pages[:1]
			}
			return r, err
		})
	})
	b.write("a.txt", "Báo cáo\f"+enclosed+" phụ lục")
	b.run()
	b.rewire(b.record, stuck{b.index})
	b.readAgain()
	shrinks.Store(true)
	ctx, stop := context.WithTimeout(t.Context(), longWait)
	defer stop()
	_, firstEnded := b.begin(ctx)
	<-entered
	found, secondEnded := b.begin(ctx)
	<-found
	close(hold)
	if err := <-firstEnded; !errors.Is(err, errFull) {
		t.Errorf("the first run: %v", err)
	}
	if err := <-secondEnded; err != nil {
		t.Errorf("the second run: %v", err)
	}
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
}

// A file set aside after it was claimed is not read, and nothing of it is found.
func TestSetAsideBeforeReading(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.rewire(&between{record: b.record, claimed: func(jobs []intake.Job) {
		for _, j := range jobs {
			b.dismiss(j.Intake)
		}
	}}, b.index)
	b.write("a.txt", "Báo cáo")
	b.want(b.run(), map[string]string{"a.txt": "ignored"})
	if n, m := len(b.index.ids()), len(b.documents()); n+m != 0 {
		t.Errorf("the index holds %d documents, the record %d", n, m)
	}
	b.sound()
}

// A renamed file stays set aside.
func TestDismissedFileRenamed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", damaged+" tệp")
	b.run()
	b.dismiss(b.rows()["a.txt"].ID)
	b.rename("a.txt", "b.txt")
	b.run()
	b.wantStates(map[cchc.State]int{cchc.StateIgnored: 1})
	if _, ok := b.rows()["b.txt"]; !ok {
		t.Errorf("rows %+v", b.rows())
	}
	b.sound()
}

// The members of an archive lie where it lies, also after it was renamed.
func TestMembersFollowARenamedArchive(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Read = unpacking(t) })
	b.write("a.zip", "GÓI\nBáo cáo\n--\nKế hoạch")
	b.run()
	b.rename("a.zip", "b.zip")
	b.run()
	for path := range b.rows() {
		if !strings.HasPrefix(path, "b.zip") {
			t.Errorf("a row at %s", path)
		}
	}
	docs := b.documents()
	for _, d := range docs {
		if !strings.HasPrefix(d.Document.Path, filepath.Join(b.inbox, "b.zip")+intake.Inside) {
			t.Errorf("a document at %s", d.Document.Path)
		}
	}
	if len(docs) != 2 {
		t.Errorf("%d documents", len(docs))
	}
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 3})
	b.sound()
}

// An archive filed away keeps its members when another one of its name comes.
func TestArchivesOfOneNameFiledAway(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Read = unpacking(t) })
	root := b.root()
	root.FileAway = true
	for _, text := range []string{"Báo cáo", "Kế hoạch"} {
		b.write("a.zip", "GÓI\n"+text)
		if _, _, err := b.runRoots(t.Context(), root); err != nil {
			t.Fatal(err)
		}
	}
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 4})
	b.sound()
}

// A file given by itself is filed away beside where it lay.
func TestFileAwayOfASingleFile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	path := b.write("a.txt", "Báo cáo")
	if _, _, err := b.runRoots(t.Context(), pipeline.Root{Shown: "in/a.txt", Path: path, FileAway: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("it stays where it was")
	}
	if _, err := os.Stat(filepath.Join(b.inbox, intake.Taken, "a.txt")); err != nil {
		t.Error(err)
	}
	b.sound()
}

// A run that recognises does so for the scans in its archives too, though they come when
// all the files it found are told.
func TestScansInArchivesAreRecognisedByTheSameRun(t *testing.T) {
	t.Parallel()
	told := make(chan struct{})
	b := newBench(t, newEngine("máy 1").into, func(b *bench) {
		unpack := unpacking(t)
		b.rules.Read = func(ctx context.Context, job intake.Job, path string) (cchc.Reading, func(), error) {
			if strings.Contains(job.Path, intake.Inside) {
				select {
				case <-told:
				case <-ctx.Done():
					return cchc.Reading{}, nil, ctx.Err()
				}
			}
			return unpack(ctx, job, path)
		}
	})
	b.write("gói.zip", "GÓI\n"+scanned)
	ctx, stop := context.WithTimeout(t.Context(), longWait)
	defer stop()
	_, err := b.pipe.Run(ctx, []pipeline.Root{b.root()}, pipeline.Options{Recognise: true}, pipeline.Observer{
		Outcome: func(pipeline.Outcome) { close(told) },
	})
	if err != nil {
		t.Fatal(err)
	}
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 2})
	b.sound()
}

// The record never counts a change that the index was not given.
func TestNumberOfTheRecordIsThatOfTheIndex(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Read = unpacking(t) })
	for _, f := range [][2]string{{"a.txt", "Báo cáo"}, {"b.zip", "GÓI\nBáo cáo"}} { // nothing new in the archive
		b.write(f[0], f[1])
		b.run()
		if seq, err := b.record.Seq(t.Context()); err != nil || seq != b.index.seq || seq == 0 {
			t.Errorf("after %s the record is at %d, the index at %d, %v", f[0], seq, b.index.seq, err)
		}
	}
}

// Nothing is kept of an upload whose name is ignored: nobody would know of the bytes.
func TestUploadOfAnIgnoredName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	row, err := b.pipe.Upload(t.Context(), cchc.Operator(), intake.Upload{Name: "~$a.docx"}, strings.NewReader("khóa"))
	if err != nil || row.State != cchc.StateIgnored {
		t.Errorf("row %+v, %v", row, err)
	}
	err = b.blobs.Each(func(id cchc.FileID) error {
		t.Errorf("%s is kept", id)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Who watches is told of what changes the ledger without any reading.
func TestWatchersAreToldOfWhatIsNotRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", "Báo cáo")
	b.write("hỏng.txt", damaged)
	b.run()
	for what, change := range map[string]func(){
		"a duplicate":    func() { b.write("b.txt", "Báo cáo"); b.run() },
		"an ignored one": func() { b.write("~$c.docx", "khóa"); b.run() },
		"a dismissal":    func() { b.dismiss(b.rows()["hỏng.txt"].ID) },
	} {
		changed := b.pipe.Changed()
		change()
		select {
		case <-changed:
		default:
			t.Errorf("nobody is told of %s", what)
		}
	}
}

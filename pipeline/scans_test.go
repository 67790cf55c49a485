package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/pipeline"
)

const intakeLongest = 20 * time.Minute // more than the longest wait before a next try

// engine recognises pages: a page that holds a letter reads as "Trang n".
type engine struct {
	mu    sync.Mutex
	name  string // "" is missing
	pages map[int]int
	fault map[int]error
}

func (e *engine) recogniser() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.name
}

func (e *engine) install(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.name = name
}

func (e *engine) recognise(_ context.Context, _ string, _ cchc.Format, page int) (cchc.Page, []cchc.Reason, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pages[page]++
	if err := e.fault[page]; err != nil {
		return cchc.Page{}, nil, err
	}
	return cchc.Page{Quality: .9, Blocks: []cchc.Block{{Text: fmt.Sprintf("Báo cáo trang %d", page)}}}, nil, nil
}

func (e *engine) into(b *bench) {
	b.rules.Recognise, b.rules.Recogniser = e.recognise, e.recogniser
	b.rules.Ready = func(code cchc.Code) (is, known bool) {
		return e.recogniser() != "", code == intake.NeedsRecognition
	}
}

func newEngine(name string) *engine {
	return &engine{name: name, pages: map[int]int{}, fault: map[int]error{}}
}

func TestScansAreRecognised(t *testing.T) {
	t.Parallel()
	e := newEngine("máy 1")
	b := newBench(t, e.into)
	b.write("a.txt", "Kế hoạch\f"+scanned+"\f"+scanned)
	b.write("b.txt", "Báo cáo")
	b.want(b.run(), map[string]string{"a.txt": "indexed", "b.txt": "indexed"})
	if e.pages[1] != 0 || e.pages[2] != 1 || e.pages[3] != 1 {
		t.Errorf("recognised %v", e.pages)
	}
	for _, d := range b.documents() {
		if strings.HasSuffix(d.Document.Path, "a.txt") && d.Document.PagesRead != 3 {
			t.Errorf("read %d pages", d.Document.PagesRead)
		}
	}
	b.sound()
}

// Without the engine the text pages are searchable and the file waits; it is taken up by
// itself when the engine appears, also by a run that does not look at its folder.
func TestScansWaitForTheEngine(t *testing.T) {
	t.Parallel()
	e := newEngine("")
	b := newBench(t, e.into)
	b.write("a.txt", "Kế hoạch\f"+scanned)
	b.want(b.run(), map[string]string{"a.txt": "waiting: needs-ocr"})
	if len(b.documents()) != 1 {
		t.Error("the text page is not searchable")
	}
	e.install("máy 1")
	b.want(b.run(), map[string]string{"a.txt": "indexed"})
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
	b.sound()
}

// What was recognised before a power cut, or by an earlier reading, is not done again;
// another engine does it anew.
func TestRecognisedPagesAreKept(t *testing.T) {
	t.Parallel()
	e := newEngine("máy 1")
	e.fault[3] = cchc.OurFault("internal", nil)
	b := newBench(t, e.into)
	b.write("a.txt", scanned+"\f"+scanned+"\f"+scanned)
	b.want(b.run(), map[string]string{"a.txt": "failed: internal"})
	delete(e.fault, 3)
	b.clock.move(intakeLongest)
	b.run()
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
	again := func(want int) {
		t.Helper()
		if _, err := b.record.Retry(t.Context(), cchc.Operator(), retryOf(b.rows()["a.txt"].ID)); err != nil {
			t.Fatal(err)
		}
		b.run()
		b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
		if e.pages[1] != want {
			t.Errorf("the first page was recognised %d times, want %d", e.pages[1], want)
		}
	}
	again(1)
	e.install("máy 2")
	again(2)
	b.sound()
}

// A page that cannot be recognised stays unread: it is never counted as read, and the file
// is not tried for ever.
func TestAPageThatCannotBeRecognised(t *testing.T) {
	t.Parallel()
	e := newEngine("máy 1")
	e.fault[2] = cchc.FileFault("ocr-timeout", nil, "2", "60")
	b := newBench(t, e.into)
	b.write("a.txt", scanned+"\f"+scanned)
	b.want(b.run(), map[string]string{"a.txt": "waiting: page-unread"})
	if docs := b.documents(); len(docs) != 1 || docs[0].Document.PagesRead != 1 {
		t.Errorf("documents %+v", docs)
	}
	b.want(b.run(), map[string]string{"a.txt": "unchanged"})
	if e.pages[2] != 1 {
		t.Errorf("tried %d times", e.pages[2])
	}
}

// A run that does not wait for scans leaves them to Recognise, which wakes by itself; a
// text document that comes meanwhile does not wait behind them.
func TestScansInTheBackground(t *testing.T) {
	t.Parallel()
	e := newEngine("máy 1")
	hold, entered := make(chan struct{}), make(chan struct{}, 9)
	var once atomic.Bool
	b := newBench(t, func(b *bench) {
		e.into(b)
		b.rules.Recognise = func(ctx context.Context, path string, f cchc.Format, page int) (cchc.Page, []cchc.Reason, error) {
			entered <- struct{}{}
			if !once.Swap(true) {
				<-hold
			}
			return e.recognise(ctx, path, f, page)
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- b.pipe.Recognise(ctx) }()
	b.write("a.txt", scanned)
	look := func() pipeline.Summary {
		sum, err := b.pipe.Run(t.Context(), []pipeline.Root{b.root()}, pipeline.Options{}, pipeline.Observer{})
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	if sum := look(); sum.Outcomes["waiting"] != 1 {
		t.Errorf("outcomes %v", sum.Outcomes)
	}
	<-entered
	b.write("b.txt", "Báo cáo")
	if sum := look(); sum.Outcomes["indexed"] != 1 {
		t.Errorf("outcomes while a page is recognised: %v", sum.Outcomes)
	}
	close(hold)
	for range 500 {
		if b.states()[cchc.StateIndexed] == 2 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 2})
	stop()
	if err := <-ended; err == nil {
		t.Error("ended without being stopped")
	}
}

// members makes a rule that unpacks files beginning with "GÓI": each further line is the
// text of a member.
func unpacking(t *testing.T) func(context.Context, intake.Job, string) (cchc.Reading, func(), error) {
	return func(ctx context.Context, job intake.Job, path string) (cchc.Reading, func(), error) {
		b, err := os.ReadFile(path)
		if err != nil {
			return cchc.Reading{}, nil, err
		}
		rest, packed := strings.CutPrefix(string(b), "GÓI\n")
		if !packed {
			return reading(read)(ctx, job, path)
		}
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			return cchc.Reading{}, nil, err
		}
		r := cchc.Reading{Format: cchc.FormatArchive}
		for i, text := range strings.Split(rest, "\n--\n") {
			name := filepath.Join(dir, fmt.Sprint(i))
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				return r, nil, err
			}
			r.Members = append(r.Members, cchc.Member{Name: fmt.Sprintf("thư mục/%d.txt", i), Path: name, Size: int64(len(text))})
		}
		return r, func() { _ = os.RemoveAll(dir) }, nil
	}
}

func TestMembersAreFilesOfTheirOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Read = unpacking(t) })
	const path = "Phòng Một/gói.zip"
	b.write(path, "GÓI\nBáo cáo\n--\n"+damaged+"\n--\nGÓI\nKế hoạch")
	b.run()
	want := map[string]cchc.State{
		path: cchc.StateIndexed,
		path + "" + intake.Inside + "thư mục/0.txt":                                   cchc.StateIndexed,
		path + "" + intake.Inside + "thư mục/1.txt":                                   cchc.StateQuarantined,
		path + "" + intake.Inside + "thư mục/2.txt":                                   cchc.StateIndexed,
		path + "" + intake.Inside + "thư mục/2.txt" + intake.Inside + "thư mục/0.txt": cchc.StateIndexed,
	}
	rows := b.rows()
	for p, state := range want {
		if rows[p].State != state || rows[p].Unit != "Phòng Một" {
			t.Errorf("%s is %+v, want %s", p, rows[p], state)
		}
	}
	if len(rows) != len(want) || len(b.documents()) != 2 {
		t.Errorf("%d rows, %d documents", len(rows), len(b.documents()))
	}
	b.sound()
}

func TestMembersTooDeepAreSaid(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Read = unpacking(t) })
	b.write("gói.zip", "GÓI\nGÓI\nGÓI\nBáo cáo")
	b.run()
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 3, cchc.StateQuarantined: 1})
}

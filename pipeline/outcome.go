package pipeline

import (
	"sync"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// OutcomeUnchanged is the outcome of a file that was taken before and not touched since.
// It is told by runs only and never stored.
const OutcomeUnchanged = "unchanged"

// Outcome is what became of one file of a run.
type Outcome struct {
	Path     string // as given, or as found under the given folder
	Document cchc.DocumentID
	Outcome  string // a final state of the ledger, or OutcomeUnchanged
	Reason   *cchc.Reason
	Format   cchc.Format
	Pages    int
	Took     time.Duration // of reading, without queueing and recognition

	stood cchc.State // the state of the ledger behind OutcomeUnchanged
}

// Observer is told how a run goes on; its functions are called from one goroutine at a
// time and must be quick.
type Observer struct {
	Outcome  func(Outcome)
	Progress func(Progress)
}

// Progress is where a run stands: files found and done, and, of those it waits for, scanned
// pages to be recognised and done.
type Progress struct {
	Files, Scans intake.Progress
}

// Summary counts a run.
type Summary struct {
	Files    int            // files found
	Outcomes map[string]int // by outcome
	Pages    int
	Passages int
	Settling int // files left for a later look because they were touched too lately
	Took     time.Duration
	Stages   Stages // of all runs that went on meanwhile
}

// NotTaken counts the files that were refused or failed.
func (s Summary) NotTaken() int {
	return s.Outcomes[string(cchc.StateQuarantined)] + s.Outcomes[string(cchc.StateFailed)]
}

// tally collects the outcomes of a run. A file found is pending until it is told, so
// that each is told exactly once. It is safe for concurrent use.
type tally struct {
	recognise bool // scanned pages are waited for
	now       func() time.Time

	mu       sync.Mutex
	observer Observer
	pending  map[int64]pending
	early    map[int64]settled // settled before the run knew that it waits for it
	sum      Summary
	progress Progress
	files    pace
	scans    pace
	all      bool // every file is found
	change   chan struct{}
	away     []told // files that may be filed away
}

// pending is a file that is being waited for.
type pending struct {
	shown string
	away  *found // the file, where it is to be filed away
}

func newPending(f found) pending {
	p := pending{shown: f.shown}
	if f.away {
		p.away = &f
	}
	return p
}

type settled struct {
	outcome  Outcome
	passages int
}

// told is a file whose outcome is known, to be filed away.
type told struct {
	found
	row     int64
	outcome Outcome
}

func newTally(o Observer, now func() time.Time, recognise bool) *tally {
	if o.Outcome == nil {
		o.Outcome = func(Outcome) {}
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	return &tally{
		recognise: recognise, now: now, observer: o, pending: map[int64]pending{}, early: map[int64]settled{},
		sum: Summary{Outcomes: map[string]int{}}, change: make(chan struct{}),
	}
}

// changed returns a channel that is closed at the next change.
func (t *tally) changed() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.change
}

// poke wakes who waits for a change.
func (t *tally) poke() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pokeLocked()
}

func (t *tally) pokeLocked() {
	close(t.change)
	t.change = make(chan struct{})
}

// received notes that every file of the run is found.
func (t *tally) received() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = true
	t.early = nil // what is settled from here on and not pending is not ours
	t.pokeLocked()
}

// complete reports whether every file is found and told.
func (t *tally) complete() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all && len(t.pending) == 0
}

// found counts a file of this run.
func (t *tally) found(shown string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Files++
	t.progress.Files.Total++
	t.progress.Files.Current = shown
	t.observer.Progress(t.progress)
}

// settling counts a file that may be half written.
func (t *tally) settling() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Settling++
}

// await notes that a ledger row will be told under the path as shown.
func (t *tally) await(row int64, f found) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := newPending(f)
	t.pending[row] = p
	if s, ok := t.early[row]; ok {
		t.settleLocked(row, p, s.outcome, s.passages)
		return
	}
	t.pokeLocked()
}

// settledEarly tells a row that was settled during the run, before the run came to it.
func (t *tally) settledEarly(row int64, f found) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, ok := t.early[row]
	if ok {
		t.settleLocked(row, newPending(f), s.outcome, s.passages)
	}
	return ok
}

// reading shows what is being read.
func (t *tally) reading(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.progress.Files.Current = path
	t.observer.Progress(t.progress)
}

// scansFound counts pages that are going to be recognised.
func (t *tally) scansFound(pages int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.progress.Scans.Total += pages
	t.observer.Progress(t.progress)
}

// pageDone counts a page that was recognised.
func (t *tally) pageDone() {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := &t.progress.Scans
	w.Done++
	w.Total = max(w.Total, w.Done) // some were found by another run
	w.Rate = t.scans.rate(t.now(), w.Done)
	w.Expect(w.Total - w.Done)
	t.observer.Progress(t.progress)
}

// tell reports an outcome of a file of this run; row is its row of the ledger, 0 without.
func (t *tally) tell(f found, row int64, o Outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tellLocked(o)
	if f.away && row != 0 {
		t.away = append(t.away, told{f, row, o})
	}
}

func (t *tally) tellLocked(o Outcome) {
	t.sum.Outcomes[o.Outcome]++
	t.sum.Pages += o.Pages
	w := &t.progress.Files
	w.Done++
	w.Pages += o.Pages
	w.Rate = t.files.rate(t.now(), w.Done)
	w.Expect(w.Total - w.Done)
	t.observer.Outcome(o)
	t.observer.Progress(t.progress)
}

// settle reports the outcome of a row. Rows left over from an earlier run, or found by
// another, are done but not among the files of this one.
func (t *tally) settle(row int64, o Outcome, passages int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, mine := t.pending[row]
	if !mine {
		if t.early != nil {
			t.early[row] = settled{o, passages}
		}
		return
	}
	t.settleLocked(row, p, o, passages)
}

func (t *tally) settleLocked(row int64, p pending, o Outcome, passages int) {
	delete(t.pending, row)
	delete(t.early, row)
	o.Path = p.shown
	t.sum.Passages += passages
	t.tellLocked(o)
	if p.away != nil {
		t.away = append(t.away, told{*p.away, row, o})
	}
	t.pokeLocked()
}

func (t *tally) summary(took time.Duration) Summary {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Took = took
	return t.sum
}

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
	Took     time.Duration // of reading, without queueing
}

// Observer is told how a run goes on; its functions are called from one goroutine at a
// time and must be quick.
type Observer struct {
	Outcome  func(Outcome)
	Progress func(Progress)
}

// Progress is where a run stands.
type Progress struct {
	Found, Done int // files
	Pages       int // pages of the files done
	Current     string
}

// Summary counts a run.
type Summary struct {
	Files    int            // files found
	Outcomes map[string]int // by outcome
	Pages    int
	Passages int
	Settling int // files left for a later look because they were touched too lately
	Took     time.Duration
}

// NotTaken counts the files that were refused or failed.
func (s Summary) NotTaken() int {
	return s.Outcomes[string(cchc.StateQuarantined)] + s.Outcomes[string(cchc.StateFailed)]
}

// tally collects the outcomes of a run. A file found is pending until it is told, so
// that each is told exactly once.
type tally struct {
	mu       sync.Mutex
	observer Observer
	pending  map[int64]string // ledger row -> path as shown
	sum      Summary
	progress Progress
}

func newTally(o Observer) *tally {
	if o.Outcome == nil {
		o.Outcome = func(Outcome) {}
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	return &tally{observer: o, pending: map[int64]string{}, sum: Summary{Outcomes: map[string]int{}}}
}

// found counts a file of this run.
func (t *tally) found(shown string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Files++
	t.progress.Found++
	t.progress.Current = shown
	t.observer.Progress(t.progress)
}

// settling counts a file that may be half written.
func (t *tally) settling() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Settling++
}

// await notes that a ledger row will be told under the path as shown.
func (t *tally) await(row int64, shown string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pending[row] = shown
}

// reading shows what is being read.
func (t *tally) reading(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.progress.Current = path
	t.observer.Progress(t.progress)
}

// tell reports an outcome of a file of this run.
func (t *tally) tell(o Outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tellLocked(o)
}

func (t *tally) tellLocked(o Outcome) {
	t.sum.Outcomes[o.Outcome]++
	t.sum.Pages += o.Pages
	t.progress.Done++
	t.progress.Pages += o.Pages
	t.observer.Outcome(o)
	t.observer.Progress(t.progress)
}

// settle reports the outcome of a job; jobs left over from an earlier run are done but
// not among the files of this one.
func (t *tally) settle(job intake.Job, o Outcome, passages int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	shown, mine := t.pending[job.Intake]
	if !mine {
		return
	}
	delete(t.pending, job.Intake)
	o.Path = shown
	t.sum.Passages += passages
	t.tellLocked(o)
}

func (t *tally) summary(took time.Duration) Summary {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Took = took
	return t.sum
}

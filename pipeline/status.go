package pipeline

import (
	"sync"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// board shows what is being done, to whoever watches. It is safe for concurrent use.
type board struct {
	now     func() time.Time
	mu      sync.Mutex
	status  intake.Status
	texts   pace
	scans   pace
	changed chan struct{}
}

func newBoard(now func() time.Time) *board {
	return &board{now: now, changed: make(chan struct{})}
}

// update changes the picture and wakes who watches.
func (b *board) update(f func(*intake.Status)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(&b.status)
	close(b.changed)
	b.changed = make(chan struct{})
}

// pace measures how fast work goes: done units at instants of the last while.
type pace struct {
	at   []time.Time
	done []int
}

// paceOver is the time a rate is measured over.
const paceOver = 30 * time.Second

// rate notes how many units are done and returns units a second, 0 at the beginning.
func (p *pace) rate(now time.Time, done int) float64 {
	if n := len(p.done); n > 0 && done < p.done[n-1] {
		p.at, p.done = nil, nil // a new piece of work
	}
	// A second apart is fine enough and keeps the list short.
	if n := len(p.at); n < 2 || now.Sub(p.at[n-2]) >= time.Second {
		p.at, p.done = append(p.at, now), append(p.done, done)
	} else {
		p.at[n-1], p.done[n-1] = now, done
	}
	for len(p.at) > 2 && now.Sub(p.at[0]) > paceOver {
		p.at, p.done = p.at[1:], p.done[1:]
	}
	took := now.Sub(p.at[0]).Seconds()
	if took <= 0 {
		return 0
	}
	return float64(done-p.done[0]) / took
}

// started shows that a kind of work goes on.
func (b *board) started(which func(*intake.Status) *intake.Progress) {
	b.update(func(s *intake.Status) {
		if w := which(s); !w.Running {
			*w = intake.Progress{Running: true}
		}
	})
}

func (b *board) stopped(which func(*intake.Status) *intake.Progress) {
	b.update(func(s *intake.Status) { which(s).Running, which(s).Current = false, "" })
}

func texts(s *intake.Status) *intake.Progress { return &s.Reading }
func scans(s *intake.Status) *intake.Progress { return &s.Scans }

// current shows what is being read.
func (b *board) current(which func(*intake.Status) *intake.Progress, path string) {
	b.update(func(s *intake.Status) { which(s).Current = path })
}

// fileDone counts a file that was read.
func (b *board) fileDone(pages int) {
	b.update(func(s *intake.Status) {
		s.Reading.Done++
		s.Reading.Pages += pages
		s.Reading.Rate = b.texts.rate(b.now(), s.Reading.Done)
	})
}

// pageDone counts a page that was recognised.
func (b *board) pageDone() {
	b.update(func(s *intake.Status) {
		s.Scans.Done++
		s.Scans.Pages++
		s.Scans.Rate = b.scans.rate(b.now(), s.Scans.Done)
	})
}

// Status returns the picture of the moment. Totals and states come from the ledger and are
// left to the caller.
func (p *Pipeline) Status() intake.Status {
	p.board.mu.Lock()
	defer p.board.mu.Unlock()
	return p.board.status
}

// Changed returns a channel that is closed at the next change of the picture.
func (p *Pipeline) Changed() <-chan struct{} {
	p.board.mu.Lock()
	defer p.board.mu.Unlock()
	return p.board.changed
}

// Touch has watchers look again: the ledger changed in a way the pipeline did not see.
func (p *Pipeline) Touch() { p.board.update(func(*intake.Status) {}) }

// ShowTrouble shows what keeps the work from going on, nil that nothing does.
func (p *Pipeline) ShowTrouble(why *cchc.Reason) {
	p.board.mu.Lock()
	same := why == nil && p.board.status.Trouble == nil
	p.board.mu.Unlock()
	if !same {
		p.board.update(func(s *intake.Status) { s.Trouble = why })
	}
}

// ShowIndex shows how far the building of a search index is.
func (p *Pipeline) ShowIndex(w intake.Progress) {
	p.board.update(func(s *intake.Status) { s.Index = w })
}

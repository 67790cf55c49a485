package store

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// Whoever stops a program in the midst of a change reads that it was stopped, not that a
// statement was closed.
func TestAStoppedChangeSaysSo(t *testing.T) {
	s := open(t)
	stopped := 0
	for round := range 150 {
		name := strconv.Itoa(round)
		receive(t, s, sight("/kho/"+name+".txt", name, ""))
		ctx, cancel := context.WithCancel(t.Context())
		timer := time.AfterFunc(time.Duration(4*round)*time.Microsecond, cancel)
		_, err := s.Claim(ctx, time.Now().Add(time.Hour), 10)
		if err == nil {
			_, _, _, err = s.IntakeRows(ctx, cchc.Everything(), IntakeFilter{})
		}
		timer.Stop()
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d µs: %v", 4*round, err)
		}
		if err != nil {
			stopped++
		}
	}
	if stopped == 0 {
		t.Error("nothing was stopped in its midst")
	}
}

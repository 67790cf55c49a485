package evidence

import (
	"errors"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// Every state to every state, with and without a note, by a person and by the program.
func TestReviewIsExhaustive(t *testing.T) {
	states := []cchc.LinkState{cchc.LinkSuggested, cchc.LinkAccepted, cchc.LinkRejected}
	zone := time.FixedZone("+7", 7*3600)
	at := time.Date(2020, 11, 2, 9, 30, 0, 0, zone)
	for _, from := range states {
		for _, to := range states {
			for _, note := range []string{"", "  ", "đúng văn bản"} {
				for _, actor := range []cchc.Actor{cchc.Operator(), cchc.System(), {}} {
					l := cchc.Link{ID: "abc", State: from, By: "Nguyễn Văn Mẫu", Note: "cũ", At: at.Add(-time.Hour), Score: .7}
					got, err := Review(l, to, actor, note, at)
					person := actor.Role == cchc.RoleOperator
					wantErr := !person || (to == cchc.LinkRejected && note != "đúng văn bản") || (from == cchc.LinkSuggested && to == cchc.LinkSuggested)
					if (err != nil) != wantErr {
						t.Errorf("%s → %s note %q by %q: error %v", from, to, note, actor.Name, err)
						continue
					}
					if err != nil {
						var e *cchc.Error
						if !errors.As(err, &e) || e.Fault != cchc.FaultUsage {
							t.Errorf("%s → %s: %v is no usage error", from, to, err)
						}
						continue
					}
					if got.State != to || got.Score != .7 || got.ID != "abc" {
						t.Errorf("%s → %s: %+v", from, to, got)
					}
					if to == cchc.LinkSuggested {
						if got.By != "" || got.Note != "" || !got.At.IsZero() {
							t.Errorf("a reset link still names %q", got.By)
						}
					} else if got.By != actor.Name || !got.At.Equal(at) || got.At.Location() != time.UTC {
						t.Errorf("%s → %s: by %q at %v", from, to, got.By, got.At)
					}
				}
			}
		}
	}
}

func TestReviewRefusesUnknownStates(t *testing.T) {
	if _, err := Review(cchc.Link{State: cchc.LinkSuggested}, "approved", cchc.Operator(), "x", time.Time{}); err == nil {
		t.Error("accepted an unknown state")
	}
}

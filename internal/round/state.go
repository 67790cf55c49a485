package round

import (
	"slices"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// Next is the state after another; "" after the last.
func Next(s cchc.RoundState) cchc.RoundState {
	all := cchc.RoundStates()
	if i := slices.Index(all, s); i >= 0 && i+1 < len(all) {
		return all[i+1]
	}
	return ""
}

// Advance takes a round to the state behind its own, or back to open, which is the
// operator's to do and needs a note. Locked is set when it is locked and taken away when
// it is opened again. What may not be is a usage error.
func Advance(r cchc.Round, to cchc.RoundState, actor cchc.Actor, note string, now time.Time) (cchc.Round, error) {
	if err := to.Validate(); err != nil {
		return r, cchc.Usage("round-bad-state", err, string(to))
	}
	switch {
	case r.State == cchc.RoundPublished:
		return r, cchc.Usage("round-published", nil, r.ID)
	case actor.Role == cchc.RoleUnit:
		return r, cchc.Usage("round-team-only", nil, actor.Name)
	case to == cchc.RoundOpen:
		return unlock(r, actor, note)
	case to != Next(r.State):
		return r, cchc.Usage("round-bad-step", nil, StateName(r.State), StateName(to), StateName(Next(r.State)))
	}
	r.State = to
	if to == cchc.RoundLocked {
		r.Locked = now.UTC()
	}
	return r, nil
}

func unlock(r cchc.Round, actor cchc.Actor, note string) (cchc.Round, error) {
	switch {
	case r.State == cchc.RoundOpen:
		return r, cchc.Usage("round-not-locked", nil, r.ID)
	case actor.Role != cchc.RoleOperator:
		return r, cchc.Usage("round-operator-only", nil, actor.Name)
	case strings.TrimSpace(note) == "":
		return r, cchc.Usage("round-unlock-note", nil, r.ID)
	}
	r.State, r.Locked = cchc.RoundOpen, time.Time{}
	return r, nil
}

// StateName is the Vietnamese name of a state, for what is filled into sentences.
func StateName(s cchc.RoundState) string {
	switch s {
	case cchc.RoundOpen:
		return "đang tự chấm"
	case cchc.RoundLocked:
		return "đã khóa"
	case cchc.RoundAppraising:
		return "thẩm định lần 1"
	case cchc.RoundExplaining:
		return "giải trình"
	case cchc.RoundReappraised:
		return "thẩm định lần 2"
	case cchc.RoundPublished:
		return "đã công bố"
	}
	return string(s)
}

// StateReason is the state of a round as people read it.
func StateReason(s cchc.RoundState) cchc.Reason {
	switch s {
	case cchc.RoundLocked:
		return cchc.NewReason("round-state-locked")
	case cchc.RoundAppraising:
		return cchc.NewReason("round-state-appraising")
	case cchc.RoundExplaining:
		return cchc.NewReason("round-state-explaining")
	case cchc.RoundReappraised:
		return cchc.NewReason("round-state-reappraised")
	case cchc.RoundPublished:
		return cchc.NewReason("round-state-published")
	case cchc.RoundOpen:
	}
	return cchc.NewReason("round-state-open")
}

package evidence

import (
	"fmt"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// Review moves a link to another state in the name of an actor and returns the changed
// link; l itself is untouched. The unit submits; who works for the team or at the machine
// decides (accepts, rejects, asks for an explanation, takes a decision back), but not on
// the papers of a unit he speaks for. What is decided a unit cannot submit again or
// withdraw. A rejection and a question need a note. Going back to suggested (reset,
// withdraw) wipes who, when and why, because nobody stands behind the link any more; the
// audit log of the store keeps them. A state to itself changes nobody's mind but renews
// actor, time and note, except that a link nobody reviewed cannot be reset. at is stored
// in UTC.
func Review(l cchc.Link, to cchc.LinkState, actor cchc.Actor, note string, at time.Time) (cchc.Link, error) {
	if err := to.Validate(); err != nil {
		return cchc.Link{}, cchc.Usage("review-unknown-state", err, string(to))
	}
	if strings.TrimSpace(actor.Name) == "" || actor.Role == cchc.RoleSystem {
		return cchc.Link{}, cchc.Usage("review-needs-person", fmt.Errorf("review of %s by %q", l.ID, actor.Name))
	}
	note = strings.TrimSpace(note)
	if to == cchc.LinkSuggested && l.State == cchc.LinkSuggested {
		return cchc.Link{}, cchc.Usage("review-nothing-to-reset", nil, string(l.ID))
	}
	if err := mayReview(l, to, actor); err != nil {
		return cchc.Link{}, err
	}
	switch {
	case to == cchc.LinkRejected && note == "":
		return cchc.Link{}, cchc.Usage("review-needs-note", nil, string(l.ID))
	case to == cchc.LinkExplanationAsked && note == "":
		return cchc.Link{}, cchc.Usage("review-needs-question", nil, string(l.ID))
	case to == cchc.LinkSuggested:
		l.State, l.By, l.ByUnit, l.Note, l.At = to, "", "", "", time.Time{}
		return l, nil
	}
	l.State, l.By, l.ByUnit, l.Note, l.At = to, actor.Name, actor.Unit, note, at.UTC()
	return l, nil
}

// mayReview reports why an actor may not move a link to a state.
func mayReview(l cchc.Link, to cchc.LinkState, actor cchc.Actor) error {
	if !decides(l.State, to) {
		if actor.Role == cchc.RoleTeam && actor.Unit == "" && to == cchc.LinkSubmitted {
			return cchc.Usage("review-unit-only", nil, string(l.ID))
		}
		if to == cchc.LinkSubmitted && decided(l.State) {
			return cchc.Usage("review-decided", nil, string(l.ID))
		}
		return nil
	}
	switch {
	case actor.Role == cchc.RoleUnit:
		return cchc.Usage("review-team-only", nil, string(l.ID))
	case actor.Unit != "" && actor.Unit == l.Unit:
		return cchc.Usage("review-own-unit", nil, string(l.ID), l.Unit)
	}
	return nil
}

// decides reports whether going from one state to the other is a matter of the team: all
// that ends in a decision of it, and what takes back its yes or no.
func decides(from, to cchc.LinkState) bool {
	return to == cchc.LinkAccepted || to == cchc.LinkRejected || to == cchc.LinkExplanationAsked ||
		to == cchc.LinkSuggested && decided(from)
}

func decided(s cchc.LinkState) bool { return s == cchc.LinkAccepted || s == cchc.LinkRejected }

// Decision is what a person says of a link.
type Decision string

// The decisions, in the words of the command line and the API.
const (
	Submit   Decision = "submit"   // chọn nộp
	Withdraw Decision = "withdraw" // rút lại
	Accept   Decision = "accept"   // chấp nhận
	Reject   Decision = "reject"   // không chấp nhận
	Ask      Decision = "ask"      // đề nghị giải trình
	Reset    Decision = "reset"    // xem lại từ đầu
)

// Decisions lists the decisions in their order.
func Decisions() []Decision { return []Decision{Submit, Withdraw, Accept, Reject, Ask, Reset} }

// State is the state a decision leads to; [cchc.LinkState.Validate] refuses that of an
// unknown one.
func (d Decision) State() cchc.LinkState {
	return map[Decision]cchc.LinkState{
		Submit: cchc.LinkSubmitted, Withdraw: cchc.LinkSuggested, Accept: cchc.LinkAccepted,
		Reject: cchc.LinkRejected, Ask: cchc.LinkExplanationAsked, Reset: cchc.LinkSuggested,
	}[d]
}

// Order is what one person says of one or several links.
type Order struct {
	Decision Decision
	Actor    cchc.Actor
	Note     string
	At       time.Time
	// Same reports whether two names or folders are of one unit; nil compares them as they are.
	Same func(a, b string) bool
}

// Apply is [Review] by decision. Only what was submitted can be withdrawn.
func (o Order) Apply(l cchc.Link) (cchc.Link, error) {
	if o.Decision.State() == "" {
		return cchc.Link{}, cchc.Usage("review-unknown-state", nil, string(o.Decision))
	}
	if o.Decision == Withdraw && l.State != cchc.LinkSubmitted && l.State != cchc.LinkExplanationAsked {
		return cchc.Link{}, cchc.Usage("review-not-submitted", nil, string(l.ID))
	}
	if o.Same != nil && o.Same(o.Actor.Unit, l.Unit) {
		l.Unit = o.Actor.Unit
	}
	return Review(l, o.Decision.State(), o.Actor, o.Note, o.At)
}

// Remove reports why an actor may not take away a link a person added: the program made
// it, or it is decided, which has to be taken back first.
func Remove(l cchc.Link, actor cchc.Actor) error {
	switch {
	case strings.TrimSpace(actor.Name) == "" || actor.Role == cchc.RoleSystem:
		return cchc.Usage("review-needs-person", fmt.Errorf("removal of %s by %q", l.ID, actor.Name))
	case !l.Manual:
		return cchc.Usage("link-not-by-hand", nil, string(l.ID))
	case decided(l.State):
		return cchc.Usage("review-decided", nil, string(l.ID))
	}
	return nil
}

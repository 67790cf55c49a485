package evidence

import (
	"fmt"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// Review moves a link to another state in the name of an actor and returns the changed
// link; l itself is untouched. A rejection needs a note. Going back to suggested (reset)
// wipes who, when and why, because nobody stands behind the link any more; the audit log
// of the store keeps them. A state to itself changes nobody's mind but renews actor, time
// and note, except that a link nobody reviewed cannot be reset. at is stored in UTC.
func Review(l cchc.Link, to cchc.LinkState, actor cchc.Actor, note string, at time.Time) (cchc.Link, error) {
	if err := to.Validate(); err != nil {
		return cchc.Link{}, cchc.Usage("review-unknown-state", err, string(to))
	}
	if strings.TrimSpace(actor.Name) == "" || actor.Role == cchc.RoleSystem {
		return cchc.Link{}, cchc.Usage("review-needs-person", fmt.Errorf("review of %s by %q", l.ID, actor.Name))
	}
	note = strings.TrimSpace(note)
	switch {
	case to == cchc.LinkSuggested && l.State == cchc.LinkSuggested:
		return cchc.Link{}, cchc.Usage("review-nothing-to-reset", nil, string(l.ID))
	case to == cchc.LinkRejected && note == "":
		return cchc.Link{}, cchc.Usage("review-needs-note", nil, string(l.ID))
	case to == cchc.LinkSuggested:
		l.State, l.By, l.Note, l.At = to, "", "", time.Time{}
		return l, nil
	}
	l.State, l.By, l.Note, l.At = to, actor.Name, note, at.UTC()
	return l, nil
}

package intake

import (
	"errors"
	"fmt"

	"minhchung/internal/cchc"
)

// Event is what happens to a row of the ledger.
type Event string

// The events.
const (
	EventStored    Event = "stored"     // bytes kept, to be read
	EventKnown     Event = "known"      // the same bytes are held from another path
	EventSkipped   Event = "skipped"    // by its name not a document
	EventRefused   Event = "refused"    // cannot be taken in, the file's fault
	EventClaimed   Event = "claimed"    // a worker took it
	EventReleased  Event = "released"   // the worker went away without an answer
	EventRead      Event = "read"       // read, described, indexed, linked
	EventUnread    Event = "unread"     // kept, but pages wait for something missing
	EventFileFault Event = "file-fault" // the file cannot be read
	EventOurFault  Event = "our-fault"  // the program or the machine failed
	EventRetried   Event = "retried"    // a person or a new version wants it read again
	EventDismissed Event = "dismissed"  // a person does not want it
	EventWithheld  Event = "withheld"   // its bytes may not be kept
)

// Events lists every event.
func Events() []Event {
	return []Event{
		EventStored, EventKnown, EventSkipped, EventRefused, EventClaimed, EventReleased,
		EventRead, EventUnread, EventFileFault, EventOurFault, EventRetried, EventDismissed, EventWithheld,
	}
}

// New is the state before the first sight of a path.
const New cchc.State = ""

// ErrTransition is returned, wrapped, where an event cannot happen in a state.
var ErrTransition = errors.New("the event cannot happen in this state")

// Transition is one arrow of the diagram.
type Transition struct {
	From  cchc.State
	Event Event
	To    cchc.State
}

// Transitions returns every arrow of the diagram. What is not among them cannot happen.
func Transitions() []Transition {
	return []Transition{
		{New, EventStored, cchc.StateQueued},
		{New, EventKnown, cchc.StateDuplicate},
		{New, EventSkipped, cchc.StateIgnored},
		{New, EventRefused, cchc.StateQuarantined},

		{cchc.StateQueued, EventClaimed, cchc.StateReading},
		{cchc.StateQueued, EventDismissed, cchc.StateIgnored},

		{cchc.StateReading, EventRead, cchc.StateIndexed},
		{cchc.StateReading, EventUnread, cchc.StateWaiting},
		{cchc.StateReading, EventFileFault, cchc.StateQuarantined},
		{cchc.StateReading, EventOurFault, cchc.StateFailed},
		{cchc.StateReading, EventReleased, cchc.StateQueued},
		{cchc.StateReading, EventDismissed, cchc.StateIgnored},

		{cchc.StateFailed, EventClaimed, cchc.StateReading},
		{cchc.StateFailed, EventRetried, cchc.StateQueued},
		{cchc.StateFailed, EventDismissed, cchc.StateIgnored},

		{cchc.StateWaiting, EventClaimed, cchc.StateReading},
		{cchc.StateWaiting, EventRetried, cchc.StateQueued},
		{cchc.StateWaiting, EventDismissed, cchc.StateIgnored},

		{cchc.StateIndexed, EventRetried, cchc.StateQueued},

		{cchc.StateQuarantined, EventRetried, cchc.StateQueued},
		{cchc.StateQuarantined, EventDismissed, cchc.StateIgnored},
		{cchc.StateQuarantined, EventSkipped, cchc.StateIgnored},
		{cchc.StateQuarantined, EventRefused, cchc.StateQuarantined},

		{cchc.StateReading, EventWithheld, cchc.StateQuarantined},
		{cchc.StateQueued, EventWithheld, cchc.StateQuarantined},
		{cchc.StateFailed, EventWithheld, cchc.StateQuarantined},
		{cchc.StateWaiting, EventWithheld, cchc.StateQuarantined},
		{cchc.StateIndexed, EventWithheld, cchc.StateQuarantined},
		{cchc.StateQuarantined, EventWithheld, cchc.StateQuarantined},

		{cchc.StateIgnored, EventRetried, cchc.StateQueued},
		{cchc.StateIgnored, EventSkipped, cchc.StateIgnored},
		{cchc.StateIgnored, EventRefused, cchc.StateQuarantined},
	}
}

// Next returns the state after an event, or [ErrTransition] wrapped.
func Next(from cchc.State, event Event) (cchc.State, error) {
	for _, t := range Transitions() {
		if t.From == from && t.Event == event {
			return t.To, nil
		}
	}
	return from, fmt.Errorf("%s while %s: %w", event, stateName(from), ErrTransition)
}

// Fault returns the event a failure with this fault is. What is nobody's fault in
// particular is ours: it is tried again rather than blamed on the file.
func Fault(f cchc.Fault) Event {
	switch f {
	case cchc.FaultFile:
		return EventFileFault
	case cchc.FaultWaiting:
		return EventUnread
	case cchc.FaultOurs, cchc.FaultUsage:
		return EventOurFault
	}
	return EventOurFault
}

func stateName(s cchc.State) string {
	if s == New {
		return "new"
	}
	return string(s)
}

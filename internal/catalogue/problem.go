package catalogue

import (
	"fmt"
	"sort"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// Problem is one fault of a catalogue file.
type Problem struct {
	File       string // as given to Read
	Line       int    // from 1; 0 where the fault is of the file as a whole
	Field      string // "criteria[1].requires[0].kinds"
	Reason     cchc.Reason
	Suggestion string // the nearest valid value, "" where there is none
}

// Error returns the problem in Vietnamese, one line: "file:line: field: words (gần nhất: 'KH')".
func (p Problem) Error() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
	}
	if p.Field != "" {
		s += ": " + p.Field
	}
	s += ": " + messages.Words(p.Reason, messages.Vietnamese).Message
	if p.Suggestion != "" {
		s += " (gần nhất: '" + p.Suggestion + "')"
	}
	return s
}

func sortProblems(ps []Problem) {
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].Line < ps[j].Line })
}

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
	Line       int    // from 1; 0 where the fault is of the file as a whole; in a workbook the row
	Sheet      string // of a workbook, "" otherwise
	Cell       string // "B7", "" where the fault is of no one cell
	Field      string // "criteria[1].requires[0].kinds"
	Reason     cchc.Reason
	Suggestion string // the nearest valid value, "" where there is none
	sheet      int    // position of the sheet, for the order
}

// Error returns the problem in Vietnamese, one line: "file:line: field: words (gần nhất:
// 'KH')", of a workbook "file: trang 'Tiêu chí', ô B7: words".
func (p Problem) Error() string {
	s := p.File
	switch {
	case p.Cell != "":
		s += fmt.Sprintf(": trang '%s', ô %s", p.Sheet, p.Cell)
	case p.Sheet != "":
		s += fmt.Sprintf(": trang '%s'", p.Sheet)
	case p.Line > 0:
		s += fmt.Sprintf(":%d", p.Line)
	}
	if p.Field != "" && p.Sheet == "" {
		s += ": " + p.Field
	}
	s += ": " + messages.Words(p.Reason, messages.Vietnamese).Message
	if p.Suggestion != "" {
		s += " (gần nhất: '" + p.Suggestion + "')"
	}
	return s
}

func sortProblems(ps []Problem) {
	sort.SliceStable(ps, func(i, j int) bool {
		if ps[i].sheet != ps[j].sheet {
			return ps[i].sheet < ps[j].sheet
		}
		return ps[i].Line < ps[j].Line
	})
}

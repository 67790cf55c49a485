package register

import (
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// Line is a line of a report as people get it: what the register says and what is there.
type Line struct {
	List     List
	Entry    *cchc.RegisterEntry // nil for what is not registered
	Document cchc.DocumentID     // "" where nothing was received
	Others   int                 // further documents of the number
	Differs  []string            // "date", "subject"
	Maybe    []cchc.DocumentID   // papers without number that read the same
}

// List names one of the lists of a report.
type List string

// The lists.
const (
	ListReceived     List = "received"     // registered, and there
	ListMissing      List = "missing"      // registered, not there
	ListUnregistered List = "unregistered" // there, not registered
)

// Lines are the lines of a report, list by list; only those of one list where it is not "".
func (r Report) Lines(only List) []Line {
	var out []Line
	if only == "" || only == ListMissing {
		for _, g := range r.Missing {
			out = append(out, Line{List: ListMissing, Entry: &g.Entry, Maybe: g.Maybe})
		}
	}
	if only == "" || only == ListUnregistered {
		for _, id := range r.Unregistered {
			out = append(out, Line{List: ListUnregistered, Document: id})
		}
	}
	if only == "" || only == ListReceived {
		for _, p := range r.Received {
			out = append(out, Line{List: ListReceived, Entry: &p.Entry, Document: p.Papers[0], Others: len(p.Papers) - 1, Differs: p.Differs})
		}
	}
	return out
}

// Head are the headings of [Line.Cells].
func Head() []string {
	return []string{
		"Kết quả", "Dòng trong sổ", "Số, ký hiệu trong sổ", "Ngày trong sổ", "Trích yếu", "Người ký", "Đơn vị soạn thảo",
		"Số của văn bản", "Ngày của văn bản", "Tệp", "Khác nhau",
	}
}

// listName is a list in the words of an office.
func (l Line) listName() string {
	switch l.List {
	case ListMissing:
		return "Có trong sổ, chưa có tệp"
	case ListUnregistered:
		return "Có tệp, không có trong sổ"
	case ListReceived:
	}
	return "Có trong sổ, đã có tệp"
}

// Cells are a line as cells of a table; d is its document, the zero one where it has none.
func (l Line) Cells(d cchc.Document) []string {
	var e cchc.RegisterEntry
	line := ""
	if l.Entry != nil {
		e = *l.Entry
		line = strconv.Itoa(e.Line)
	}
	subject := e.Subject
	if subject == "" {
		subject = d.Particulars.Subject
	}
	var differs []string
	for _, x := range l.Differs {
		differs = append(differs, map[string]string{"date": "ngày", "subject": "trích yếu"}[x])
	}
	return []string{
		l.listName(), line, e.Code, e.IssuedDate.Vietnamese(), subject, e.Signer, e.Drafter,
		d.Particulars.Code, d.Particulars.IssuedDate.Vietnamese(), d.Path, strings.Join(differs, ", "),
	}
}

package cchc

import (
	"fmt"
	"time"
)

// Date is a civil date without zone; the zero Date is "unknown".
type Date struct {
	Year, Month, Day int
}

// NewDate returns the date, or the zero Date where no such day exists.
func NewDate(year, month, day int) Date {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1 || t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return Date{}
	}
	return Date{year, month, day}
}

// ParseDate reads an ISO date "2020-01-15"; "" is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not of the form 2020-01-15", s)
	}
	return Date{t.Year(), int(t.Month()), t.Day()}, nil
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the ISO form, "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Vietnamese returns the form people write, dd/mm/yyyy, "" for the zero Date.
func (d Date) Vietnamese() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// Period is a span of days, both ends included; a zero end is open.
type Period struct {
	From Date `json:"from,omitzero"`
	To   Date `json:"to,omitzero"`
}

// Contains reports whether the day lies in the period; the zero Date never does.
func (p Period) Contains(d Date) bool {
	return !d.IsZero() && (p.From.IsZero() || !d.Before(p.From)) && (p.To.IsZero() || !p.To.Before(d))
}

// Signer is who signed, with the capacity of Nghị định 30/2020 (TM, Q, KT, TL, TUQ).
type Signer struct {
	FullName string `json:"full_name,omitempty"`
	Position string `json:"position,omitempty"`
	Capacity string `json:"capacity,omitempty"`
}

// Mention is a name that stands in a document, with its first page.
type Mention struct {
	Name string `json:"name"`
	Page int    `json:"page,omitempty"` // from 1, 0 where the pages are unknown
}

// Span is where a field was read: a line of a page, as it is written there.
type Span struct {
	Page int    `json:"page,omitempty"` // from 1, 0 where the pages are unknown
	Line int    `json:"line,omitempty"` // from 1, in the order the page is read
	Text string `json:"text"`
}

// SpokenUnit is the length of a period a paper speaks of.
type SpokenUnit string

// The lengths.
const (
	SpokenMonth      SpokenUnit = "month"       // Number 1..12
	SpokenQuarter    SpokenUnit = "quarter"     // Number 1..4
	SpokenHalfYear   SpokenUnit = "half_year"   // Number 1..2
	SpokenNineMonths SpokenUnit = "nine_months" // Number 1
	SpokenYear       SpokenUnit = "year"        // Number 1
)

// SpokenPeriod is a period a paper speaks of: "quý III năm 2020" is quarter 3 of 2020.
type SpokenPeriod struct {
	Unit   SpokenUnit `json:"unit"`
	Number int        `json:"number"`
	Year   int        `json:"year"`
}

// Days are the days of the calendar the period covers. What counts for a report may be
// other days: the rules of the round say which.
func (p SpokenPeriod) Days() Period {
	months, first := 12, 1
	switch p.Unit {
	case SpokenMonth:
		months, first = 1, p.Number
	case SpokenQuarter:
		months, first = 3, 3*p.Number-2
	case SpokenHalfYear:
		months, first = 6, 6*p.Number-5
	case SpokenNineMonths:
		months = 9
	case SpokenYear: // the whole of it
	}
	end := time.Date(p.Year, time.Month(first+months), 0, 0, 0, 0, 0, time.UTC)
	return Period{From: NewDate(p.Year, first, 1), To: NewDate(end.Year(), int(end.Month()), end.Day())}
}

// Particulars say what a document is. Names follow Annex VI of Nghị định 30/2020/NĐ-CP.
// A field that was not found is blank, never guessed.
type Particulars struct {
	Type         string   `json:"type,omitempty"`          // abbreviation: KH, BC, QĐ, TTr, CV
	TypeName     string   `json:"type_name,omitempty"`     // "Kế hoạch"
	Code         string   `json:"code,omitempty"`          // "108/TTr-SNV", spaces removed
	CodeNumber   string   `json:"code_number,omitempty"`   // "108"
	CodeNotation string   `json:"code_notation,omitempty"` // "TTr-SNV"
	IssuedDate   Date     `json:"issued_date,omitzero"`
	Place        string   `json:"place,omitempty"`
	OrganName    string   `json:"organ_name,omitempty"`
	ParentOrgan  string   `json:"parent_organ,omitempty"`
	Subject      string   `json:"subject,omitempty"`
	SpeaksOf     []int    `json:"speaks_of,omitempty"` // years the document speaks of, ascending
	Signer       Signer   `json:"signer,omitzero"`
	Recipients   []string `json:"recipients,omitempty"`
	// Drafter is the unit that wrote the paper, from "Lưu: VT, …", as it is abbreviated there.
	Drafter string `json:"drafter,omitempty"`
	// Urgency is the degree stamped on it: "Hỏa tốc", "Thượng khẩn", "Khẩn".
	Urgency string `json:"urgency,omitempty"`
	// Draft is true where the paper says so of itself ("DỰ THẢO"). A blank number alone
	// does not make a draft: a signed file may carry it in a stamp.
	Draft bool `json:"draft,omitempty"`
	// Attachments are what the paper says it comes with: "Phụ lục I", "Kế hoạch kèm theo".
	Attachments []string `json:"attachments,omitempty"`
	// Units are the units concerned: named in the trích yếu, in headings, in the first
	// cells of table rows. Each has the page it stands on first.
	Units []Mention `json:"units,omitempty"`
	// Periods are the parts of years the trích yếu, or else the first heading, speaks of.
	Periods []SpokenPeriod `json:"periods,omitempty"`
	// Spans say where fields were read, by their JSON name; only where it is known.
	Spans map[string]Span `json:"spans,omitempty"`
	// Confidence 0..1 of the fields that were found, by their JSON name.
	Confidence map[string]float64 `json:"confidence,omitempty"`
}

// Passage is a stretch of a document that can be searched and quoted.
type Passage struct {
	ID        PassageID `json:"id"`
	Page      int       `json:"page"`              // 0 where unknown; then Paragraph tells the place
	Paragraph int       `json:"paragraph"`         // from 1, counted through the document
	Section   string    `json:"section,omitempty"` // "II.3", "Điều 5 khoản 2"
	Heading   string    `json:"heading,omitempty"` // nearest heading, indexed as context
	Text      string    `json:"text"`
	Source    Source    `json:"source"`
}

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

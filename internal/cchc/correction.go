package cchc

import (
	"encoding/json"
	"fmt"
	"time"
)

// Correction is what a person said of one field of a document. It outlives every new
// reading of the file: what the program reads stays beside it.
type Correction struct {
	ID       int64          `json:"id"`
	Document DocumentID     `json:"document"`
	Field    string         `json:"field"` // as package particulars lists them: "code", "issued_date", …
	Kind     CorrectionKind `json:"kind"`
	// Value holds the fields of [Particulars] that were set, by their JSON names, {"unit":
	// …} for the unit. Found holds the same fields as the program had read them then.
	Value json.RawMessage `json:"value"`
	Found json.RawMessage `json:"found"`
	By    string          `json:"by"`
	At    time.Time       `json:"at"` // UTC
	Note  string          `json:"note,omitempty"`
	// UndoneBy and UndoneAt are set where the correction no longer holds.
	UndoneBy string    `json:"undone_by,omitempty"`
	UndoneAt time.Time `json:"undone_at,omitzero"`
}

// CorrectionKind tells a changed value from one that was found right.
type CorrectionKind string

// The kinds.
const (
	Corrected CorrectionKind = "corrected"
	Confirmed CorrectionKind = "confirmed" // as it was read; a blank one is rightly blank
)

// Validate reports an unknown kind.
func (k CorrectionKind) Validate() error {
	switch k {
	case Corrected, Confirmed:
		return nil
	}
	return fmt.Errorf("kind %q of a correction is not one of corrected, confirmed", string(k))
}

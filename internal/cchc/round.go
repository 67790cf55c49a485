package cchc

import (
	"fmt"
	"time"
)

// Round is a đợt đánh giá: the scoring of one year against one catalogue.
type Round struct {
	ID     string `json:"id"` // letters, digits, "-" and "."; chosen by people: "2020"
	Title  string `json:"title"`
	Year   int    `json:"year"`
	Period Period `json:"period,omitzero"` // what the scores are about; not the calendar year
	// Catalogue is the Catalogue.Ref the round runs on.
	Catalogue string `json:"catalogue"`
	// Provisional says that it is last year's, in use until the new one comes ("tạm dùng").
	Provisional bool `json:"provisional,omitempty"`
	// Offices are the units of the installation that are assessed, each with scores of its
	// own; none: the office of the installation alone, which is "" everywhere.
	Offices []string   `json:"offices,omitempty"`
	State   RoundState `json:"state"`
	Due     Date       `json:"due,omitzero"`    // last day for self-scores and evidence
	Locked  time.Time  `json:"locked,omitzero"` // evidence of later is "bổ sung sau khi khoá"
}

// RoundState is how far a round has come.
type RoundState string

// The states of a round, in their order.
const (
	RoundOpen        RoundState = "open"        // tự chấm, nộp minh chứng
	RoundLocked      RoundState = "locked"      // đã khoá: a snapshot is kept
	RoundAppraising  RoundState = "appraising"  // thẩm định lần 1
	RoundExplaining  RoundState = "explaining"  // giải trình
	RoundReappraised RoundState = "reappraised" // thẩm định lần 2
	RoundPublished   RoundState = "published"   // công bố: nothing changes any more
)

// RoundStates lists the states in their order.
func RoundStates() []RoundState {
	return []RoundState{RoundOpen, RoundLocked, RoundAppraising, RoundExplaining, RoundReappraised, RoundPublished}
}

// Validate reports an unknown state.
func (s RoundState) Validate() error {
	for _, x := range RoundStates() {
		if s == x {
			return nil
		}
	}
	return fmt.Errorf("state of a round %q is not one of %v", string(s), RoundStates())
}

// Score is what a round holds of one criterion of one assessed office. Points that were
// not given are nil, which is not zero.
type Score struct {
	Round     string   `json:"round"`
	Criterion string   `json:"criterion"`         // a leaf
	Office    string   `json:"office"`            // "" the office of the installation
	Self      *float64 `json:"self,omitempty"`    // điểm tự chấm
	First     *float64 `json:"first,omitempty"`   // điểm thẩm định lần 1
	Second    *float64 `json:"second,omitempty"`  // điểm thẩm định lần 2
	A         *float64 `json:"a,omitempty"`       // declared figures of a ratio criterion
	B         *float64 `json:"b,omitempty"`       //
	Figures   string   `json:"figures,omitempty"` // số liệu kê khai, in words
	// Explanation is the giải trình of the office; it may stand for a file.
	Explanation   string    `json:"explanation,omitempty"`
	NotApplicable bool      `json:"not_applicable,omitempty"`
	Why           string    `json:"why,omitempty"` // why it does not apply
	Note          string    `json:"note,omitempty"`
	By            string    `json:"by,omitempty"`
	At            time.Time `json:"at,omitzero"`
}

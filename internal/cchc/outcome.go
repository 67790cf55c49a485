package cchc

import "fmt"

// State is where a dropped file stands. A file is in exactly one state.
type State string

// The states of the ledger.
const (
	StateQueued      State = "queued"      // stored, not read yet
	StateReading     State = "reading"     // being read
	StateWaiting     State = "waiting"     // stored, pages unread; Reason says what is missing
	StateIndexed     State = "indexed"     // read, searchable, linked
	StateDuplicate   State = "duplicate"   // same bytes as a file already held
	StateIgnored     State = "ignored"     // lock files, system files
	StateQuarantined State = "quarantined" // the file's fault
	StateFailed      State = "failed"      // our fault; retried
)

// States lists every state, in the order of the diagram in package intake.
func States() []State {
	return []State{StateQueued, StateReading, StateWaiting, StateIndexed, StateDuplicate, StateIgnored, StateQuarantined, StateFailed}
}

// Validate reports an unknown state.
func (s State) Validate() error {
	for _, x := range States() {
		if s == x {
			return nil
		}
	}
	return fmt.Errorf("state %q is not one of %v", string(s), States())
}

// Verdict is what coverage says of a criterion.
type Verdict string

// The verdicts.
const (
	VerdictCovered       Verdict = "covered"        // Đủ tài liệu: accepted by a person
	VerdictPending       Verdict = "pending"        // Chờ xác nhận: proposals fulfil it, nobody accepted yet
	VerdictPartial       Verdict = "partial"        // Thiếu một phần
	VerdictMissing       Verdict = "missing"        // Chưa có tài liệu kiểm chứng
	VerdictExplained     Verdict = "explained"      // Có giải trình: stands for the missing evidence
	VerdictNotApplicable Verdict = "not_applicable" // Không áp dụng
	VerdictSurvey        Verdict = "survey"         // Điều tra xã hội học
)

// Coverage is the verdict on one criterion for one unit ("" is the assessed office).
type Coverage struct {
	Criterion    string                `json:"criterion"`
	Title        string                `json:"title"`
	Office       string                `json:"office,omitempty"` // the assessed office where a round has several; "" that of the installation
	Unit         string                `json:"unit"`
	Verdict      Verdict               `json:"verdict"`
	Points       float64               `json:"points"`         // maximum; of rows of an office only
	Self         *float64              `json:"self,omitempty"` // điểm tự chấm, as the round holds it
	Requirements []RequirementCoverage `json:"requirements"`
	// Notes are what has to be said beside the verdict: figures nobody compared, a giải
	// trình, why it does not apply, evidence that came after the lock.
	Notes []Reason `json:"notes,omitempty"`
}

// RequirementCoverage says how far one requirement is met.
type RequirementCoverage struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Optional  bool      `json:"optional,omitempty"`
	Satisfied bool      `json:"satisfied"` // by accepted or proposed links
	Confirmed bool      `json:"confirmed"` // by accepted links alone
	Have      int       `json:"have"`
	Need      int       `json:"need"`
	Links     []LinkID  `json:"links,omitempty"`
	Missing   []Missing `json:"missing,omitempty"`
	// AnyOf is the group of alternatives the requirement belongs to, see Requirement.AnyOf;
	// Spared says that another alternative of it is met, so that this one is not needed.
	AnyOf  string `json:"any_of,omitempty"`
	Spared bool   `json:"spared,omitempty"`
	// AfterLock are those of Links that came after the round was locked.
	AfterLock []LinkID `json:"after_lock,omitempty"`
}

// Missing is why a requirement is not met, with the nearest misses.
type Missing struct {
	Reason  Reason    `json:"reason"`
	Nearest []Nearest `json:"nearest,omitempty"`
}

// Nearest is a document that almost proves a requirement.
type Nearest struct {
	Document DocumentID `json:"document"`
	Link     LinkID     `json:"link,omitempty"`
	Path     string     `json:"path"`
	Title    string     `json:"title"`
	Page     int        `json:"page,omitempty"`
	Why      []Reason   `json:"why"`
}

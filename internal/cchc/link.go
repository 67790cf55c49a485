package cchc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// LinkID is the short stable form of (catalogue, requirement, document) that `review`
// takes: 12 hexadecimal digits.
type LinkID string

// NewLinkID derives the identity; the same inputs always give the same identity.
func NewLinkID(catalogue, requirement string, document DocumentID) LinkID {
	sum := sha256.Sum256([]byte(catalogue + "\x00" + requirement + "\x00" + string(document)))
	return LinkID(hex.EncodeToString(sum[:6]))
}

// Quote is the text that proves, and where it stands.
type Quote struct {
	Passage   PassageID `json:"passage,omitempty"`
	Text      string    `json:"text"`
	Page      int       `json:"page,omitempty"`
	Paragraph int       `json:"paragraph,omitempty"`
	Section   string    `json:"section,omitempty"`
}

// LinkState is what people said of a link.
type LinkState string

// The states of a link.
const (
	LinkSuggested LinkState = "suggested" // by the program, nobody looked yet
	LinkAccepted  LinkState = "accepted"
	LinkRejected  LinkState = "rejected"
)

// Validate reports an unknown state.
func (s LinkState) Validate() error {
	switch s {
	case LinkSuggested, LinkAccepted, LinkRejected:
		return nil
	}
	return fmt.Errorf("link state %q is not one of suggested, accepted, rejected", string(s))
}

// Link is a document as evidence of a requirement.
type Link struct {
	ID          LinkID     `json:"id"`
	Catalogue   string     `json:"catalogue"` // Catalogue.Ref
	Criterion   string     `json:"criterion"`
	Requirement string     `json:"requirement"` // Requirement.ID
	Document    DocumentID `json:"document"`
	Quotes      []Quote    `json:"quotes"`
	Score       float64    `json:"score"`    // 0..1
	Proposed    bool       `json:"proposed"` // above the proposing threshold
	Related     bool       `json:"related"`  // speaks of the subject
	Fulfils     bool       `json:"fulfils"`  // right kind, subject, year and issuer
	Reasons     []Reason   `json:"reasons"`  // the rules that fired, in order
	Misses      []Reason   `json:"misses,omitempty"`
	State       LinkState  `json:"state"`
	By          string     `json:"by,omitempty"`
	At          time.Time  `json:"at,omitzero"`
	Note        string     `json:"note,omitempty"`
}

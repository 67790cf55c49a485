package cchc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
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

// The states of a link. The unit submits what it wants counted, the team decides.
const (
	LinkSuggested        LinkState = "suggested"         // by the program, nobody looked yet
	LinkSubmitted        LinkState = "submitted"         // chọn nộp: by the unit
	LinkAccepted         LinkState = "accepted"          // chấp nhận: by the team
	LinkRejected         LinkState = "rejected"          // không chấp nhận
	LinkExplanationAsked LinkState = "explanation_asked" // đề nghị giải trình
)

// LinkStates lists the states in their order.
func LinkStates() []LinkState {
	return []LinkState{LinkSuggested, LinkSubmitted, LinkAccepted, LinkRejected, LinkExplanationAsked}
}

// Validate reports an unknown state.
func (s LinkState) Validate() error {
	if slices.Contains(LinkStates(), s) {
		return nil
	}
	return fmt.Errorf("link state %q is not one of %v", string(s), LinkStates())
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
	ByUnit      string     `json:"by_unit,omitempty"` // whom By spoke for
	At          time.Time  `json:"at,omitzero"`
	Note        string     `json:"note,omitempty"`
	// Manual says that a person linked it (link add), with a quote or without one; Note of
	// such a link is what the person saw in it.
	Manual bool `json:"manual,omitempty"`
	// Stale says that a person decided on what is no longer there: the program does not
	// propose the link any more, or its quote is gone.
	Stale bool `json:"stale,omitempty"`
	// Unit is whose document it is, "" the office's. It is filled in where one link is read
	// or decided on, because nobody decides on what is of his own unit; lists leave it out.
	Unit string `json:"unit,omitempty"`
}

// What was done with a link, as its history tells it.
const (
	LinkReviewed = "reviewed" // its state changed, or was said again
	LinkAdded    = "added"    // by a person
	LinkRemoved  = "removed"  // what a person had added
	LinkCarried  = "carried"  // from the catalogue before
)

// LinkEvent is an entry of the history of a link.
type LinkEvent struct {
	What string    `json:"what"`
	At   time.Time `json:"at"` // UTC
	By   string    `json:"by"`
	Role Role      `json:"role"`
	Unit string    `json:"unit,omitempty"` // whom By spoke for
	From LinkState `json:"from,omitempty"`
	To   LinkState `json:"to,omitempty"`
	Note string    `json:"note,omitempty"`
	// Before is the link of the earlier catalogue it continues; its history comes first.
	Before LinkID `json:"before,omitempty"`
}

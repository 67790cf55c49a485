package store

import (
	"context"
	"encoding/json"
	"fmt"

	"minhchung/internal/cchc"
)

// What the audit log calls the changes of a link; the subject is the link.
const (
	auditReviewed = "reviewed"
	auditAdded    = "link-added"
	auditRemoved  = "link-removed"
	auditCarried  = "link-carried"
)

// linkChange is the detail the audit log keeps of a change of a link.
type linkChange struct {
	From        cchc.LinkState  `json:"from,omitempty"`
	To          cchc.LinkState  `json:"to,omitempty"`
	Note        string          `json:"note,omitempty"`
	Unit        string          `json:"unit,omitempty"`
	Requirement string          `json:"requirement"`
	Document    cchc.DocumentID `json:"document"`
	Before      cchc.LinkID     `json:"before,omitempty"`
}

// maxBefore bounds how many versions of a catalogue a history goes back.
const maxBefore = 20

// LinkHistory tells what people did with a link, the first first, with what they did with
// the links of earlier catalogues it continues. [cchc.ErrNotFound] is wrapped where there
// is no such link.
func (s *Store) LinkHistory(ctx context.Context, scope cchc.Scope, id cchc.LinkID) ([]cchc.LinkEvent, error) {
	if _, err := s.Link(ctx, scope, id); err != nil {
		return nil, err
	}
	out := []cchc.LinkEvent{}
	for range maxBefore {
		events, err := s.eventsOf(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("history of link %s: %w", id, err)
		}
		out = append(events, out...)
		if len(events) == 0 || events[0].Before == "" {
			break
		}
		id = events[0].Before
	}
	return out, nil
}

func (s *Store) eventsOf(ctx context.Context, id cchc.LinkID) ([]cchc.LinkEvent, error) {
	rows, err := collect(ctx, s.read.QueryContext, scanAudit,
		"SELECT id, at, actor, role, action, subject, detail FROM audit WHERE subject = ? ORDER BY id", string(id))
	if err != nil {
		return nil, err
	}
	names := map[string]string{
		auditReviewed: cchc.LinkReviewed, auditAdded: cchc.LinkAdded, auditRemoved: cchc.LinkRemoved, auditCarried: cchc.LinkCarried,
	}
	var out []cchc.LinkEvent
	for _, r := range rows {
		what, known := names[r.Action]
		if !known {
			continue
		}
		var d linkChange
		if err := json.Unmarshal([]byte(r.Detail), &d); err != nil {
			return nil, fmt.Errorf("audit row %d: %w", r.ID, err)
		}
		out = append(out, cchc.LinkEvent{What: what, At: r.At, By: r.Actor, Role: r.Role, Unit: d.Unit, From: d.From, To: d.To, Note: d.Note, Before: d.Before})
	}
	return out, nil
}

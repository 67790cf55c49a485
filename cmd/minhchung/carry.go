package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// carryDue is what is to be carried from one catalogue to the next, noted before the next
// one is kept: a crash on the way is made good when the folder is opened.
type carryDue struct {
	From  string                     `json:"from"`
	To    string                     `json:"to"`
	Pairs map[string]store.CarriedTo `json:"pairs"`
}

// promiseCarry notes that what people said of the links of old is to go on with next.
func (e *engines) promiseCarry(ctx context.Context, old, next cchc.Catalogue, matches []catalogue.Match) error {
	criterion := map[string]string{}
	for _, c := range next.Leaves() {
		for _, r := range c.Requires {
			criterion[r.ID] = c.ID
		}
	}
	due := carryDue{From: old.Ref(), To: next.Ref(), Pairs: map[string]store.CarriedTo{}}
	for _, m := range matches {
		if m.Kind == catalogue.MatchRequirement && m.New != "" && criterion[m.New] != "" {
			due.Pairs[m.Old] = store.CarriedTo{Criterion: criterion[m.New], Requirement: m.New}
		}
	}
	text, err := json.Marshal(due)
	if err != nil {
		return err
	}
	return e.store.SetMeta(ctx, cchc.System(), metaCarry, string(text))
}

// carry does what was promised, where the catalogue meant is the one in use.
func (e *engines) carry(ctx context.Context) (carried, left int, err error) {
	text, due, err := e.store.Meta(ctx, metaCarry)
	if err != nil || !due {
		return 0, 0, err
	}
	var d carryDue
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return 0, 0, fmt.Errorf("what is to be carried: %w", err)
	}
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil && !errors.Is(err, cchc.ErrNotFound) {
		return 0, 0, err
	}
	if cat.Ref() != d.To { // the import did not come so far
		d.Pairs, d.From = nil, ""
	}
	return e.store.Carry(ctx, cchc.Operator(), store.Carrying{
		From: d.From, To: d.To, Pairs: d.Pairs, Meta: metaCarry, Note: func(l cchc.Link) string { return carriedNote(l, d.From) },
	})
}

func carriedNote(l cchc.Link, from string) string {
	_, version, _ := strings.Cut(from, "@")
	was := fmt.Sprintf("chuyển từ %s, bản %s", l.Requirement, short(version, 12))
	if l.Note == "" {
		return was
	}
	return l.Note + " (" + was + ")"
}

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

// ownUnits are the units of the installation, those that are gone too.
func (e *engines) ownUnits() []cchc.Unit {
	if own := e.units.Load(); own != nil {
		return *own
	}
	return nil
}

func (e *engines) readUnits(ctx context.Context) error {
	own, err := e.store.OwnUnits(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	e.units.Store(&own)
	return nil
}

// unitsDigest tells lists of units apart: links depend on their names.
func unitsDigest(own []cchc.Unit) string {
	b, err := json.Marshal(own)
	if err != nil { // texts and dates always have a form
		return err.Error()
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// saveUnits adds or changes units and proposes the links anew by their names. Where a
// power cut comes in between, that is done when the folder is opened.
func (e *engines) saveUnits(ctx context.Context, actor cchc.Actor, units ...cchc.Unit) error {
	if err := e.store.SaveUnits(ctx, actor, units...); err != nil {
		return err
	}
	return e.unitsChanged(ctx)
}

func (e *engines) removeUnit(ctx context.Context, actor cchc.Actor, id string) error {
	if err := e.store.RemoveUnit(ctx, actor, id); err != nil {
		return err
	}
	return e.unitsChanged(ctx)
}

func (e *engines) unitsChanged(ctx context.Context) error {
	if err := e.readUnits(ctx); err != nil {
		return err
	}
	stale, err := e.stale(ctx, metaLinks, e.linksVersion())
	if err != nil || !stale {
		return err
	}
	return e.relink(ctx)
}

// unitsInUse are the units of the installation, or else those of the catalogue in use.
func (e *engines) unitsInUse(ctx context.Context) ([]cchc.Unit, error) {
	if own := e.ownUnits(); len(own) > 0 {
		return own, nil
	}
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	return round.Lacking(nil, cat), err
}

// mergeUnits has units end in another, from the day after last on.
func (e *engines) mergeUnits(ctx context.Context, actor cchc.Actor, from []string, into string, last cchc.Date) ([]cchc.Unit, error) {
	all, err := e.unitsInUse(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := round.Merge(all, from, into, last)
	if err != nil {
		return nil, err
	}
	save := changed
	if len(e.ownUnits()) == 0 {
		save = append(all, changed...) // they become the installation's
	}
	return changed, e.saveUnits(ctx, actor, save...)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/evidence"
	"minhchung/internal/extract"
	"minhchung/internal/passage"
	"minhchung/internal/store"
)

// Keys of the record's meta table: which rules the derived data was made with.
const (
	metaReading = "reading-version"
	metaLinks   = "links-version"
	metaCarry   = "carry-due"
	// linksDue is noted before the catalogue changes, see importCatalogue.
	linksDue = "due"
)

// readingVersion names the rules that turn a file into documents and passages.
func readingVersion() string {
	return fmt.Sprintf("extract %d, describe %d, passage %d", extract.Version, describe.Version, passage.Version)
}

func linksVersion() string { return fmt.Sprintf("evidence %d", evidence.Version) }

// linksVersion is what links of this data folder depend on beside catalogue and documents.
func (e *engines) linksVersion() string {
	v := linksVersion()
	if own := e.settings.agency(); len(own) > 0 {
		v += " for " + strings.Join(own, "; ")
	}
	if own := e.ownUnits(); len(own) > 0 {
		v += " units " + unitsDigest(own)
	}
	return v
}

// refresh redoes what older rules derived: files are queued to be read again, which the
// next intake does, and links are proposed again as a chore. Reviews of people stay.
func (e *engines) refresh(ctx context.Context) error {
	stale, err := e.stale(ctx, metaReading, readingVersion())
	if err != nil {
		return err
	}
	if stale {
		for _, state := range []cchc.State{cchc.StateIndexed, cchc.StateWaiting, cchc.StateQuarantined, cchc.StateFailed} {
			if _, err := e.store.Retry(ctx, cchc.System(), store.RetryFilter{State: string(state)}); err != nil {
				return err
			}
		}
	}
	if err := e.note(ctx, metaReading, readingVersion()); err != nil {
		return err
	}
	stale, err = e.stale(ctx, metaLinks, e.linksVersion())
	if err != nil {
		return err
	}
	if !stale {
		if err := e.note(ctx, metaLinks, e.linksVersion()); err != nil {
			return err
		}
	} else {
		e.chores = append(e.chores, e.relink)
	}
	_, due, err := e.store.Meta(ctx, metaCarry)
	if due {
		e.chores = append(e.chores, func(ctx context.Context) error { _, _, err := e.carry(ctx); return err })
	}
	return err
}

// note writes down a version where it is not there yet: most openings change nothing.
func (e *engines) note(ctx context.Context, key, current string) error {
	had, known, err := e.store.Meta(ctx, key)
	if err != nil || known && had == current {
		return err
	}
	return e.store.SetMeta(ctx, cchc.System(), key, current)
}

// relink proposes all links by the rules of today.
func (e *engines) relink(ctx context.Context) error {
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if errors.Is(err, cchc.ErrNotFound) { // a crash before the first catalogue was kept
		return e.note(ctx, metaLinks, e.linksVersion())
	}
	if err != nil {
		return err
	}
	if err := e.pipeline.Relink(ctx, cchc.System(), cat, nil); err != nil {
		return err
	}
	return e.note(ctx, metaLinks, e.linksVersion())
}

// stale reports whether data was derived by other rules; a new folder holds none.
func (e *engines) stale(ctx context.Context, key, current string) (bool, error) {
	had, known, err := e.store.Meta(ctx, key)
	return known && had != current, err
}

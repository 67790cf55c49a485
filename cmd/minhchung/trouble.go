package main

import (
	"errors"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// trouble tells failures of the machine, which pass when somebody helps it or by
// themselves, from all others: nil for those.
func trouble(err error) *cchc.Reason {
	if err == nil {
		return nil
	}
	var reason cchc.Reason
	record := store.Trouble(err)
	switch {
	case isDiskFull(err) || errors.Is(record, store.ErrFull):
		reason = cchc.NewReason("disk-full")
	case isReadOnly(err) || errors.Is(record, store.ErrReadOnly):
		reason = cchc.NewReason("disk-read-only")
	case isDiskError(err) || errors.Is(record, store.ErrBroken):
		reason = cchc.NewReason("disk-error")
	case errors.Is(record, store.ErrBusy):
		reason = cchc.NewReason("record-busy")
	default:
		return nil
	}
	return &reason
}

// troubled names the trouble behind a failure in its words, so that people are told what
// to do instead of what broke.
func troubled(err error) error {
	reason := trouble(err)
	if reason == nil {
		return err
	}
	return &cchc.Error{Fault: cchc.FaultOurs, Reason: *reason, Err: err}
}

// isAny reports whether any of these errors is in the chain, or its words, which are all
// that comes back from a reading child.
func isAny(err error, these ...error) bool {
	for _, e := range these {
		if errors.Is(err, e) || strings.Contains(err.Error(), e.Error()) {
			return true
		}
	}
	return false
}

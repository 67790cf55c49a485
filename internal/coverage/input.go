package coverage

import (
	"time"

	"minhchung/internal/cchc"
)

// Input is what verdicts are computed from. It is only read, and must not be changed while
// an [Assessor] made of it is in use.
type Input struct {
	Catalogue cchc.Catalogue
	Units     []cchc.Unit // of the installation; nil: those of the catalogue
	// Offices are the units a round assesses, each with rows, points and scores of its own;
	// none: the office of the installation alone.
	Offices []string
	Scores  []cchc.Score // of the round; those of other criteria and offices are passed over
	Links   []cchc.Link  // of this catalogue; others are passed over
	// Documents are those of the links, and those that replaced some of them.
	Documents map[cchc.DocumentID]cchc.Document
	// Replaced are documents another paper replaces or repeals, with that paper.
	Replaced map[cchc.DocumentID]cchc.DocumentID
	// NotReceived are entries of the register of outgoing documents without a file.
	NotReceived []cchc.RegisterEntry
	Unread      int       // files with unread pages: any of them could hold the evidence
	Locked      time.Time // of the round; zero while it is open
	// Period narrows to papers of a part of the year; the zero Span is all of it.
	Period Span
}

// View picks what of an assessment is wanted; the zero View is everything.
type View struct {
	Office    string // an assessed office of a round with several
	Unit      string // only this unit; "" the office and all units
	Criterion string // only this criterion or what lies under it; "" all
}

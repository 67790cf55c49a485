package evidence

import "minhchung/internal/cchc"

// The bands of a link: how far a person can go by it.
const (
	BandSure     = "sure"     // the paper asked for, by its own words
	BandPossible = "possible" // proposed: a person has to look
	BandWeak     = "weak"     // related or near, not proposed
	BandManual   = "manual"   // a person linked it, and the program does not propose it
)

// sureScore is the score from which a link that fulfils its requirement is sure: the sum of
// heading, kind, year and window in weights.yaml, the right kind of paper with the subject in its trích yếu, heading or opening. A passage in the
// body of a report alone (0.25 + 0.25 + the rest, 0.75 at most) does not come up to it.
const sureScore = .85

// Band puts a score (0 to 1) and the two findings of a link in words: one of [BandSure],
// [BandPossible] and [BandWeak]. A link that is not proposed is weak whatever its score.
func Band(score float64, proposed, fulfils bool) string {
	switch {
	case !proposed:
		return BandWeak
	case fulfils && score >= sureScore:
		return BandSure
	}
	return BandPossible
}

// BandOf is [Band] of a link, or [BandManual].
func BandOf(l cchc.Link) string {
	if l.Manual && !l.Proposed {
		return BandManual
	}
	return Band(l.Score, l.Proposed, l.Fulfils)
}

// BandWords is the band as a reason, for people to read.
func BandWords(band string) cchc.Reason {
	switch band {
	case BandSure:
		return cchc.NewReason("band-sure")
	case BandPossible:
		return cchc.NewReason("band-possible")
	case BandManual:
		return cchc.NewReason("band-manual")
	}
	return cchc.NewReason("band-weak")
}

package round

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of what is written in a score.
const (
	MaxText    = 8000 // characters of a text; a cell of a workbook takes four times as many
	maxFigure  = 1e11
	fineness   = 1e4   // points and figures have four decimals at most
	closeCalls = 1e-12 // noise of binary fractions, of the number itself
)

// checkScore reports what is wrong with a score as a whole.
func (x *Rules) checkScore(leaf cchc.Criterion, s cchc.Score) error {
	office := OfficeName(s.Office, x.units)
	if s.NotApplicable {
		switch {
		case s.Why == "":
			return cchc.Usage("score-no-reason", nil, s.Criterion, office)
		case s.Self != nil || s.First != nil || s.Second != nil:
			return cchc.Usage("score-not-applicable", nil, s.Criterion, office)
		}
	}
	if leaf.ScoredBy == cchc.ScoredBySurvey && s.Self != nil {
		return cchc.Usage("score-survey", nil, s.Criterion, office)
	}
	for _, p := range []*float64{s.Self, s.First, s.Second} {
		if p == nil {
			continue
		}
		if near, ok := fits(*p, min(0, leaf.Points), max(0, leaf.Points)); !ok {
			return cchc.Usage("score-points", nil, s.Criterion, office, Decimal(*p), Decimal(min(0, leaf.Points)), Decimal(max(0, leaf.Points)), Decimal(near))
		}
	}
	if err := checkFigures(leaf, s, office); err != nil {
		return err
	}
	for _, text := range []string{s.Figures, s.Explanation, s.Why, s.Note} {
		if utf8.RuneCountInString(text) > MaxText {
			return cchc.Usage("score-text-long", nil, s.Criterion, office, strconv.Itoa(MaxText))
		}
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unwritable) {
			return cchc.Usage("score-text-control", nil, s.Criterion, office)
		}
	}
	return nil
}

// checkFigures: a and b are of ratio criteria, and a is a part of b.
func checkFigures(leaf cchc.Criterion, s cchc.Score, office string) error {
	if s.A == nil && s.B == nil {
		return nil
	}
	if leaf.Ratio == nil {
		return cchc.Usage("score-no-ratio", nil, s.Criterion, office)
	}
	for _, v := range []*float64{s.A, s.B} {
		if v == nil {
			continue
		}
		if near, ok := fits(*v, 0, maxFigure); !ok {
			return cchc.Usage("score-figure", nil, s.Criterion, office, Decimal(*v), Decimal(near))
		}
	}
	if s.A != nil && s.B != nil && *s.A > *s.B {
		return cchc.Usage("score-ratio", nil, s.Criterion, office, Decimal(*s.A), Decimal(*s.B))
	}
	return nil
}

// fits reports whether a number lies within bounds and is no finer than four decimals, and
// names the nearest that does.
func fits(v, least, most float64) (float64, bool) {
	if math.IsNaN(v) {
		return least, false
	}
	near := math.Round(min(max(v, least), most)*fineness) / fineness
	return near, near == v || math.Abs(near-v) < closeCalls*max(1, math.Abs(v))
}

// unwritable are characters no cell of a workbook can hold.
func unwritable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff'
}

// tidyScore gives texts the form they are kept in: NFC, \n between lines, no blanks
// around; numbers without noise.
func tidyScore(s cchc.Score) cchc.Score {
	for _, t := range []*string{&s.Figures, &s.Explanation, &s.Why, &s.Note} {
		*t = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(vi.NFC(*t)))
	}
	for _, p := range []**float64{&s.Self, &s.First, &s.Second, &s.A, &s.B} {
		if *p == nil {
			continue
		}
		v := quiet(**p)
		if v == 0 {
			v = 0 // and not -0
		}
		*p = &v
	}
	return s
}

// Decimal writes a number the Vietnamese way, "0,75".
func Decimal(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
}

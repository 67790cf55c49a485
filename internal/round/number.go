package round

import (
	"math"
	"strconv"
	"strings"

	"minhchung/internal/vi"
)

func itoa(n int) string { return strconv.Itoa(n) }

var (
	plainNumber = vi.Pattern(`^[-+]?\d{1,15}([.,]\d{1,17})?(E[-+]?\d{1,2})?$`)
	// thousands are groups of three with one kind of mark, or blanks, between, and decimals
	// behind the other kind of mark.
	pointThousands = vi.Pattern(`^[-+]?\d{1,3}(\.\d{3})+(,\d{1,17})?$`)
	commaThousands = vi.Pattern(`^[-+]?\d{1,3}(,\d{3})+(\.\d{1,17})?$`)
	blankThousands = vi.Pattern(`^[-+]?\d{1,3}([ \x{00a0}\x{202f}]\d{3})+([.,]\d{1,17})?$`)
	// either is a number that may be one thousand two hundred and fifty or one and a quarter.
	either    = vi.Pattern(`^[-+]?\d{1,3}\.\d{3}$`)
	anyNumber = vi.Pattern(`-?\d+([.,]\d+)?`)
)

// ParseDecimal reads a number with comma or point as its decimal mark: "0,75", "0.75",
// "1 250", "1.250,5". ok is false where it is none.
func ParseDecimal(text string) (v float64, ok bool) {
	s := strings.TrimSpace(text)
	switch {
	case plainNumber().MatchString(s):
		s = strings.Replace(s, ",", ".", 1)
	case blankThousands().MatchString(s):
		s = strings.Replace(strings.Map(dropBlank, s), ",", ".", 1)
	case pointThousands().MatchString(s):
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case commaThousands().MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	default:
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false
	}
	return quiet(v), true
}

func dropBlank(r rune) rune {
	if r == ' ' || r == '\u00a0' || r == '\u202f' {
		return -1
	}
	return r
}

// quiet takes the noise of binary fractions off a number as spreadsheets store it:
// 1.1000000000000001 is 1.1.
func quiet(v float64) float64 {
	near := math.Round(v*fineness) / fineness
	if math.Abs(near-v) < closeCalls*max(1, math.Abs(v)) {
		return near
	}
	return v
}

// ambiguous reports whether a figure may be read in two ways, "1.250". Points are small
// numbers and never are.
func ambiguous(text string) bool { return either().MatchString(strings.TrimSpace(text)) }

// nearestNumber is the number a cell likely means, within bounds.
func nearestNumber(text string, most float64) string {
	v, ok := ParseDecimal(anyNumber().FindString(text))
	if !ok {
		return "0"
	}
	near, _ := fits(v, 0, most)
	return Decimal(near)
}

// cellNumber writes a number for a cell: with a point, and so that it is never ambiguous.
func cellNumber(v *float64) string {
	if v == nil {
		return ""
	}
	s := strconv.FormatFloat(*v, 'f', -1, 64)
	if ambiguous(s) {
		s += "0"
	}
	return s
}

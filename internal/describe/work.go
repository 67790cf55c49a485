package describe

import (
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// WorkID returns the identity that draft, signed copy and scan of one document share:
// organ, number, notation and year, because numbering starts again each 1 January. It is
// "" where one of them is unknown: two papers without number are never the same.
func WorkID(p cchc.Particulars) cchc.WorkID {
	year, notation := splitYear(p.CodeNotation)
	if year == "" && !p.IssuedDate.IsZero() {
		year = strconv.Itoa(p.IssuedDate.Year)
	}
	number := strings.TrimLeft(vi.Fold(p.CodeNumber), "0")
	organ, sign := organKey(p.OrganName), squeeze(vi.Fold(notation))
	if number == "" || sign == "" || organ == "" || year == "" {
		return ""
	}
	return cchc.WorkID(strings.Join([]string{organ, number, sign, year}, "/"))
}

// organKey writes the usual abbreviations of an organ's name one way.
func organKey(name string) string {
	s := squeeze(vi.Fold(name))
	return strings.NewReplacer("uybannhandan", "ubnd", "hoidongnhandan", "hdnd").Replace(s)
}

package describe

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// A report says which part of a year it is about: "quý III năm 2020", "6 tháng đầu năm
// 2020", "tháng 9/2020". It is read where the years are: in the trích yếu, up to the
// outlook on the next period.

var (
	quarterOf = vi.Pattern(`\bquy\s*(iv|i{1,3}|[1-4])\b`)
	monthsOf  = vi.Pattern(`\b(?:(6|sau)\s*thang\s*(dau|cuoi)\s*nam|(9|chin)\s*thang(?:\s*dau\s*nam)?(?:\s|/|$))`)
	halfOf    = vi.Pattern(`\b(6|sau)\s*thang\b`)
	monthOf   = vi.Pattern(`\bthang\s*(\d{1,2})\s*(?:/|nam\s*|-\s*|va \d{1,2} thang (?:dau )?nam )((?:19|20)\d\d)\b`)
	fullYear  = vi.Pattern(`\b(?:ca|va) nam\s*(?:(?:19|20)\d\d)?\b`)
)

// periods finds the parts of years the trích yếu speaks of; the whole year where it names
// no part of it.
func (d *description) periods() {
	if len(d.p.SpeaksOf) == 0 {
		return
	}
	found := periodsIn(d.p.Subject, d.p.SpeaksOf)
	if len(found) == 0 {
		return
	}
	d.p.Periods = found
	d.sure("periods", d.p.Confidence["speaks_of"])
	if s, ok := d.p.Spans["subject"]; ok && len(yearsIn(d.p.Subject)) > 0 {
		d.p.Spans["periods"] = s
	}
}

// periodsIn reads a subject that speaks of the years, ascending and not empty.
func periodsIn(subject string, years []int) []cchc.SpokenPeriod {
	fold := citedDate().ReplaceAllString(vi.Fold(subject), " ")
	for _, at := range outlook().FindAllStringIndex(fold, -1) {
		if len(readYears(fold[:at[0]])) > 0 {
			fold = fold[:at[0]]
			break
		}
	}
	var out []cchc.SpokenPeriod
	parted := map[int]bool{} // years of which a part is named
	add := func(unit cchc.SpokenUnit, number, year int) {
		out = append(out, cchc.SpokenPeriod{Unit: unit, Number: number, Year: year})
		parted[year] = parted[year] || unit != cchc.SpokenYear
	}
	for _, m := range quarterOf().FindAllStringSubmatchIndex(fold, -1) {
		add(cchc.SpokenQuarter, quarterNumber(fold[m[2]:m[3]]), yearAfter(fold[m[1]:], years))
	}
	for _, m := range monthsOf().FindAllStringSubmatchIndex(fold, -1) {
		year := yearAfter(fold[m[1]:], years)
		switch {
		case m[6] >= 0:
			add(cchc.SpokenNineMonths, 1, year)
		case fold[m[4]:m[5]] == "cuoi":
			add(cchc.SpokenHalfYear, 2, year)
		default:
			add(cchc.SpokenHalfYear, 1, year)
		}
	}
	if len(out) == 0 {
		if m := halfOf().FindStringIndex(fold); m != nil { // "báo cáo 6 tháng năm 2020"
			add(cchc.SpokenHalfYear, 1, yearAfter(fold[m[1]:], years))
		}
	}
	for _, m := range monthOf().FindAllStringSubmatch(fold, -1) {
		month, _ := strconv.Atoi(m[1]) // digits: cannot fail
		year, _ := strconv.Atoi(m[2])
		if month >= 1 && month <= 12 && slices.Contains(years, year) {
			add(cchc.SpokenMonth, month, year)
		}
	}
	for _, year := range years {
		if !parted[year] || fullYear().MatchString(fold) {
			add(cchc.SpokenYear, 1, year)
		}
	}
	slices.SortFunc(out, comparePeriods)
	return slices.Compact(out)
}

func comparePeriods(a, b cchc.SpokenPeriod) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), strings.Compare(string(a.Unit), string(b.Unit)), cmp.Compare(a.Number, b.Number))
}

// yearAfter is the first year behind a part, else the last one spoken of.
func yearAfter(rest string, years []int) int {
	for _, s := range yearNow().FindAllString(rest, -1) {
		if y, err := strconv.Atoi(s); err == nil && slices.Contains(years, y) {
			return y
		}
	}
	return years[len(years)-1]
}

func quarterNumber(s string) int {
	switch s {
	case "i", "1":
		return 1
	case "ii", "2":
		return 2
	case "iii", "3":
		return 3
	}
	return 4
}

package coverage

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// Span is a part of the year a report is narrowed to. The zero Span is no narrowing.
type Span struct {
	Days cchc.Period // of issue, in the reporting year of the catalogue
	// Spoken is what papers say they are about where it has a name: "quý III". Papers that
	// name it count whenever they were issued, papers that name another do not.
	Spoken cchc.SpokenPeriod
}

var spanForm = regexp.MustCompile(`^(\d{4})(?:-(?:([qQ][1-4])|([hH][12])|(9[tTmM])|(\d{2})))?$`)

// ReadSpan reads "2020", "2020-Q3", "2020-H1" (6 tháng), "2020-9T", "2020-07" or two days
// "2020-01-01..2020-03-31". The year of reports may begin before the calendar's: the
// quarters are those of the period of the catalogue (581/BNV-CCHC: 15/12 to 14/3 and so
// on). Anything else is a usage error, "period-unknown".
func ReadSpan(s string, cat cchc.Catalogue) (Span, error) {
	bad := func(err error) (Span, error) { return Span{}, cchc.Usage("period-unknown", err, s) }
	if s == "" {
		return Span{}, nil
	}
	if from, to, ok := strings.Cut(s, ".."); ok {
		var p cchc.Period
		var err error
		if p.From, err = cchc.ParseDate(from); err != nil {
			return bad(err)
		}
		if p.To, err = cchc.ParseDate(to); err != nil || !p.To.IsZero() && p.To.Before(p.From) {
			return bad(err)
		}
		return Span{Days: p}, nil
	}
	m := spanForm.FindStringSubmatch(s)
	if m == nil {
		return bad(nil)
	}
	year, err := strconv.Atoi(m[1])
	if err != nil || year < 1990 || year > 2100 {
		return bad(err)
	}
	spoken := cchc.SpokenPeriod{Unit: cchc.SpokenYear, Number: 1, Year: year}
	first, months := 0, 12
	switch {
	case m[2] != "":
		n := int(m[2][1] - '0')
		spoken.Unit, spoken.Number, first, months = cchc.SpokenQuarter, n, 3*n-3, 3
	case m[3] != "":
		n := int(m[3][1] - '0')
		spoken.Unit, spoken.Number, first, months = cchc.SpokenHalfYear, n, 6*n-6, 6
	case m[4] != "":
		spoken.Unit, months = cchc.SpokenNineMonths, 9
	case m[5] != "":
		n, err := strconv.Atoi(m[5])
		if err != nil || n < 1 || n > 12 {
			return bad(err)
		}
		spoken.Unit, spoken.Number, first, months = cchc.SpokenMonth, n, n-1, 1
	}
	return Span{Days: reporting(cat, year, first, months), Spoken: spoken}, nil
}

// reporting are so many months of the year of reports from its first-th on.
func reporting(cat cchc.Catalogue, year, first, months int) cchc.Period {
	start := cchc.NewDate(year, 1, 1)
	if from := cat.Period.From; !from.IsZero() && cat.Year != 0 {
		start = cchc.Date{Year: from.Year + year - cat.Year, Month: from.Month, Day: from.Day}
	}
	day := func(months, days int) cchc.Date {
		t := time.Date(start.Year, time.Month(start.Month+months), start.Day+days, 0, 0, 0, 0, time.UTC)
		return cchc.NewDate(t.Year(), int(t.Month()), t.Day())
	}
	return cchc.Period{From: day(first, 0), To: day(first+months, -1)}
}

// Empty reports the Span that narrows nothing.
func (s Span) Empty() bool { return s == Span{} }

// String is the span in days as people write them, "" for the zero Span.
func (s Span) String() string {
	if s.Empty() {
		return ""
	}
	return fmt.Sprintf("%s – %s", s.Days.From.Vietnamese(), s.Days.To.Vietnamese())
}

// Holds reports whether a paper is of the span.
func (s Span) Holds(p cchc.Particulars) bool {
	if s.Empty() {
		return true
	}
	told := false // of a part of a year
	for _, x := range p.Periods {
		if x == s.Spoken {
			return true
		}
		told = told || x.Unit != cchc.SpokenYear
	}
	if told && s.Spoken.Unit != "" && s.Spoken.Unit != cchc.SpokenYear {
		return false
	}
	return s.Days.Contains(p.IssuedDate)
}

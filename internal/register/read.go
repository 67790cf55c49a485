package register

import (
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Register is the entries of one book.
type Register struct {
	Year    int // of the book: numbering starts again each 1 January
	Entries []cchc.RegisterEntry
	// Problems are lines that were not taken, each with what is wrong.
	Problems []Problem
}

// Problem is a line that could not be read.
type Problem struct {
	Line   int // of the sheet, from 1
	Reason cchc.Reason
}

// MaxEntries bounds one book: a busy office issues some ten thousand papers a year.
const MaxEntries = 100_000

// Read takes the entries out of the rows from first on. A date without a year is of year;
// year 0 takes that of most dates. Empty rows and months ("Tháng 3") are passed over.
func Read(rows [][]string, first int, m Mapping, year int) Register {
	r := Register{Year: year}
	if year == 0 {
		r.Year = usualYear(rows, first, m)
	}
	for i := first; i < len(rows); i++ {
		cell := func(c Column) string {
			at, ok := m[c]
			if !ok || at >= len(rows[i]) {
				return ""
			}
			return strings.Join(strings.Fields(vi.NFC(rows[i][at])), " ")
		}
		line := i + 1
		e := cchc.RegisterEntry{
			Line: line, Code: codeText(cell), Subject: subjectText(cell), Signer: cell(ColumnSigner),
			Recipients: cell(ColumnRecipients), Drafter: cell(ColumnDrafter), Note: cell(ColumnNote),
		}
		date := cell(ColumnDate)
		if e.Subject == "" && date == "" && codeOf(e.Code).Number == "" || e.Code == "" && (e.Subject == "" || date == "") {
			continue // a month, a total, a signature below
		}
		if len(r.Entries) == MaxEntries {
			r.Problems = append(r.Problems, Problem{line, cchc.NewReason("register-too-long", strconv.Itoa(MaxEntries))})
			break
		}
		switch {
		case e.Code == "":
			r.Problems = append(r.Problems, Problem{line, cchc.NewReason("register-no-number")})
			continue
		case codeOf(e.Code).Number == "":
			r.Problems = append(r.Problems, Problem{line, cchc.NewReason("register-bad-number", e.Code)})
			continue
		}
		if date != "" {
			var ok bool
			if e.IssuedDate, ok = readDate(date, r.Year); !ok { // the number still counts
				r.Problems = append(r.Problems, Problem{line, cchc.NewReason("register-bad-date", date)})
			}
		}
		r.Entries = append(r.Entries, e)
	}
	return r
}

// codeText joins number and notation where they stand apart.
func codeText(cell func(Column) string) string {
	code := cell(ColumnCode)
	number, notation := cell(ColumnNumber), cell(ColumnNotation)
	if code == "" {
		code = number
	}
	if code != "" && notation != "" && !strings.ContainsAny(code, "/-") {
		code += "/" + strings.TrimLeft(notation, "/- ")
	}
	code = strings.TrimSuffix(code, ".0") // a number a sheet keeps as a fraction
	if f := vi.Fold(code); strings.HasPrefix(f, "so") {
		code = strings.TrimLeft(code[len("số"):], ": ")
	}
	return code
}

func subjectText(cell func(Column) string) string {
	subject, kind := cell(ColumnSubject), cell(ColumnType)
	if kind != "" && !strings.HasPrefix(vi.Fold(subject), vi.Fold(kind)) {
		subject = strings.TrimSpace(kind + " " + subject)
	}
	return subject
}

// codeOf is the number of an entry in the form in which numbers compare.
func codeOf(text string) search.Code {
	if found := search.Codes(strings.ToUpper(text)); len(found) > 0 {
		return found[0]
	}
	if found := search.Codes(text); len(found) > 0 {
		return found[0]
	}
	number := strings.TrimSpace(text)
	if len(number) > 0 && len(number) <= 6 && strings.Trim(number[:1], "0123456789") == "" {
		return search.NewCode(number, "", 0)
	}
	return search.Code{}
}

// excelDay is the day 0 of dates that a sheet keeps as numbers.
func excelDay(n int) cchc.Date {
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	return cchc.NewDate(t.Year(), int(t.Month()), t.Day())
}

// readDate reads 15/01/2020, 15-1-2020, 15.1.20, 15/1 (of year), 2020-01-15 with or without
// a time behind it, and the number of a day a sheet keeps.
func readDate(text string, year int) (cchc.Date, bool) {
	text, _, _ = strings.Cut(text, " ")
	text, _, _ = strings.Cut(text, "T")
	if n, err := strconv.Atoi(strings.TrimSuffix(text, ".0")); err == nil && n > 20_000 && n < 80_000 {
		return excelDay(n), true
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	n := make([]int, len(parts))
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return cchc.Date{}, false
		}
	}
	var d cchc.Date
	switch {
	case len(n) == 3 && len(parts[0]) == 4:
		d = cchc.NewDate(n[0], n[1], n[2])
	case len(n) == 3 && len(parts[2]) == 2:
		d = cchc.NewDate(2000+n[2], n[1], n[0])
	case len(n) == 3:
		d = cchc.NewDate(n[2], n[1], n[0])
	case len(n) == 2 && year > 0:
		d = cchc.NewDate(year, n[1], n[0])
	}
	return d, !d.IsZero()
}

// usualYear is the year of most dates, 0 where none has one.
func usualYear(rows [][]string, first int, m Mapping) int {
	at, ok := m[ColumnDate]
	if !ok {
		return 0
	}
	counts := map[int]int{}
	for _, row := range rows[min(first, len(rows)):] {
		if at < len(row) {
			if d, ok := readDate(strings.TrimSpace(row[at]), 0); ok {
				counts[d.Year]++
			}
		}
	}
	best := 0
	for year, n := range counts {
		if n > counts[best] || n == counts[best] && year > best {
			best = year
		}
	}
	return best
}

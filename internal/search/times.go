package search

import (
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// setDates reads the fields of time.
func (r *fieldReader) setDates(text string) bool {
	if r.field.kind == fieldYear {
		return setYears(&r.out.Filters, text)
	}
	first, last, isRange := cutRange(text)
	switch {
	case isRange:
	case r.field.kind == fieldFrom:
		first, last = text, ""
	case r.field.kind == fieldTo:
		first, last = "", text
	default:
		first, last = text, text
	}
	s := span{kind: r.field.kind, first: first, last: last}
	from, to, ok := s.read()
	if !ok {
		return false
	}
	widen(&r.out.Filters, from, to)
	r.spans = append(r.spans, s)
	return true
}

// span is a stretch of time as typed; an end that was not typed is empty.
type span struct {
	kind        fieldKind
	first, last string
}

func (s span) read() (from, to cchc.Date, ok bool) {
	ok = s.first+s.last != "" &&
		(s.first == "" || readTime(s.kind, s.first, false, &from)) &&
		(s.last == "" || readTime(s.kind, s.last, true, &to))
	return from, to, ok
}

// orderDates puts a span right that ends before it begins, so that it is not empty by
// construction: "từ:6/2020 đến:1/2020" is January to June.
func (p *parser) orderDates() {
	f := &p.out.Filters
	if f.From.IsZero() || f.To.IsZero() || !f.To.Before(f.From) {
		return
	}
	f.From, f.To = cchc.Date{}, cchc.Date{}
	for _, s := range p.spans {
		s.first, s.last = s.last, s.first
		from, to, _ := s.read()
		widen(f, from, to)
	}
	p.notice(cchc.NewReason("search-dates-swapped", f.From.Vietnamese(), f.To.Vietnamese()))
}

// cutRange parts "01/2020..06/2020"; word processors make an ellipsis of the dots.
func cutRange(text string) (first, last string, ok bool) {
	for _, dots := range []string{"...", "..", "…"} {
		if a, b, ok := strings.Cut(text, dots); ok {
			return a, b, true
		}
	}
	return "", "", false
}

// widen takes a span in; with a span there already both are in it, since a field named
// twice means either.
func widen(f *Filters, from, to cchc.Date) {
	if !from.IsZero() && (f.From.IsZero() || from.Before(f.From)) {
		f.From = from
	}
	if !to.IsZero() && (f.To.IsZero() || f.To.Before(to)) {
		f.To = to
	}
}

// maxYears bounds a span of years.
const maxYears = 50

func setYears(f *Filters, text string) bool {
	first, last, ok := cutRange(text)
	if !ok {
		if first, last, ok = strings.Cut(text, "-"); !ok {
			first, last = text, text
		}
	}
	a, okA := readYear(first)
	b, okB := readYear(last)
	if !okA || !okB || b < a || b-a >= maxYears {
		return false
	}
	for y := a; y <= b; y++ {
		f.Years = with(f.Years, y)
	}
	return true
}

func readYear(text string) (int, bool) {
	year, err := strconv.Atoi(text)
	return year, err == nil && len(text) == 4 && year >= 1900 && year <= 2999
}

// readTime reads one edge of a span: a date, month, quarter or year, in numbers or in words
// ("quý II năm 2020", "tháng 6/2020").
func readTime(kind fieldKind, text string, end bool, to *cchc.Date) bool {
	kind, text = inNumbers(kind, text)
	if kind == fieldQuarter {
		return readQuarter(text, end, to)
	}
	if kind == fieldMonth && strings.Count(text, "/")+strings.Count(text, "-") != 1 {
		return false
	}
	return readDate(text, end, to) || kind != fieldMonth && readQuarter(text, end, to)
}

// timeWord tells a word of a date, and what it says the date is.
func timeWord(word string) (kind fieldKind, ok bool) {
	switch ExactForm(word) { // "quỹ" is no quarter
	case "tháng", "thang":
		return fieldMonth, true
	case "quý", "quy":
		return fieldQuarter, true
	case "ngày", "ngay", "năm", "nam":
		return "", true
	}
	return "", false
}

func hasTimeWord(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(w string) bool {
		_, ok := timeWord(w)
		return ok
	})
}

// inNumbers takes the words out of a date, and what the first of them says it is.
func inNumbers(kind fieldKind, text string) (fieldKind, string) {
	var numbers []string
	for i, w := range strings.Fields(text) {
		of, ok := timeWord(w)
		switch {
		case !ok:
			numbers = append(numbers, w)
		case i == 0 && of != "":
			kind = of
		}
	}
	return kind, strings.Join(numbers, "/")
}

// readQuarter reads 2/2020, II/2020 and 2-2020.
func readQuarter(text string, end bool, to *cchc.Date) bool {
	name, year, ok := strings.Cut(strings.ReplaceAll(text, "-", "/"), "/")
	y, okYear := readYear(year)
	quarter := slices.Index([]string{"", "1", "2", "3", "4"}, strings.TrimLeft(name, "0"))
	if quarter < 1 {
		quarter = slices.Index([]string{"", "I", "II", "III", "IV"}, strings.ToUpper(name))
	}
	if !ok || !okYear || quarter < 1 {
		return false
	}
	month := 3*quarter - 2
	if end {
		month += 2
	}
	*to = monthEdge(y, month, end)
	return true
}

// readDate reads 2020-01-31, 31/1/2020, 31-1-2020, 1/2020 and 2020; the short forms mean
// their first day, or their last one where end is set.
func readDate(v string, end bool, to *cchc.Date) bool {
	parts := strings.FieldsFunc(v, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) > 3 {
		return false
	}
	numbers := make([]int, len(parts))
	for i, s := range parts {
		n, err := strconv.Atoi(s)
		if err != nil || len(s) > 4 {
			return false
		}
		numbers[i] = n
	}
	var d cchc.Date
	switch {
	case len(parts) == 3 && len(parts[0]) == 4:
		d = cchc.NewDate(numbers[0], numbers[1], numbers[2])
	case len(parts) == 3 && len(parts[2]) == 4:
		d = cchc.NewDate(numbers[2], numbers[1], numbers[0])
	case len(parts) == 2 && len(parts[1]) == 4:
		d = monthEdge(numbers[1], numbers[0], end)
	case len(parts) == 2 && len(parts[0]) == 4:
		d = monthEdge(numbers[0], numbers[1], end)
	case len(parts) == 1 && len(parts[0]) == 4 && end:
		d = cchc.NewDate(numbers[0], 12, 31)
	case len(parts) == 1 && len(parts[0]) == 4:
		d = cchc.NewDate(numbers[0], 1, 1)
	}
	if d.IsZero() {
		return false
	}
	*to = d
	return true
}

func monthEdge(year, month int, end bool) cchc.Date {
	if !end {
		return cchc.NewDate(year, month, 1)
	}
	for day := 31; day > 27; day-- {
		if d := cchc.NewDate(year, month, day); !d.IsZero() {
			return d
		}
	}
	return cchc.Date{}
}

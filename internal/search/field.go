package search

import (
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// field reads "loại:KH" and its like. It reports false for a name that is no field, so
// that the text is taken as words.
func (p *parser) field(name, value, word string) bool {
	set := fieldSetter(vi.Fold(name))
	if set == nil {
		return false
	}
	if value == "" {
		// "số:15/KH-STTTT": the code was found before and comes next.
		if len(p.codes) > 0 && p.codes[0].Start == p.pos+len(word) {
			p.pos += len(word)
			return true
		}
		return false
	}
	if !set(p, value) {
		p.notice(cchc.NewReason("search-field-unread", name, value))
		p.words = true
		p.take(word)
	}
	p.pos += len(word)
	return true
}

func isNumberField(name string) bool { return name == "so" || name == "number" }

// fieldSetter returns what a field does, nil for an unknown name. The setter reports
// whether the value could be read.
func fieldSetter(name string) func(*parser, string) bool {
	switch name {
	case "loai", "type":
		return func(p *parser, v string) bool {
			p.out.Filters.Types = append(p.out.Filters.Types, ExactForm(v))
			return true
		}
	case "don_vi", "donvi", "unit":
		return func(p *parser, v string) bool {
			p.out.Filters.Units = append(p.out.Filters.Units, v)
			return true
		}
	case "nam", "year":
		return (*parser).setYear
	case "tu", "from":
		return func(p *parser, v string) bool { return readDate(v, false, &p.out.Filters.From) }
	case "den", "to":
		return func(p *parser, v string) bool { return readDate(v, true, &p.out.Filters.To) }
	case "so", "number":
		return (*parser).setNumber
	}
	return nil
}

func (p *parser) setYear(v string) bool {
	year, err := strconv.Atoi(v)
	if err != nil || year < 1900 || year > 2999 {
		return false
	}
	p.out.Filters.Years = append(p.out.Filters.Years, year)
	return true
}

// setNumber takes "số:15"; a whole number after the colon was found before as a code.
func (p *parser) setNumber(v string) bool {
	if len(v) > 5 || strings.Trim(v, "0123456789") != "" {
		return false
	}
	p.out.Terms.Codes = append(p.out.Terms.Codes, Code{Number: trimNumber(v), Text: v})
	p.take(v)
	return true
}

// readDate reads 2020-01-31, 31/1/2020, 31-1-2020, 1/2020 and 2020; the short forms mean
// their first day, or their last one where end is set.
func readDate(v string, end bool, to *cchc.Date) bool {
	parts := strings.FieldsFunc(v, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	numbers := make([]int, len(parts))
	for i, s := range parts {
		n, err := strconv.Atoi(s)
		if err != nil {
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

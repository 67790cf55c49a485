package search

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// namedValue is a value in the words of an office.
type namedValue struct {
	name  string // as the interface shows it, in good spelling
	value string // the code
}

// stateNames are the states of a link in the words of an office. The first name of a code
// is the one the interface shows.
var stateNames = [...]namedValue{
	{"đề xuất", "suggested"}, {"gợi ý", "suggested"}, {"chờ xác nhận", "suggested"}, {"chưa xác nhận", "suggested"}, {"chờ duyệt", "suggested"}, {"chưa duyệt", "suggested"},
	{"đã nộp", "submitted"}, {"đã gửi", "submitted"}, {"chờ thẩm định", "submitted"}, {"chọn nộp", "submitted"}, {"nộp", "submitted"},
	{"chấp nhận", "accepted"}, {"đã chấp nhận", "accepted"}, {"đã xác nhận", "accepted"}, {"đã duyệt", "accepted"}, {"công nhận", "accepted"}, {"đạt", "accepted"},
	{"từ chối", "rejected"}, {"đã từ chối", "rejected"}, {"không chấp nhận", "rejected"}, {"bị loại", "rejected"}, {"đã loại", "rejected"}, {"không đạt", "rejected"},
	{"chờ giải trình", "explanation_asked"}, {"đề nghị giải trình", "explanation_asked"}, {"yêu cầu giải trình", "explanation_asked"}, {"cần giải trình", "explanation_asked"}, {"giải trình", "explanation_asked"},
	{"cần xem lại", "stale"}, {"đã cũ", "stale"}, {"lỗi thời", "stale"}, {"cũ", "stale"},
}

// qualityNames are the grades of reading in the words of an office.
var qualityNames = [...]namedValue{
	{"tốt", string(cchc.ReadWell)}, {"đọc tốt", string(cchc.ReadWell)}, {"rõ", string(cchc.ReadWell)}, {"đọc đủ", string(cchc.ReadWell)},
	{"kém", string(cchc.ReadPoorly)}, {"mờ", string(cchc.ReadPoorly)}, {"xấu", string(cchc.ReadPoorly)}, {"đọc kém", string(cchc.ReadPoorly)},
	{"thiếu trang", string(cchc.ReadPartly)}, {"đọc thiếu", string(cchc.ReadPartly)}, {"chưa đủ", string(cchc.ReadPartly)}, {"một phần", string(cchc.ReadPartly)},
	{"chờ nhận dạng", string(cchc.ReadPartly)}, {"chưa nhận dạng", string(cchc.ReadPartly)}, {"chưa đọc", string(cchc.ReadPartly)},
}

// valuesOf are the names of a field with values of its own.
func valuesOf(kind fieldKind) []namedValue {
	switch kind {
	case fieldState:
		return stateNames[:]
	case fieldQuality:
		return qualityNames[:]
	default:
		return nil
	}
}

// lookup finds the code of a value: by code, by name, or by name without diacritics.
func lookup(kind fieldKind, text string) (string, bool) {
	if len(valuesOf(kind)) == 0 {
		return "", false
	}
	value, ok := readyValues()[kind][folded(text)]
	return value, ok
}

// readyValues are the codes by field and folded name.
var readyValues = sync.OnceValue(func() map[fieldKind]map[string]string {
	out := map[fieldKind]map[string]string{}
	for _, kind := range []fieldKind{fieldState, fieldQuality} {
		out[kind] = map[string]string{}
		for _, v := range valuesOf(kind) {
			out[kind][folded(v.name)], out[kind][folded(v.value)] = v.value, v.value
		}
	}
	return out
})

// examples are what to write instead of a value that is not known.
func examples(kind fieldKind) []string {
	var out []string
	var codes []string
	for _, v := range valuesOf(kind) {
		if !slices.Contains(codes, v.value) {
			codes, out = append(codes, v.value), append(out, v.name)
		}
	}
	switch kind {
	case fieldType:
		return []string{"KH", "BC", "QĐ", "CV", `"tờ trình"`}
	case fieldCriterion:
		return []string{"1.1", "2.3"}
	default:
		return out
	}
}

// named reports whether text is one of the names of the field's values, or a time in words.
func (r *fieldReader) named(text string) bool {
	switch r.field.kind {
	case fieldType:
		return knownType(text)
	case fieldFrom, fieldTo, fieldDay, fieldMonth, fieldQuarter:
		probe := fieldReader{parser: &parser{}, field: r.field}
		return hasTimeWord(text) && probe.setDates(text)
	default:
		_, ok := lookup(r.field.kind, text)
		return ok
	}
}

// set puts a value into its filter; it reports whether the value could be read.
func (r *fieldReader) set(v value) bool {
	f := &r.out.Filters
	text := v.text
	switch r.field.kind {
	case fieldType:
		types, ok := typesOf(strings.ReplaceAll(text, "_", " "))
		if ok {
			f.Types = with(f.Types, types...)
		}
		return ok
	case fieldNumber:
		return r.setNumber(v)
	case fieldIssuer:
		r.warnOneWord(v)
		return setName(&f.Issuers, text)
	case fieldSigner:
		return setName(&f.Signers, text)
	case fieldUnit:
		f.Units = with(f.Units, text)
		r.unitValues = append(r.unitValues, v)
		return true
	case fieldCriterion:
		if !criterionCode(text) {
			return false
		}
		f.Criteria = with(f.Criteria, text)
		return true
	case fieldState:
		code, ok := lookup(fieldState, text)
		if ok {
			f.States = with(f.States, code)
		}
		return ok
	case fieldQuality:
		code, ok := lookup(fieldQuality, text)
		if ok {
			f.Qualities = with(f.Qualities, cchc.ReadQuality(code))
		}
		return ok
	case fieldSubject:
		return r.setPhrase(FieldSubject, text)
	case fieldFile:
		return r.setPhrase(FieldFile, text)
	default:
		return r.setDates(text)
	}
}

func with[T comparable](list []T, values ...T) []T {
	for _, v := range values {
		if !slices.Contains(list, v) {
			list = append(list[:len(list):len(list)], v)
		}
	}
	return list
}

func setName(list *[]string, text string) bool {
	text = strings.TrimSpace(strings.ReplaceAll(text, "_", " "))
	if len(Words(text)) == 0 {
		return false
	}
	*list = with(*list, text)
	return true
}

func (r *fieldReader) setPhrase(field Field, text string) bool {
	words := Words(strings.ReplaceAll(text, "_", " "))
	if len(words) == 0 || r.count+len(words) > MaxWords {
		return false
	}
	r.starless(text)
	r.count += len(words)
	phrase := FieldPhrase{Field: field, Words: words}
	if field == FieldSubject { // file names are as somebody typed them
		phrase.Others = r.otherForms(strings.ReplaceAll(text, "_", " "))
	}
	r.out.Terms.Fields = append(r.out.Terms.Fields[:len(r.out.Terms.Fields):len(r.out.Terms.Fields)], phrase)
	return true
}

// setNumber takes "số:15"; whole numbers were read before.
func (r *fieldReader) setNumber(v value) bool {
	if v.text == "" || len(v.text) > 5 || strings.Trim(v.text, "0123456789") != "" {
		return false
	}
	c := Code{Number: trimNumber(v.text), Text: v.text, Start: v.start, End: v.end}
	r.after = append(r.after, item{kind: itemCode, start: v.start, end: v.end, body: "; ", code: c})
	if len(r.after) > 1 {
		r.any()
	}
	return true
}

// warnOneWord tells of "cơ quan:Sở Nội vụ", of which a field takes "Sở" alone.
func (r *fieldReader) warnOneWord(v value) {
	if v.quoted {
		return
	}
	next := strings.TrimPrefix(r.text[v.end:], " ")
	if len(next) == len(r.text)-v.end || !unicode.IsLetter(firstRune(next)) {
		return
	}
	switch vi.Fold(v.text) {
	case "so", "bo", "ban", "uy", "van", "chi", "trung", "cuc", "phong", "thanh", "hoi", "tinh", "huyen", "vien", "tong":
		r.notice(cchc.NewReason("search-field-one-word", r.name, v.text))
	}
}

// criterionCode reports whether a value can be the code of a criterion ("1.2.3", "II.1", "TC-04").
func criterionCode(text string) bool {
	ok := strings.ContainsFunc(text, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsUpper(r) })
	return ok && utf8.RuneCountInString(text) <= 24
}

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
	return readDate(text, end, to)
}

// timeWords are the words of a date, without diacritics, each with what it says the date is.
var timeWords = map[string]fieldKind{"ngay": "", "thang": fieldMonth, "quy": fieldQuarter, "nam": ""}

func hasTimeWord(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(w string) bool {
		_, ok := timeWords[vi.Fold(w)]
		return ok
	})
}

// inNumbers takes the words out of a date, and what the first of them says it is.
func inNumbers(kind fieldKind, text string) (fieldKind, string) {
	var numbers []string
	for i, w := range strings.Fields(text) {
		of, ok := timeWords[vi.Fold(w)]
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

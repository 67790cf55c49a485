package search

import (
	"path/filepath"
	"slices"
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
	switch {
	case r.field.kind == fieldType:
		return knownType(text)
	case r.field.kind.time():
		return hasTimeWord(text) && r.reads(text)
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
		if !ok && v.quoted { // a name that is not in the table
			types, ok = []string{ExactForm(text)}, len(Words(text)) > 0
		}
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
	if field == FieldFile {
		text = withoutEnding(text)
	}
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

// endings are what the names of files end in.
const endings = ".pdf .doc .docx .xls .xlsx .ppt .pptx .rtf .odt .ods .odp .txt .csv .html .htm .jpg .jpeg .png .tif .tiff .zip .rar .7z .eml .msg "

// withoutEnding is a name as files are looked for by it.
func withoutEnding(name string) string {
	ending := filepath.Ext(name)
	if len(ending) > 1 && len(Words(strings.TrimSuffix(name, ending))) > 0 && strings.Contains(endings, strings.ToLower(ending)+" ") {
		return strings.TrimSuffix(name, ending)
	}
	return name
}

// setNumber takes "số:15"; whole numbers at the beginning were read before.
func (r *fieldReader) setNumber(v value) bool {
	if c, ok := codeAt(r.text, v.start, true); ok && c.End == v.start+len(v.text) && r.text[v.start:c.End] == v.text {
		r.after = append(r.after, item{kind: itemCode, start: c.Start, end: c.End, body: "; ", code: c})
		r.any()
		return true
	}
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

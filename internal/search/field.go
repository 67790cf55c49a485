package search

import (
	"strings"
	"sync"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// fieldKind is what a field restricts.
type fieldKind string

// The kinds of fields.
const (
	fieldType      fieldKind = "type"
	fieldNumber    fieldKind = "number"
	fieldIssuer    fieldKind = "issuer"
	fieldSigner    fieldKind = "signer"
	fieldFrom      fieldKind = "from"
	fieldTo        fieldKind = "to"
	fieldDay       fieldKind = "date"
	fieldMonth     fieldKind = "month"
	fieldQuarter   fieldKind = "quarter"
	fieldYear      fieldKind = "year"
	fieldUnit      fieldKind = "unit"
	fieldCriterion fieldKind = "criterion"
	fieldState     fieldKind = "state"
	fieldQuality   fieldKind = "quality"
	fieldSubject   fieldKind = "subject"
	fieldFile      fieldKind = "file"
)

// time reports whether a field restricts the day of issue.
func (k fieldKind) time() bool {
	switch k {
	case fieldFrom, fieldTo, fieldDay, fieldMonth, fieldQuarter, fieldYear:
		return true
	default:
		return false
	}
}

// fieldNames are the names of a field, without diacritics; each is understood with spaces
// ("cơ quan:"), underscores ("cơ_quan:") and glued ("coquan:").
type fieldNames struct {
	kind  fieldKind
	names []string
}

var fieldTable = [...]fieldNames{
	{fieldType, []string{"loai", "loai van ban", "ten loai", "type"}},
	{fieldNumber, []string{"so", "so hieu", "so van ban", "so ky hieu", "number"}},
	{fieldIssuer, []string{"co quan", "co quan ban hanh", "noi ban hanh", "issuer", "organ"}},
	{fieldSigner, []string{"nguoi ky", "signer"}},
	{fieldFrom, []string{"tu", "tu ngay", "from", "since"}},
	{fieldTo, []string{"den", "den ngay", "to", "until"}},
	{fieldDay, []string{"ngay", "ngay ban hanh", "date"}},
	{fieldMonth, []string{"thang", "month"}},
	{fieldQuarter, []string{"quy", "quarter"}},
	{fieldYear, []string{"nam", "nam ban hanh", "year"}},
	{fieldUnit, []string{"don vi", "unit"}},
	{fieldCriterion, []string{"tieu chi", "criterion"}},
	{fieldState, []string{"trang thai", "state"}},
	{fieldQuality, []string{"chat luong", "quality"}},
	{fieldSubject, []string{"trich yeu", "tieu de", "subject", "title"}},
	{fieldFile, []string{"tep", "ten tep", "ten file", "file"}},
}

// maxFieldName is how many words the name of a field has at most.
const maxFieldName = 4

// fieldNamed finds a field by a name without spaces, nil for none.
func fieldNamed(name string) *fieldNames {
	if len(name) > 40 {
		return nil
	}
	glued := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' {
			return -1
		}
		return r
	}, vi.Fold(name))
	return readyFields().glued[glued]
}

// fieldIndex finds fields by their names, glued and with spaces.
type fieldIndex struct{ glued, spaced map[string]*fieldNames }

var readyFields = sync.OnceValue(func() fieldIndex {
	x := fieldIndex{map[string]*fieldNames{}, map[string]*fieldNames{}}
	for i := range fieldTable {
		for _, n := range fieldTable[i].names {
			x.glued[strings.ReplaceAll(n, " ", "")] = &fieldTable[i]
			x.spaced[n] = &fieldTable[i]
		}
	}
	return x
})

// longName finds a field whose name ends in last and begins in the words before it; words
// is how many of the items before belong to it.
func (p *parser) longName(last string) (f *fieldNames, words int) {
	name := vi.Fold(last)
	at := p.pos
	for n := len(p.items) - 1; n >= 0 && words < maxFieldName-1; n-- {
		it := p.items[n]
		if it.kind != itemWord || it.end >= at || strings.TrimSpace(p.text[it.end:at]) != "" {
			break
		}
		name = vi.Fold(it.body) + " " + name
		at = it.start
		words++
		if f := readyFields().spaced[name]; f != nil {
			return f, words
		}
	}
	return nil, 0
}

// field reads "loại:KH" and its like, the word at hand being its beginning. It reports
// false for what is no field, so that the text is taken as words.
func (p *parser) field(word string) bool {
	name, _, ok := strings.Cut(word, ":")
	if !ok || name == "" {
		return false
	}
	start := p.pos
	f, words := p.longName(name)
	if f != nil {
		start = p.items[len(p.items)-words].start
	} else if f = fieldNamed(name); f == nil {
		return false
	}
	r := fieldReader{parser: p, field: f, name: p.text[start : p.pos+len(name)]}
	end, ok := r.read(p.pos + len(name) + 1)
	if !ok {
		return false
	}
	r.ask()
	p.items = p.items[:len(p.items)-words]
	p.push(item{kind: itemField, start: start, end: end, body: string(f.kind)})
	for _, it := range r.after {
		p.push(it)
	}
	p.pos = max(p.pos, end)
	p.passCodes()
	return true
}

// value is one of the alternatives behind the colon.
type value struct {
	text       string
	start, end int
	quoted     bool
}

// fieldReader reads the values of a field.
type fieldReader struct {
	*parser
	field  *fieldNames
	name   string // as typed
	spaced bool   // there is a space behind the colon, as in a sentence
	after  []item // what the field leaves as words or numbers
}

// read takes the values that begin at pos and returns where they end; false where this is
// no field after all.
func (r *fieldReader) read(pos int) (end int, ok bool) {
	rest := r.text[min(pos, len(r.text)):]
	space := len(rest) - len(strings.TrimLeft(rest, " \u00a0"))
	r.spaced = space > 0
	if space > 2*len("\u00a0") || space == len(rest) {
		return 0, false
	}
	pos += space
	if r.field.kind == fieldNumber {
		if end, ok := r.numbers(pos); ok {
			return end, true
		}
	}
	values := r.values(pos)
	if len(values) == 0 {
		return 0, false
	}
	if r.spaced && !r.meant(values) {
		return 0, false
	}
	for _, v := range values {
		if !r.set(v) {
			r.unread(v)
		}
		end = v.end
	}
	return end, true
}

// meant reports whether what stands behind "loại: " is a value and not the rest of a
// sentence: "Lý do từ: kho" has no field.
func (r *fieldReader) meant(values []value) bool {
	for _, v := range values {
		if v.quoted {
			continue
		}
		switch r.field.kind {
		case fieldIssuer, fieldSigner, fieldUnit:
			if vi.Upper(v.text) {
				continue
			}
			r.notice(cchc.NewReason("search-field-spaced", r.name))
			return false
		case fieldSubject, fieldFile:
			r.notice(cchc.NewReason("search-field-spaced", r.name))
			return false
		case fieldCriterion:
			if !strings.ContainsFunc(v.text, unicode.IsDigit) {
				return false
			}
		case fieldType:
			if !knownType(v.text) {
				return false
			}
		default:
			if !r.reads(v.text) {
				return false
			}
		}
	}
	return true
}

// plain reports whether what stands behind a comma and a space is plainly one more value:
// "loại:KH, BC", while of "loại:KH, đa dạng" the rest is words.
func (r *fieldReader) plain(v value) bool {
	switch r.field.kind {
	case fieldIssuer, fieldSigner, fieldUnit, fieldSubject, fieldFile:
		return false // any words could be
	case fieldCriterion:
		first, rest, dotted := strings.Cut(v.text, ".")
		return dotted && first != "" && strings.ContainsFunc(rest, unicode.IsDigit) && !strings.Contains(rest, "/")
	case fieldType:
		return knownType(v.text) && (v.quoted || strings.Contains(v.text, " ") || vi.Upper(v.text) || !vi.IsSyllable(v.text))
	default:
		return r.reads(v.text)
	}
}

// numbers reads document numbers, which may have spaces in them.
func (r *fieldReader) numbers(pos int) (end int, ok bool) {
	for {
		c, found := codeAt(r.text, pos, true)
		if !found {
			return end, ok
		}
		r.after = append(r.after, item{kind: itemCode, start: c.Start, end: c.End, body: "; ", code: c})
		end, ok = c.End, true
		if len(r.after) > 1 {
			r.any()
		}
		next := strings.TrimLeft(r.text[end:], " ")
		if !strings.HasPrefix(next, ",") {
			return end, true
		}
		pos = len(r.text) - len(strings.TrimLeft(next[1:], " "))
	}
}

// ask makes one of the numbers of the fields compulsory.
func (r *fieldReader) ask() {
	if r.field.kind == fieldNumber {
		for i := range r.after {
			r.after[i].code.Asked = r.after[i].kind == itemCode
		}
	}
}

// any makes the numbers of a field alternatives.
func (r *fieldReader) any() {
	for i := range r.after {
		r.after[i].code.Either = true
	}
}

// values cuts "KH,BC" and `"kế hoạch", "báo cáo"`.
func (r *fieldReader) values(pos int) []value {
	var out []value
	for pos < len(r.text) {
		v := r.value(pos)
		if v.end == pos {
			break
		}
		if v.text != "" {
			out = append(out, v)
		}
		pos = v.end
		if !strings.HasPrefix(r.text[pos:], ",") {
			break
		}
		pos++
		next := strings.TrimLeft(r.text[pos:], " ")
		at := len(r.text) - len(next)
		if isQuote(firstRune(next)) && v.quoted || at > pos && r.plain(r.value(at)) {
			pos = at
		}
	}
	return out
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func (r *fieldReader) value(pos int) value {
	rest := r.text[pos:]
	if q := firstRune(rest); isQuote(q) {
		open := len(string(q))
		if n := strings.IndexFunc(rest[open:], isQuote); n >= 0 {
			closing := len(string(firstRune(rest[open+n:])))
			return value{strings.TrimSpace(rest[open : open+n]), pos, pos + open + n + closing, true}
		}
		return value{"", pos, pos, false}
	}
	end := valueEnd(rest)
	v := value{rest[:end], pos, pos + end, false}
	if trimmed := strings.TrimRight(v.text, ".;!?"); trimmed != "" && !strings.HasSuffix(v.text, "..") {
		v.text = trimmed
	}
	if longer := r.known(rest); longer > end {
		v.text, v.end = rest[:longer], pos+longer
	}
	if last, end, ok := r.upTo(v); ok {
		v.text, v.end = v.text+".."+last, end
	}
	return v
}

// valueEnd is where a value ends that has no quotation marks.
func valueEnd(s string) int {
	n := strings.IndexFunc(s, func(c rune) bool { return unicode.IsSpace(c) || isQuote(c) || c == ',' || c == '(' || c == ')' })
	if n < 0 {
		return len(s)
	}
	return n
}

// upTo reads the other end of a span of time that is written with spaces: "1/2020 .. 6/2020",
// "1/2020 - 6/2020", "1/2020 đến 6/2020".
func (r *fieldReader) upTo(first value) (last string, end int, ok bool) {
	if !r.field.kind.time() || !r.reads(first.text+".."+first.text) {
		return "", 0, false
	}
	rest := r.text[first.end:]
	joint := strings.TrimLeft(rest, " ")
	n := valueEnd(joint)
	switch vi.Fold(joint[:n]) {
	case "..", "...", "…", "-", "–", "—", "den":
	default:
		return "", 0, false
	}
	next := strings.TrimLeft(joint[n:], " ")
	at := len(r.text) - len(next)
	n = max(valueEnd(next), r.known(next))
	last = strings.TrimRight(next[:n], ".;!?")
	return last, at + n, n > 0 && !strings.Contains(last, "..") && r.reads(last)
}

// reads reports whether a text is a value the field can take.
func (r *fieldReader) reads(text string) bool {
	probe := fieldReader{parser: &parser{}, field: r.field, name: r.name}
	return probe.set(value{text: text})
}

// maxValueWords is how many words a value has at most: "ngày 15 tháng 6 năm 2020".
const maxValueWords = 6

// known is the length of the longest name of the field's own values that text begins with:
// "đã duyệt", "kế hoạch", "quý II năm 2020". 0 where there is none.
func (r *fieldReader) known(text string) int {
	best, end := 0, 0
	for range maxValueWords {
		n := valueEnd(text[end:])
		if r := firstRune(text[end : end+n]); n == 0 || best > 0 && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break // what stands behind is no part of a name: a quotation, the dash of an exclusion
		}
		end += n
		if r.named(text[:end]) {
			best = end
		}
		if !strings.HasPrefix(text[end:], " ") || r.field.kind.time() && r.reads(text[:end]) {
			break // of "1/2020 quy hoạch" the time is whole
		}
		end++
	}
	return best
}

// unread tells of a value that was not understood and leaves it as words.
func (r *fieldReader) unread(v value) {
	switch r.field.kind {
	case fieldState, fieldQuality, fieldType, fieldCriterion:
		r.notice(cchc.NewReason("search-field-value", r.name, v.text, strings.Join(examples(r.field.kind), ", ")))
	default:
		r.notice(cchc.NewReason("search-field-unread", r.name, v.text))
	}
	r.after = append(r.after, item{kind: itemWord, start: v.start, end: v.end, body: r.name + " " + v.text})
}

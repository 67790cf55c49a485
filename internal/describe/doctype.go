package describe

import (
	"strings"
	"sync"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// The type (tên loại) is what the title line says. A công văn has none: it is known by
// "V/v" and "Kính gửi", or by a notation of organ and unit (Nghị định 30/2020/NĐ-CP,
// Phụ lục I mục II.3 and II.5).

// docType finds the type: by the title, else as công văn, else by the notation.
func (d *description) docType(h *head) {
	t, sure := h.typ, .95
	byNotation, known := typeOfNotation(d.p.CodeNotation)
	letter := h.to >= 0 || h.about >= 0 && !known
	switch {
	case h.title >= 0:
	case letter && (h.motto || d.p.CodeNotation != ""):
		t, sure = typeByName("cong van"), .9
	case known:
		t, sure = byNotation, .7
	case d.p.CodeNotation != "" && d.p.CodeNumber != "":
		t, sure = typeByName("cong van"), .5
	default:
		return
	}
	if known && byNotation.Name == t.Name {
		sure = min(sure+.04, .99)
	}
	d.p.Type, d.p.TypeName = t.Abbr, t.Name
	if t.Abbr != "" {
		d.sure("type", sure)
	}
	d.sure("type_name", sure)
	if h.title >= 0 {
		d.stands("type_name", &h.lines[h.title])
	}
}

// titleAt reports whether line i is the title, and what follows the type on it.
func (h *head) titleAt(i int) (Type, string, bool) {
	l := &h.lines[i]
	if l.col == bothColumns || l.col == leftColumn && h.organColumn(i) {
		return Type{}, "", false
	}
	text := strings.TrimLeft(l.text, " -–—_.*'`\"|~=")
	fold := l.leftFold // the left of a line without columns is its text
	if len(text) != len(l.text) {
		fold = vi.Fold(text)
	}
	t, rest, ok := parseTitle(text, fold)
	if !ok {
		return Type{}, "", false
	}
	return t, rest, shouted(cutPrefix(text, t.Name)) || h.smallTitle(l, t, rest)
}

// smallTitle accepts a title in small letters, "Kế hoạch", where it stands alone under a
// letterhead, or set bold in the middle.
func (h *head) smallTitle(l *line, t Type, rest string) bool {
	if !startsUpper(l.text) {
		return false
	}
	if rest == "" {
		return h.motto || l.center || l.bold || t.Name == annexName
	}
	return l.center && l.bold && words(rest) <= 30 && !strings.HasSuffix(rest, ".")
}

// organColumn reports whether a left cell still belongs to the organ: no number yet, and
// the row has another cell ("DỰ ÁN …" is then the name of an organ).
func (h *head) organColumn(i int) bool {
	for j := range i {
		if _, ok := h.numberAt(j); ok {
			return false
		}
	}
	return true
}

func cutPrefix(text, name string) string {
	n := utf8.RuneCountInString(name)
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

// notTitles start like a type without being one.
var notTitles = sync.OnceValue(startsWith(`(?:don (?:vi|gia|thu)|luat su|(?:quy dinh|huong dan) chung|quyet dinh nay|ket luan va|` +
	`(?:bao cao|huong dan) vien|thong bao den|(?:luat|bo luat|phap lenh|nghi quyet|hop dong|lenh) so)\b`))

// annexNumber is the "III" of "PHỤ LỤC III".
var annexNumber = sync.OnceValue(startsWith(`(?:[IVX]+|\d+|[A-Z])[.:]?$`))

// parseTitle reads a line that starts with the name of a type. "QUYẾT ĐỊNH:" with a colon
// stands before the articles and is no title.
func parseTitle(text, fold string) (Type, string, bool) {
	if len(fold) < 3 || notTitles().matches(fold) {
		return Type{}, "", false
	}
	for _, t := range typesFrom(fold[0]) {
		if !hasWord(fold, t.phrase) {
			continue
		}
		rest := strings.TrimSpace(cut(text, fold, len(t.phrase), len(fold)))
		if rest != "" && strings.ContainsRune(":;,-–—", []rune(rest)[0]) {
			return Type{}, "", false
		}
		if t.Name == annexName && annexNumber().matches(rest) {
			rest = ""
		}
		return t.Type, trimMarks(rest), true
	}
	return misreadTitle(text, fold)
}

// trimMarks drops footnote marks, "[1]" and "(1)", and dots around a text.
func trimMarks(s string) string {
	s = strings.Trim(s, " .*")
	for _, m := range []string{"[1]", "(1)"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, m))
	}
	return s
}

// firstPictograph begins the planes of pictures ("🎁 CHƯƠNG TRÌNH" is a heading of a leaflet).
const firstPictograph = 0x1F000

// misreadTitle accepts a line of capitals that differs from a type by a letter or two, as
// scans give it. Short names are too close to one another for that.
func misreadTitle(text, fold string) (Type, string, bool) {
	s := squeeze(fold)
	if len(s) < 6 || len(s) > 20 || !shouted(text) || strings.ContainsFunc(text, func(r rune) bool { return r == ':' || r >= firstPictograph }) {
		return Type{}, "", false
	}
	for _, t := range typeIndex() {
		limit := 1
		if len(t.squeezed) >= 10 {
			limit = 2
		}
		if len(t.squeezed) >= 6 && t.Kind != KindForm && near(s, t.squeezed, limit) {
			return t.Type, "", true
		}
	}
	return Type{}, "", false
}

// isTypeLine reports whether a text is nothing but the name of a type.
func isTypeLine(text, fold string) bool {
	_, rest, ok := parseTitle(text, fold)
	return ok && rest == ""
}

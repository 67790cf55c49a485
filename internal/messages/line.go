package messages

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
)

// Line puts several reasons into one line, in their order: "Đúng loại KH; trích yếu khớp
// “kế hoạch năm 2020”; ban hành 15/01/2020, trong hạn 31/01/2020". No reasons give "".
func Line(rs []cchc.Reason, lang Lang) string {
	parts := make([]string, 0, len(rs))
	for i, r := range rs {
		s := strings.TrimSuffix(Words(r, lang).Message, ".")
		if i > 0 {
			s = lowered(s)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

// lowered begins a text small, but for an abbreviation.
func lowered(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

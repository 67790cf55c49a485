package passage

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/vi"
)

// How far the head of a paper is looked for.
const (
	headParagraphs = 14
	headSyllables  = 120
)

// letterheadEnd returns how many of the paragraphs on the first page are the head of the
// paper: organ, quốc hiệu and tiêu ngữ, number, place and date (Nghị định 30/2020/NĐ-CP,
// Điều 8). It is 0 where no such head is seen.
func letterheadEnd(body []para) int {
	end, sum := 0, 0
	for i := range body {
		p := &body[i]
		sum += p.syllables
		if i >= headParagraphs || sum > headSyllables || p.page() != body[0].page() {
			break
		}
		if isHeadLine(p) {
			end = i + 1
		}
	}
	return end
}

// isHeadLine knows the lines only the head of a paper has.
func isHeadLine(p *para) bool {
	if p.syllables > 60 {
		return false
	}
	if p.syllables > 24 && !mentionsMotto(p.text) {
		return false
	}
	words := " " + foldedWords(p.text) + " "
	for _, sign := range []string{" cong hoa xa hoi chu nghia viet nam ", " doc lap tu do hanh phuc ", " dang cong san viet nam "} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	if p.syllables > 24 {
		return false
	}
	date := strings.Contains(words, " ngay ") && strings.Contains(words, " thang ") && strings.Contains(words, " nam ")
	number := strings.HasPrefix(words, " so ") && strings.ContainsAny(p.text, "/:") || strings.HasPrefix(words, " v v ")
	if date && p.syllables <= 14 && !strings.HasPrefix(words, " can cu ") && (strings.Contains(p.text, ", ng") || strings.Contains(p.text, "\t") || strings.HasPrefix(words, " ngay ")) {
		return true
	}
	return number
}

// mentionsMotto is a cheap test for the last words of the lines isHeadLine looks for.
func mentionsMotto(s string) bool {
	fold := vi.Fold(s)
	return strings.Contains(fold, "phuc") || strings.Contains(fold, "nam")
}

func foldedWords(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i, t := range vi.Tokens(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Fold)
	}
	return b.String()
}

// startsClosing reports whether the paper is signed from this paragraph on: the list of
// receivers, or the authority under which it is signed (TM., KT., TL., TUQ., Q.; Nghị
// định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 7).
func startsClosing(p *para) bool {
	if firstLetter(p.text) == 'n' && strings.HasPrefix(foldedWords(firstRunes(p.text)), "noi nhan") {
		return true
	}
	if p.syllables > 30 {
		return false
	}
	for _, sign := range []string{"TM.", "KT.", "TL.", "TUQ.", "Q."} {
		if rest, ok := strings.CutPrefix(p.text, sign); ok && vi.Upper(strings.TrimSpace(rest)) {
			return true
		}
	}
	return false
}

// firstLetter returns the first letter or digit of a text, folded; 0 where there is none.
func firstLetter(s string) byte {
	i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if i < 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return vi.Fold(s[i : i+n])[0]
}

// firstRunes returns enough of a text to see how it begins.
func firstRunes(s string) string {
	if len(s) > 48 {
		return strings.ToValidUTF8(s[:48], "")
	}
	return s
}

// reopens reports whether a paragraph behind the signature begins a further paper or
// annex: a title in capitals.
func reopens(p *para) bool {
	if !vi.Upper(p.text) || p.syllables > headingMax {
		return false
	}
	words := foldedWords(p.text)
	for _, title := range []string{"ke hoach", "quy che", "quy dinh", "phu luc", "bao cao", "danh muc", "danh sach", "de an", "chuong trinh", "phuong an", "huong dan", "bieu", "bang", "noi quy", "quy trinh", "mau"} {
		if strings.HasPrefix(words, title) {
			return true
		}
	}
	return false
}

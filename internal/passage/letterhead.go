package passage

import (
	"strings"

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
	for i, p := range body {
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
func isHeadLine(p para) bool {
	if p.syllables > 60 {
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

func foldedWords(s string) string {
	var b strings.Builder
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
func startsClosing(p para) bool {
	if strings.HasPrefix(foldedWords(firstRunes(p.text)), "noi nhan") {
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

// firstRunes returns enough of a text to see how it begins.
func firstRunes(s string) string {
	if len(s) > 48 {
		return strings.ToValidUTF8(s[:48], "")
	}
	return s
}

// reopens reports whether a paragraph behind the signature begins a further paper or
// annex: a title in capitals.
func reopens(p para) bool {
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

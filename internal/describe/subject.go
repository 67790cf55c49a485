package describe

import (
	"strings"
	"sync"

	"minhchung/internal/vi"
)

// The subject (trích yếu) stands under the title, in a công văn behind "V/v" under the
// number (Nghị định 30/2020/NĐ-CP, Phụ lục I mục II.5).

var (
	aboutPrefix = sync.OnceValue(startsWith(`\(?\s*(?:v/v|v\.v|ve viec)\s*[:.]?\s*`))
	// bodySentence starts the text proper behind a subject.
	bodySentence = sync.OnceValue(startsWith(`(?:-\s*|\+\s*)?(?:(?:can cu|thuc hien|xet|theo (?:de nghi|quy dinh|tinh than|chi dao|yeu cau|noi dung|nghi|quyet|ke hoach|cong|van ban|thong|chuong|luat|dieu|bao cao|chuc nang)|nay|khung|stt|tt)\b|dieu \d|chuong|phan (?:thu|i|1|a)\b|muc (?:i|1)\b|[ivx]{1,4}\s*[.)-]|\d{1,2}\s*[.)/]|[a-d]\s*[.)]|` +
		`hom nay|vao hoi|hoi \d|ngay \d|nham |trong |sau khi|duoc su|qua |kinh g|kinh thua|noi nhan|so\s*:|dien:|quoc hoi ban hanh|` +
		`luat .* so \d|bo luat .* so \d|nghi dinh so|nhung |tren co so|nam \d{4},|ten (?:to chuc|toi)|toi (?:ten )?la|ho va ten|ben [ab]\b|thoi gian:|dia diem:)`))
	// inBrackets under a title says where the paper belongs, not what it is about.
	inBrackets = sync.OnceValue(startsWith(`\(\s*(?:ban hanh|kem theo|dinh kem|tu ngay|ap dung|phu luc|du thao|mau|so\b|thoi diem)`))
	// authority is the line of a decision that says who decides; see authorityAt.
	authority = sync.OnceValue(startsWith(`(?:bo truong|thu truong|chu tich|pho chu tich|uy ban|ubnd|hoi dong|giam doc|tong giam doc|tong cuc truong|cuc truong|hieu truong|` +
		`chinh phu|quoc hoi|thu tuong|thong doc|vien truong|chanh an|truong ban|ban thuong vu|ban chap hanh|thuong truc|chanh thanh tra|chanh van phong|vu truong|` +
		`truong phong|chi cuc truong|ban bi thu|bo chinh tri|tong kiem toan)\b`))
	orderMark  = sync.OnceValue(startsWith(`[a-z]\s*[.)]`))
	unfinished = vi.Pattern(`(?:\b(?:va|ve|cua|cho|tai|den|tu|trong|theo|doi voi|giai doan)|[,\-–(])$`)
	// placeOpen is a place whose name is still to come, in its tones: "cơ quan" and "địa
	// phương" are whole.
	placeOpen = vi.Pattern(`(?:^| )(?:tỉnh|huyện|xã|phường|thành phố|quận|thị trấn|thị xã)$`)
	placeFold = vi.Pattern(`\b(?:tinh|huyen|xa|phuong|thanh pho|quan|thi tran)$`)
)

// Most lines and bytes of a subject; a circular that amends six others takes 1,500 bytes.
const (
	subjectLines = 14
	subjectBytes = 3000
)

// subject finds what the paper is about.
func (d *description) subject(h *head) {
	text, sure := "", .9
	h.issuer = vi.Fold(d.p.OrganName)
	switch {
	case h.title >= 0:
		text = h.titleSubject()
		if text == "" && h.about >= 0 {
			text = h.aboutSubject()
		}
		if text == "" {
			text, sure = h.firstArticle(), .4
		}
	case h.about >= 0:
		text = h.aboutSubject()
	case h.to >= 0 && d.p.CodeNotation != "" && h.underNumber() != "":
		text, sure = h.underNumber(), .6
	default:
		text, sure = h.heading(), .4
	}
	if text = strings.Trim(text, " .;:-–_*…"); letters(text) < 3 || strings.HasPrefix(text, "(") && letters(text) < 8 || lostLetters(text) {
		return
	}
	if d.p.Type == "CV" {
		text = withoutAbout(text)
	}
	d.p.Subject = text
	d.sure("subject", sure)
	if from := h.subjectFrom(text); from >= 0 {
		d.stands("subject", &h.lines[from])
	}
}

// subjectFrom returns the line a subject starts on, -1 where it is not found again.
func (h *head) subjectFrom(text string) int {
	key := text[:min(len(text), 12)]
	for i := range h.lines[:min(len(h.lines), headLines)] {
		if strings.Contains(h.lines[i].text, key) {
			return i
		}
	}
	return -1
}

// isPlaceholder reports whether a line is something to be put in: "[TÊN CƠ QUAN]".
func isPlaceholder(s string) bool { return strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") }

// withoutAbout drops "V/v" from the subject of a công văn.
func withoutAbout(text string) string {
	fold := vi.Fold(text)
	m := aboutPrefix().find(fold)
	if m == "" {
		return text
	}
	rest := cut(text, fold, len(m), len(fold))
	if strings.HasPrefix(fold, "(") {
		rest = strings.TrimSuffix(strings.TrimSpace(rest), ")")
	}
	return rest
}

// aboutSubject joins the lines behind "V/v" while they stay in its column.
func (h *head) aboutSubject() string {
	first := &h.lines[h.about]
	text := first.left
	for i := h.about + 1; i < len(h.lines) && i <= h.about+subjectLines; i++ {
		l := &h.lines[i]
		if i >= h.end || l.rule || h.authorityAt(i) || isMotto(l.fold) || isSlogan(l.fold) || isAddressee(l.fold) || bodySentence().matches(l.fold) && startsUpper(l.text) {
			break
		}
		if first.col == leftColumn && l.col == rightColumn || first.col != l.col && l.col == rightColumn {
			break
		}
		if _, _, ok := parseDateline(l.text, l.fold); ok && l.col != bothColumns {
			break
		}
		text += " " + l.left
	}
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "(") {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "("), ")")
	}
	if aboutPrefix().find(vi.Fold(text)) == strings.TrimSpace(vi.Fold(text)) {
		return "" // "V/v" with nothing behind it
	}
	return strings.Trim(text, " .…")
}

// underNumber returns the lines between number and "Kính gửi" of a công văn whose "V/v"
// was not read.
func (h *head) underNumber() string {
	var text []string
	numbered := false
	for i := range h.lines[:h.to] {
		l := &h.lines[i]
		if _, ok := h.numberAt(i); ok {
			numbered = true
			continue
		}
		if !numbered || l.rule || l.col == rightColumn || l.col == bothColumns || isMotto(l.fold) || isSlogan(l.fold) || isGarbage(l.text) || shouted(l.text) {
			continue
		}
		if _, _, ok := parseDateline(l.text, l.fold); !ok {
			text = append(text, l.text)
		}
	}
	joined := strings.Join(text, " ")
	if first, rest, ok := strings.Cut(joined, " "); ok && !vi.IsSyllable(strings.ToLower(first)) {
		joined = rest // what is left of "V/v"
	}
	return joined
}

// titleSubject joins what follows the type on its line with the lines under it.
func (h *head) titleSubject() string {
	text := withoutNumber(h.rest)
	// "QUYẾT ĐỊNH CỦA CHỦ TỊCH …" over "Về việc …": the second line is the subject.
	// "BIÊN BẢN HỌP …" over "Về việc …" likewise.
	ofOrgan := strings.HasPrefix(vi.Fold(text), "cua ") || text != "" && shouted(text) && h.aboutBelow()
	last := &h.lines[h.title]
	for i := h.title + 1; i < len(h.lines) && i <= h.title+subjectLines && len(text) < subjectBytes; i++ {
		l := &h.lines[i]
		if l.rule || isGarbage(l.text) || inBrackets().matches(l.fold) || isForeign(l.text, l.fold) {
			if text != "" && !ofOrgan {
				break
			}
			if l.text[0] == '(' {
				i = h.closeBracket(i)
			}
			continue
		}
		if _, _, ok := parseTitleNumber(l.text, l.fold); ok {
			text = strings.TrimSpace(text + " " + withoutNumber(l.text))
			last = l
			continue
		}
		if ofOrgan && (isAbout(l.fold) || strings.HasPrefix(l.text, "Về ") || strings.HasPrefix(l.fold, "ban hanh") || strings.HasPrefix(l.fold, "phe duyet")) {
			text, ofOrgan = "", false
		}
		if h.subjectEnds(i, text, last) {
			break
		}
		text = strings.TrimSpace(text + " " + l.text)
		last = l
	}
	return trimMarks(text)
}

// verb starts the subject behind "SỐ … NGÀY … CỦA …".
var verb = vi.Pattern(`\bcua\b.*?\b(?:quy dinh|huong dan|ve viec|ve|ban hanh|sua doi|phe duyet|cong bo|thanh lap)\b`)

// withoutNumber drops number, date and organ from a title line that starts with them.
func withoutNumber(text string) string {
	_, after, ok := parseTitleNumber(text, vi.Fold(text))
	if !ok {
		return text
	}
	fold := vi.Fold(after)
	at := verb().FindStringIndex(fold)
	if at == nil {
		return ""
	}
	start := strings.LastIndexByte(fold[:at[1]], ' ') + 1
	for _, two := range []string{"quy ", "huong ", "ve ", "ban ", "sua ", "phe ", "cong ", "thanh "} {
		if strings.HasSuffix(fold[:start], " "+two) {
			start -= len(two)
		}
	}
	return cut(after, fold, start, len(fold))
}

// aboutBelow reports whether the line under the title is a "Về việc" in small letters.
func (h *head) aboutBelow() bool {
	i := h.title + 1
	return i < len(h.lines) && isAbout(h.lines[i].fold) && !shouted(h.lines[i].text)
}

// closeBracket returns the line, from i on, that closes a bracket opened in line i.
func (h *head) closeBracket(i int) int {
	for j := i; j < len(h.lines) && j < i+4; j++ {
		if strings.Contains(h.lines[j].text, ")") {
			return j
		}
	}
	return i
}

// subjectEnds reports whether line i no longer belongs to the subject so far.
func (h *head) subjectEnds(i int, text string, last *line) bool {
	l := &h.lines[i]
	if isAddressee(l.fold) || opensBody(l.fold) || h.authorityAt(i) || isTypeLine(l.text, l.fold) || l.row && l.col != across && !last.row {
		return true
	}
	if _, date, ok := parseDateline(l.text, l.fold); ok && !date.IsZero() && l.col == rightColumn {
		return true
	}
	if isItem(l.text) && !isAbout(l.fold) || strings.HasPrefix(l.text, "Để ") || strings.HasSuffix(l.fold, " dien:") {
		return true // an item, the text proper, or "Giám đốc Sở điện:" of a công điện
	}
	if text == "" && h.issuer != "" && hasWord(l.fold, h.issuer) && !shouted(l.text) && !l.center {
		return true // "Sở Nội vụ trân trọng giới thiệu …" is the text proper
	}
	if text == "" {
		if last.center && !l.center && looksLikeSentence(l) && strings.HasSuffix(l.text, ".") {
			return true // the text proper under a title without subject
		}
		return bodySentence().matches(l.fold) && (looksLikeSentence(l) || !strings.HasPrefix(l.fold, "thuc hien") && !strings.HasPrefix(l.fold, "trong "))
	}
	open := isUnfinished(text) || strings.Count(text, "(") > strings.Count(text, ")")
	if startsLower(l.text) {
		return strings.HasSuffix(text, ".") || strings.HasSuffix(text, ";") || orderMark().matches(l.text)
	}
	if open {
		return strings.HasSuffix(text, ";")
	}
	if bodySentence().matches(l.fold) || strings.HasSuffix(text, ".") {
		return true
	}
	if shouted(text) && !strings.HasPrefix(l.text, "(") && !shouted(l.text) {
		return true
	}
	if last.block != l.block && last.center != l.center {
		return last.center || looksLikeSentence(l)
	}
	if last.center && l.center {
		return false
	}
	return looksLikeSentence(l)
}

// isUnfinished reports whether a subject ends in a word that something must follow.
func isUnfinished(text string) bool {
	end := lastWords(text)
	fold := vi.Fold(end)
	if unfinished().MatchString(fold) {
		return true
	}
	if lowers(end, fold) { // no tones at all
		return placeFold().MatchString(fold)
	}
	return placeOpen().MatchString(strings.ToLower(end))
}

// looksLikeSentence tells a line of the body from a line of a title: long, or closed by a
// mark.
func looksLikeSentence(l *line) bool {
	if strings.HasSuffix(l.text, ":") || strings.HasSuffix(l.text, ";") || strings.HasSuffix(l.text, ".") && words(l.text) > 6 {
		return true
	}
	return !shouted(l.text) && words(l.text) > 16
}

// authorityAt reports whether line i names who decides: capitals that start with an
// office or organ, before căn cứ or the end of the line's own paragraph.
func (h *head) authorityAt(i int) bool {
	l := &h.lines[i]
	if !authority().matches(l.fold) || !shouted(l.text) {
		return false
	}
	if strings.HasSuffix(l.fold, ":") || strings.HasSuffix(l.fold, "dien:") || strings.Contains(l.fold, " dien:") {
		return true
	}
	for j := i + 1; j < len(h.lines) && j <= i+3; j++ {
		n := &h.lines[j]
		if n.rule {
			continue
		}
		if opensBody(n.fold) || bodySentence().matches(n.fold) {
			return true
		}
		if !shouted(n.text) {
			return looksLikeSentence(n) || strings.HasPrefix(n.fold, "khoa ") || strings.HasPrefix(n.fold, "(")
		}
	}
	return false
}

var articleOne = sync.OnceValue(startsWith(`dieu 1\s*[.:]\s*`))

// firstArticle returns Điều 1 of a decision without trích yếu, "" for other papers.
func (h *head) firstArticle() string {
	if a := h.typ.Abbr; a != "QĐ" && a != "NQ" {
		return ""
	}
	for i := h.title; i < len(h.lines); i++ {
		l := &h.lines[i]
		m := articleOne().find(l.fold)
		if m == "" {
			continue
		}
		text := cut(l.text, l.fold, len(m), len(l.fold))
		for j := i + 1; j < len(h.lines) && j < i+6 && h.lines[j].block == l.block && !strings.HasSuffix(text, "."); j++ {
			text += " " + h.lines[j].text
		}
		return text
	}
	return ""
}

// heading returns the first heading of a paper without title: a line of capitals behind
// the letterhead.
func (h *head) heading() string {
	for i := range h.lines {
		l := &h.lines[i]
		if i >= 14 || isAddressee(l.fold) || strings.Contains(l.fold, "kinh moi") {
			return "" // an invitation says what to below its words, to whom
		}
		if l.rule || l.row && l.col != across || l.col == bothColumns || isMotto(l.fold) || isSlogan(l.fold) || words(l.text) < 3 || isGarbage(l.text) || isHeading().matches(l.fold) || isPlaceholder(l.text) {
			continue
		}
		if !shouted(l.text) && (!l.center || !l.bold || looksLikeSentence(l)) {
			continue
		}
		if i < h.end && startsOrgan(l.text, l.fold) {
			continue
		}
		if _, ok := h.numberAt(i); ok {
			continue
		}
		text := l.text
		for j := i + 1; j < len(h.lines) && j < i+4 && shouted(h.lines[j].text) && !h.lines[j].rule && h.lines[j].col == across; j++ {
			if isForeign(h.lines[j].text, h.lines[j].fold) {
				break
			}
			text += " " + h.lines[j].text
		}
		return text
	}
	return ""
}

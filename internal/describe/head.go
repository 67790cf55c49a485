package describe

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// The letterhead has two columns: organ and number on the left, the national motto with
// place and date on the right (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần IV). DOCX gives
// them as the cells of table rows, PDF as lines with a wide gap, plain text one after
// the other. Here all of them become lines.

// column is where in the letterhead a line stands.
type column byte

const (
	across      column = iota // no columns, or not told apart
	leftColumn                // a left cell
	rightColumn               // a right cell
	bothColumns               // left and right of a gap on one line
)

// line is one line of a page.
type line struct {
	text, fold  string // the whole line, gaps closed
	left, right string // the two sides of bothColumns; else left is the text
	col         column
	block       int // lines of one paragraph or cell share it
	row         bool
	center      bool
	bold        bool
	rule        bool // draws, says nothing
	table       bool // in a row of three filled cells or more: data, not a letterhead or signature
}

// head is the top of a paper.
type head struct {
	lines []line
	stamp []line // appearances of signatures, e.g. "Số: 15/KH-STTTT"
	end   int    // the letterhead is lines[:end]
	title int    // index of the line with the name of the type, -1 without
	typ   Type   // of the title
	rest  string // what follows the name of the type on its line
	about int    // the "V/v" line, -1 without
	to    int    // the "Kính gửi" line, -1 without
	motto bool   // the national or the Party's motto was seen

	issuer string // the organ found, folded
}

// Enough for a letterhead with a long trích yếu behind a gazette's or a stamp's lines.
const (
	headPages = 2
	headLines = 80
)

// readHead returns the top of the first pages that have text.
func readHead(pages []cchc.Page) head {
	h := head{title: -1, about: -1, to: -1}
	used, block := 0, 0
	for _, p := range pages {
		if len(p.Blocks) == 0 {
			continue
		}
		if used++; used > headPages {
			break
		}
		for _, b := range p.Blocks {
			switch b.Kind {
			case cchc.BlockStamp:
				h.stamp, block = appendLines(h.stamp, b, block)
			case cchc.BlockBody, cchc.BlockRow:
				if len(h.lines) < headLines {
					h.lines, block = appendLines(h.lines, b, block)
				}
			default: // running headers, footers, notes: not of the letterhead
			}
		}
	}
	// One cell may hold a whole paper; what is searched again and again must stay short.
	h.lines, h.stamp = h.lines[:min(2*headLines, len(h.lines))], h.stamp[:min(headLines, len(h.stamp))]
	splitMottos(h.lines)
	raiseCapitals(h.lines)
	h.lines = dropArrivalStamp(dropNoise(h.lines))
	h.find()
	return h
}

// appendLines adds the lines of a block; block numbers the paragraphs and cells.
func appendLines(to []line, b cchc.Block, block int) ([]line, int) {
	if len(b.Cells) == 0 {
		block++
		return appendText(to, b.Text, across, b, block), block
	}
	filled := 0
	for _, c := range b.Cells {
		if clean(c) != "" {
			filled++
		}
	}
	for i, c := range b.Cells {
		block++
		col := across
		if len(b.Cells) > 1 {
			if col = rightColumn; i == 0 || i == 1 && len(b.Cells) > 2 && clean(b.Cells[0]) == "" {
				col = leftColumn
			}
		}
		if filled == 1 && i > 0 && len(b.Cells) == 2 {
			col = rightColumn
		}
		from := len(to)
		to = appendText(to, c, col, b, block)
		for j := range to[from:] {
			to[from+j].table = filled > 2
		}
	}
	return to, block
}

func appendText(to []line, text string, col column, b cchc.Block, block int) []line {
	for raw := range strings.SplitSeq(text, "\n") {
		raw = shorten(raw)
		for _, part := range loosen(raw) {
			l := makeLine(part, col)
			if l.text == "" {
				continue
			}
			l.block, l.row, l.center, l.bold = block, b.Kind == cchc.BlockRow, b.Center, b.Bold
			to = append(to, l)
		}
	}
	return to
}

// lineBytes is the longest line that is looked at: a circular that amends six others has
// a subject of 1,500 bytes. What is longer is text or an attack.
const lineBytes = 4000

func shorten(line string) string {
	if len(line) <= lineBytes {
		return line
	}
	end := lineBytes
	for end > 0 && !utf8.RuneStart(line[end]) {
		end--
	}
	return line[:end]
}

// drawn is a stroke inside a line, left where a line break was lost: "QUỐC HỘI--------".
var drawn = regexp.MustCompile(`[-–—_=*─]{4,}`)

// loosen breaks a line at strokes and between a motto's two halves that were glued.
func loosen(raw string) []string {
	raw = vi.NFC(raw)
	raw = strings.Replace(raw, "NAMĐ", "NAM\tĐ", 1)
	if !strings.Contains(raw, "---") && !strings.Contains(raw, "___") && !strings.Contains(raw, "===") && !strings.Contains(raw, "───") {
		return []string{raw}
	}
	spans := drawn.FindAllStringIndex(raw, -1)
	if spans == nil || isRule(raw) || strings.ContainsAny(raw, ":") && !strings.Contains(raw, "Số") {
		return []string{raw}
	}
	var parts []string
	at := 0
	for _, s := range spans {
		parts = append(parts, raw[at:s[0]], raw[s[0]:s[1]])
		at = s[1]
	}
	return append(parts, raw[at:])
}

// gap is the wide space between two columns.
var gap = regexp.MustCompile(`[ \x{a0}]*\t[\t \x{a0}]*|[ \x{a0}]{3,}`)

func makeLine(raw string, col column) line {
	text := clean(raw)
	l := line{text: text, fold: vi.Fold(text), left: text, col: col, rule: isRule(text)}
	if col != across || l.rule || text == "" {
		return l
	}
	if left, right, ok := splitColumns(raw, text); ok {
		l.left, l.right, l.col = left, right, bothColumns
	}
	return l
}

// splitColumns tells left from right on one line: at the gap before what only the right
// column holds, before the motto itself, or at a tab.
func splitColumns(raw, text string) (left, right string, ok bool) {
	raw = strings.TrimSpace(raw)
	raw = strings.ReplaceAll(raw, " | ", "\t") // the cells of a table in plain text
	if !strings.Contains(raw, "\t") && !strings.Contains(raw, "   ") && !strings.Contains(raw, "\u00a0\u00a0") {
		return "", "", false
	}
	parts := gap.Split(raw, -1)
	for i := 1; i < len(parts); i++ {
		p := clean(parts[i])
		if f := vi.Fold(p); isMotto(f) || isSlogan(f) || dateline.MatchString(f) {
			return clean(strings.Join(parts[:i], " ")), clean(strings.Join(parts[i:], " ")), true
		}
	}
	if strings.IndexByte(raw, '\t') > 0 && len(parts) == 2 {
		return clean(parts[0]), clean(parts[1]), true
	}
	return "", "", false
}

// The mottos, squeezed.
const (
	nation = "conghoaxahoichunghiavietnam"
	party  = "dangcongsanvietnam"
	slogan = "doclaptudohanhphuc"
)

// isMotto reports whether a folded line is the Quốc hiệu or the Party's line, scan errors
// allowed.
func isMotto(fold string) bool {
	if len(fold) < 14 || len(fold) > 60 {
		return false
	}
	s := squeeze(fold)
	return s == party || alike(s, nation) >= nationLike(s)
}

// nationLike is how much of the Quốc hiệu must be there: less where both its ends are, as
// in bad scans.
func nationLike(squeezed string) float64 {
	if strings.HasPrefix(squeezed, "con") && strings.HasSuffix(squeezed, "nam") {
		return .3
	}
	return .5
}

func isSlogan(fold string) bool {
	if len(fold) < 12 || len(fold) > 44 {
		return false
	}
	return alike(squeeze(fold), slogan) >= .45
}

// splitMottos tells the columns apart where an organ and the motto share a line without
// a gap.
func splitMottos(lines []line) {
	for i := range lines[:min(mottoLines, len(lines))] {
		l := &lines[i]
		if l.col != across || l.rule || mottoStart.MatchString(l.fold) {
			continue
		}
		if at := mottoInside(l.text); at > 0 {
			l.left, l.right, l.col = clean(l.text[:at]), l.text[at:], bothColumns
		}
	}
}

// mottoStart is a line that is a motto from its first word on.
var mottoStart = regexp.MustCompile(`^(?:cong hoa xa|dang cong san|doc lap)`)

// raiseCapitals writes a letterhead in capitals whose letters came out small: the old
// fonts ending in H (.VnTimeH) draw capitals from the codes of small letters. The motto,
// always in capitals, tells.
func raiseCapitals(lines []line) {
	small := false
	for _, l := range lines[:min(mottoLines, len(lines))] {
		if text := l.right + l.text; startsLower(l.right) && isMotto(vi.Fold(l.right)) || startsLower(text) && isMotto(l.fold) {
			small = true
		}
	}
	if !small {
		return
	}
	for i := range lines[:min(mottoLines, len(lines))] {
		l := &lines[i]
		if opensBody(l.fold) && startsUpper(l.text) {
			return
		}
		f := vi.Fold(l.left)
		if _, _, title := parseTitle(l.left, f); startsLower(l.left) && (title || organWord.MatchString(f) || authority.MatchString(f)) {
			l.left = strings.ToUpper(l.left)
			if l.col != bothColumns {
				l.text = l.left
			}
		}
	}
}

// mottoLines is how deep the motto can stand.
const mottoLines = 24

// mottoInside returns where the Quốc hiệu or Tiêu ngữ starts behind an organ on the same
// line without a gap, 0 where it does not.
func mottoInside(text string) int {
	if len(text) < 30 || len(text) > 260 {
		return 0
	}
	best, at := .55, 0
	for i := 1; i < len(text); i++ {
		if text[i-1] != ' ' || !strings.ContainsRune("CDĐ", firstRune(text[i:])) {
			continue
		}
		f := vi.Fold(text[i:])
		if len(f) < 14 || len(f) > 60 {
			continue
		}
		s := squeeze(f)
		a := max(alike(s, nation), alike(s, slogan), alike(s, party))
		if a > best || at == 0 && strings.HasPrefix(s, "con") && a >= nationLike(s) && nationLike(s) < .5 {
			best, at = max(a, best), i
		}
	}
	return at
}

// Lines that stand above or inside a letterhead without belonging to it.
var noise = regexp.MustCompile(`^(nguoi ky|email|co quan|thoi gian ky|ky boi|ngay ky)\s*:|` +
	`^cong bao\b|^(ban )?du thao( lan .*| \d*)?$|^\(?mau (so|bieu|\d|[a-z]{1,4}[-/.]?\d)|^sao y\b|^trang \d|^(hoa toc|thuong khan|khan)$|` +
	`^\d{1,3}$|^-\s*\d{1,3}\s*-$|^\[?marker|^https?:|^van ban quy pham phap luat$|digitally signed|^dn: |\boid\.\d|^(the )?socialist republic|^independence\b`)

func dropNoise(lines []line) []line {
	kept := lines[:0]
	for _, l := range lines {
		if len(l.fold) <= 80 && noise.MatchString(l.fold) {
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

// arrival is a line of the stamp an office sets on what it receives.
var (
	arrival      = regexp.MustCompile(`^(?:cong van )?den\b\s*[.:,]*\s*(?:so\b|ngay|gio\b|$)`)
	arrivalField = regexp.MustCompile(`^(?:so\b|ngay|chuyen\b|luu ho so|so va ky hieu)`)
)

// dropArrivalStamp removes the stamp of arrival, whose number and date are the receiver's.
func dropArrivalStamp(lines []line) []line {
	at := -1
	for i, l := range lines[:min(10, len(lines))] {
		if arrival.MatchString(l.fold) {
			at = i
			break
		}
	}
	if at < 0 {
		return lines
	}
	kept := lines[:0]
	for i, l := range lines {
		field := arrivalField.MatchString(l.fold) && !strings.Contains(l.text, "/") && !isMotto(vi.Fold(l.right))
		owner := i < at && (organWord.MatchString(l.fold) || l.fold == "cong van") && l.col == across
		if i != at && (i < at-3 || i > at+3 || !field && !owner) {
			kept = append(kept, l)
		}
	}
	return kept
}

// find marks title, "V/v" and "Kính gửi", and where the letterhead ends.
func (h *head) find() {
	h.end = len(h.lines)
	first := h.firstMotto()
	h.motto = first >= 0
	annex := -1
	for i := range h.lines {
		l := &h.lines[i]
		if l.rule || l.col != bothColumns && isMotto(l.fold) {
			continue
		}
		if h.about < 0 && isAbout(l.fold) && h.mayBeAbout(i) {
			h.about = i
			continue
		}
		if t, rest, ok := h.titleAt(i); ok {
			if annex < 0 && t.Name == annexName && first > i {
				annex = i // "PHỤ LỤC I" over the letterhead of a form: look for the form's own title
				continue
			}
			h.setTitle(i, t, rest)
			return
		}
		if isAddressee(l.fold) {
			h.to, h.end = i, i
			break
		}
		if opensBody(l.fold) && i > first {
			h.end = i
			break
		}
	}
	if annex >= 0 && h.to < 0 {
		t, rest, _ := h.titleAt(annex)
		h.setTitle(annex, t, rest)
		return
	}
	if !h.motto {
		h.end = min(h.end, bareLines)
	}
}

// bareLines is how much of a page without any mark of a letterhead is searched for one.
const bareLines = 12

func (h *head) setTitle(i int, t Type, rest string) {
	h.title, h.typ, h.rest, h.end = i, t, rest, i
	h.findAddressee(i + 1)
}

// firstMotto returns the line of the first motto, -1 without.
func (h *head) firstMotto() int {
	for i, l := range h.lines[:min(mottoLines, len(h.lines))] {
		if l.col == bothColumns && (isMotto(vi.Fold(l.right)) || isMotto(vi.Fold(l.left))) || l.col != bothColumns && isMotto(l.fold) {
			return i
		}
	}
	return -1
}

// findAddressee looks for "Kính gửi" just behind the title.
func (h *head) findAddressee(from int) {
	for i := from; i < len(h.lines) && i < from+8; i++ {
		if isAddressee(h.lines[i].fold) {
			h.to = i
			return
		}
	}
}

func isAddressee(fold string) bool {
	return strings.HasPrefix(fold, "kinh g") && len(fold) >= 8 || strings.HasPrefix(fold, "kinh trinh:")
}

// isAbout reports whether a folded line opens the subject of a công văn.
func isAbout(fold string) bool {
	fold = strings.TrimLeft(fold, "( ")
	return strings.HasPrefix(fold, "v/v") || strings.HasPrefix(fold, "v.v ") || strings.HasPrefix(fold, "ve viec")
}

// mayBeAbout tells the subject of a công văn, which stands under the number, from the
// "Về việc" under a title.
func (h *head) mayBeAbout(i int) bool {
	for j := i - 1; j >= 0; j-- {
		if _, ok := h.numberAt(j); ok {
			return true
		}
	}
	return h.lines[i].col == leftColumn || strings.Contains(h.lines[i].fold, "v/v")
}

// bodyOpening starts the text proper.
var bodyOpening = regexp.MustCompile(`^(-\s*)?can cu\b|^can cu[:,]|^dieu \d+\s*[.:]|^chuong (i|1|mot)\b|^(phan )?(i|1|a)\s*[.)/]\s|^hom nay\b|^vao hoi\b`)

func opensBody(fold string) bool { return bodyOpening.MatchString(fold) }

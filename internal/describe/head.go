package describe

import (
	"strings"
	"sync"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// The letterhead has two columns: organ and number on the left, the national motto with
// place and date on the right (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần IV). DOCX gives
// them as the cells of table rows, PDF as lines with a wide gap, plain text one after
// the other. Here all of them become lines.

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

	scanned bool     // its letters may be wrong
	running []string // running headers of the first page
	draft   *line    // says that this is a draft
	urgency *line    // the stamp of urgency
}

// Enough for a letterhead with a long trích yếu behind a gazette's or a stamp's lines.
const (
	headPages = 2
	headLines = 80
)

// readHead returns the top of the first pages that have text.
func readHead(pages []cchc.Page) *head {
	h := readLines(pages)
	h.find()
	return h
}

// readLines returns the lines of the top, nothing found in them yet.
func readLines(pages []cchc.Page) *head {
	h := &head{title: -1, about: -1, to: -1}
	used, block := 0, 0
	for _, p := range pages {
		if len(p.Blocks) == 0 {
			continue
		}
		if used++; used > headPages {
			break
		}
		h.scanned = h.scanned || used == 1 && untrusted(p)
		at := spot{p.Number, 1}
		for i := range p.Blocks {
			switch b := &p.Blocks[i]; b.Kind {
			case cchc.BlockStamp:
				h.stamp, block = appendLines(h.stamp, b, block, spot{page: p.Number})
			case cchc.BlockBody, cchc.BlockRow:
				if len(h.lines) < headLines {
					h.lines, block = appendLines(h.lines, b, block, at)
				}
				at.line += linesOf(b)
			case cchc.BlockHeader:
				if used == 1 && len(b.Text) < shortLine {
					h.running = append(h.running, b.Text)
				}
			default: // footers, notes: not of the letterhead
			}
		}
	}
	// One cell may hold a whole paper; what is searched again and again must stay short.
	h.lines, h.stamp = h.lines[:min(2*headLines, len(h.lines))], h.stamp[:min(headLines, len(h.stamp))]
	splitMottos(h.lines)
	raiseCapitals(h.lines)
	h.readMarks()
	h.lines = dropArrivalStamp(dropNoise(h.lines))
	return h
}

// shortLine is the length in bytes of a line that can be a mark and nothing else.
const shortLine = 120

// linesOf counts the lines a block has in the text of its page.
func linesOf(b *cchc.Block) int {
	if b.Text == "" {
		return 0
	}
	return 1 + strings.Count(b.Text, "\n")
}

// badText is the quality below which the text of a file is what a scanner once made of it.
const badText = 0.6

// untrusted reports whether the letters of a page may be wrong.
func untrusted(p cchc.Page) bool {
	return p.Source == cchc.SourceOCR || p.Quality > 0 && p.Quality < badText
}

// Lines that stand above or inside a letterhead without belonging to it.
var (
	noise = sync.OnceValue(startsWith(`(nguoi ky|email|co quan|thoi gian ky|ky boi|ngay ky)\s*:|` +
		`cong bao\b|(ban )?du thao( lan .*| \d*)?$|\(?mau (so|bieu|\d|[a-z]{1,4}[-/.]?\d)|sao y\b|trang \d|(hoa toc|thuong khan|khan)$|` +
		`\d{1,3}$|-\s*\d{1,3}\s*-$|\[?marker|https?:|van ban quy pham phap luat$|dn: |(the )?socialist republic|independence\b`))
	certificate = vi.Pattern(`\boid\.\d`)
)

// isNoise reports whether a folded line is noise.
func isNoise(fold string) bool {
	if len(fold) > 80 {
		return strings.HasPrefix(fold, "dn: ") && strings.Contains(fold, "cn=") // of a certificate, however long
	}
	return noise().matches(fold) || strings.Contains(fold, "digitally signed") || strings.Contains(fold, "oid.") && certificate().MatchString(fold)
}

func dropNoise(lines []line) []line {
	kept := lines[:0]
	for i := range lines {
		if !isNoise(lines[i].fold) {
			kept = append(kept, lines[i])
		}
	}
	return kept
}

// arrival is a line of the stamp an office sets on what it receives.
var (
	arrival      = sync.OnceValue(startsWith(`(?:cong van )?den\b\s*[.:,]*\s*(?:so\b|ngay|gio\b|$)`))
	arrivalField = sync.OnceValue(startsWith(`(?:so\b|ngay|chuyen\b|luu ho so|so va ky hieu)`))
)

// dropArrivalStamp removes the stamp of arrival, whose number and date are the receiver's.
func dropArrivalStamp(lines []line) []line {
	at := -1
	for i := range lines[:min(10, len(lines))] {
		if arrival().matches(lines[i].fold) {
			at = i
			break
		}
	}
	if at < 0 {
		return lines
	}
	kept := lines[:0]
	for i, l := range lines {
		field := arrivalField().matches(l.fold) && !strings.Contains(l.text, "/") && !isMotto(l.rightFold)
		owner := i < at && (organWord().matches(l.fold) || l.fold == "cong van") && l.col == across
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
	for i := range h.lines[:min(mottoLines, len(h.lines))] {
		l := &h.lines[i]
		if l.col == bothColumns && (isMotto(l.rightFold) || isMotto(l.leftFold)) || l.col != bothColumns && isMotto(l.fold) {
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
var bodyOpening = sync.OnceValue(startsWith(`(-\s*)?can cu\b|can cu[:,]|dieu \d+\s*[.:]|chuong (i|1|mot)\b|(phan )?(i|1|a)\s*[.)/]\s|hom nay\b|vao hoi\b`))

func opensBody(fold string) bool { return bodyOpening().matches(fold) }

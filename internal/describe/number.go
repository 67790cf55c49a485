package describe

import (
	"strings"
	"sync"
	"unicode"

	"minhchung/internal/vi"
)

// The number (số) is what the registry gives, the notation (ký hiệu) what stands behind
// it: type and organ ("15/KH-STTTT"), for a công văn organ and drafting unit
// ("215/STTTT-CNTT"). Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I. Papers of the Party
// write "01-NQ/TU"; legal documents carry the year in between ("19/2012/QĐ-UBND").

// code is a number with its notation. Number is blank in a draft.
type code struct {
	number, notation string
	separator        string // "/", or "-" in papers of the Party
	line             *line  // where it was read, nil where that is not known
}

func (c code) String() string {
	if c.number == "" {
		return ""
	}
	return c.number + c.separator + c.notation
}

// number finds number and notation: in the letterhead, under the title of a contract or
// resolution, at the end of a consolidated text, in a stamp. Never from the body.
func (d *description) number(h *head, end closing) {
	c, sure := h.code()
	if h.scanned {
		c.notation = mendNotation(c.notation)
	}
	if c.number == "" {
		if s, ok := stampedCode(h.stamp); ok && (c.notation == "" || same(s.notation, c.notation)) {
			c, sure = s, .7
		} else if parts := stampedParts(h.stamp); c.notation != "" && len(parts) > 0 {
			c.number, sure = parts[0], .7
		}
	}
	if c.notation == "" && end.code.notation != "" {
		c, sure = end.code, .7
	}
	if c.notation == "" {
		return
	}
	d.p.CodeNotation = c.notation
	d.sure("code_notation", sure)
	d.stands("code", c.line)
	if c.number != "" {
		d.p.CodeNumber, d.p.Code = c.number, c.String()
		d.sure("code_number", sure)
		d.sure("code", sure)
	}
}

// code returns the best number line: one with a number before one without.
func (h *head) code() (best code, sure float64) {
	for i := range h.lines[:min(h.end, len(h.lines))] {
		c, ok := h.numberAt(i)
		if !ok {
			continue
		}
		c.line = &h.lines[i]
		if c.number != "" {
			return c, .95
		}
		if best.notation == "" {
			best, sure = c, .9
		}
	}
	if best.notation != "" || h.title < 0 {
		return best, sure
	}
	for i := h.title; i < len(h.lines) && i <= h.title+3; i++ {
		if c, _, ok := parseTitleNumber(h.titleLine(i)); ok {
			c.line = &h.lines[i]
			return c, .85
		}
	}
	return best, sure
}

// titleLine is line i and its fold, without the name of the type where it is the title.
func (h *head) titleLine(i int) (text, fold string) {
	if i == h.title {
		return h.rest, vi.Fold(h.rest)
	}
	return h.lines[i].text, h.lines[i].fold
}

// parseTitleNumber reads the number under or behind a title: "HỢP ĐỒNG …", then
// "Số: 12/HĐ-STTTT"; or, in collections of law, "SỐ 12/2008/TT-BTTTT NGÀY 14-10-2008 CỦA
// BỘ TRƯỞNG … HƯỚNG DẪN …". It returns what follows the number.
func parseTitleNumber(text, fold string) (c code, after string, ok bool) {
	if c, ok := parseNumberLine(text, fold, false); ok {
		return c, "", true
	}
	if m := numberLabel().find(fold); m != "" && shouted(text) {
		return parseCode(cut(text, fold, len(m), len(fold)))
	}
	return code{}, "", false
}

// numberAt reads line i as a number line.
func (h *head) numberAt(i int) (code, bool) {
	l := &h.lines[i]
	if l.rule || i > 0 && quotesAnother(h.lines[i-1].fold) {
		return code{}, false
	}
	if c, ok := parseNumberLine(l.left, l.leftFold, l.col == leftColumn); ok {
		return c, true
	}
	if l.col == bothColumns {
		if c, ok := parseNumberLine(l.text, l.fold, false); ok {
			return c, true
		}
		return parseNumberLine(l.right, l.rightFold, false)
	}
	return code{}, false
}

// quotesAnother reports whether a folded line leads into the number of another paper:
// "(Ban hành kèm theo Quyết định", "Căn cứ Luật".
func quotesAnother(fold string) bool {
	return strings.Contains(fold, "kem theo") || strings.Contains(fold, "ban hanh theo") || strings.HasPrefix(fold, "can cu")
}

var (
	// "Số:", "Số/ No.:", "Luật số:", also "số" glued to the number.
	numberLabel = sync.OnceValue(startsWith(`\(?\s*(?:luat|bo luat|phap lenh|nghi quyet|hop dong|lenh)?\s*so\s*(?:/\s*no\s*\.?)?(?:\s*\(no\))?[\s.:;]*`))
	// What a scan makes of "Số:": "S6:", "S9 :", "S& ". Then number and notation must both be there.
	brokenLabel = sync.OnceValue(startsWith(`s[^\s\d\pL]?[0-9a-z&]?\s*[:.;]\s*`))
	citing      = sync.OnceValue(startsWith(`\s*,?\s*(ngay\b.*\bcua\b|cua\b)`))
)

// parseNumberLine reads a line that starts with "Số". A small "số" is the middle of a
// sentence unless the line is alone in the left column.
func parseNumberLine(text, fold string, left bool) (code, bool) {
	if len(text) < 4 || len(text) > 240 || strings.IndexByte("s(lbpnh", fold[0]) < 0 {
		return code{}, false
	}
	if m := numberLabel().find(fold); m != "" {
		small := startsLower(strings.TrimLeft(text, "( "))
		if small && !left && !strings.HasSuffix(strings.TrimSpace(m), ":") {
			return code{}, false
		}
		rest := cut(text, fold, len(m), len(fold))
		c, after, ok := parseCode(rest)
		if !ok {
			return unreadNumber(rest)
		}
		after = vi.Fold(after)
		if citing().matches(after) || small && strings.HasPrefix(strings.TrimLeft(after, " ,"), "ngay") {
			return code{}, false
		}
		return c, true
	}
	if m := brokenLabel().find(fold); m != "" {
		c, _, ok := parseCode(cut(text, fold, len(m), len(fold)))
		return c, ok && c.number != "" && strings.ContainsAny(c.notation, "-/")
	}
	return code{}, false
}

// unreadable is a number written by hand as a scan reads it, before a notation in print:
// "B6Ế/QĐ-STTTT", "39 ? /STTTT-VP".
var unreadable = sync.OnceValue(startsWith(`[^/]{0,10}?\s?/\s?(\p{Lu}[\p{L}&]{0,12}-\p{Lu}[\p{L}&\d-]{0,24})`))

// unreadNumber keeps the notation of a number that cannot be read; the number stays blank.
func unreadNumber(rest string) (code, bool) {
	m := unreadable().submatches(rest)
	if m == nil {
		return code{}, false
	}
	notation, _ := parseNotation(m[1])
	c := code{notation: notation, separator: "/"}
	return c, validNotation(c)
}

// parseCode reads "15/KH-STTTT", "  /KH-STTTT", "01-NQ/TU", "19/2012/QĐ-UBND" at the start
// of s and returns what follows. Spaces around the separators do not count.
func parseCode(s string) (c code, after string, ok bool) {
	rest := strings.TrimLeft(s, " .…_")
	digits := 0
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
		digits++
	}
	if digits > 6 {
		return code{}, "", false
	}
	if digits > 0 && len(rest) < len(s) && strings.ContainsAny(s[:len(s)-len(rest)], ".…_") {
		digits = 0 // "..../2020/QĐ-UBND" has a year, no number; "...5/" is half filled in
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			rest = rest[i:]
		}
	}
	c.number, rest = rest[:digits], rest[digits:]
	if digits > 0 && len(rest) > 1 && rest[0] >= 'a' && rest[0] <= 'z' && strings.ContainsAny(rest[1:2], "/- ") {
		c.number, rest = c.number+rest[:1], rest[1:]
	}
	rest = strings.TrimLeft(rest, " ")
	if strings.HasPrefix(rest, "….") || strings.HasPrefix(rest, "...") || strings.HasPrefix(rest, "…") {
		c.number, rest = "", strings.TrimLeft(rest, " .…_")
	}
	switch {
	case strings.HasPrefix(rest, "/"):
		c.separator = "/"
	case strings.HasPrefix(rest, "-"), strings.HasPrefix(rest, "–"):
		c.separator = "-"
	default:
		return code{}, "", false
	}
	rest = strings.TrimLeft(rest, "/-– .…_")
	c.notation, after = parseNotation(rest)
	if !validNotation(c) || c.number == "" && strings.HasPrefix(after, "..") && strings.HasSuffix(rest[:len(rest)-len(after)], "-") {
		return code{}, "", false // "/BC-..." is a form to fill in
	}
	return c, after, true
}

// parseNotation reads runs of letters and digits joined by "-", "/" and "&".
func parseNotation(s string) (notation, after string) {
	var b strings.Builder
	joined := true // the next run belongs to the notation
	for s != "" {
		t := strings.TrimLeft(s, " ")
		if strings.HasPrefix(t, "–") {
			t = "-" + t[len("–"):]
		}
		if t == "" {
			break
		}
		if strings.IndexByte("-/&", t[0]) >= 0 {
			if joined {
				break // two separators
			}
			b.WriteByte(t[0])
			s, joined = t[1:], true
			continue
		}
		n := run(t)
		if n == 0 || !joined {
			break
		}
		if r := []rune(t[:n])[0]; !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			break
		}
		b.WriteString(t[:n])
		s, joined = t[n:], false
	}
	notation = strings.TrimRight(b.String(), "-/&")
	if first, _, _ := strings.Cut(notation, "-"); strings.HasSuffix(first, "ĐĐ") { // a scan's "QĐĐ"
		if short := strings.TrimSuffix(first, "Đ"); hasAbbr(short) {
			notation = short + notation[len(first):]
		}
	}
	return strings.TrimSuffix(notation, "/20"), s // "HĐ/20…" is a year to fill in
}

func run(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (r != '.' || i == 0 || !letterAfter(s[i+1:])) {
			return i
		}
	}
	return len(s)
}

func letterAfter(s string) bool {
	for _, r := range s {
		return unicode.IsUpper(r)
	}
	return false
}

// validNotation keeps dates ("12/2020"), telephone numbers and words out.
func validNotation(c code) bool {
	if len(c.notation) < 2 || len(c.notation) > 48 {
		return false
	}
	capitals := 0
	_, sign := splitYear(c.notation)
	for _, r := range sign {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	if capitals < 2 && (capitals < 1 || c.number == "") {
		return false
	}
	if c.separator == "-" {
		return (c.number != "" || strings.Contains(c.notation, "/")) && hasAbbr(c.notation)
	}
	return true
}

func same(a, b string) bool { return squeeze(vi.Fold(a)) == squeeze(vi.Fold(b)) }

// stampedCode reads the number from the appearance of a signature: "Số: 15/KH-STTTT".
func stampedCode(stamp []line) (code, bool) {
	for _, l := range stamp {
		if c, ok := parseNumberLine(l.text, l.fold, false); ok && c.number != "" {
			return c, true
		}
	}
	return code{}, false
}

// stampedParts returns the number, day and month that the office's software sets as
// stamps over the blanks of a signed file: "215", "23", "7". It is nil where the stamps
// hold anything else.
func stampedParts(stamp []line) []string {
	var parts []string
	for _, l := range stamp {
		if strings.Trim(l.text, "0123456789 ") == "" {
			parts = append(parts, strings.Fields(l.text)...)
		}
	}
	if len(parts) > 3 || len(parts) > 0 && len(parts[0]) > 6 {
		return nil
	}
	return parts
}

var yearPart = sync.OnceValue(startsWith(`((?:19|20)\d\d)/`))

// splitYear takes the year off a notation: "2012/QĐ-UBND" gives "2012", "QĐ-UBND".
func splitYear(notation string) (year, rest string) {
	if m := yearPart().submatches(notation); m != nil {
		return m[1], notation[len(m[0]):]
	}
	return "", notation
}

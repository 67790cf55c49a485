package describe

import (
	"strconv"
	"strings"
	"sync"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Place and date stand on one line under the motto: "Sông Lam, ngày 05 tháng 3 năm 2020"
// (Nghị định 30/2020/NĐ-CP, Phụ lục I mục II.4). A blank day is a draft: the place
// counts, the date does not.

var (
	// dateline starts a date with its place before it, the day possibly blank.
	dateline = sync.OnceValue(startsWith(`[a-z][^:;()]{0,60},?\s*ngay(?:\b|[li]?\d)[^a-z]*(?:[li]?thang|/|$)`))
	// fullDate is a written date; scans and old files lose the spaces.
	fullDate = vi.Pattern(`ngay\s*,?\s*(\d{1,2})\s*,?\s*th[a-z]{2,4}\s*(\d{1,2})\s*,?\s*n[a-z]m\s*(\d{4})`)
	shortDay = vi.Pattern(`ngay\s*,?\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})`)
	dayWord  = vi.Pattern(`,?\s*\b(ngay)(?:[li]?\d|[|\]]|\b)`)
	// scanDate allows the letters that scans read for 1 and 0: "ngàyl6 tháng I0năm 2020". A
	// lone letter is not taken for a digit.
	scanDate = vi.Pattern(`[Nn]g[aà]y\s*,?\s*(\d|[\dlI|\]O]{2})\s*,?\s*th[aá]ng\s*(\d|[\dlI|\]O]{2})\s*,?\s*n[aăâ]m\s*(\d{4})`)
	// dayAtEnd is a date whose month was wrapped onto the next line.
	dayAtEnd = vi.Pattern(`,\s*ngay\s*\d{1,2}$`)
	// misreadMonth is a date whose "tháng" a scanner misread.
	misreadMonth = vi.Pattern(`^,?\s*ngay\W.{0,8}\bth[a-z]{2,4}\s*\d{1,2}\s*n[a-z]m\s*\d{4}$`)
	// cited is a span or somebody else's date.
	cited   = sync.OnceValue(startsWith(`(?:tu|den|truoc|sau|hom nay|vao|kem theo|ban hanh|theo)\b`))
	meeting = sync.OnceValue(startsWith(`(?:-\s*)?(?:hom nay|vao hoi|hoi \d|bat dau|thoi gian)\b`))
)

// date finds place and date in the letterhead, else in front of the signature, else, for
// minutes, in the sentence that opens them.
func (d *description) date(h *head, end closing) {
	marked := h.motto || h.title >= 0 || d.p.CodeNotation != ""
	for i := range h.lines[:h.end] {
		place, date, ok := h.datelineAt(i)
		if !ok || !marked {
			continue
		}
		sure := .95
		if date.IsZero() && d.p.CodeNumber != "" {
			date, sure = h.stampedDate(i), .7
		}
		d.setDate(place, date, sure)
		d.standsAs(&h.lines[i], "issued_date", "place")
		return
	}
	if date := h.titleDate(); !date.IsZero() {
		d.setDate("", date, .8)
		return
	}
	if date := end.adopted(); !date.IsZero() && d.p.Type != "BB" {
		d.setDate("", date, .7)
		return
	}
	if place, date, ok := end.dateline(); ok {
		d.setDate(place, date, .6)
		return
	}
	if d.p.Type != "BB" || h.title < 0 {
		return
	}
	for i := h.title; i < min(h.title+12, len(h.lines)); i++ {
		fold := h.lines[i].fold
		if date := readDate(fold); meeting().matches(fold) && !date.IsZero() {
			d.setDate("", date, .5)
			return
		}
	}
}

// standsAs notes the line of those of the fields that were found.
func (d *description) standsAs(l *line, fields ...string) {
	for _, f := range fields {
		if _, ok := d.p.Confidence[f]; ok {
			d.stands(f, l)
		}
	}
}

func (d *description) setDate(place string, date cchc.Date, sure float64) {
	if !date.IsZero() {
		d.p.IssuedDate = date
		d.sure("issued_date", sure)
	}
	if place != "" {
		d.p.Place = place
		d.sure("place", sure)
	}
}

// datelineAt reads line i, with the next line where the year was wrapped onto it.
func (h *head) datelineAt(i int) (place string, date cchc.Date, ok bool) {
	l := &h.lines[i]
	text, fold := l.text, l.fold
	if l.col == bothColumns && mentionsDay(l.rightFold) {
		text, fold = l.right, l.rightFold
	}
	place, date, ok = parseDateline(text, fold)
	if !date.IsZero() || i+1 >= h.end || !ok && !endsInDay(fold) {
		return place, date, ok
	}
	next := &h.lines[i+1]
	more := next.text
	if next.col == bothColumns {
		more = next.right
	}
	if next.rule || len(more) > 30 {
		return place, date, ok
	}
	text += " " + more
	if p, wrapped, found := parseDateline(text, vi.Fold(text)); found {
		return p, wrapped, true
	}
	return place, date, ok
}

// The word every date has, looked for before the expressions are.
const day = "ngay"

func mentionsDay(fold string) bool { return strings.Contains(fold, day) && dayWord().MatchString(fold) }

func endsInDay(fold string) bool { return strings.Contains(fold, day) && dayAtEnd().MatchString(fold) }

func isDateline(fold string) bool { return strings.Contains(fold, day) && dateline().matches(fold) }

// parseDateline reads "Sông Lam, ngày 05 tháng 3 năm 2020".
func parseDateline(text, fold string) (place string, date cchc.Date, ok bool) {
	if len(text) > 200 || !strings.Contains(fold, day) {
		return "", cchc.Date{}, false
	}
	at := dayWord().FindStringSubmatchIndex(fold)
	if at == nil || cited().matches(strings.TrimLeft(fold, "(- ")) || strings.ContainsAny(fold[:at[0]], "(:") && !strings.HasPrefix(fold, "so") {
		return "", cchc.Date{}, false
	}
	if date = readDate(fold[at[0]:]); date.IsZero() {
		date = readScanDate(text)
	}
	place = readPlace(cut(text, fold, 0, at[2]))
	blank := strings.Contains(fold[at[0]:], "thang") || strings.Contains(fold[at[0]:], "/") || misreadMonth().MatchString(fold[at[0]:])
	if place == "" { // a date alone, with nothing behind it
		return "", date, at[0] == 0 && !date.IsZero() && len(fold) < len("ngay 30 thang 12 nam 2020")+4
	}
	return place, date, blank || !date.IsZero()
}

// openDate is a date whose day, or day and month, are blank.
var openDate = vi.Pattern(`ngay[\s.…_]*thang[\s.…_]*(\d{1,2})?[\s.…_]*nam\s*(\d{4})`)

// stampedDate fills the blanks of the dateline in line i from the stamps; see stampedParts.
func (h *head) stampedDate(i int) cchc.Date {
	m := openDate().FindStringSubmatch(h.lines[i].fold)
	parts := stampedParts(h.stamp)
	if m == nil || len(parts) < 2 || m[1] == "" && len(parts) != 3 || m[1] != "" && len(parts) != 2 {
		return cchc.Date{}
	}
	month := m[1]
	if month == "" {
		month = parts[2]
	}
	return readDate("ngay " + parts[1] + " thang " + month + " nam " + m[2])
}

// titleDate reads the date behind a number under the title; see parseTitleNumber.
func (h *head) titleDate() cchc.Date {
	if h.title < 0 {
		return cchc.Date{}
	}
	for i := h.title; i < len(h.lines) && i <= h.title+3; i++ {
		if _, after, ok := parseTitleNumber(h.titleLine(i)); ok {
			return readDate(vi.Fold(after))
		}
	}
	return cchc.Date{}
}

var adoption = sync.OnceValue(startsWith(`(?:bo )?(?:luat|phap lenh|nghi quyet) nay (?:da )?duoc .*thong qua\b`))

// adopted reads the sentence that closes a law: "Luật này được Quốc hội … thông qua ngày …".
func (c closing) adopted() cchc.Date {
	for i := range c.lines {
		l := &c.lines[i]
		if !strings.Contains(l.fold, " nay ") {
			continue
		}
		text := l.fold
		for j := i + 1; j < len(c.lines) && j <= i+2 && c.lines[j].block == l.block; j++ {
			text += " " + c.lines[j].fold
		}
		if adoption().matches(text) {
			return readDate(text)
		}
	}
	return cchc.Date{}
}

// readDate returns the first date of a folded text, the zero Date without one.
func readDate(fold string) cchc.Date {
	if !strings.Contains(fold, day) {
		return cchc.Date{}
	}
	m := fullDate().FindStringSubmatch(fold)
	if m == nil {
		m = shortDay().FindStringSubmatch(fold)
	}
	if m == nil {
		return cchc.Date{}
	}
	day, _ := strconv.Atoi(m[1]) // at most two digits: cannot fail
	month, _ := strconv.Atoi(m[2])
	year, _ := strconv.Atoi(m[3])
	if year < 1945 || year > 2100 {
		return cchc.Date{}
	}
	return cchc.NewDate(year, month, day)
}

func readScanDate(text string) cchc.Date {
	m := scanDate().FindStringSubmatch(text)
	if m == nil {
		return cchc.Date{}
	}
	digits := strings.NewReplacer("l", "1", "I", "1", "|", "1", "]", "1", "O", "0")
	return readDate("ngay " + digits.Replace(m[1]) + " thang " + digits.Replace(m[2]) + " nam " + m[3])
}

// readPlace returns the name that ends a text: its last words that start with a capital.
// "Số 04-CV/HND Sông Lam" gives "Sông Lam".
func readPlace(before string) string {
	comma := strings.HasSuffix(strings.TrimSpace(before), ",")
	before = strings.Trim(before, " ,.-_")
	fields := strings.Fields(before)
	from := len(fields)
	for from > 0 && isNameWord(fields[from-1]) && len(fields)-from < 8 {
		from--
	}
	if from > 0 && !startsLabel(fields) {
		// "thành phố Sông Lam", "Sông lam": a short line may have words in small letters.
		if len(fields) > 5 || !comma || !startsUpper(before) && !strings.HasPrefix(vi.Fold(before), "thanh pho") || strings.ContainsAny(before, "/:()0123456789") {
			return ""
		}
		from = 0
	}
	return strings.Trim(strings.Join(fields[from:], " "), " ,.…")
}

// labelWord is the "Số" of a number on the same line.
var labelWord = sync.OnceValue(startsWith(`so(?:[^a-z]|$|[^ ]*[/\d])`))

func startsLabel(fields []string) bool { return labelWord().matches(vi.Fold(fields[0])) }

func isNameWord(w string) bool {
	if !startsUpper(w) || strings.ContainsAny(w, "/:()") || strings.ContainsAny(w, "0123456789") && len(w) > 5 {
		return false // short ones may hold a digit: "Q.1", and "N6i" of a scan
	}
	return !strings.Contains(w, "-") || !shouted(w)
}

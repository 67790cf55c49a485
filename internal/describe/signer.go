package describe

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// The signer: quyền hạn (TM. for a body, Q. acting, KT. for the head, TL. by order, TUQ.
// by authorisation), chức vụ, họ tên (Nghị định 30/2020/NĐ-CP, Phụ lục I mục II.7).

type signer struct {
	capacity, position, name string
}

func (s signer) found() bool { return s.capacity != "" || s.position != "" }

// signer sets the signer of the closing.
func (d *description) signer(c closing) {
	if !c.sign.found() {
		return
	}
	d.p.Signer.Capacity, d.p.Signer.Position, d.p.Signer.FullName = c.sign.capacity, c.sign.position, c.sign.name
	sure := .6
	if c.sign.name != "" {
		sure = .9
	}
	d.sure("signer", sure)
}

var (
	capacity = sync.OnceValue(startsWith(`(tm|t/m|kt|k/t|tl|t/l|tuq|t/uq|q)(?:\s*\.\s*|\s+|\s*/\s*)`))
	office   = sync.OnceValue(startsWith(`(?:quyen |pho |nguyen )?(?:tong )?(?:giam doc|chu tich|bo truong|thu truong|thu tuong|truong phong|chanh van phong|chanh thanh tra|cuc truong|` +
		`vu truong|cuc pho|vu pho|tong cuc truong|chi cuc truong|hieu truong|truong ban|bi thu|vien truong|chanh an|thong doc|kiem toan|to truong|truong doan|doan truong|doi truong|` +
		`thu ky|chu toa|chu tri|chu nhiem|nguoi bao cao|nguoi lap(?: bieu| bao cao)?|ke toan truong|thanh tra|chi huy truong|uy vien|truong khoa|` +
		`truong tram|truong bo mon|chinh uy|tu lenh|phong truong|truong|van phong|chu tich quoc hoi|chuyen vien|truong nhom|truong bo phan|chanh toa)\b`))
	// signMark stands between office and name: "(Đã ký)", "(Ký, đóng dấu)".
	signMark = sync.OnceValue(startsWith(`[\[(\s]*(?:da ky|ky boi|ky,|ky ten|ky ghi|chu ky|ky so|dau|dong dau)`))
	rank     = sync.OnceValue(startsWith(`(?:(?:dai|trung|thuong|thieu) (?:tuong|ta|uy)|dai uy|pgs|gs|ts|th\.?s|bs|bs\.?ck\s?i*|ks|cn|luat su|ong|ba|dong chi|nha giao(?: uu tu)?|thay thuoc uu tu)(?:[. ,/]+)`))
	surname  = sync.OnceValue(startsWith(`(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dao|doan|vuong|trinh|truong|dinh|lam|phung|mai|to|ha|ta|luong|` +
		`luu|thai|chau|quach|tang|cao|quan|la|thach|danh|kieu|lo|vi|nong|hua|giang|khuat|nghiem|ong|bach|lu|tong|cu|mac|kim|chu|trieu|hua|lieu|` +
		`au|co|dam|che|son|ninh|tu|tieu|than|thieu|van|viet|y|a|h|ro|siu|rah|ksor|k|dieu|ba|ban|be|bien|cam|cung|dong|giap|han|hau|khong|khuc|lai|loc|luc|mong|ngan|nhan|on|phi|phu|tan|thi|toan|trang|ung|vang|yen|mua|giang|sung|ly|thao|hang|ma|vuu|ton|quang|hong|minh|cong)\s`))
)

// signerAround reads the signature beside or under "Nơi nhận" (line i), else above it.
func signerAround(lines []line, i int) signer {
	s := signerFrom(signSide(lines, i), false)
	for j := max(0, i-signBefore); j < i && s.name == ""; j++ {
		if above := signerFrom(lines[j:i], true); above.name != "" {
			return above
		}
	}
	return s
}

// signSide returns the lines of the signature's side: the right column around "Nơi nhận"
// and full lines that are no recipients.
func signSide(lines []line, i int) []line {
	var side []line
	for j := max(0, i-4); j < len(lines) && j < i+signAfter; j++ {
		l := &lines[j]
		switch {
		case l.rule, l.table:
			continue
		case l.col == bothColumns:
			side = append(side, l.rightHalf())
			continue
		case l.col == leftColumn || j == i:
			continue
		case l.col == across && (isItem(l.text) || j < i && !isOfficeLine(l)):
			continue
		case l.col == rightColumn && j < i && l.row && !isOfficeLine(l):
			continue
		}
		side = append(side, *l)
	}
	return side
}

// chiefOf reads the signature that opens lines. Of two side by side, as in minutes, the
// right one counts, unless it is the one who only kept the record.
func chiefOf(lines []line) signer {
	first := signerFrom(lines, true)
	if lines[0].col != leftColumn && lines[0].col != bothColumns {
		return first
	}
	left, right := signerFrom(oneSide(lines, leftColumn), true), signerFrom(oneSide(lines, rightColumn), true)
	switch {
	case right.name != "" && (left.name == "" || !right.assists()):
		return right
	case left.name != "":
		return left
	}
	return first
}

// oneSide returns the lines of one column of a signature, while there are columns.
func oneSide(lines []line, side column) []line {
	var found []line
	for i := range lines[:min(len(lines), signBefore)] {
		l := &lines[i]
		switch {
		case l.col == across:
			return found
		case l.col == bothColumns && side == leftColumn:
			found = append(found, l.leftHalf())
		case l.col == bothColumns:
			found = append(found, l.rightHalf())
		case l.col == side:
			found = append(found, *l)
		}
	}
	return found
}

var assistant = sync.OnceValue(startsWith(`(?:thu ky|nguoi (?:lap|ghi)|ke toan|chuyen vien)\b`))

// assists reports whether the signer only kept the record.
func (s signer) assists() bool { return assistant().matches(vi.Fold(s.position)) }

func isItem(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("-–+•*·", r)
}

func isOfficeLine(l *line) bool {
	return isCapacity(l) || isOffice(l)
}

// isCapacity reports whether a line starts with a capacity in capitals: "KT. GIÁM ĐỐC".
func isCapacity(l *line) bool {
	m := capacity().find(l.fold)
	if m == "" || len(l.text) > 140 {
		return false
	}
	mark := cut(l.text, l.fold, 0, len(m))
	return mark == strings.ToUpper(mark) && (strings.ContainsAny(mark, "./") || shouted(l.text))
}

// isOffice reports whether a line is the office of a signer: capitals, or a short line of
// the right column.
func isOffice(l *line) bool {
	if !office().matches(l.fold) || isSchool(l) || len(l.text) > 120 || strings.ContainsAny(l.text, ";:") || strings.HasSuffix(l.text, ".") {
		return false
	}
	return shouted(l.text) || l.col == rightColumn && startsUpper(l.text) && words(l.text) <= 8
}

// isSchool tells "Trường" (a school, a field) from "Trưởng" (a head), alike when folded.
func isSchool(l *line) bool { return strings.HasPrefix(strings.ToLower(l.text), "trường") }

// isPlainOffice accepts an office in small letters under a capacity: "TM. ĐOÀN CHỦ TỊCH"
// over "Chủ tịch".
func isPlainOffice(l *line) bool {
	return office().matches(l.fold) && !isSchool(l) && startsUpper(l.text) && words(l.text) <= 6 && !strings.ContainsAny(l.text, ";:.,")
}

// signerFrom reads capacity, office and name down the lines. Strict allows nothing else
// between office and name, for places that no "Nơi nhận" vouches for.
func signerFrom(lines []line, strict bool) signer {
	var s signer
	var principal string
	started, gap := false, 0
	for n := range lines {
		if n > 0 && strict && !started {
			return signer{}
		}
		parts := unglue(lines[n:])
		for i := range parts {
			part := &parts[i]
			switch {
			case part.rule || signMark().matches(part.fold):
			case isCapacity(part) && s.name == "":
				s.capacity, principal = readCapacity(part)
				s.position, started, gap = "", true, 0
			case started && s.found() && isPerson(part, s):
				s.name = personName(part.text)
				return s.settle(principal)
			case s.position == "" && (isOffice(part) || started && isPlainOffice(part)):
				s.position, started, gap = part.text, true, 0
			case started && s.position != "" && shouted(part.text) && gap == 0 && len(s.position)+len(part.text) < 120 && !isItem(part.text):
				s.position += " " + part.text
			case started:
				if gap++; gap > 8 || strict && gap > 0 && !isPageNumber(part.text) {
					if strict {
						return signer{}
					}
					return s.settle(principal)
				}
			}
		}
	}
	return s.settle(principal)
}

// settle gives the principal's office to a signer who has none of his own.
func (s signer) settle(principal string) signer {
	if s.position != "" || principal == "" {
		return s
	}
	fold := vi.Fold(principal)
	if s.capacity != "TM" || office().matches(fold) {
		s.position = principal
	} else if at := officeAtEnd().FindStringSubmatchIndex(fold); at != nil {
		s.position = cut(principal, fold, at[2], at[3])
	}
	return s
}

func readCapacity(l *line) (capacityName, principal string) {
	m := capacity().submatches(l.fold)
	capacityName = strings.ToUpper(strings.ReplaceAll(m[1], "/", ""))
	return capacityName, strings.TrimSpace(cut(l.text, l.fold, len(m[0]), len(l.fold)))
}

// officeAtEnd is the office behind the body on one line: "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH".
var officeAtEnd = vi.Pattern(`\s((?:pho )?(?:chu tich|giam doc|hieu truong|truong ban|chu nhiem))$`)

// glued is an office with the name behind it, the line break lost.
var glued = vi.Pattern(`(\p{Lu}{2,})(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}*)`)

// unglue parts the first of lines where it is glued; else it returns that line.
func unglue(lines []line) []line {
	text, col := lines[0].text, lines[0].col
	if !mayBeGlued(text) {
		return lines[:1]
	}
	at := glued().FindStringSubmatchIndex(text)
	if at == nil {
		return lines[:1]
	}
	first := makeLine(text[:at[3]], rightColumn)
	if !isOffice(&first) {
		return lines[:1]
	}
	return []line{makeLine(text[:at[3]], col), makeLine(text[at[4]:], col)}
}

// mayBeGlued is a cheap test before the expression: three capitals in a row and a small
// letter behind them.
func mayBeGlued(text string) bool {
	capitals := 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case capitals >= 3 && unicode.IsLower(r):
			return true
		default:
			capitals = 0
		}
	}
	return false
}

func isPageNumber(s string) bool { return len(s) <= 4 && strings.Trim(s, "0123456789- ") == "" }

// isPerson reports whether a line is the name of a person.
func isPerson(l *line, s signer) bool {
	name := personName(l.text)
	fields := strings.Fields(name)
	if len(fields) < 2 || len(fields) > 6 || len(name) > 60 {
		return false
	}
	for _, w := range fields {
		for i, r := range w {
			if !unicode.IsLetter(r) && r != '\'' && r != '-' || i == 0 && !unicode.IsUpper(r) {
				return false
			}
		}
	}
	fold := vi.Fold(name)
	whole := half(name, fold, across)
	if office().matches(fold) && shouted(name) || isCapacity(&whole) {
		return false
	}
	if surname().matches(fold + " ") {
		return !shouted(name) || len(fields) <= 4 && !organWord().matches(fold)
	}
	if shouted(name) { // a foreigner's name in capitals has no diacritics
		return strings.ToLower(name) == fold && !foreign().MatchString(fold) && len(fields) <= 4
	}
	return !organWord().matches(fold) && s.position != ""
}

// personName drops ranks and degrees before a name.
func personName(text string) string {
	text = strings.Trim(text, " .,;/")
	for {
		fold := vi.Fold(text)
		m := rank().find(fold)
		if m == "" || len(m) >= len(fold) {
			return text
		}
		text = strings.TrimSpace(cut(text, fold, len(m), len(fold)))
	}
}

// dateline returns place and date in front of the signature, as minutes and forms have.
func (c closing) dateline() (place string, date cchc.Date, ok bool) {
	if !c.sign.found() {
		return "", date, false
	}
	for i := range c.lines {
		l := &c.lines[i]
		text, fold := l.text, l.fold
		if l.col == bothColumns {
			text, fold = l.right, l.rightFold
		}
		if p, d, found := parseDateline(text, fold); found && !d.IsZero() && p != "" && words(text) <= 14 {
			return p, d, true
		}
	}
	return "", date, false
}

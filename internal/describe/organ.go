package describe

import (
	"slices"
	"strings"
	"sync"

	"minhchung/internal/vi"
)

// The organ above is the superior one (cơ quan chủ quản), the one below issues the paper
// (Nghị định 30/2020/NĐ-CP, Phụ lục I mục II.2). A long name takes two lines: "ỦY BAN
// NHÂN DÂN" over "TỈNH SÔNG LAM" is one organ.

var (
	// organWord starts the name of an organ, folded.
	organWord = sync.OnceValue(startsWith(`(?:uy ban|ubnd|ubmttq|hoi dong|hdnd|so|bo|phong|van phong|vp|truong|cuc|vu|ban|bch|bcd|bql|hoi|lien doan|lien hiep|` +
		`doan|dang|tinh uy|tinh doan|thanh uy|thanh doan|huyen uy|huyen doan|quan uy|chi bo|chi cuc|trung tam|cong ty|tong cong ty|tap doan|vien|benh vien|` +
		`tong cuc|thanh tra|cong an|toa an|vien kiem sat|quoc hoi|chinh phu|thu tuong|chu tich|kho bac|ngan hang|bao hiem|doi|to|hiep hoi|` +
		`quy|cong doan|mat tran|dai hoc|hoc vien|lien minh|du an|khoa|kiem toan|thue|hai quan|hat kiem lam|tram|kiem lam|uy ban mttq|` +
		`thuong truc|doanh nghiep|hop tac xa|bao|dai|nha|quan khu|bo chi huy|su doan|trung uong|cum|tong hoi)\b`))
	// notOrgan are words that fold like those of organs: "số" like "sở", "quy" like "quỹ".
	notOrgan = sync.OnceValue(startsWith(`(?:số|sổ|bản|bán|tờ|đối|đổi|quy|qui|khóa|khoá|hồi|hỏi|bố|vũ|trưởng|đang|đáng|ngoài|bảng|đơn|đại diện)(?:[\s:]|$)`))
	// placeWord starts the second line of a name.
	placeWord = sync.OnceValue(startsWith(`(?:tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|tx|phuong|xa|khu vuc|vung|nuoc|va|ve|cua|thuoc|cac|cong hoa xa hoi)\b`))
	// openEnd is a line that cannot be a whole name.
	openEnd = vi.Pattern(`(?:^(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|van phong|ban chi dao|hoi dong|ban|ban chap hanh|ban to chuc|to cong tac|chu tich|` +
		`chu tich (?:uy ban nhan dan|ubnd)|doan kiem tra|ban quan ly|trung tam|doan dai bieu quoc hoi|hoi dong quan ly)|\b(?:va|ve|cua|cho|thuoc|quan ly)|[,&-])$`)
	// foreign is the English of a bilingual letterhead.
	foreign = vi.Pattern(`\b(?:company|corporation|joint|stock|ministry|department|university|the|of|people|committee|republic|city|limited|jsc|ltd|group)\b`)
)

// organ finds the organs above the number in the left column, or above the motto.
func (d *description) organ(h *head) {
	lines := h.organLines()
	names := organNames(lines)
	if len(names) == 0 || !h.motto && d.p.CodeNotation == "" && d.p.IssuedDate.IsZero() && d.p.Place == "" {
		return // without any mark of a letterhead the first line is a heading, not an organ
	}
	last := len(names) - 1
	sure := .9
	if h.scanned {
		sure = .8
		for i := range names {
			names[i] = bestSpelling(names[i])
		}
	}
	if !h.motto || slices.ContainsFunc(lines, func(l line) bool { return l.mended }) {
		sure = .6
	}
	d.p.OrganName = names[last]
	d.sure("organ_name", sure)
	d.stands("organ_name", &lines[len(lines)-1])
	if last > 0 {
		d.p.ParentOrgan = names[last-1]
		d.sure("parent_organ", sure)
		d.stands("parent_organ", &lines[0])
	}
}

// organLines returns the lines that can name an organ, from the top down to the number.
func (h *head) organLines() []line {
	var found []line
	dated := false
	for i := range h.lines[:h.end] {
		l := &h.lines[i]
		if _, _, ok := h.datelineAt(i); ok {
			dated = true
		}
		if l.col == rightColumn || l.rule {
			continue
		}
		if _, ok := h.numberAt(i); ok {
			if len(found) > 0 {
				return found
			}
			continue
		}
		if i == h.about {
			break
		}
		name, fold := withoutSpecks(strings.Trim(l.left, " -–—_*.:|~=ˆ\"'`"))
		mended := false
		if h.scanned {
			name, fold, mended = withFirstLetter(name, fold)
		}
		if !canBeOrgan(name, fold) && !endsName(found, l) || len(found) == 0 && !startsOrgan(name, fold) {
			if len(found) > 0 && found[0].col == across && l.col == across && !isMotto(fold) && !isSlogan(fold) && !mentionsDay(fold) {
				return found // in plain text the name stands in one piece
			}
			continue
		}
		if len(found) > 0 && l.col != found[0].col {
			switch {
			case l.col == across && (found[0].col == leftColumn || dated):
				return found // the columns end, what follows is a title
			case found[0].col == across && (l.col == leftColumn || isMotto(l.rightFold)):
				found = found[:0] // a heading stood over the columns
			}
		}
		named := *l
		named.left, named.leftFold, named.mended = name, fold, mended
		found = append(found, named)
	}
	return found
}

// startsOrgan reports whether a line starts like the name of an organ.
func startsOrgan(text, fold string) bool {
	return organWord().matches(fold) && !notOrgan().matches(strings.ToLower(text))
}

// withoutSpecks drops the short words a scan reads from specks before a name; it returns
// the name and its fold.
func withoutSpecks(text string) (name, fold string) {
	fold = vi.Fold(text)
	first, rest, ok := strings.Cut(text, " ")
	if !ok || letters(first) > 2 || organWord().matches(fold) {
		return text, fold
	}
	if f := vi.Fold(rest); organWord().matches(f) {
		return rest, f
	}
	return text, fold
}

// endsName accepts "xã Bến Mẫu" in small letters under "Ủy ban nhân dân", which is no
// whole name.
func endsName(found []line, l *line) bool {
	if len(found) == 0 || words(l.left) > 8 || !placeWord().matches(l.leftFold) {
		return false
	}
	above := &found[len(found)-1]
	return above.block == l.block && openEnd().MatchString(above.leftFold)
}

func canBeOrgan(name, fold string) bool {
	if letters(name) < 2 || isGarbage(name) || len(name) > 200 || isMotto(fold) || isSlogan(fold) || name[0] == '(' || name[0] == '[' {
		return false
	}
	if strings.Contains(name, "...") || strings.Contains(name, "…") || strings.HasPrefix(fold, "so:") || strings.HasPrefix(fold, "so ...") {
		return false // a blank to fill in
	}
	if mentionsDay(fold) || strings.Contains(fold, "kem theo") || isAbout(fold) {
		return false
	}
	if isForeign(name, fold) {
		return false
	}
	return shouted(name) || startsOrgan(name, fold) && startsUpper(name) && words(name) <= 14 && !strings.ContainsAny(name, ".;:")
}

// isForeign reports whether a line is the English of a bilingual paper: no diacritics, and
// most of its words are no Vietnamese syllables.
func isForeign(text, fold string) bool {
	if !lowers(text, fold) {
		return false
	}
	if foreign().MatchString(fold) {
		return true
	}
	fields, odd := strings.Fields(fold), 0
	for _, w := range fields {
		if w = strings.Trim(w, ".,;:()-–/"); w != "" && !vi.IsSyllable(w) {
			odd++
		}
	}
	return len(fields) >= 2 && 10*odd >= 6*len(fields)
}

// organNames joins the lines of one name. A line starts another organ when it starts like
// one and the line above is whole.
func organNames(lines []line) []string {
	var names []string
	for i := range lines {
		l := &lines[i]
		fold := l.leftFold
		if len(names) > 0 {
			last := names[len(names)-1]
			above := vi.Fold(last)
			if same(last, l.left) {
				continue
			}
			if openEnd().MatchString(above) || placeWord().matches(fold) || !startsOrgan(l.left, fold) {
				if !startsParty(fold) {
					names[len(names)-1] = last + " " + l.left
					continue
				}
			}
		}
		names = append(names, l.left)
	}
	return names
}

// startsParty tells "TỈNH ỦY", an organ, from "TỈNH SÔNG LAM", the end of a name.
func startsParty(fold string) bool {
	return strings.HasPrefix(fold, "tinh uy") || strings.HasPrefix(fold, "huyen uy") || strings.HasPrefix(fold, "thanh uy") || strings.HasPrefix(fold, "quan uy")
}

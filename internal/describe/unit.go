package describe

import (
	"strings"
	"sync"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// The units a paper is about: a biên bản comes from a team and is about phòng and trung
// tâm. They are named in the trích yếu, in headings and in the first cells of table rows,
// each with the page it stands on first. A name inside a sentence is no sign of concern.

// Bounds of what is looked at and kept.
const (
	mostUnits  = 100
	unitBytes  = 140
	unitWords  = 14
	unitBlocks = 20000
	// letterheadBlocks is where rows of two cells are the letterhead.
	letterheadBlocks = 8
)

var (
	// unitWord starts the name of a unit, folded.
	unitWord = sync.OnceValue(startsWith(`(?:phong|trung tam|chi cuc|van phong|thanh tra|ban (?:quan ly|tiep cong dan|dan toc|to chuc|tuyen giao|noi chinh|dan van)|` +
		`so|ubnd|uy ban nhan dan|bao|dai|benh vien|truong|to|doi|cuc|vu|cong ty|quy|hoi)\s+[a-z]`))
	// notUnit are words that fold like those of units, or groups of them.
	notUnit = sync.OnceValue(startsWith(`(?:phòng,|sơ |phòng (?:chống|ngừa|cháy|họp|làm|ban|,)|số|sổ|tổ chức|tờ|báo cáo|bảo|bao|đại|đài thọ|đội ngũ|đối|đổi|hồi|hỏi|hội (?:nghị|thảo|họp|đồng)|` +
		`trường hợp|trưởng|trương|vụ việc|vụ án|vũ|cục bộ|quý|quy|quỹ lương|tổ phó|tổ trưởng|tổ viên|hội viên|cục trưởng|vụ trưởng|đội trưởng|đội viên|sở trường|sở thích|sở hữu|thanh tra,|thanh tra (?:viên|việc)|văn phòng phẩm)`))
	unitStop = vi.Pattern(`\s(?:nam \d|thang \d|quy [ivx\d]|giai doan|trong\b|theo\b|tu ngay|den nam|ve viec|ve\b|thuc hien|da\b|duoc\b|phai\b|can\b|co trach nhiem|chu tri|phoi hop|tham muu|bao cao|nhu sau)|[,;:(.]`)
	// unitLead stands before the name in a trích yếu: "kiểm tra tại Phòng …".
	unitLead = vi.Pattern(`(?:\b(?:tai|doi voi|cua|cho|tren dia ban|thuoc)\s+|,\s*|\bva\s+)$`)
)

// units lists the units concerned.
func (d *description) units(blocks []blockRef) {
	u := unitList{at: map[string]int{}, own: squeeze(vi.Fold(d.p.OrganName)) + " " + squeeze(vi.Fold(d.p.ParentOrgan))}
	d.unitsOfSubject(&u)
	for i := range blocks[:min(len(blocks), unitBlocks)] {
		if len(u.found) >= mostUnits {
			break
		}
		if i >= letterheadBlocks || len(blocks[i].block.Cells) != 2 {
			u.block(&blocks[i])
		}
	}
	if len(u.found) == 0 {
		return
	}
	d.p.Units = u.found
	d.sure("units", .7)
}

// unitList is the units found so far.
type unitList struct {
	found []cchc.Mention
	at    map[string]int
	own   string // the names of the letterhead, which are no units concerned
}

func (u *unitList) add(name string, page int) {
	key := squeeze(vi.Fold(name))
	if _, known := u.at[key]; known || strings.Contains(u.own, key) || len(u.found) >= mostUnits {
		return
	}
	u.at[key] = len(u.found)
	u.found = append(u.found, cchc.Mention{Name: name, Page: page})
}

// unitsOfSubject finds the units named in the trích yếu.
func (d *description) unitsOfSubject(u *unitList) {
	text := d.p.Subject
	fold := vi.Fold(text)
	if len(fold) > spanBytes*4 {
		return
	}
	for i := 0; i < len(fold); i++ {
		if i > 0 && (fold[i-1] != ' ' || !unitLead().MatchString(fold[max(0, i-24):i])) || !unitWord().matches(fold[i:]) {
			continue
		}
		rest := cut(text, fold, i, len(fold))
		if name, ok := unitNamed(rest); ok && (i > 0 || words(name) > 2) {
			u.add(name, d.p.Spans["subject"].Page)
		}
	}
}

// block finds the units a block is about: in the first cells of a row, or as a heading.
func (u *unitList) block(ref *blockRef) {
	b := ref.block
	if b.Kind == cchc.BlockRow {
		for _, cell := range b.Cells[:min(2, len(b.Cells))] {
			u.cell(cell, ref.at)
		}
		return
	}
	if len(b.Text) > unitBytes || len(b.Text) < 6 || !startsHeading(b.Text) {
		return
	}
	text := clean(oneLine.Replace(b.Text))
	fold := vi.Fold(text)
	m := isHeading().find(fold)
	if m == "" {
		return
	}
	rest := strings.TrimSpace(cut(text, fold, len(m), len(fold)))
	if name, ok := unitNamed(rest); ok && letters(name) >= letters(rest)-2 {
		u.add(name, ref.at.page)
	}
}

// startsHeading is a cheap test before a block is folded: a number or a letter with a mark.
func startsHeading(s string) bool {
	mark := strings.IndexAny(s[:min(len(s), 8)], ".):/-")
	return mark > 0 && strings.IndexByte("0123456789IVXABCDabcd", s[0]) >= 0
}

func (u *unitList) cell(cell string, at spot) {
	if len(cell) > unitBytes || len(cell) < 6 || !mayNameUnit(cell) {
		return
	}
	text := strings.Trim(clean(oneLine.Replace(cell)), " .;:-–+•")
	if name, ok := unitNamed(text); ok && letters(name) == letters(text) && words(name) > 1 {
		u.add(name, at.page)
	}
}

// mayNameUnit is a cheap test: names of units start with one of these letters.
func mayNameUnit(s string) bool {
	s = strings.TrimLeft(s, " -–+•\n\t")
	return s != "" && strings.ContainsRune("PTCVBSUỦĐHQpt", firstRune(s))
}

// kindOnly is a kind of unit, none by name: "công ty cổ phần".
var kindOnly = sync.OnceValue(startsWith(`cong ty (?:co phan|tnhh|trach nhiem huu han|hop danh|me|con|dai chung|niem yet|nha nuoc)(?: (?:mot|hai|1|2) thanh vien)?$`))

// unitNamed returns the name of a unit a text starts with.
func unitNamed(text string) (string, bool) {
	fold := vi.Fold(text)
	if !unitWord().matches(fold) || notUnit().matches(strings.ToLower(text)) || !startsUpper(text) {
		return "", false
	}
	if at := unitStop().FindStringIndex(fold); at != nil {
		text = cut(text, fold, 0, at[0])
	}
	name := strings.Trim(text, " .;:,-–")
	if strings.Contains(fold, " cap ") || !properName(name) {
		return "", false // "Sở Nội vụ", not "các sở", "sở, ngành cấp tỉnh"
	}
	if kindOnly().matches(vi.Fold(name)) {
		return "", false
	}
	if n := words(name); n < 2 || n > unitWords || strings.ContainsAny(name, "/%…\"") {
		return "", false
	}
	return untilNextUnit(name), true
}

// unitKinds are the words of two syllables that start a name.
var unitKinds = sync.OnceValue(startsWith(`(?:trung tam|chi cuc|van phong|thanh tra|cong ty|benh vien|uy ban nhan dan|ban [a-z]+(?: [a-z]+)?)\s+`))

// properName reports whether the word behind the kind of unit starts with a capital.
func properName(name string) bool {
	fold := vi.Fold(name)
	m := unitKinds().find(fold)
	if m == "" {
		first, _, _ := strings.Cut(fold, " ")
		m = first + " "
	}
	if len(m) >= len(fold) {
		return false
	}
	return startsUpper(cut(name, fold, len(m), len(fold))) || strings.HasPrefix(fold, "ban ")
}

// untilNextUnit ends a name where another begins: "Phòng A và Trung tâm B".
func untilNextUnit(name string) string {
	for from := 0; ; {
		i := strings.Index(name[from:], " và ")
		if i < 0 {
			return name
		}
		next := name[from+i+len(" và "):]
		if startsUpper(next) && unitWord().matches(vi.Fold(next)) {
			return name[:from+i]
		}
		from += i + len(" và ")
	}
}

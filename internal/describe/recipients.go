package describe

import (
	"strings"
	"sync"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Recipients are the items under "Nơi nhận:", the last of them "Lưu: VT, …" with the
// drafting unit (Nghị định 30/2020/NĐ-CP, Phụ lục I mục II.9).

var (
	listLabel = sync.OnceValue(startsWith(`noi (?:nhan|gui)[^:;\-–]{0,20}[:\s]*`))
	// listEnd is what follows the list: notes, annexes.
	listEnd = sync.OnceValue(startsWith(`(?:ghi chu|phu luc|mau so|\(\d+\)|trang \d|dien thoai|dt:|cong hoa xa hoi)`))
)

// Longest list that is read; ministries send to sixty organs.
const maxRecipients = 80

// recipients lists who gets the paper.
func (d *description) recipients(c closing) {
	if c.list < 0 {
		return
	}
	if items := readRecipients(c.lines, c.list, c.sign.name); len(items) > 0 {
		d.p.Recipients = items
		d.found("recipients", .9, &c.lines[c.list])
	}
}

var (
	storeItem = sync.OnceValue(startsWith(`luu\s*[:.]?\s*`))
	// registry is who keeps a copy, not who wrote the paper; typist his sign: "NVM.05".
	registry = sync.OnceValue(startsWith(`(?:vt|v\.t|van thu|vtlt|vt-lt|hs|ho so|hc|hchc|luu tru|cq)(?:[^a-z].*)?$`))
	typist   = sync.OnceValue(startsWith(`(?:[a-z]{1,5}[._ ]?\d{1,4}b?|\d+\s*b(?:an)?|\d+|[a-z]|[a-z]{0,2}[._ ]?x{2,})$`))
	unitHead = sync.OnceValue(startsWith(`(?:phong|vu|ban|cuc|van phong|trung tam|to|khoa|chi cuc|thanh tra|p|vp)[ .]`))
)

// drafter finds the unit that wrote the paper: behind the registry in "Lưu: VT, CNTT", else,
// of a công văn, the second part of the notation.
func (d *description) drafter() {
	for i := len(d.p.Recipients) - 1; i >= 0; i-- {
		item := d.p.Recipients[i]
		fold := vi.Fold(item)
		m := storeItem().find(fold)
		if m == "" {
			continue
		}
		list := cut(item, fold, len(m), len(fold))
		unit := draftingUnit(list)
		if own := d.unitOfNotation(); own != "" && holdsUnit(list, own) {
			unit = own // "Lưu: VT, KT, CNTT" of a paper "…/UBND-CNTT"
		}
		if unit == "" && i+1 < len(d.p.Recipients) { // "Lưu: VT; CCHC"
			unit = draftingUnit(d.p.Recipients[i+1])
		}
		if unit != "" {
			d.p.Drafter = unit
			d.sure("drafter", .9)
			if s, ok := d.p.Spans["recipients"]; ok {
				d.p.Spans["drafter"] = cchc.Span{Page: s.Page, Text: item}
			}
			return
		}
		break
	}
	if unit := d.unitOfNotation(); unit != "" && d.p.Type == "CV" {
		d.p.Drafter = unit
		d.sure("drafter", .6)
		if s, ok := d.p.Spans["code"]; ok {
			d.p.Spans["drafter"] = s
		}
	}
}

// unitOfNotation is the second part of the notation of a công văn, "CNTT" of "STTTT-CNTT";
// "" where the first is the name of a type: then the second is the organ.
func (d *description) unitOfNotation() string {
	_, unit, ok := strings.Cut(d.p.CodeNotation, "-")
	if !ok || strings.ContainsAny(unit, "/0123456789") || strings.HasPrefix(d.p.CodeNotation, "CV") || hasAbbr(d.p.CodeNotation) {
		return ""
	}
	return unit
}

// holdsUnit reports whether a list of keepers names a unit.
func holdsUnit(list, unit string) bool {
	key := squeeze(vi.Fold(unit))
	for part := range strings.FieldsFuncSeq(list, isListMark) {
		if squeeze(vi.Fold(withoutTypist(strings.Trim(part, " .:-–/")))) == key {
			return true
		}
	}
	return false
}

// copies are those of an office, in brackets: "VP (HC, TH)".
var copies = vi.Pattern(`\([^()]*\)`)

func isListMark(r rune) bool { return strings.ContainsRune(",;()[]", r) }

// draftingUnit returns the first of a list that is neither registry nor typist.
func draftingUnit(list string) string {
	keeper := "" // "Lưu: VP, Vụ CSĐ": the office keeps it as a registry does, the unit behind it wrote it
	if strings.HasPrefix(vi.Fold(strings.TrimLeft(list, " :")), "vp") {
		list = copies().ReplaceAllString(list, ",")
	}
	for part := range strings.FieldsFuncSeq(list, isListMark) {
		first := keeper == "" && strings.HasPrefix(strings.TrimLeft(list, " :"), part)
		part = withoutTypist(strings.Trim(part, " .:-–/"))
		fold := vi.Fold(part)
		if part == "" || registry().matches(fold) || typist().matches(fold) || words(part) > 6 || !startsUpper(part) {
			continue
		}
		if !shouted(part) && !unitHead().matches(fold) {
			continue
		}
		if first && (fold == "vp" || strings.HasPrefix(fold, "van phong ")) {
			keeper = part
			continue
		}
		return part
	}
	return ""
}

// withoutTypist drops the name behind a unit: "KGVX.Mẫu".
func withoutTypist(part string) string {
	unit, name, ok := strings.Cut(part, ".")
	if ok && letters(unit) > 1 && !shouted(strings.TrimSpace(name)) {
		return strings.TrimSpace(unit)
	}
	return part
}

func readRecipients(lines []line, at int, signedBy string) []string {
	var items []string
	head := &lines[at]
	label := listLabel().find(head.leftFold)
	add := func(text string) {
		for part := range strings.SplitSeq(text, ";") {
			if part = strings.TrimLeft(part, " -–+•*·…_"); part != "" && len(items) < maxRecipients {
				items = append(items, part)
			}
		}
	}
	add(cut(head.left, head.leftFold, len(label), len(head.leftFold)))
	ended := true // the last item is complete
	for i := at + 1; i < len(lines); i++ {
		l := &lines[i]
		if l.col == rightColumn {
			if head.col == leftColumn && len(items) > 0 && l.block > head.block+1 {
				break
			}
			continue
		}
		if l.rule {
			continue
		}
		if listEnd().matches(l.fold) || head.col != leftColumn && l.col == leftColumn || head.col == leftColumn && l.block != head.block && len(items) > 0 {
			break
		}
		text := l.left
		if !isItem(text) && (isOfficeLine(l) || signMark().matches(l.fold) || signedBy != "" && strings.Contains(text, signedBy) || isPageNumber(text)) {
			if head.col == across && l.col == across && endedByStore(items) {
				break
			}
			continue
		}
		switch {
		case isItem(text) || len(items) == 0:
			add(text)
		case !ended || startsLower(text):
			items[len(items)-1] += " " + strings.TrimLeft(text, " ")
		case head.col != across || l.col == bothColumns:
			add(text)
		default:
			return trimItems(items)
		}
		ended = strings.HasSuffix(text, ";") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "./.")
	}
	return trimItems(items)
}

// trimItems drops the marks that end items, and items that are nothing else.
func trimItems(items []string) []string {
	kept := items[:0]
	for _, it := range items {
		if it = strings.TrimRight(it, " ;,.…/_"); letters(it) > 0 {
			kept = append(kept, it)
		}
	}
	return kept
}

// endedByStore reports whether the list is complete: its last item is "Lưu: …".
func endedByStore(items []string) bool {
	return len(items) > 0 && strings.HasPrefix(vi.Fold(items[len(items)-1]), "luu")
}

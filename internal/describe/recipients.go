package describe

import (
	"strings"
	"sync"

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
		d.sure("recipients", .9)
	}
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
		if !isItem(text) && (isOfficeLine(l) || signMark().matches(l.fold) || signedBy != "" && strings.Contains(l.text, signedBy) || isPageNumber(text)) {
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

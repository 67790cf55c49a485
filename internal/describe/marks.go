package describe

import (
	"strings"
	"sync"

	"minhchung/internal/vi"
)

// Marks stand in the head beside what a paper is about: "DỰ THẢO", and the degree of
// urgency (Nghị định 30/2020/NĐ-CP, Phụ lục I mục II.10: hỏa tốc, thượng khẩn, khẩn).

var (
	// draftMark is a line that says nothing else: "DỰ THẢO", "Dự thảo lần 2", "(Dự thảo 05/3)".
	draftMark = sync.OnceValue(startsWith(`(?:ban )?du thao(?: (?:lan (?:thu )?\S{1,8}|\d\S{0,9}|ngay \S.{0,24}))?\s*$`))
	urgent    = sync.OnceValue(startsWith(`(?:do khan\s*:\s*)?(hoa toc|thuong khan|khan)(?: hen gio.{0,20})?\s*$`))
)

// readMarks finds the marks before their lines are dropped as noise.
func (h *head) readMarks() {
	for i := range h.lines[:min(headLines, len(h.lines))] {
		l := &h.lines[i]
		h.readMark(l, l.text, l.fold)
		if l.col == bothColumns {
			h.readMark(l, l.left, l.leftFold)
			h.readMark(l, l.right, l.rightFold)
		}
		if opensBody(l.fold) {
			break // "Dự thảo" further down is a heading of the text
		}
	}
	for i := range h.stamp {
		h.readMark(&h.stamp[i], h.stamp[i].text, h.stamp[i].fold)
	}
	for _, text := range h.running {
		l := makeLine(text, across)
		h.readMark(&l, l.text, l.fold)
	}
}

// bracketing stands around a mark.
const bracketing = "()[]{}*\"“”'.,;:-–_ "

func (h *head) readMark(l *line, text, fold string) {
	if len(text) > shortLine {
		return
	}
	if h.draft == nil && strings.Contains(fold, "du thao") && draftMark().matches(strings.Trim(fold, bracketing)) {
		mark := *l
		h.draft = &mark
	}
	if h.urgency == nil && (strings.Contains(fold, "khan") || strings.Contains(fold, "hoa toc")) && shouted(text) &&
		urgent().matches(strings.Trim(fold, bracketing)) {
		mark := *l
		mark.text = text
		h.urgency = &mark
	}
}

// marks sets what the marks say.
func (d *description) marks(h *head) {
	if h.draft != nil {
		d.p.Draft = true
		d.found("draft", .95, h.draft)
	}
	if h.urgency == nil {
		return
	}
	degree := urgent().submatches(strings.Trim(vi.Fold(h.urgency.text), bracketing))
	if degree == nil {
		return
	}
	sure := .95
	if h.scanned {
		sure = .7
	}
	switch degree[1] {
	case "hoa toc":
		d.p.Urgency = "Hỏa tốc"
	case "thuong khan":
		d.p.Urgency = "Thượng khẩn"
	default:
		d.p.Urgency = "Khẩn"
	}
	d.found("urgency", sure, h.urgency)
}

package describe

import (
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// An annex says what it belongs to: "(Kèm theo Công văn số …/STTTT-VP ngày 05/3/2020 của
// Sở)". On a scan whose number and day were written by hand, that date is often in print.

// annexDate is the number, notation and date an annex gives, folded.
var annexDate = vi.Pattern(`kem theo [^/]{3,40}\bso\b[^/]{0,14}/\s*([a-z0-9&\s-]{2,40}?)[\s,]*(ngay\s.*)`)

// partDate is a date of which some places could not be read.
var partDate = vi.Pattern(`ngay[\s.…_]*(\d{1,2})?[\s.…_]*thang[\s.…_]*(\d{1,2})?[\s.…_]*nam\s*(\d{4})`)

// annexBlocks is how many blocks are searched for the lines of annexes.
const annexBlocks = 5000

// dateOfAnnex takes the date of a scan from its annexes, where the letterhead's could not
// be read, the notation is the paper's own, what was read of the date is the same, and the
// annexes agree.
func (d *description) dateOfAnnex(h *head, blocks []blockRef) {
	if !h.scanned || !d.p.IssuedDate.IsZero() || d.p.CodeNotation == "" {
		return
	}
	known := h.partDate()
	if known == nil {
		return
	}
	var date cchc.Date
	var from spot
	text := ""
	notation := squeeze(vi.Fold(d.p.CodeNotation))
	for i := range blocks[:min(len(blocks), annexBlocks)] {
		b := blocks[i]
		if b.page == blocks[0].page || !strings.Contains(b.block.Text, "heo") || strings.IndexByte(b.block.Text, '/') < 0 {
			continue
		}
		found := ownAnnexDate(b.block.Text, notation)
		if found.IsZero() || !agrees(known, found) {
			continue
		}
		if !date.IsZero() && found != date {
			return // the annexes do not agree
		}
		if date.IsZero() {
			date, from, text = found, b.at, b.block.Text
		}
	}
	if date.IsZero() {
		return
	}
	d.p.IssuedDate = date
	d.sure("issued_date", .5)
	d.p.Spans["issued_date"] = cchc.Span{Page: from.page, Line: from.line, Text: shortText(oneLine.Replace(text), spanBytes)}
}

// ownAnnexDate reads the date of the paper with a squeezed notation that an annex names.
func ownAnnexDate(text, notation string) cchc.Date {
	m := annexDate().FindStringSubmatch(vi.Fold(oneLine.Replace(shortText(text, lineBytes))))
	if m == nil || squeeze(m[1]) != notation || !datedFirst(m[2]) {
		return cchc.Date{}
	}
	return readDate(m[2])
}

// partDate returns day, month and year of the letterhead as far as they were read, nil
// where there is no date.
func (h *head) partDate() []string {
	for i := range h.lines[:h.end] {
		l := &h.lines[i]
		fold := l.fold
		if l.col == bothColumns {
			fold = l.rightFold
		}
		if m := partDate().FindStringSubmatch(fold); m != nil {
			return m[1:]
		}
	}
	return nil
}

func agrees(known []string, date cchc.Date) bool {
	for i, n := range []int{date.Day, date.Month, date.Year} {
		if v, err := strconv.Atoi(known[i]); err == nil && v != n {
			return false
		}
	}
	return true
}

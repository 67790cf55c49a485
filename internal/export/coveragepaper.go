package export

import (
	"fmt"
	"strings"

	"minhchung/internal/messages"
)

// A paper has less room than a workbook: it leaves out what stands in its other parts.

func (c Coverage) paperGapHead() []string {
	if c.Lang == messages.English {
		return []string{"Criterion", "Office, unit", "Requirement", "Have/ need", "Why missing", "Nearest document, and why it does not count"}
	}
	return []string{"Tiêu chí", "Cơ quan, đơn vị", "Yêu cầu", "Có/ cần", "Lý do thiếu", "Tài liệu gần đúng nhất và vì sao chưa được tính"}
}

// paperGaps has a row for each requirement that is not met. That files are not read is said
// once, with their list.
func (c Coverage) paperGaps() (out [][]string) {
	for i := range c.Report.Rows {
		r := &c.Report.Rows[i]
		for _, q := range r.Requirements {
			why, near := "", ""
			for _, m := range q.Missing {
				if m.Reason.Code == "unread-files" && len(q.Missing) > 1 {
					continue
				}
				why = lines(why, messages.Words(m.Reason, c.Lang).Message)
				if len(m.Nearest) > 0 {
					n := m.Nearest[0]
					near = lines(near, n.Title+c.page(n.Page)+": "+strings.ReplaceAll(c.all(n.Why), "\n", " "))
				}
			}
			if len(q.Missing) > 0 {
				out = append(out, []string{r.Criterion, c.whose(r.Office, r.Unit), q.Name, fmt.Sprintf("%d/%d", q.Have, q.Need), why, near})
			}
		}
	}
	return out
}

func (c Coverage) paperListHead() []string {
	if c.Lang == messages.English {
		return []string{"Criterion", "Office, unit", "Requirement", "Number", "Issued", "Document", "Page, section", "Quote", "State"}
	}
	return []string{"Tiêu chí", "Cơ quan, đơn vị", "Yêu cầu", "Số, ký hiệu", "Ngày ban hành", "Tên văn bản", "Trang, mục", "Đoạn chứng minh", "Trạng thái"}
}

// quoteOnPaper is the most characters of a quote on a paper.
const quoteOnPaper = 160

func (c Coverage) paperList() (out [][]string) {
	for _, row := range texts(c.papers()) {
		quote := []rune(row[7])
		if len(quote) > quoteOnPaper {
			quote = append(quote[:quoteOnPaper-1:quoteOnPaper-1], '…')
		}
		out = append(out, []string{row[0], row[1], row[2], row[3], row[4], row[5], row[6], string(quote), row[8]})
	}
	return out
}

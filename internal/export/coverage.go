package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
	"minhchung/internal/messages"
)

// Coverage is a report of coverage to be written out.
type Coverage struct {
	Report coverage.Report
	Lang   messages.Lang
	Made   time.Time
}

// maxReportRows is the most rows of a table of a paper; a workbook has them all.
const maxReportRows = 3000

func (c Coverage) say(vi, en string) string {
	if c.Lang == messages.English {
		return en
	}
	return vi
}

// whose is the office or unit of a row by its name.
func (c Coverage) whose(office, unit string) string {
	id := office + unit
	for _, u := range c.Report.Units {
		if u.ID == id {
			return u.Name
		}
	}
	if id == "" {
		return c.say("Cơ quan", "The office")
	}
	return id
}

// XLSX writes the report as a workbook: points, verdicts, reasons, documents, and the files
// nobody could read.
func (c Coverage) XLSX(w io.Writer) error {
	pages := []Page{
		{Name: c.say("Tổng hợp", "Summary"), Head: c.sumHead(), Widths: []float64{40, 60, 14}, Rows: c.sums()},
		{Name: c.say("Tình trạng", "Coverage"), Head: c.rowHead(), Widths: []float64{8, 50, 30, 9, 9, 28, 9, 40}, Rows: c.rows()},
		{Name: c.say("Lý do thiếu", "Why missing"), Head: c.gapHead(), Widths: []float64{10, 34, 34, 8, 8, 50, 44, 50, 44}, Rows: c.gaps()},
		{Name: c.say("Tài liệu", "Documents"), Head: c.paperHead(), Widths: []float64{10, 34, 34, 18, 13, 50, 12, 60, 18, 20, 50}, Rows: c.papers()},
	}
	if c.Report.Unread > 0 {
		pages = append(pages, Page{Name: c.say("Tệp chưa đọc", "Files not read"), Head: []string{c.say("Tệp", "File"), c.say("Lý do", "Why"), c.say("Việc cần làm", "What to do")}, Widths: []float64{70, 50, 60}, Rows: c.unread()})
	}
	return Book(w, pages)
}

// DOCX writes the report as a paper.
func (c Coverage) DOCX(w io.Writer) error {
	r := Report{Title: c.say("TÌNH TRẠNG TÀI LIỆU KIỂM CHỨNG", "STATE OF EVIDENCE"), Lines: c.lines(), Made: c.Made}
	r.Blocks = append(r.Blocks, Block{Heading: c.say("I. TỔNG HỢP ĐIỂM", "I. POINTS")},
		Block{Text: c.say("Các loại điểm dưới đây không cộng với nhau: điểm tối đa chia theo tình trạng tài liệu; điểm tự chấm chia theo tài liệu đứng sau nó.",
			"The kinds of points below are not to be added together: maxima are split by the state of the evidence, self-scores by what stands behind them.")},
		tableOf(c.sumHead(), []float64{.35, .5, .15}, texts(c.sums()), 2))
	r.section(c, Block{Heading: c.say("II. TÌNH TRẠNG THEO TIÊU CHÍ", "II. BY CRITERION")}, tableOf(c.rowHead(), []float64{.06, .28, .16, .07, .07, .13, .07, .16}, texts(c.rows()), 3, 4))
	r.section(c, Block{Heading: c.say("III. LÝ DO THIẾU", "III. WHY MISSING")}, tableOf(c.paperGapHead(), []float64{.06, .14, .2, .06, .27, .27}, c.paperGaps()))
	r.section(c, Block{Heading: c.say("IV. DANH MỤC TÀI LIỆU KIỂM CHỨNG", "IV. DOCUMENTS")}, tableOf(c.paperListHead(), []float64{.06, .12, .15, .11, .09, .17, .07, .15, .08}, c.paperList()))
	if c.Report.Unread > 0 {
		r.Blocks = append(r.Blocks, Block{Heading: c.say("V. TỆP CHƯA ĐỌC ĐƯỢC", "V. FILES NOT READ")}, Block{Text: fmt.Sprintf(
			c.say("Còn %d tệp chưa đọc được hoặc chưa đọc hết; tài liệu cần tìm có thể nằm trong đó, nên chưa thể kết luận là không có.", "%d files are not read to their end; what is looked for may be among them, so that absence cannot be concluded."), c.Report.Unread)},
			tableOf([]string{c.say("Tệp", "File"), c.say("Lý do", "Why"), c.say("Việc cần làm", "What to do")}, []float64{.4, .3, .3}, texts(c.unread())))
	}
	return r.DOCX(w)
}

// section adds a heading and its table, cut where a paper would get too long, and says so.
func (r *Report) section(c Coverage, heading, t Block) {
	r.Blocks = append(r.Blocks, heading)
	if len(t.Rows) == 0 {
		r.Blocks = append(r.Blocks, Block{Text: c.say("Không có.", "None.")})
		return
	}
	more := len(t.Rows) - maxReportRows
	if more > 0 {
		t.Rows = t.Rows[:maxReportRows]
	}
	r.Blocks = append(r.Blocks, t)
	if more > 0 {
		r.Blocks = append(r.Blocks, Block{Text: fmt.Sprintf(c.say("Còn %d dòng; xem đầy đủ ở bản Excel.", "%d more rows are in the workbook."), more)})
	}
}

func tableOf(head []string, shares []float64, rows [][]string, numbers ...int) Block {
	return Block{Head: head, Shares: shares, Rows: rows, Numbers: numbers}
}

// lines say below the title what the report is of.
func (c Coverage) lines() []string {
	r := c.Report
	out := []string{r.Catalogue.Title}
	if r.Catalogue.Status == "sample" {
		out = append(out, c.say("(bộ tiêu chí mẫu, không phải văn bản chính thức)", "(a sample catalogue, not an official one)"))
	}
	if r.Round != nil {
		out = append(out, c.say("Đợt đánh giá: ", "Round: ")+r.Round.Title)
		if r.Round.Provisional {
			out = append(out, c.say("Tạm dùng bộ tiêu chí năm trước", "On the catalogue of last year for the time being"))
		}
	}
	if !r.Span.Empty() {
		out = append(out, c.say("Văn bản của kỳ ", "Papers of ")+r.Span.String())
	}
	at := c.Made.In(time.FixedZone("ICT", 7*3600))
	return append(out, fmt.Sprintf(c.say("Lập lúc %s (giờ Việt Nam)", "Made at %s (Vietnam)"), at.Format("15:04 02/01/2006")))
}

func (c Coverage) sumHead() []string {
	return []string{c.say("Cơ quan, đơn vị", "Office"), c.say("Nội dung", "What"), c.say("Điểm", "Points")}
}

func (c Coverage) sums() (out [][]any) {
	sums := c.Report.Offices
	if len(sums) == 0 {
		sums = []coverage.Sum{c.Report.Totals}
	}
	for _, s := range sums {
		who := c.whose(s.Office, "")
		for _, x := range []struct {
			vi, en string
			points float64
			always bool
		}{
			{"Điểm tối đa", "Maximum", s.Points, true},
			{"– đủ tài liệu (đã xác nhận)", "– covered (confirmed)", s.Covered, true},
			{"– chờ xác nhận", "– to be confirmed", s.Pending, true},
			{"– thiếu một phần", "– partly missing", s.Partial, true},
			{"– chưa có tài liệu kiểm chứng", "– no evidence", s.Missing, true},
			{"– có giải trình", "– explained", s.Explained, s.Explained > 0},
			{"– điều tra xã hội học (chưa có điểm)", "– survey (points not known)", s.Survey, s.Survey > 0},
			{"Không áp dụng (ngoài điểm tối đa)", "Not applicable (outside the maximum)", s.NotApplicable, s.NotApplicable > 0},
			{"Mục tiêu", "Target", s.Target, s.TargetShare > 0},
			{"Điểm tự chấm", "Self-score", s.Self, s.Scored > 0},
			{"– có tài liệu kiểm chứng đã xác nhận", "– with confirmed evidence", s.SelfConfirmed, s.Scored > 0},
			{"– có tài liệu kiểm chứng, tính cả chờ xác nhận", "– with evidence, to be confirmed included", s.SelfEvidenced, s.Scored > 0},
			{"– dựa vào giải trình", "– by explanation", s.SelfExplained, s.Scored > 0},
			{"– chưa đủ tài liệu, có nguy cơ mất điểm", "– at risk: evidence missing", s.AtRisk, s.Scored > 0},
		} {
			if x.always {
				out = append(out, []any{who, c.say(x.vi, x.en), x.points})
			}
		}
	}
	return out
}

func (c Coverage) rowHead() []string {
	if c.Lang == messages.English {
		return []string{"Criterion", "Title", "Office, unit", "Maximum", "Self-score", "Verdict", "Requirements met", "Notes"}
	}
	return []string{"Tiêu chí", "Tên tiêu chí", "Cơ quan, đơn vị", "Điểm tối đa", "Tự chấm", "Tình trạng", "Yêu cầu đạt", "Ghi chú"}
}

func (c Coverage) rows() (out [][]any) {
	for i := range c.Report.Rows {
		r := &c.Report.Rows[i]
		met, all := 0, 0
		for _, q := range r.Requirements {
			if q.Optional || q.Spared {
				continue
			}
			all++
			if q.Satisfied {
				met++
			}
		}
		var points, self any = "", ""
		if r.Unit == "" {
			points = r.Points
		}
		if r.Self != nil {
			self = *r.Self
		}
		share := ""
		if all > 0 {
			share = fmt.Sprintf("%d/%d", met, all)
		}
		out = append(out, []any{r.Criterion, r.Title, c.whose(r.Office, r.Unit), points, self, coverage.VerdictName(r.Verdict, c.Lang), share, c.all(r.Notes)})
	}
	return out
}

// all are reasons in words, a line each.
func (c Coverage) all(rs []cchc.Reason) string {
	out := make([]string, len(rs))
	for i, r := range rs {
		out[i] = messages.Words(r, c.Lang).Message
	}
	return strings.Join(out, "\n")
}

func (c Coverage) gapHead() []string {
	if c.Lang == messages.English {
		return []string{"Criterion", "Office, unit", "Requirement", "Have", "Need", "Why missing", "What to do", "Nearest document", "Why it does not count"}
	}
	return []string{"Tiêu chí", "Cơ quan, đơn vị", "Yêu cầu", "Có", "Cần", "Lý do thiếu", "Việc cần làm", "Tài liệu gần đúng nhất", "Vì sao chưa được tính"}
}

// gaps has a row for each reason of each requirement that is not met.
func (c Coverage) gaps() (out [][]any) {
	for i := range c.Report.Rows {
		r := &c.Report.Rows[i]
		for _, q := range r.Requirements {
			for _, m := range q.Missing {
				said := messages.Say(m.Reason, c.Lang)
				near, why := "", ""
				for _, n := range m.Nearest {
					near = lines(near, n.Title+c.page(n.Page))
					why = lines(why, c.all(n.Why))
				}
				out = append(out, []any{r.Criterion, c.whose(r.Office, r.Unit), q.Name, q.Have, q.Need, said.Message, said.Remedy, near, why})
			}
		}
	}
	return out
}

func lines(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

func (c Coverage) page(n int) string {
	if n == 0 {
		return ""
	}
	return c.say(", trang ", ", page ") + strconv.Itoa(n)
}

func (c Coverage) paperHead() []string {
	if c.Lang == messages.English {
		return []string{"Criterion", "Office, unit", "Requirement", "Number", "Issued", "Document", "Page", "Quote", "State", "By", "File"}
	}
	return []string{"Tiêu chí", "Cơ quan, đơn vị", "Yêu cầu", "Số, ký hiệu", "Ngày ban hành", "Tên văn bản", "Trang, mục", "Đoạn chứng minh", "Trạng thái", "Người xét", "Tệp"}
}

func (c Coverage) papers() (out [][]any) {
	for _, p := range c.Report.Papers() {
		state := messages.Words(cchc.Reason{Code: cchc.Code("state-" + strings.ReplaceAll(string(p.State), "_", "-"))}, c.Lang).Message
		if p.AfterLock {
			state += c.say(" (bổ sung sau khi khoá)", " (after the lock)")
		}
		place := ""
		if p.Page > 0 {
			place = strconv.Itoa(p.Page)
		}
		if p.Section != "" {
			place = lines(place, p.Section)
		}
		out = append(out, []any{p.Criterion, c.whose(p.Office, p.Unit), p.Name, p.Code, p.Issued.Vietnamese(), p.Title, place, p.Quote, state, p.By, p.Path})
	}
	return out
}

func (c Coverage) unread() (out [][]any) {
	for _, f := range coverage.SayUnread(c.Report.Files, c.Lang) {
		why, remedy := "", ""
		if f.Reason != nil {
			why, remedy = f.Reason.Message, f.Reason.Remedy
		}
		out = append(out, []any{f.Path, why, remedy})
	}
	if more := c.Report.Unread - len(c.Report.Files); more > 0 {
		out = append(out, []any{fmt.Sprintf(c.say("… và %d tệp khác", "… and %d more"), more), "", ""})
	}
	return out
}

// texts are cells as they are printed; numbers have a decimal comma.
func texts(rows [][]any) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = make([]string, len(row))
		for j, v := range row {
			switch v := v.(type) {
			case float64:
				out[i][j] = strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
			default:
				out[i][j] = fmt.Sprint(v)
			}
		}
	}
	return out
}

// CSV writes a row for each requirement, for programs that go on with it.
func (c Coverage) CSV(w io.Writer) error {
	t := Table{Head: []string{"Tiêu chí", "Tên tiêu chí", "Đơn vị", "Điểm tối đa", "Điểm tự chấm", "Tình trạng", "Yêu cầu", "Có", "Cần", "Lý do thiếu", "Tài liệu gần đúng nhất", "Ghi chú"}}
	if c.Lang == messages.English {
		t.Head = []string{"Criterion", "Title", "Unit", "Points", "Self-score", "Verdict", "Requirement", "Have", "Need", "Why missing", "Nearest", "Notes"}
	}
	for _, row := range coverage.Say(c.Report.Rows, c.Lang) {
		t.Rows = append(t.Rows, c.csvLines(row)...)
	}
	return t.CSV(w)
}

func (c Coverage) csvLines(row coverage.Row) (out [][]string) {
	self, notes := "", ""
	if row.Self != nil {
		self = strconv.FormatFloat(*row.Self, 'g', -1, 64)
	}
	for _, n := range row.Notes {
		notes = sentence(notes, n.Message)
	}
	head := []string{row.Criterion, row.Title, row.Office + row.Unit, strconv.FormatFloat(row.Points, 'g', -1, 64), self, coverage.VerdictName(row.Verdict, c.Lang)}
	for _, q := range row.Requirements {
		why, near := "", ""
		for _, m := range q.Missing {
			why = sentence(why, m.Message)
			if m.Nearest != nil && near == "" {
				if near = m.Nearest.Title; near == "" {
					near = m.Nearest.Path
				}
			}
		}
		out = append(out, append(append([]string{}, head...), q.Name, strconv.Itoa(q.Have), strconv.Itoa(q.Need), why, near, notes))
	}
	if len(out) == 0 {
		out = append(out, append(head, "", "", "", "", "", notes))
	}
	return out
}

func sentence(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

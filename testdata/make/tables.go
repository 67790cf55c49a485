package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// sheetSource ends the name of a source that is a workbook, not a paper.
const sheetSource = ".sheet.yaml"

// Sheet is a workbook of one sheet.
type Sheet struct {
	Title   []string  `yaml:"title"` // lines above the table
	Widths  []float64 `yaml:"widths"`
	Heading []string  `yaml:"heading"`
	Rows    [][]any   `yaml:"rows"`
	Below   []string  `yaml:"below"`
}

func sheetFile(path string) ([]byte, error) {
	var s Sheet
	if err := load(path, &s); err != nil {
		return nil, err
	}
	return s.bytes()
}

// bytes writes the workbook. excelize puts a fixed time into it.
func (s Sheet) bytes() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // only written
	const name = "Sheet1"
	for i, w := range s.Widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		if err := f.SetColWidth(name, col, col, w); err != nil {
			return nil, err
		}
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Family: docxFont, Size: 12}, Alignment: &excelize.Alignment{WrapText: true, Horizontal: "center"}})
	if err != nil {
		return nil, err
	}
	body, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: docxFont, Size: 12}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	row := 0
	add := func(style int, cells ...any) error {
		row++
		first := "A" + strconv.Itoa(row)
		last, err := excelize.CoordinatesToCellName(max(1, len(cells)), row)
		if err != nil {
			return err
		}
		if err := f.SetCellStyle(name, first, last, style); err != nil {
			return err
		}
		return f.SetSheetRow(name, first, &cells)
	}
	for _, line := range s.Title {
		if err := add(bold, line); err != nil {
			return nil, err
		}
	}
	heading := make([]any, len(s.Heading))
	for i, h := range s.Heading {
		heading[i] = h
	}
	for i, cells := range slices.Concat([][]any{heading}, s.Rows) {
		style := body
		if i == 0 {
			style = bold
		}
		if err := add(style, cells...); err != nil {
			return nil, err
		}
	}
	for _, line := range s.Below {
		if err := add(body, line); err != nil {
			return nil, err
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// tables writes what an office holds beside its papers: the register of outgoing
// documents, the self-scores, the annex with the criteria.
func tables(src, out, catalogue string, docs []Doc) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	var r Register
	if err := load(filepath.Join(src, "so-van-ban-di.yaml"), &r); err != nil {
		return err
	}
	b, err := r.sheet(docs).bytes()
	if err != nil {
		return err
	}
	if err := write(out, r.Out, b); err != nil {
		return err
	}
	var s Scores
	if err := load(filepath.Join(src, "tu-cham.yaml"), &s); err != nil {
		return err
	}
	sheet, err := s.sheet(catalogue)
	if err != nil {
		return err
	}
	if b, err = sheet.bytes(); err != nil {
		return err
	}
	if err := write(out, s.Out, b); err != nil {
		return err
	}
	var annex Doc
	if err := load(filepath.Join(src, "phu-luc-bo-tieu-chi.yaml"), &annex); err != nil {
		return err
	}
	annex.fill()
	if b, err = writeDOCX(&annex); err != nil {
		return err
	}
	return write(out, annex.Out, b)
}

// Register is the book of outgoing documents: the numbered papers of the office among the
// samples, less LeftOut, and Others, of which there is no file.
type Register struct {
	Out     string   `yaml:"out"`
	Organ   string   `yaml:"organ"` // whose papers
	Year    int      `yaml:"year"`
	Title   []string `yaml:"title"`
	LeftOut []string `yaml:"left_out"`
	Others  []Entry  `yaml:"others"`
}

// Entry is one line of the register.
type Entry struct {
	Code       string `yaml:"code"`
	Date       string `yaml:"date"` // ISO
	Subject    string `yaml:"subject"`
	Signer     string `yaml:"signer"`
	Recipients string `yaml:"recipients"`
	Drafter    string `yaml:"drafter"`
	Copies     int    `yaml:"copies"`
	Note       string `yaml:"note"`
}

func (r Register) sheet(docs []Doc) Sheet {
	all := slices.Clone(r.Others)
	seen := map[string]bool{}
	for i := range docs {
		d := &docs[i]
		if d.Organ != r.Organ || !strings.HasPrefix(d.Date, strconv.Itoa(r.Year)) || d.Draft != "" || d.Password != "" || len(d.Stamp) > 0 ||
			slices.Contains(r.LeftOut, d.Number) || seen[d.Number] {
			continue
		}
		seen[d.Number] = true
		all = append(all, entryOf(d))
	}
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Or(strings.Compare(a.Date, b.Date), strings.Compare(a.Code, b.Code)) })
	s := Sheet{
		Title: r.Title, Widths: []float64{18, 14, 60, 22, 34, 16, 10, 20},
		Heading: []string{"Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký", "Nơi nhận văn bản", "Đơn vị soạn thảo", "Số lượng bản", "Ghi chú"},
		Rows:    [][]any{{"(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"}},
	}
	for _, e := range all {
		t, err := time.Parse(time.DateOnly, e.Date)
		day := e.Date
		if err == nil {
			day = t.Format("02/01/2006")
		}
		s.Rows = append(s.Rows, []any{e.Code, day, e.Subject, e.Signer, e.Recipients, e.Drafter, max(1, e.Copies), e.Note})
	}
	return s
}

func entryOf(d *Doc) Entry {
	e := Entry{Code: d.Number, Date: d.Date, Subject: d.Subject, Copies: len(d.Copies)}
	if d.Type != "" {
		first, size := []rune(strings.ToLower(d.Type)), 1
		e.Subject = strings.ToUpper(string(first[:size])) + string(first[size:]) + " " + d.Subject
	}
	if len(d.Sign) > 0 {
		e.Signer = d.Sign[0].Name
	}
	for _, c := range d.Copies {
		c = strings.Trim(c, "- ;.")
		if _, drafter, ok := strings.Cut(c, "VT, "); ok {
			e.Drafter = drafter
		} else if e.Recipients == "" && c != "Như trên" && !strings.HasPrefix(c, "Như Điều") {
			e.Recipients = c
		}
	}
	if len(d.To) > 0 {
		e.Recipients = d.To[0]
	}
	return e
}

// Scores are the points an office gives itself, by criterion.
type Scores struct {
	Out    string           `yaml:"out"`
	Title  []string         `yaml:"title"`
	Scores map[string]Score `yaml:"scores"`
}

// Score is one line of the self-scores.
type Score struct {
	Self        *float64 `yaml:"self"`
	Figures     string   `yaml:"figures"`
	How         string   `yaml:"how"`
	Explanation string   `yaml:"explanation"`
	Note        string   `yaml:"note"`
}

// criterion is what the self-scores need of the catalogue.
type criterion struct {
	ID       string      `yaml:"id"`
	Title    string      `yaml:"title"`
	Points   float64     `yaml:"points"`
	Children []criterion `yaml:"children"`
	Requires []struct {
		Name     string `yaml:"name"`
		Optional bool   `yaml:"optional"`
	} `yaml:"requires"`
}

func (s Scores) sheet(catalogue string) (Sheet, error) {
	var cat map[string]any
	if err := load(catalogue, &cat); err != nil {
		return Sheet{}, err
	}
	var roots []criterion
	if err := again(cat["criteria"], &roots); err != nil {
		return Sheet{}, err
	}
	out := Sheet{
		Title: s.Title, Widths: []float64{8, 44, 10, 26, 34, 40, 10, 10, 30, 10, 24},
		Heading: []string{"STT", "Lĩnh vực/Tiêu chí", "Điểm tối đa", "Số liệu kê khai", "Cách tính điểm", "Yêu cầu và tài liệu kiểm chứng",
			"Điểm tự đánh giá", "Điểm thẩm định lần 1", "Giải trình", "Điểm thẩm định lần 2", "Ghi chú"},
	}
	used := 0
	for _, root := range roots {
		total, self := 0.0, 0.0
		at := len(out.Rows)
		out.Rows = append(out.Rows, nil)
		for _, c := range root.Children {
			x, ok := s.Scores[c.ID]
			if !ok {
				return out, fmt.Errorf("no self-score of %s", c.ID)
			}
			used++
			total += c.Points
			var given any
			if x.Self != nil {
				self += *x.Self
				given = *x.Self
			}
			var papers []string
			for _, r := range c.Requires {
				papers = append(papers, "- "+r.Name)
			}
			out.Rows = append(out.Rows, []any{c.ID, c.Title, c.Points, x.Figures, x.How, strings.Join(papers, "\n"), given, nil, x.Explanation, nil, x.Note})
		}
		out.Rows[at] = []any{root.ID, strings.ToUpper(root.Title), total, nil, nil, nil, self}
	}
	if used != len(s.Scores) {
		return out, fmt.Errorf("%d self-scores, %d criteria", len(s.Scores), used)
	}
	return out, nil
}

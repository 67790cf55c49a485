package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
	"minhchung/internal/messages"
)

func points(v float64) *float64 { return &v }

func sample() Coverage {
	r := coverage.Report{
		Catalogue: cchc.Catalogue{ID: "bo", Version: "1", Title: "Bộ tiêu chí thử"}, Round: &cchc.Round{ID: "2020", Title: "Đợt năm 2020"},
		Units: []cchc.Unit{{ID: "vp", Name: "Văn phòng Sở"}}, Unread: 3, Files: []cchc.UnreadFile{{Path: "nhận/ảnh.pdf", State: cchc.StateWaiting}},
		Rows: []cchc.Coverage{
			{Criterion: "1.1", Title: "Kế hoạch", Verdict: cchc.VerdictMissing, Points: 2.5, Self: points(2), Requirements: []cchc.RequirementCoverage{{ID: "1.1/1", Name: "=Kế hoạch năm", Need: 1,
				Missing: []cchc.Missing{
					{Reason: cchc.NewReason("late", "20/02/2020", "31/01/2020"), Nearest: []cchc.Nearest{{Title: "Kế hoạch 5/KH-STTTT\x01 <b>", Page: 2, Why: []cchc.Reason{cchc.NewReason("late", "20/02/2020", "31/01/2020")}}}},
					{Reason: cchc.NewReason("unread-files", "3")},
				}}}},
			{Criterion: "1.1", Title: "Kế hoạch", Unit: "vp", Verdict: cchc.VerdictCovered, Requirements: []cchc.RequirementCoverage{{ID: "1.1/1", Name: "Kế hoạch", Satisfied: true, Have: 1, Need: 1}}},
			{Criterion: "1.2", Title: "Hài lòng", Verdict: cchc.VerdictSurvey, Points: 1},
		}}
	r.Totals = coverage.Totals(r.Rows, .8)
	return Coverage{Report: r, Made: time.Date(2020, 12, 15, 3, 0, 0, 0, time.UTC)}
}

func TestCoverageWorkbook(t *testing.T) {
	var b bytes.Buffer
	if err := sample().XLSX(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), "|"); got != "Tổng hợp|Tình trạng|Lý do thiếu|Tài liệu|Tệp chưa đọc" {
		t.Errorf("sheets %s", got)
	}
	sheet := func(name string) [][]string {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	sums := sheet("Tổng hợp")
	if sums[1][1] != "Điểm tối đa" || sums[1][2] != "3.5" || !strings.Contains(sums[len(sums)-1][1], "nguy cơ mất điểm") || sums[len(sums)-1][2] != "2" {
		t.Errorf("%q", sums)
	}
	rows := sheet("Tình trạng")
	if len(rows) != 4 || rows[1][3] != "2.5" || rows[1][5] != "Chưa có tài liệu kiểm chứng" || rows[1][6] != "0/1" || rows[2][2] != "Văn phòng Sở" || rows[2][3] != "" {
		t.Errorf("%q", rows)
	}
	gaps := sheet("Lý do thiếu")
	if len(gaps) != 3 || gaps[1][2] != "=Kế hoạch năm" || !strings.HasPrefix(gaps[1][5], "Ban hành muộn") || !strings.Contains(gaps[1][7], "trang 2") {
		t.Errorf("%q", gaps)
	}
	if formula, err := f.GetCellFormula("Lý do thiếu", "C2"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q, %v", formula, err)
	}
	if kind, err := f.GetCellType("Tình trạng", "D2"); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("points are a text: %v, %v", kind, err)
	}
	if files := sheet("Tệp chưa đọc"); len(files) != 3 || files[2][0] != "… và 2 tệp khác" {
		t.Errorf("%q", files)
	}
}

// parts are the texts of the parts of a DOCX, each well-formed XML.
func parts(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return out
}

func TestCoveragePaper(t *testing.T) {
	var b bytes.Buffer
	if err := sample().DOCX(&b); err != nil {
		t.Fatal(err)
	}
	p := parts(t, b.Bytes())
	doc := p["word/document.xml"]
	for what, want := range map[string]string{
		"across": `w:orient="landscape"`, "the head on every page": "<w:tblHeader", "the font": `w:ascii="Times New Roman"`, "the round": "Đợt năm 2020", "when": "10:00 15/12/2020",
		"a verdict": "Chưa có tài liệu kiểm chứng", "a reason": "Ban hành muộn", "a near miss": "Kế hoạch 5/KH-STTTT  &lt;b&gt;", "what nobody read": "nhận/ảnh.pdf", "decimal comma": "2,5", "page numbers": "rIdHeader",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s: no %s", what, want)
		}
	}
	if strings.Count(doc, "<w:tblHeader") != 4 || !strings.Contains(p["word/header1.xml"], "PAGE") || strings.Contains(doc, "\x01") {
		t.Errorf("%d tables with heads", strings.Count(doc, "<w:tblHeader"))
	}
	if _, ok := p["docProps/thumbnail.jpeg"]; ok {
		t.Error("a picture of another document")
	}
	var again bytes.Buffer
	if err := sample().DOCX(&again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same report is not the same file: %v", err)
	}
	c := sample()
	c.Lang = messages.English
	if err := c.DOCX(&again); err != nil {
		t.Error(err)
	}
}

func TestCoverageCSV(t *testing.T) {
	var b bytes.Buffer
	if err := sample().CSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 4 || rows[1][6] != "'=Kế hoạch năm" || rows[1][4] != "2" || !strings.Contains(rows[1][9], "Ban hành muộn") || rows[3][5] != "Điều tra xã hội học" {
		t.Errorf("%v %q", err, rows)
	}
}

func TestCoverageOnAFullDisk(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{"xlsx": sample().XLSX, "docx": sample().DOCX, "csv": sample().CSV} {
		if err := write(full{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestALongPaperSaysWhatItLeavesOut(t *testing.T) {
	c := sample()
	for range maxReportRows {
		c.Report.Rows = append(c.Report.Rows, cchc.Coverage{Criterion: "9", Verdict: cchc.VerdictSurvey})
	}
	r := Report{}
	r.section(c, Block{Heading: "II"}, tableOf(c.rowHead(), nil, texts(c.rows())))
	if n := len(r.Blocks[1].Rows); n != maxReportRows || r.Blocks[2].Text != "Còn 3 dòng; xem đầy đủ ở bản Excel." {
		t.Errorf("%d rows, then %q", n, r.Blocks[2].Text)
	}
}

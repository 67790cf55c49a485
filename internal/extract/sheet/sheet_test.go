package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// book writes a workbook.
func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t testing.TB, f *excelize.File, sheet string, cells map[string]any) {
	t.Helper()
	for cell, v := range cells {
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
}

func write(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// show writes pages a block a line, kinds before them.
func show(r cchc.Reading) string {
	var out []string
	for _, p := range r.Pages {
		for _, b := range p.Blocks {
			out = append(out, string(b.Kind)+"|"+strings.ReplaceAll(strings.ReplaceAll(b.Text, "\t", "→"), "\n", "⏎"))
		}
		out = append(out, "--")
	}
	return strings.Join(out, "\n")
}

func codes(r cchc.Reading) string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, string(n.Code)+" "+strings.Join(n.Args, " "))
	}
	return strings.Join(out, ";")
}

func TestWorkbook(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		set(t, f, "Sheet1", map[string]any{
			"A1": "BIỂU TỔNG HỢP", "A3": "STT", "B3": "Tên văn bản", "D3": "Ngày", "A4": 1, "B4": "Kế hoạch\nsố 5", "D4": time.Date(2020, 3, 4, 0, 0, 0, 0, time.UTC),
			"A5": 2, "B5": 1234567.5, "D5": "#N/A", "A6": " ",
		})
		must(f.MergeCell("Sheet1", "A1", "D1"))
		short, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(err)
		must(f.SetCellStyle("Sheet1", "D4", "D4", short))
		thousands, err := f.NewStyle(&excelize.Style{NumFmt: 4})
		must(err)
		must(f.SetCellStyle("Sheet1", "B5", "B5", thousands))
		must(f.AddComment("Sheet1", excelize.Comment{Cell: "B4", Author: "Văn thư", Text: "đã gửi"}))
		_, err = f.NewSheet("Số liệu ẩn")
		must(err)
		set(t, f, "Số liệu ẩn", map[string]any{"A1": "a", "B1": "b"})
		must(f.SetSheetVisible("Số liệu ẩn", false))
		_, err = f.NewSheet("Trống")
		must(err)
	})
	r, err := New().Read(context.Background(), write(t, b), cchc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := "|BIỂU TỔNG HỢP\nrow|STT→Tên văn bản→Ngày\nrow|1→Kế hoạch⏎số 5→04/03/2020\nrow|2→1234567.50\nnote|B4: đã gửi\n--\n|Số liệu ẩn\nrow|a→b\n--"
	if got := show(r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if codes(r) != "hidden-sheet Số liệu ẩn" || r.PageTotal != 3 || r.Pages[1].Number != 2 || !r.Pages[1].Blocks[0].Bold {
		t.Errorf("%s %+v", codes(r), r)
	}
}

func TestLegacyFonts(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{
			"A1": "ñy ban nh\u00a9n d\u00a9n tØnh s«ng lam", "A2": "B¸o c¸o kÕt qu¶ thùc hiÖn", "B2": "®\u00adîc giao",
			"A3": "Sè l\u00adîng v¨n b¶n", "B3": "15",
		})
		id, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: ".VnTimeH"}})
		if err == nil {
			err = f.SetCellStyle("Sheet1", "A1", "A1", id)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	r, err := New().Read(context.Background(), write(t, b), cchc.Limits{})
	want := "|ỦY BAN NHÂN DÂN TỈNH SÔNG LAM\nrow|Báo cáo kết quả thực hiện→được giao\nrow|Số lượng văn bản→15\n--"
	if got := show(r); err != nil || got != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, got, want)
	}
}

func TestLimits(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		for _, s := range []string{"Một", "Hai", "Ba"} {
			if _, err := f.NewSheet(s); err != nil {
				t.Fatal(err)
			}
			set(t, f, s, map[string]any{"A1": strings.Repeat("chữ ", 100)})
		}
	})
	path := write(t, b)
	r, err := New().Read(context.Background(), path, cchc.Limits{Pages: 2})
	if err != nil || codes(r) != "limit-pages 2 4" || r.PageTotal != 4 {
		t.Errorf("%v %s %d", err, codes(r), r.PageTotal)
	}
	r, err = New().Read(context.Background(), path, cchc.Limits{TextBytes: 500})
	if err != nil || codes(r) != "limit-text 1" || len(r.Pages) != 1 {
		t.Errorf("%v %s %d", err, codes(r), len(r.Pages))
	}
}

func TestFaults(t *testing.T) {
	whole := book(t, func(f *excelize.File) { set(t, f, "Sheet1", map[string]any{"A1": "a"}) })
	for name, c := range map[string]struct {
		bytes []byte
		code  cchc.Code
	}{
		"cut off":   {whole[:len(whole)-30], "truncated"},
		"no zip":    {[]byte("a,b"), "truncated"},
		"something": {[]byte("PK\x05\x06" + strings.Repeat("\x00", 18)), "damaged"},
	} {
		_, err := New().Read(context.Background(), write(t, c.bytes), cchc.Limits{})
		if e := cchc.AsError(err); e.Reason.Code != c.code || e.Fault != cchc.FaultFile {
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := messages.Lookup(c.code); !ok {
			t.Errorf("%s has no words", c.code)
		}
	}
	if _, err := New().Read(context.Background(), filepath.Join(t.TempDir(), "none"), cchc.Limits{}); cchc.AsError(err).Reason.Code != "vanished" {
		t.Errorf("%v", err)
	}
}

func decode(b []byte) (string, error) {
	if bytes.IndexByte(b, 0) >= 0 {
		return "", cchc.FileFault("not-a-document", errors.New("binary"))
	}
	return string(b), nil
}

func TestCSV(t *testing.T) {
	for name, c := range map[string]struct{ text, want, notes string }{
		"semicolons":         {"STT;Tên\n1;\"Kế hoạch; số 5\"\n2;Báo cáo\n", "row|STT→Tên\nrow|1→Kế hoạch; số 5\nrow|2→Báo cáo\n--", ""},
		"commas":             {"a,b,c\n1,2,3\n,,\n4,\"x\ny\",6\n", "row|a→b→c\nrow|1→2→3\nrow|4→x⏎y→6\n--", ""},
		"says its separator": {"sep=;\na;b\n1;2\n", "row|a→b\nrow|1→2\n--", ""},
		"an open quote":      {"a;b\n1;2\n3;\"x\n", "row|a→b\nrow|1→2\nrow|3→x\n--", ""},
		"a title":            {"DANH SÁCH\nSTT,Tên,Năm\n1,Kế hoạch,2020\n2,Báo cáo,2020\n", "|DANH SÁCH\nrow|STT→Tên→Năm\nrow|1→Kế hoạch→2020\nrow|2→Báo cáo→2020\n--", ""},
	} {
		r, err := NewCSV(decode).Read(context.Background(), write(t, []byte(c.text)), cchc.Limits{})
		if got := show(r); err != nil || got != c.want || codes(r) != c.notes {
			t.Errorf("%s: %v %s\n%s", name, err, codes(r), got)
		}
	}
	if _, err := NewCSV(decode).Read(context.Background(), write(t, []byte("a\x00")), cchc.Limits{}); cchc.AsError(err).Reason.Code != "not-a-document" {
		t.Errorf("%v", err)
	}
	r, err := NewCSV(decode).Read(context.Background(), write(t, []byte("a;b\n1;2\n3;4\n")), cchc.Limits{TextBytes: 8})
	if err != nil || codes(r) != "limit-text 1" {
		t.Errorf("%v %s", err, codes(r))
	}
}

func check(t *testing.T, r cchc.Reading) {
	t.Helper()
	for _, p := range r.Pages {
		for _, b := range p.Blocks {
			if b.Text == "" || b.Kind == cchc.BlockRow && b.Text != strings.Join(b.Cells, "\t") {
				t.Errorf("block %+v", b)
			}
		}
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(book(f, func(x *excelize.File) { set(f, x, "Sheet1", map[string]any{"A1": "a", "C9": 5}) }))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := New().Read(context.Background(), write(t, b), cchc.Limits{TextBytes: 1 << 20, PartBytes: 1 << 20})
		if err == nil {
			check(t, r)
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add("a;b\n1;2\n\"x")
	f.Add("sep=,\n")
	f.Add("B¸o c¸o,kÕt qu¶,thùc hiÖn\n")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := readCSV(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		check(t, r)
	})
}

// places shows where the rows of a page stand.
func places(p cchc.Page) string {
	var out []string
	for _, b := range p.Blocks {
		out = append(out, fmt.Sprint(b.Row, ":", b.Column))
	}
	return fmt.Sprint(p.Columns, out)
}

func TestPlaces(t *testing.T) {
	b := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", map[string]any{"C2": "SỔ", "B4": "Số", "D4": "Ngày", "D6": "chỉ có ngày", "B7": "1", "D7": "02/01/2020"})
	})
	r, err := New().Read(context.Background(), write(t, b), cchc.Limits{})
	if want := "[2 3 4] [2:3 4:0 6:4 7:0]"; err != nil || places(r.Pages[0]) != want {
		t.Errorf("%v, %s, want %s", err, places(r.Pages[0]), want)
	}
	for text, want := range map[string]string{
		"Số;;Ngày\n\n1;;\"hai\ndòng\"\n2;;x\n": "[1 3] [1:0 3:0 4:0]",
		"sep=;\nSố;Ngày\n1;2\n":                "[] [2:0 3:0]",
	} {
		r, err := readCSV(context.Background(), text)
		if err != nil || places(r.Pages[0]) != want {
			t.Errorf("%q: %v, %s, want %s", text, err, places(r.Pages[0]), want)
		}
	}
}

package sheets

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

func written(t testing.TB, b catalogue.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Rows keep their place, so that a fault is named at the cell a person sees.
func TestRowsKeepTheirPlace(t *testing.T) {
	f := excelize.NewFile()
	for cell, v := range map[string]any{"B3": "chữ", "C3": 0.25, "A5": true, "D5": "1.10", "B7": 43861} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "C7", "=1+1"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		t.Fatal(err)
	}
	book, err := Read(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{nil, nil, {"", "chữ", "0.25"}, nil, {"1", "", "", "1.10"}, nil, {"", "43861"}}
	if got := book.Sheets[0].Rows; !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %q", got)
	}
}

func TestTextsStayTexts(t *testing.T) {
	book := catalogue.Book{Sheets: []catalogue.Sheet{{
		Name: "A", Columns: []catalogue.Column{{}, {Number: true}},
		Rows: [][]string{{"Mã", "Điểm"}, {"1.10", "2.50"}, {"=HYPERLINK(\"x\")", "tám"}},
	}}}
	f, err := excelize.OpenReader(bytes.NewReader(written(t, book)))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeSharedString, "B2": excelize.CellTypeUnset, "A3": excelize.CellTypeSharedString, "B3": excelize.CellTypeSharedString} {
		if got, err := f.GetCellType("A", cell); err != nil || got != want {
			t.Errorf("%s is of type %v, want %v (%v)", cell, got, want, err)
		}
	}
	if formula, err := f.GetCellFormula("A", "A3"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q (%v)", formula, err)
	}
}

func TestLongTextIsRefusedNotCut(t *testing.T) {
	err := Write(&bytes.Buffer{}, catalogue.Book{Sheets: []catalogue.Sheet{{Name: "A", Plain: true, Rows: [][]string{{"", strings.Repeat("ệ", 32768)}}}}})
	var e *cchc.Error
	if !errors.As(err, &e) || e.Reason.Code != "catalogue-cell-long" || e.Reason.Args[1] != "B1" {
		t.Errorf("got %v", err)
	}
}

func TestFaultsOfTheFile(t *testing.T) {
	wide := make([]string, mostColumns+1)
	wide[mostColumns] = "x"
	many := catalogue.Book{}
	for i := range mostSheets + 1 {
		many.Sheets = append(many.Sheets, catalogue.Sheet{Name: "T" + strings.Repeat("x", i%20) + string(rune('a'+i%26)) + string(rune('a'+i/26))})
	}
	good := written(t, catalogue.Book{Sheets: []catalogue.Sheet{{Name: "A", Rows: [][]string{{"x"}}}}})
	for name, tt := range map[string]struct {
		file []byte
		code cchc.Code
	}{
		"empty":     {nil, "damaged"},
		"half":      {good[:len(good)/2], "damaged"},
		"no zip":    {[]byte("id: x"), "damaged"},
		"too wide":  {written(t, catalogue.Book{Sheets: []catalogue.Sheet{{Name: "A", Plain: true, Rows: [][]string{wide}}}}), "catalogue-too-large"},
		"too many":  {written(t, many), "catalogue-too-large"},
		"too large": {make([]byte, mostBytes+1), "catalogue-too-large"},
	} {
		_, err := Read(tt.file)
		if fault := cchc.AsError(err); err == nil || fault.Reason.Code != tt.code || fault.Fault != cchc.FaultFile {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	w, _, problems := catalogue.ReadWritten("mau", catalogue.SampleSource())
	if len(problems) > 0 {
		f.Fatal(problems)
	}
	f.Add(written(f, w.Book()))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	f.Fuzz(func(t *testing.T, b []byte) {
		book, err := Read(b)
		if err != nil {
			if cchc.AsError(err).Fault != cchc.FaultFile {
				t.Errorf("not the file's fault: %v", err)
			}
			return
		}
		_, _, problems := catalogue.ReadBook("x", book)
		for _, p := range problems {
			if p.Error() == "" {
				t.Error("a fault without words")
			}
		}
	})
}

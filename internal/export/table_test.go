package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func table() Table {
	return Table{Name: "Kết quả tìm", Head: []string{"Câu tìm", "Tên"}, Rows: [][]string{
		{"kế hoạch", "Kế hoạch \"mẫu\", năm 2020"}, {"=1+1", "-dự thảo\nhai dòng"}, {"dài", strings.Repeat("ă", maxCell+5)},
	}}
}

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	if err := table().CSV(&b); err != nil {
		t.Fatal(err)
	}
	text, bom := strings.CutPrefix(b.String(), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !bom || len(rows) != 4 || rows[1][1] != `Kế hoạch "mẫu", năm 2020` {
		t.Fatalf("%v %v %q", bom, err, rows)
	}
	if rows[2][0] != "'=1+1" || rows[2][1] != "'-dự thảo\nhai dòng" {
		t.Errorf("a spreadsheet would carry it out: %q", rows[2])
	}
	if len([]rune(rows[3][1])) != maxCell+5 {
		t.Error("a CSV has cells whole")
	}
}

func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	if err := table().XLSX(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Kết quả tìm")
	if err != nil || len(rows) != 4 || rows[0][1] != "Tên" || rows[2][0] != "=1+1" {
		t.Errorf("%v %q", err, rows)
	}
	if formula, err := f.GetCellFormula("Kết quả tìm", "A3"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q, %v", formula, err)
	}
	if last := []rune(rows[3][1]); len(last) != maxCell || last[maxCell-1] != '…' {
		t.Errorf("a cell of %d characters", len(last))
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWhatCannotBeWrittenIsSaid(t *testing.T) {
	for name, write := range map[string]func() error{"csv": func() error { return table().CSV(full{}) }, "xlsx": func() error { return table().XLSX(full{}) }} {
		if err := write(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

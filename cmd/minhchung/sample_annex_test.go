package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// The annex the province sends as a Word file becomes a catalogue, and the papers that are
// there already are its evidence.
func TestSampleAnnexBecomesACatalogue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, draft := filepath.Join(dir, "data"), filepath.Join(dir, "du-thao.yaml")
	ingestWithoutOCR(t, data, sampleFolder(t))
	annex := filepath.Join("..", "..", "testdata", "tables", "2745-QĐ-UBND Phụ lục bộ tiêu chí CCHC 2020.docx")
	ends(t, exitDone, "criteria", "import", "--data", data, annex, "--draft", draft, "--year", "2020")
	ends(t, exitDone, "criteria", "import", "--data", data, draft)
	stdout, _ := ends(t, exitDone, "coverage", "--data", data)
	for _, want := range []string{
		"I.1.1 Ban hành kế hoạch đúng thời hạn – Chờ xác nhận (2 điểm)",
		"II.2  Theo dõi thi hành pháp luật – Thiếu một phần (6 điểm)", // the plan is late
		"IV.2  Phân cấp quản lý – Chưa có tài liệu kiểm chứng (4 điểm)",
		"VII.1 Hài lòng của người dân, tổ chức – Điều tra xã hội học (6 điểm)",
		"Tổng 100 điểm",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
}

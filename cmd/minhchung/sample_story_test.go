package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The inspection as `make demo` tells it: papers, register, self-scores, what the team
// says. Whether papers or tables come first is of no consequence. testdata/README.md says
// which criterion has to show which gap; UPDATE=1 writes the golden anew.
func TestSampleStory(t *testing.T) {
	t.Parallel()
	told := tell(t, true)
	golden(t, "story.txt", strings.ReplaceAll(told, sampleFolder(t)+string(filepath.Separator), ""))
	if other := tell(t, false); other != told {
		t.Errorf("tables before papers tell another story\nwant:\n%s\ngot:\n%s", told, other)
	}
}

func tell(t *testing.T, papersFirst bool) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	run := func(args ...string) string {
		t.Helper()
		stdout, stderr, code := program(t, append(args, "--data", data)...)
		if code != exitDone {
			t.Fatalf("%v ended with %d: %s", args, code, stderr)
		}
		return stdout
	}
	steps := []func(){
		func() { ingestWithoutOCR(t, data, sampleFolder(t)) },
		func() {
			run("register", "import", filepath.Join("..", "..", "testdata", "tables", "Sổ đăng ký văn bản đi 2020.xlsx"))
			run("round", "open", "--year", "2020", "--due", "2020-12-31")
			run("round", "import", filepath.Join("..", "..", "testdata", "tables", "Tự chấm điểm CCHC năm 2020.xlsx"), "--as", "Lê Văn Giả Định")
		},
	}
	if !papersFirst {
		slices.Reverse(steps)
	}
	for _, step := range steps {
		step()
	}
	link := func(criterion, name string) string {
		t.Helper()
		for line := range strings.Lines(run("links", "--criterion", criterion)) {
			if strings.Contains(line, name) {
				return strings.Fields(line)[0]
			}
		}
		t.Fatalf("no link of %s to %s", name, criterion)
		return ""
	}
	const team = "Trần Thị Thí Dụ"
	run("review", link("7.1", "112-BC"), "reject", "--as", team, "--note", "Mới sáu tháng, cần báo cáo cả năm.")
	run("review", link("5.1", "103-TTr"), "ask", "--as", team, "--note", "Đề án đã được phê duyệt chưa? Gửi thêm quyết định.")
	run("review", "--criterion", "1.4", "--all", "accept", "--as", team, "--note", "Đã đối chiếu bản ký.")
	return run("coverage") + "\n" + run("round", "totals")
}

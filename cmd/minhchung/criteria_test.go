package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/catalogue"
	workbook "minhchung/internal/catalogue/sheets"
)

func save(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ends runs the program and holds its exit code.
func ends(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	stdout, stderr, code := program(t, args...)
	if code != want {
		t.Fatalf("%s ended with %d: %s", strings.Join(args, " "), code, stderr)
	}
	return stdout, stderr
}

// An annex in XLSX becomes a draft, is corrected, imported, exported and comes back the same.
func TestAnnexToCatalogue(t *testing.T) {
	t.Parallel()
	annex := catalogue.Book{Sheets: []catalogue.Sheet{{Name: "Phụ lục", Plain: true, Rows: [][]string{
		{"BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH NĂM 2020"}, {},
		{"STT", "Tiêu chí", "Điểm tối đa", "Tài liệu kiểm chứng"},
		{"I", "CHỈ ĐẠO ĐIỀU HÀNH"},
		{"1", "Kế hoạch CCHC", "1,5", "Kế hoạch CCHC năm 2020"},
		{"2", "Nhật ký công việc", "0.5", "Sổ tay"},
		{"II. HÀI LÒNG (điều tra xã hội học)"},
		{"1", "Người dân", "3"},
	}}}}
	var file bytes.Buffer
	if err := workbook.Write(&file, annex); err != nil {
		t.Fatal(err)
	}
	data, draft := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "du-thao.yaml")
	path := save(t, "phu-luc.xlsx", file.String())

	if _, stderr := ends(t, exitUsage, "criteria", "import", "--data", data, path); !strings.Contains(stderr, "Không nhận ra loại văn bản") || !strings.Contains(stderr, "--draft") {
		t.Errorf("an annex is imported unseen, or not told why: %s", stderr)
	}
	ends(t, exitDone, "criteria", "import", path, "--draft", draft, "--id", "so-song-lam")
	ends(t, exitUsage, "criteria", "import", path, "--draft", draft) // corrections are not overwritten
	if _, stderr := ends(t, exitUsage, "criteria", "import", "--data", data, draft); !strings.Contains(stderr, "câu hỏi") {
		t.Errorf("open questions are passed over: %s", stderr)
	}
	b, err := os.ReadFile(draft)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.SplitSeq(string(b), "\n") {
		if !strings.Contains(line, "# HỎI:") {
			kept = append(kept, line)
		}
	}
	corrected := save(t, "da-sua.yaml", strings.Join(kept, "\n"))
	stdout, _ := ends(t, exitDone, "criteria", "import", "--data", data, corrected)
	if !strings.Contains(stdout, "Tổng: 5 điểm, 3 tiêu chí") || !strings.Contains(stdout, "so-song-lam") {
		t.Errorf("imported: %s", stdout)
	}

	versions := map[string]bool{}
	for _, name := range []string{"ra.xlsx", "ra.yaml"} {
		out := filepath.Join(t.TempDir(), name)
		ends(t, exitDone, "criteria", "export", "--data", data, out)
		if text, _ := ends(t, exitDone, "criteria", "diff", "--data", data, "@", out); !strings.Contains(text, "như nhau") {
			t.Errorf("%s differs: %s", name, text)
		}
		text, _ := ends(t, exitDone, "criteria", "import", "--data", data, "--json", out)
		var s catalogueSummary
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		versions[s.Version] = true
	}
	if len(versions) != 1 {
		t.Errorf("versions %v", versions)
	}
	ends(t, exitUsage, "criteria", "export", "--data", data, filepath.Join(t.TempDir(), "ra.doc"))
}

// A fault in a workbook is named by sheet and cell; a workbook that is none is a fault of
// the file.
func TestFaultsOfAWorkbook(t *testing.T) {
	t.Parallel()
	w, _, problems := catalogue.ReadWritten("mau", catalogue.SampleSource())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w.Criteria[0].Children[0].Requires[0].Kinds = []string{"KHH"}
	var file bytes.Buffer
	if err := workbook.Write(&file, w.Book()); err != nil {
		t.Fatal(err)
	}
	_, stderr := ends(t, exitFailed, "criteria", "check", save(t, "sai.xlsx", file.String()))
	if !strings.Contains(stderr, "trang 'Tài liệu kiểm chứng', ô C2: 'KHH' không có (gần nhất: 'KH')") {
		t.Errorf("said: %s", stderr)
	}
	if _, stderr := ends(t, exitFailed, "criteria", "check", save(t, "hong.xlsx", file.String()[:file.Len()/2])); !strings.HasPrefix(stderr, "minhchung: ") || strings.Contains(stderr, "zip") {
		t.Errorf("said: %s", stderr)
	}
}

// linkSeen is what the test looks at of `links --json`.
type linkSeen struct{ Link, Requirement, Document, Note, By string }

// What people said of links goes with the criterion to its next version, with who and why.
func TestReviewsGoToTheNextVersion(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	source := string(catalogue.SampleSource())
	ends(t, exitNotTaken, "ingest", "--no-ocr", "--data", data, sampleFolder(t))
	ends(t, exitDone, "criteria", "import", "--data", data, save(t, "cu.yaml", source))
	stdout, _ := ends(t, exitDone, "links", "--data", data, "--criterion", "1.1", "--json")
	var link linkSeen
	for line := range strings.Lines(stdout) {
		var l linkSeen
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if l.Requirement == "1.1/1" {
			link = l
		}
	}
	if link.Link == "" {
		t.Fatalf("no link of 1.1/1: %s", stdout)
	}
	ends(t, exitDone, "review", "--data", data, link.Link, "accept", "--note", "đúng kế hoạch")

	next := strings.NewReplacer(`id: "1.1"`, `id: "1.9"`, `"1.2"`, `"1.1"`).Replace(source)
	if next == source {
		t.Fatal("nothing renumbered")
	}
	changed, mapping := save(t, "moi.yaml", next), filepath.Join(t.TempDir(), "noi.tsv")
	if text, _ := ends(t, exitDone, "criteria", "diff", "--data", data, "--mapping", mapping, "@", changed); !strings.Contains(text, "đổi số: 1.1 → 1.9") {
		t.Errorf("diff: %s", text)
	}
	text, _ := ends(t, exitDone, "criteria", "import", "--data", data, "--mapping", mapping, changed)
	if !strings.Contains(text, "Đã chuyển 1 liên kết") {
		t.Errorf("import: %s", text)
	}
	stdout, _ = ends(t, exitDone, "links", "--data", data, "--criterion", "1.9", "--state", "accepted", "--json")
	var carried linkSeen
	if err := json.Unmarshal([]byte(strings.TrimSpace(stdout)), &carried); err != nil || carried.Document != link.Document || !strings.Contains(carried.Note, "đúng kế hoạch") || !strings.Contains(carried.Note, "1.1/1") {
		t.Errorf("carried: %v %s", err, stdout)
	}
	bad := save(t, "sai.tsv", "loại\tmã cũ\tmã mới\nrequirement\t1.1/1\t1.99/1\n")
	ends(t, exitDone, "criteria", "import", "--data", data, save(t, "cu2.yaml", source))
	if _, stderr := ends(t, exitFailed, "criteria", "import", "--data", data, "--mapping", bad, changed); !strings.Contains(stderr, "sai.tsv:2: mã mới: '1.99/1' không có (gần nhất: '1.9/1')") {
		t.Errorf("said: %s", stderr)
	}
}

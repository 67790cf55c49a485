//go:build quality

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The quality tests measure the program as a black box on real documents that are not
// part of the project. They write docs/QUALITY.md.

// measure is one figure: the command that gave it and its last line.
type measure struct{ title, command, figure, limit, table string }

func TestQuality(t *testing.T) {
	shared := sharedFolder(t)
	bin := buildProgram(t)
	corpus, bench := filepath.Join(shared, "corpus"), filepath.Join(shared, "bench")
	var results []measure
	always := func(limit string) func(*testing.T, string) string {
		return func(*testing.T, string) string { return limit }
	}
	add := func(title string, limit func(t *testing.T, out string) string, args ...string) {
		t.Run(title, func(t *testing.T) {
			out := python(t, append([]string{filepath.Join(bench, args[0]), bin}, args[1:]...)...)
			shown := []string{"bench/" + args[0], "bin/minhchung"}
			for _, a := range args[1:] {
				shown = append(shown, strings.NewReplacer(shared+"/", "", root(t)+"/", "").Replace(a))
			}
			results = append(results, measure{title: title, command: strings.Join(shown, " "), figure: figures(out), limit: limit(t, out)})
		})
	}
	data := filepath.Join(t.TempDir(), "data")
	t.Run("Nạp 570 tệp thật", func(t *testing.T) {
		results = append(results, realFolder(t, bin, data, filepath.Join(corpus, "vi"))...)
	})
	t.Run("Từng thông tin", func(t *testing.T) {
		results = append(results, fieldQuality(t, data))
	})
	t.Run("Cụm từ", func(t *testing.T) {
		results = append(results, phrases(t, bin, data, filepath.Join(corpus, "vi"), filepath.Join(bench, "peers", "queries.txt")))
	})
	t.Run("Câu hỏi ngắn", func(t *testing.T) {
		ingestFolder(t, bin, data, filepath.Join(shared, "domain", "texts"))
		results = append(results, shortQueries(t, bin, data))
	})
	add("Đọc chữ", always(limitExtract), "score_extract.py", corpus)
	add("Thông tin của văn bản", explainMetadata, "score_metadata.py", corpus)
	add("Tìm kiếm", always(limitSearch), "score_search.py", filepath.Join(bench, "alqac22"))
	add("Tìm kiếm không dấu", always(limitSearch), "score_search.py", filepath.Join(bench, "alqac22"), "--fold")
	add("Liên kết với tiêu chí", explainLinks, "score_links.py", corpus, "--no-ocr", "--catalogue="+filepath.Join(root(t), "testdata/catalogues/gold.yaml"))
	add("Tệp hỏng", always(limitHostile), "score_hostile.py", filepath.Join(corpus, "hostile"))
	add("Tệp hỏng, có nhận dạng chữ", always(limitHostile), "score_hostile.py", filepath.Join(corpus, "hostile"), "--ocr")
	if !t.Failed() {
		writeQuality(t, results)
	}
}

// sharedFolder is where the measuring corpus lies. Without it nothing can be measured:
// in the gate that is a failure, elsewhere a loud skip.
func sharedFolder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("MINHCHUNG_SHARED")
	if dir == "" {
		dir = filepath.Join(root(t), "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "corpus", "MANIFEST.tsv")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the measuring corpus is missing: %v", err)
		}
		t.Skipf("NOT MEASURED: the measuring corpus is missing (%v); set MINHCHUNG_SHARED", err)
	}
	return filepath.Clean(dir)
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func buildProgram(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "minhchung")
	cmd := exec.Command("go", "build", "-o", bin, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

func python(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("python3", args...)
	cmd.Dir = root(t)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	t.Logf("%s\n%s%s", strings.Join(args, " "), out, errs.String())
	if err != nil {
		t.Fatalf("%s: %v", args[0], err)
	}
	return string(out)
}

// figures are the lines of a script that are not about a single file.
func figures(out string) string {
	var keep []string
	for line := range strings.Lines(out) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "  ") {
			keep = append(keep, line)
		}
	}
	return strings.Join(keep, "\n")
}

// realFolder takes in every real file once and again: each has exactly one outcome, with
// a reason and what to do where it was not read, and the second run changes nothing.
func realFolder(t *testing.T, bin, data, dir string) []measure {
	first, firstTook, peak := ingestFolder(t, bin, data, dir)
	files := countFiles(t, dir)
	seen := map[string]int{}
	for _, l := range first.lines {
		seen[l.Path]++
		if notRead := l.Outcome == "waiting" || l.Outcome == "quarantined" || l.Outcome == "failed"; notRead && (l.Reason == nil || l.Reason.Message == "" || l.Reason.Remedy == "") {
			t.Errorf("%s is %s without reason and remedy", l.Path, l.Outcome)
		}
	}
	if len(seen) != files || len(first.lines) != files {
		t.Errorf("%d files, %d with an outcome, %d outcomes", files, len(seen), len(first.lines))
	}
	if peak > 1000 {
		t.Errorf("the largest process took %d MB", peak)
	}
	second, secondTook, _ := ingestFolder(t, bin, data, dir)
	for _, l := range second.lines {
		if l.Outcome != "unchanged" {
			t.Errorf("again: %s is %s", l.Path, l.Outcome)
		}
	}
	return []measure{
		{title: "Nạp 570 tệp thật", command: "bin/minhchung ingest --no-ocr --data D --json corpus/vi", figure: fmt.Sprintf("%s\n%.1f s, largest process %d MB", first.summary, firstTook.Seconds(), peak), limit: limitIngest},
		{title: "Nạp lại khi không có gì đổi", command: "the same again", figure: fmt.Sprintf("%s\n%.2f s", second.summary, secondTook.Seconds())},
	}
}

type ingested struct {
	lines   []outcomeLine
	summary string
}

func ingestFolder(t *testing.T, bin, data, dir string) (got ingested, took time.Duration, peakMB int64) {
	t.Helper()
	cmd := exec.Command(bin, "ingest", "--no-ocr", "--data", data, "--json", dir)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	err := cmd.Run()
	took = time.Since(start)
	if code := cmd.ProcessState.ExitCode(); code != exitDone && code != exitNotTaken {
		t.Fatalf("ingest: %v\n%s", err, errs.String())
	}
	sc := bufio.NewScanner(&out)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var l outcomeLine
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if l.Path == "" {
			got.summary = sc.Text()
			continue
		}
		got.lines = append(got.lines, l)
	}
	return got, took, peakRSS(cmd.ProcessState)
}

func countFiles(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// What holds each figure back today.
const (
	limitIngest  = "tệp chờ là những tệp có trang ảnh: lần đo này không nhận dạng chữ."
	limitExtract = "ba mươi tệp kém nhất đã xem bằng mắt. sampleInvoice.pdf: bản đối chiếu là các mã ký tự (5 5 5 0 …), " +
		"không phải chữ trên trang. documentMerge….docx, Phuluc4, Phuluc5, đồ án.docx, reference.docx: bản đối chiếu thiếu khung chữ, đầu trang, chú thích mà trang có. " +
		"677fc5….pdf: lớp OCR hỏng có sẵn trong tệp, cách từ khác nhau. .xls: bản đối chiếu giữ số thập phân đầy đủ, chương trình giữ số như trang tính hiện ra. " +
		"Godement.doc: bản đối chiếu gồm cả chữ đã xóa; duanLD9820.doc trộn ba bảng mã cũ."
	limitSearch  = "cách cho điểm của internal/search/bleveindex; câu hỏi dài không còn lên thêm khi chỉnh trọng số."
	limitShort   = "văn bản dùng từ khác hẳn câu hỏi, chữ viết tắt không có trong danh sách, bản chữ hỏng. Không nhận dạng chữ trong lần đo này."
	limitLinks   = "đo không nhận dạng chữ, nên các văn bản mức 2 là scan không tính; luật đề xuất ở internal/evidence."
	limitHostile = ""
)

func writeQuality(t *testing.T, results []measure) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Chất lượng đo được\n\nTệp này do `make quality` ghi ra; không sửa tay. Mỗi số đo kèm lệnh đã cho ra nó, trên tài liệu thật không nằm trong dự án.\n")
	for _, m := range results {
		fmt.Fprintf(&b, "\n## %s\n\n```\n$ %s\n%s\n```\n", m.title, m.command, m.figure)
		if m.table != "" {
			fmt.Fprintf(&b, "\n%s", m.table)
		}
		if m.limit != "" {
			fmt.Fprintf(&b, "\nGiới hạn hiện nay: %s\n", m.limit)
		}
	}
	if err := os.WriteFile(filepath.Join(root(t), "docs", "QUALITY.md"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

//go:build scale && linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The scale tests measure the program as it is shipped under much at once and write
// docs/BENCHMARKS.md. Bounds are of what a person notices, and of an office PC.
const (
	scaleFiles  = 10_000
	scalePages  = 3_000
	answerBound = 200 * time.Millisecond // 95 of 100 answers while files are taken in
	memoryBound = 600                    // MB each process
	pollEvery   = 100 * time.Millisecond
)

// figures collects what was measured, in the order it is shown.
type figures struct{ sections []string }

func (f *figures) add(title, command, text string) {
	f.sections = append(f.sections, fmt.Sprintf("## %s\n\n```\n$ %s\n%s\n```\n", title, command, strings.TrimSpace(text)))
}

func TestScale(t *testing.T) {
	bin := realProgram(t)
	f := &figures{}
	data := filepath.Join(t.TempDir(), "data")
	t.Run("10000 files at once", func(t *testing.T) { manyFiles(t, bin, data, f) })
	t.Run("the index is gone", func(t *testing.T) { lostIndex(t, bin, data, f) })
	t.Run("3000 pages", func(t *testing.T) { longFile(t, bin, f) })
	t.Run("relink", func(t *testing.T) { relinkAgain(t, f) })
	took := dropToHit(t)
	f.add("Từ lúc thả một DOCX đến lúc tìm thấy", "bin/minhchung serve --watch hộp-thư   # thả từng tệp mẫu, hỏi /api/v1/search",
		fmt.Sprintf("sau thời gian chờ tệp yên (settle), năm lần: %d ms; trung vị %d ms, mức cho phép %d ms", milliseconds(took), took[len(took)/2].Milliseconds(), hitBound.Milliseconds()))
	writeBenchmarks(t, f)
}

// manyFiles drops all files at once into the watched folder of a running server, and asks
// the server all the while.
func manyFiles(t *testing.T, bin, data string, f *figures) {
	inbox := filepath.Join(t.TempDir(), "hộp thư")
	if err := os.Mkdir(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	all := papers(t, scaleFiles)
	server := startServer(t, data, inbox)
	mem := watchMemory(t, bin, server.cmd.Process.Pid)
	asked := askAllTheWhile(t, server.url)
	start := time.Now()
	drop(t, inbox, all)
	var s serverStatus
	for deadline := start.Add(20 * time.Minute); ; time.Sleep(time.Second) {
		s = statusOf(t, server.url)
		if rows := total(s.States); rows >= scaleFiles && s.due() == 0 && !s.Reading.Running || time.Now().After(deadline) {
			break
		}
	}
	took := time.Since(start)
	answers := asked()
	parent, child := mem()
	server.stop(t)
	rows := ledger(t, data)
	for _, p := range all {
		if state := rows[filepath.Join(inbox, filepath.FromSlash(p.name))]; state == "" || state == "queued" || state == "reading" || state == "failed" {
			t.Errorf("%s is %q", p.name, state)
		}
	}
	text := fmt.Sprintf("%d tệp, %d dòng trong sổ: %s\nxong sau %.0f giây, %.0f dòng/giây\nbộ nhớ lớn nhất: tiến trình chính %d MB, mỗi tiến trình đọc %d MB\n",
		scaleFiles, len(rows), counts(s.States), took.Seconds(), float64(len(rows))/took.Seconds(), parent, child)
	for _, what := range sortedKeys(answers) {
		p95 := percentile(answers[what], 95)
		text += fmt.Sprintf("%-14s %5d lần, trung vị %4d ms, p95 %4d ms, lớn nhất %4d ms", what, len(answers[what]),
			percentile(answers[what], 50).Milliseconds(), p95.Milliseconds(), percentile(answers[what], 100).Milliseconds())
		if p95 <= answerBound {
			text += "\n"
		} else {
			text += fmt.Sprintf(" (chưa đạt mức %d ms)\n", answerBound.Milliseconds())
			t.Errorf("%s: 95 of 100 answers within %v, more than %v", what, p95, answerBound)
		}
	}
	t.Logf("\n%s", text)
	if parent > memoryBound || child > memoryBound {
		t.Errorf("memory: %d MB and %d MB, more than %d", parent, child, memoryBound)
	}
	f.add("10.000 tệp nhỏ thả một lúc vào thư mục theo dõi", "bin/minhchung serve --data D --watch hộp-thư   # mỗi 100 ms hỏi API một lượt", text)
}

// lostIndex starts a server whose index is gone: how soon it answers, and how soon all
// can be found again.
func lostIndex(t *testing.T, bin, data string, f *figures) {
	removeAll(t, filepath.Join(data, indexName))
	start := time.Now()
	server := startServer(t, data, t.TempDir())
	mem := watchMemory(t, bin, server.cmd.Process.Pid)
	first := searchAPI(t, server.url)
	answered := time.Since(start)
	if !slices.Contains(first.codes(), "index-building") {
		t.Errorf("the first answer does not say that the index is being built: %v", first.codes())
	}
	said := 0
	for deadline := start.Add(5 * time.Minute); slices.Contains(searchAPI(t, server.url).codes(), "index-building"); time.Sleep(50 * time.Millisecond) {
		if said++; time.Now().After(deadline) {
			t.Fatal("the index is never whole")
		}
	}
	healed := time.Since(start)
	parent, _ := mem()
	server.stop(t)
	if stdout, stderr, code := program(t, "check", "--data", data); code != exitDone {
		t.Errorf("check ended with %d: %s%s", code, stdout, stderr)
	}
	text := fmt.Sprintf("trả lời đầu tiên sau %d ms, có ghi “đang dựng lại chỉ mục”; đủ trở lại sau %.1f giây\nbộ nhớ lớn nhất: %d MB\n", answered.Milliseconds(), healed.Seconds(), parent)
	t.Logf("\n%s", text)
	if parent > memoryBound {
		t.Errorf("memory: %d MB, more than %d", parent, memoryBound)
	}
	f.add("Mất chỉ mục của chừng ấy văn bản", "rm -r D/index; bin/minhchung serve --data D", text)
}

// longFile takes in one PDF of very many pages.
func longFile(t *testing.T, bin string, f *figures) {
	dir := t.TempDir()
	file, data := filepath.Join(dir, "dài.pdf"), filepath.Join(dir, "data")
	content := longPDF(scalePages)
	overwrite(t, file, content)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, "ingest", "--data", data, "--json", file)
	var out bytes.Buffer
	cmd.Stdout = &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	mem := watchMemory(t, bin, cmd.Process.Pid)
	err := cmd.Wait()
	took := time.Since(start)
	parent, child := mem()
	if err != nil || !strings.Contains(out.String(), fmt.Sprintf(`"pages":%d`, scalePages)) || !strings.Contains(out.String(), `"outcome":"indexed"`) {
		t.Fatalf("%v: %s", err, &out)
	}
	stdout, _, _ := program(t, "search", "--data", data, "--json", fmt.Sprintf("%q", fmt.Sprintf("nhiem vu rieng so %d", scalePages)))
	if !strings.Contains(stdout, fmt.Sprintf(`"page":%d`, scalePages)) {
		t.Errorf("the last page is not found: %s", stdout)
	}
	text := fmt.Sprintf("%d trang, tệp %.1f MB: %.1f giây\nbộ nhớ lớn nhất: tiến trình chính %d MB, tiến trình đọc %d MB\n", scalePages, float64(len(content))/(1<<20), took.Seconds(), parent, child)
	t.Logf("\n%s", text)
	if parent > memoryBound || child > memoryBound {
		t.Errorf("memory: %d MB and %d MB, more than %d", parent, child, memoryBound)
	}
	f.add("Một tệp PDF 3.000 trang", "bin/minhchung ingest --data D dài.pdf", text)
}

// longPDF is a PDF of many pages of text, with nothing in it that is not needed.
func longPDF(pages int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	kids := make([]string, 0, pages)
	for i := range pages {
		kids = append(kids, strconv.Itoa(4+2*i)+" 0 R")
	}
	object(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", pages, strings.Join(kids, " ")))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for i := range pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>", 5+2*i))
		text := "BT /F 11 Tf 14 TL 60 780 Td\n"
		for line := range 40 {
			if line == 20 {
				text += fmt.Sprintf("T* (Nhiem vu rieng so %d duoc giao cho to bien tap.) Tj\n", i+1)
			}
			text += fmt.Sprintf("T* (Dong %d: don vi so %d thuc hien %d nhiem vu ra soat thu tuc hanh chinh.) Tj\n", line, (i*40+line)%977, line%9)
		}
		text += "ET"
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// askAllTheWhile asks a server what its page asks, again and again until what it returns
// is called, which gives how long each answer took.
func askAllTheWhile(t *testing.T, address string) func() map[string][]time.Duration {
	t.Helper()
	questions := map[string]string{
		"tìm kiếm":       address + "/api/v1/search?q=" + url.QueryEscape("kế hoạch cải cách hành chính"),
		"sổ tiếp nhận":   address + "/api/v1/intake?limit=50",
		"tình trạng":     address + "/api/v1/coverage",
		"đang làm gì":    address + "/api/v1/status",
		"tìm theo số":    address + "/api/v1/search?q=" + url.QueryEscape("1004/KH-STTTT"),
		"tệp bị từ chối": address + "/api/v1/intake?state=quarantined",
	}
	var mu sync.Mutex
	took := map[string][]time.Duration{}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(pollEvery)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			for what, where := range questions {
				start := time.Now()
				body, code, err := ask(t, where)
				if err != nil || code != 200 {
					t.Errorf("%s: %d %v %.200s", what, code, err, body)
					return
				}
				mu.Lock()
				took[what] = append(took[what], time.Since(start))
				mu.Unlock()
			}
		}
	})
	return func() map[string][]time.Duration {
		close(stop)
		wg.Wait()
		return took
	}
}

// percentile is the time within which n of 100 answers came.
func percentile(d []time.Duration, n int) time.Duration {
	if len(d) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(d))
	return sorted[max(0, (len(sorted)*n+99)/100-1)]
}

// watchMemory looks at the largest resident size of a program and of its children, in MB,
// until what it returns is called.
func watchMemory(t *testing.T, bin string, parent int) func() (ofParent, ofChild int) {
	t.Helper()
	var mu sync.Mutex
	most := map[bool]int{}
	look := func() {
		for _, pid := range running(t, bin) {
			mb := peak(pid)
			mu.Lock()
			most[pid == parent] = max(most[pid == parent], mb)
			mu.Unlock()
		}
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			look()
			select {
			case <-stop:
				return
			case <-time.After(pollEvery):
			}
		}
	})
	return func() (int, int) {
		look()
		close(stop)
		wg.Wait()
		return most[true], most[false]
	}
}

// peak is the largest resident size of a process so far in MB, 0 where it is gone.
func peak(pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kb, err := strconv.Atoi(fields[0])
	if err != nil {
		return 0
	}
	return kb >> 10
}

func milliseconds(d []time.Duration) []int64 {
	out := make([]int64, 0, len(d))
	for _, one := range d {
		out = append(out, one.Milliseconds())
	}
	return out
}

func total(states map[string]int) (n int) {
	for _, k := range states {
		n += k
	}
	return n
}

func counts(states map[string]int) string {
	var out []string
	for _, s := range sortedKeys(states) {
		out = append(out, fmt.Sprintf("%s %d", s, states[s]))
	}
	return strings.Join(out, ", ")
}

func writeBenchmarks(t *testing.T, f *figures) {
	t.Helper()
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(`# Tốc độ và bộ nhớ đo được

Tệp này do %s ghi ra; không sửa tay. Mỗi số đo kèm lệnh đã cho ra nó. Tệp đem nạp do bài kiểm thử
sinh ra: thư, kế hoạch, trang tin, DOCX, tệp nén, tệp trùng, tệp hỏng. Máy đo có %d nhân, dùng
chung với việc khác; tải trung bình lúc đo là %s, máy rảnh thì nhanh hơn.

`, "`make scale`", runtime.NumCPU(), strings.Fields(string(load))[0])
	overwrite(t, "../../docs/BENCHMARKS.md", []byte(text+strings.Join(f.sections, "\n")+besideOthers(t)))
}

// besideOthers is the part of the file that is measured by other commands, kept as it is.
func besideOthers(t *testing.T) string {
	t.Helper()
	was, err := os.ReadFile("../../docs/BENCHMARKS.md")
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(was), "\n## Bên cạnh chương trình khác")
	if at < 0 {
		return ""
	}
	return string(was[at:])
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhchung/internal/export"
)

// A correction that was acknowledged is there after any power cut, and record, search and
// links say the same of the document, whether the last one came through or not.
func TestKilledCorrectionsHeal(t *testing.T) {
	t.Parallel()
	inbox, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(filepath.Join(inbox, "a.txt"), []byte(noteText), 0o600); err != nil {
		t.Fatal(err)
	}
	ingestQuietly(t, data, inbox)
	number := func() string {
		stdout, stderr, code := program(t, "document", "show", "a.txt", "--data", data, "--json")
		var line struct {
			Metadata struct {
				Code string `json:"code"`
			} `json:"metadata"`
		}
		if err := json.Unmarshal([]byte(stdout), &line); err != nil || code != exitDone {
			t.Fatal(code, err, stdout, stderr)
		}
		return line.Metadata.Code
	}
	start := time.Now()
	number()
	took := time.Since(start)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, a command takes %v", seed, took)
	random := rand.New(rand.NewPCG(seed, 0))
	last := number()
	for i := range 2 * crashKills {
		next := fmt.Sprintf("%d/KH-STTTT", 700+i)
		cmd := exec.CommandContext(t.Context(), "minhchung", "document", "correct", "a.txt", "--set", "so="+next, "--data", data, "--json")
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took/2 + time.Duration(random.Int64N(int64(took))))
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()
		got := number()
		if got != next && (got != last || strings.Contains(out.String(), next)) {
			t.Errorf("kill %d: the number is %s, before %s, asked for %s, acknowledged %q", i, got, last, next, out.String())
		}
		last = got
		if stdout, _, _ := program(t, "search", `"`+got+`"`, "--data", data, "--json"); !strings.Contains(stdout, `"code":"`+got+`"`) {
			t.Errorf("kill %d: %s is not found: %s", i, got, stdout)
		}
	}
	if stdout, _, code := program(t, "check", "--data", data, "--json"); code != exitDone || !strings.Contains(stdout, `"findings":0`) {
		t.Errorf("check: %s", stdout)
	}
}

// A workbook is read as a register, in a reading child.
func TestRegisterWorkbook(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, name := filepath.Join(dir, "data"), filepath.Join(dir, "sổ 2020.xlsx")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	table := export.Table{Name: "Văn bản đi", Head: []string{"STT", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký"}, Rows: [][]string{
		{"(1)", "(2)", "(3)", "(4)", "(5)"},
		{"1", "15/KH-STTTT", "15/01/2020", "Kế hoạch cải cách hành chính năm 2020", "Nguyễn Văn Mẫu"},
		{"", "", "", "Tháng 2", ""},
		{"2", "22/KH-STTTT", "05/02/2020", "Kế hoạch tuyên truyền năm 2020", "Nguyễn Văn Mẫu"},
	}}
	if err := table.XLSX(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{}, {"--sheet", "văn bản đi"}, {"--columns", "so=B,ngay=C,trich-yeu=D", "--year", "2020"}} {
		stdout, stderr, code := program(t, append([]string{"register", "import", name, "--data", data, "--json"}, args...)...)
		if code != exitDone || !strings.Contains(stdout, `"entries":2`) || !strings.Contains(stdout, `"year":2020`) {
			t.Errorf("%v ended with %d: %s%s", args, code, stdout, stderr)
		}
	}
	stdout, _, code := program(t, "register", "compare", "--list", "missing", "--data", data, "--json")
	if code != exitDone || strings.Count(stdout, `"list":"missing"`) != 2 {
		t.Errorf("missing: %d %s", code, stdout)
	}
}

package bleveindex_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
)

const crashFolder = "BLEVEINDEX_CRASH_FOLDER"

// TestMain lets the test binary be the writer that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		writeUntilKilled(dir)
		return
	}
	os.Exit(m.Run())
}

// writeUntilKilled puts documents and says each that was acknowledged.
func writeUntilKilled(dir string) {
	x, err := bleveindex.Open(dir, options())
	for n := 1; err == nil; n++ {
		if err = x.PutAt(context.Background(), []bleveindex.Entry{entry(n, "Sổ tay nghiệp vụ.", fmt.Sprintf("Trang %d.", n))}, int64(n)); err == nil {
			_, err = fmt.Println(n)
		}
	}
	panic(err)
}

func TestAcknowledgedDocumentsOutliveAKill(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	child := exec.Command(self)
	child.Env = append(os.Environ(), crashFolder+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	lines := bufio.NewScanner(out)
	for acknowledged < 40 && lines.Scan() {
		if acknowledged, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
	if acknowledged < 40 {
		t.Fatalf("the writer stopped after %d", acknowledged)
	}
	x := open(t, dir)
	n, err := x.Documents()
	if err != nil || n < uint64(acknowledged) {
		t.Fatalf("%d of %d documents are left, %v", n, acknowledged, err)
	}
	if seq, err := x.Seq(); err != nil || seq < int64(acknowledged) || uint64(seq) != n {
		t.Errorf("the index is up to %d of %d acknowledged, with %d documents, %v", seq, acknowledged, n, err)
	}
	// What is put now must not take the place of what was put before.
	if err := x.Put(t.Context(), []bleveindex.Entry{entry(int(n)+1, "Sổ tay nghiệp vụ.")}); err != nil {
		t.Fatal(err)
	}
	n++
	r, err := x.Search(t.Context(), search.Query{Text: "sổ tay nghiệp vụ", Scope: cchc.Everything(), Limit: 1})
	if err != nil || uint64(r.Total) != n {
		t.Errorf("%d of %d documents are found, %v", r.Total, n, err)
	}
}

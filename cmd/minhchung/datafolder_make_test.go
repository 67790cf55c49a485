//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// neutralInbox is where the files of the kept data folder seem to have lain.
const neutralInbox = "/mnt"

// TestMakeDataFolder writes the kept data folder anew: only where MINHCHUNG_DATA_FOLDER
// is set, for a folder that is made by today's program says nothing about earlier ones.
// The inbox is mounted under a name that is the same on every machine.
func TestMakeDataFolder(t *testing.T) {
	if os.Getenv("MINHCHUNG_DATA_FOLDER") == "" {
		t.Skip("only with MINHCHUNG_DATA_FOLDER=1: writes testdata/data-folder anew")
	}
	if !withOwnMounts(t) {
		return
	}
	inbox := t.TempDir()
	for from, to := range map[string]string{
		"van-phong/2020/15-KH-STTTT Kế hoạch CCHC năm 2020.pdf":           "Văn phòng/2020/15-KH-STTTT Kế hoạch CCHC năm 2020.pdf",
		"van-phong/2020/Kế hoạch CCHC 2020 (bản sao).pdf":                 "Văn phòng/2020/Kế hoạch CCHC 2020 (bản sao).pdf",
		"van-phong/2020/22-KH-STTTT tuyên truyền CCHC.docx":               "Văn phòng/2020/22-KH-STTTT tuyên truyền CCHC.docx",
		"van-phong/2020/~$-KH-STTTT Kế hoạch CCHC năm 2020.docx":          "Văn phòng/2020/~$-KH-STTTT Kế hoạch CCHC năm 2020.docx",
		"van-phong/2020/ghi chú kiểm tra.txt":                             "ghi chú kiểm tra.txt",
		"phong-ttbcxb/2020/tin-sinh-hoat-chuyen-de-cchc.html":             "Phòng TTBCXB/2020/tin-sinh-hoat-chuyen-de-cchc.html",
		"phong-cntt/2020/33-KH (chép dở).docx":                            "Phòng CNTT/2020/33-KH (chép dở).docx",
		"trung-tam-cntt-tt/2020/BB kiểm tra CCHC Trung tâm (chép dở).pdf": "Trung tâm/2020/BB kiểm tra CCHC Trung tâm (chép dở).pdf",
	} {
		b, err := os.ReadFile(filepath.Join("../../testdata/corpus", from))
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, filepath.Join(inbox, to), b)
	}
	if err := syscall.Mount(inbox, neutralInbox, "", syscall.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data")
	ingestQuietly(t, data, neutralInbox)
	links, _, _ := program(t, "links", "--data", data, "--json", "--criterion", "1.1")
	link := regexp.MustCompile(`"link":"([0-9a-f]+)"`).FindStringSubmatch(links)
	if link == nil {
		t.Fatalf("no link to be accepted: %s", links)
	}
	if stdout, stderr, code := program(t, "review", link[1], "accept", "--note", "đã xem bản ký", "--data", data); code != exitDone {
		t.Fatalf("review ended with %d: %s%s", code, stdout, stderr)
	}
	readme, err := os.ReadFile(filepath.Join(keptFolder, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	removeAll(t, keptFolder)
	for _, name := range []string{recordName, originalsName} {
		if out, err := exec.CommandContext(t.Context(), "cp", "-r", "--no-preserve=mode", filepath.Join(data, name), filepath.Join(mkdir(t, keptFolder), name)).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	overwrite(t, filepath.Join(keptFolder, "README.md"), readme)
	entries, err := os.ReadDir(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), recordName+"-") {
			t.Errorf("the record was not closed: %s", e.Name())
		}
	}
}

func mkdir(t *testing.T, dir string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

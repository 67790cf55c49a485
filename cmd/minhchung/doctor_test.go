//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestWithoutEngines takes Tesseract and LibreOffice out of the program's sight and gives
// them back. LibreOffice is looked for outside PATH too; where it lies there, that is
// covered in a namespace of the test's own.
func TestWithoutEngines(t *testing.T) {
	for _, name := range []string{"tesseract", "soffice"} {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skipf("NOT TESTED: %v", err)
		}
	}
	places := officePlaces(t)
	if len(places) > 0 && !withOwnMounts(t) {
		return
	}
	all := os.Getenv("PATH")
	testscript.Run(t, testscript.Params{
		Files:               []string{"testdata/without-engines.txtar"},
		RequireExplicitExec: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"without": func(ts *testscript.TestScript, _ bool, _ []string) {
				for _, dir := range places {
					ts.Check(syscall.Mount("tmpfs", dir, "tmpfs", 0, ""))
				}
				ts.Setenv("PATH", ts.Getenv("PROGRAM"))
			},
			"with": func(ts *testscript.TestScript, _ bool, _ []string) {
				for _, dir := range places {
					ts.Check(syscall.Unmount(dir, 0))
				}
				ts.Setenv("PATH", ts.Getenv("PROGRAM")+string(filepath.ListSeparator)+all)
			},
		},
		Setup: func(env *testscript.Env) error {
			program, err := exec.LookPath("minhchung") // testscript put it into PATH
			if err != nil {
				return err
			}
			env.Setenv("PROGRAM", filepath.Dir(program))
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("MINHCHUNG_CACHE", defaultSettings().cacheFolder())
			return fillWaiting(filepath.Join(env.WorkDir, "inbox"))
		},
	})
}

// officePlaces are the folders of LibreOffice the program looks into besides PATH.
func officePlaces(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, dir := range []string{"/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/opt/libreoffice", "/snap/bin"} {
		if _, err := os.Stat(dir); err == nil {
			out = append(out, dir)
		}
	}
	return out
}

// fillWaiting makes a folder of one paper of each kind: old format, scan, neither.
func fillWaiting(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for to, from := range map[string]string{
		"kế hoạch quý II.doc": "testdata/ke-hoach.doc",
		"biên bản.pdf":        "../../testdata/corpus/phong-ttbcxb/2020/Scan biên bản kiểm tra.pdf",
		"tuyên truyền.docx":   "../../testdata/corpus/van-phong/2020/22-KH-STTTT tuyên truyền CCHC.docx",
	} {
		b, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, to), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Every part of LibreOffice that is not there is named with what waits for it.
func TestOfficePartsAreTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, known := hasPart(dir, officeParts()[0]); known {
		t.Error("a folder that is none of LibreOffice tells of parts")
	}
	for _, name := range []string{"sofficerc", "libswlo.so"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []bool{true, false, false} {
		if has, known := hasPart(dir, officeParts()[i]); has != want || !known {
			t.Errorf("%s: has %v, known %v; want %v", officeParts()[i].name, has, known, want)
		}
	}
}

// Looking leaves nothing behind, and a folder yet to be made counts as what it is made in.
func TestWritable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if free, err := writable(filepath.Join(dir, "a", "b")); err != nil || free == 0 {
		t.Errorf("a folder yet to be made: %d free, %v", free, err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	file := filepath.Join(dir, "tệp")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := writable(file); err == nil {
		t.Error("a file passes for a folder")
	}
	if _, err := writable("/proc/none"); err == nil {
		t.Error("/proc can be written")
	}
}

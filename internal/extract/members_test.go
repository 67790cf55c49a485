package extract

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"minhchung/internal/cchc"
)

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"a/b/Kế hoạch.docx":         "a/b/Kế hoạch.docx",
		"../../etc/passwd":          "etc/passwd",
		`..\..\Windows\win.ini`:     "Windows/win.ini",
		"/etc/passwd":               "etc/passwd",
		`C:\Users\a.doc`:            "Users/a.doc",
		"./a//b/./c.txt":            "a/b/c.txt",
		"":                          "khong-ten",
		"../..":                     "khong-ten",
		"a\x00b\nc.txt":             "abc.txt",
		"bao\u202ecod.exe":          "baocod.exe",
		"Ke\u0302\u0301 hoạch.docx": "Kế hoạch.docx",
		"x\xff.doc":                 "x_.doc",
		strings.Repeat("d/", 2000) + "Báo cáo.pdf": strings.Repeat("d/", 2000)[4000+len("Báo cáo.pdf")-longestName:] + "Báo cáo.pdf",
	} {
		if got := SafeName(name); got != want {
			t.Errorf("SafeName(%.40q) = %.60q, want %.60q", name, got, want)
		}
	}
}

func FuzzSafeName(f *testing.F) {
	f.Add(`..\a/..//b`)
	f.Add("C:/x")
	f.Fuzz(func(t *testing.T, name string) {
		got := SafeName(name)
		if got == "" || strings.HasPrefix(got, "/") || strings.Contains("/"+got+"/", "/../") || strings.ContainsAny(got, "\x00\n\\") || len(got) > longestName {
			t.Errorf("%q", got)
		}
	})
}

func TestUnpacker(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	u := NewUnpacker(cchc.Limits{Members: 3, MemberBytes: 100, UnpackTo: dir}, 1000)
	for name, text := range map[string]string{"__MACOSX/a": "x", "a/~$b.docx": "x", "Thumbs.db": "x"} {
		if err := u.Add(ctx, name, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := u.Add(ctx, "../a.txt", strings.NewReader("chào")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := u.Add(ctx, "b.txt", iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("an error of reading: %v", err)
	}
	if err := u.Add(ctx, "c.txt", strings.NewReader(strings.Repeat("x", 101))); err != nil {
		t.Fatal(err)
	}
	if !u.Full() {
		t.Error("not full after too many bytes")
	}
	if err := u.Add(ctx, "d.txt", strings.NewReader("d")); err != nil {
		t.Fatal(err)
	}
	m := u.Members()
	if len(m) != 1 || m[0].Name != "a.txt" || m[0].Size != 5 {
		t.Fatalf("members %+v", m)
	}
	if b, err := os.ReadFile(m[0].Path); err != nil || string(b) != "chào" {
		t.Errorf("%q %v", b, err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("%d files on disk", len(files))
	}
	notes := u.Notes()
	if len(notes) != 2 || notes[0].Code != "limit-member-bytes" || notes[0].Args[0] != "1" || notes[0].Args[1] != "3" || notes[1].Code != "members-skipped" || notes[1].Args[0] != "3" {
		t.Errorf("notes %+v", notes)
	}
	if err := u.Discard(); err != nil {
		t.Fatal(err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 {
		t.Errorf("%d files left", len(files))
	}
}

func TestUnpackerCounts(t *testing.T) {
	u := NewUnpacker(cchc.Limits{Members: 2, UnpackTo: t.TempDir()}, 10)
	for range 5 {
		if err := u.Add(context.Background(), "a", strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	if n := u.Notes(); len(u.Members()) != 2 || len(n) != 1 || n[0].Code != "limit-members" || n[0].Args[0] != "2" || n[0].Args[1] != "5" {
		t.Errorf("%+v", n)
	}
}

// zeros never ends.
type zeros struct{ given int64 }

func (z *zeros) Read(p []byte) (int, error) {
	clear(p)
	z.given += int64(len(p))
	return len(p), nil
}

func TestUnpackerStopsABomb(t *testing.T) {
	dir := t.TempDir()
	z := &zeros{}
	err := NewUnpacker(cchc.Limits{UnpackTo: dir}, 1000).Add(context.Background(), "a", z)
	if e := cchc.AsError(err); e.Reason.Code != "archive-bomb" || e.Fault != cchc.FaultFile {
		t.Fatalf("%v", err)
	}
	if z.given > grownFrom+copyAtATime {
		t.Errorf("%d bytes written before it was noticed", z.given)
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 {
		t.Error("the bomb lies on the disk")
	}
}

func TestEndingNote(t *testing.T) {
	for _, c := range []struct {
		name   string
		format cchc.Format
		args   string
	}{
		{"a/Kế hoạch.docx", cchc.FormatDOCX, ""},
		{"a/Kế hoạch.DOCX", cchc.FormatDOC, ".docx DOC"},
		{`c:\x\bang.xls`, cchc.FormatHTML, ".xls HTML"},
		{"bang.csv", cchc.FormatText, ""},
		{"quet.jpg", cchc.FormatImage, ""},
		{"quet.pdf", cchc.FormatImage, ".pdf PNG/JPG/TIFF"},
		{"khong-duoi", cchc.FormatPDF, ""},
		{"la.xyz", cchc.FormatPDF, ""},
		{"hong.pdf", cchc.FormatUnknown, ""},
		{"chua-ro.pdf", "", ""},
	} {
		got := EndingNote(c.name, c.format)
		if c.args == "" {
			if got != nil {
				t.Errorf("%s: %+v", c.name, got)
			}
			continue
		}
		if got == nil || got.Code != "wrong-ending" || strings.Join(got.Args, " ") != c.args {
			t.Errorf("%s: %+v, want %s", c.name, got, c.args)
		}
	}
}

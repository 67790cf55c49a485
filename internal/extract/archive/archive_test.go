package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

type member struct {
	name, text string
	mode       os.FileMode
	raw        bool // the name is not UTF-8
}

func zipOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate, NonUTF8: m.raw}
		h.SetMode(m.mode | 0o600)
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarOf(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range []*tar.Header{
		{Name: "thu-muc/", Typeflag: tar.TypeDir, Mode: 0o700},
		{Name: "thu-muc/a.txt", Typeflag: tar.TypeReg, Size: 5, Mode: 0o600},
		{Name: "lối-tắt", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"},
		{Name: "thiết-bị", Typeflag: tar.TypeChar},
		{Name: "/b.txt", Typeflag: tar.TypeReg, Size: 5, Mode: 0o600},
	} {
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write([]byte("chào")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipOf(t testing.TB, name string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Name = name
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read unpacks bytes and returns the members as "name=text" lines.
func read(t testing.TB, b []byte, lim cchc.Limits) (string, cchc.Reading, error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if lim.UnpackTo = filepath.Join(dir, "ra"); os.Mkdir(lim.UnpackTo, 0o700) != nil {
		t.Fatal("mkdir")
	}
	r, err := New().Read(context.Background(), path, lim)
	var got []string
	for _, m := range r.Members {
		text, e := os.ReadFile(m.Path)
		if e != nil || int64(len(text)) != m.Size || filepath.Dir(m.Path) != lim.UnpackTo {
			t.Errorf("%+v: %v", m, e)
		}
		got = append(got, m.Name+"="+string(text))
	}
	if files, _ := os.ReadDir(lim.UnpackTo); len(files) != len(r.Members) {
		t.Errorf("%d files for %d members", len(files), len(r.Members))
	}
	return strings.Join(got, "\n"), r, err
}

func legacy(t *testing.T, page *charmap.Charmap, s string) string {
	t.Helper()
	out, err := page.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRead(t *testing.T) {
	good := zipOf(t, member{name: "a.txt", text: "một"}, member{name: "b.txt", text: "hai"})
	damaged := bytes.Replace(zipOf(t, member{name: "a.txt", text: strings.Repeat("một hai ba ", 50)}, member{name: "b.txt", text: "hai"}), []byte{0xca}, []byte{0xff}, 1)
	for _, c := range []struct {
		name  string
		bytes []byte
		lim   cchc.Limits
		want  string
		code  cchc.Code
		notes string
	}{
		{"zip", good, cchc.Limits{}, "a.txt=một\nb.txt=hai", "", ""},
		{"zip within a limit", good, cchc.Limits{Members: 1}, "a.txt=một", "", "limit-members 1 2"},
		{"zip within a limit of bytes", good, cchc.Limits{MemberBytes: 6}, "a.txt=một", "", "limit-member-bytes 1 2 1"},
		{"zip with paths", zipOf(t, member{name: "../../x.txt", text: "x"}, member{name: "d/", mode: os.ModeDir}, member{name: `d\y.txt`, text: "y"}, member{name: "__MACOSX/._y", text: "z"}, member{name: "link", text: "/etc/passwd", mode: os.ModeSymlink}),
			cchc.Limits{}, "x.txt=x\nd/y.txt=y", "", "members-skipped 2"},
		{"zip with names in windows-1258", zipOf(t, member{name: legacy(t, charmap.Windows1258, "Bi\u00ea\u0309u tô\u0309ng h\u01a1\u0323p/B\u00e1o c\u00e1o kê\u0301t qu\u0061\u0309.txt"), text: "x", raw: true}),
			cchc.Limits{}, "Biểu tổng hợp/Báo cáo kết quả.txt=x", "", ""},
		{"zip with names in utf-8 without the flag", zipOf(t, member{name: "Báo cáo.txt", text: "x", raw: true}), cchc.Limits{}, "Báo cáo.txt=x", "", ""},
		{"zip with a bomb", zipOf(t, member{name: "a.txt", text: strings.Repeat("\x00", 70<<20)}), cchc.Limits{}, "", "archive-bomb", ""},
		{"zip with one bad member", damaged, cchc.Limits{}, "b.txt=hai", "", "member-damaged a.txt"},
		{"zip cut off", good[:len(good)-30], cchc.Limits{}, "", "truncated", ""},
		{"tar", tarOf(t), cchc.Limits{}, "thu-muc/a.txt=chào\nb.txt=chào", "", "members-skipped 2"},
		{"tar.gz", gzipOf(t, "", tarOf(t)), cchc.Limits{}, "thu-muc/a.txt=chào\nb.txt=chào", "", "members-skipped 2"},
		{"gz", gzipOf(t, "c.txt", []byte("chào")), cchc.Limits{}, "c.txt=chào", "", ""},
		{"gz bomb", gzipOf(t, "c.txt", make([]byte, 70<<20)), cchc.Limits{}, "", "archive-bomb", ""},
		{"gz cut off", gzipOf(t, "c.txt", []byte(strings.Repeat("Kế hoạch số 12. ", 9)))[:40], cchc.Limits{}, "", "truncated", ""},
		{"7z", sevenZip(t), cchc.Limits{}, "a.txt=mot\n", "", ""},
		{"rar", []byte("Rar!\x1a\x07\x01\x00" + strings.Repeat("\x00\x01", 30)), cchc.Limits{}, "", "archive-unsupported", ""},
		{"xz", []byte("\xfd7zXZ\x00\x00\x04" + strings.Repeat("\x00\x01", 30)), cchc.Limits{}, "", "archive-unsupported", ""},
		{"7z broken", []byte("7z\xbc\xaf\x27\x1c\x00\x04" + strings.Repeat("\x00\x01", 30)), cchc.Limits{}, "", "damaged", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, r, err := read(t, c.bytes, c.lim)
			var code cchc.Code
			if err != nil {
				code = cchc.AsError(err).Reason.Code
				if _, ok := messages.Lookup(code); !ok {
					t.Errorf("%s has no words", code)
				}
			}
			var notes []string
			for _, n := range r.Notes {
				notes = append(notes, string(n.Code)+" "+strings.Join(n.Args, " "))
			}
			if got != c.want || code != c.code || strings.Join(notes, ";") != c.notes {
				t.Errorf("got %q %s %q, %v\nwant %q %s %q", got, code, notes, err, c.want, c.code, c.notes)
			}
		})
	}
}

// sevenZip is an archive of a.txt, "mot\n", stored (7zFormat.txt of the LZMA SDK).
func sevenZip(t testing.TB) []byte {
	t.Helper()
	le := binary.LittleEndian
	content := []byte("mot\n")
	header := []byte{1, 4, 6, 0, 1, 9, 4, 0, 7, 0x0b, 1, 0, 1, 1, 0, 0x0c, 4, 0x0a, 1}
	header = le.AppendUint32(header, crc32.ChecksumIEEE(content))
	header = append(header, 0, 8, 0, 0, 5, 1, 0x11, 13, 0)
	for _, c := range "a.txt\x00" {
		header = append(header, byte(c), 0)
	}
	header = append(header, 0, 0)
	var start []byte
	start = le.AppendUint64(start, uint64(len(content)))
	start = le.AppendUint64(start, uint64(len(header)))
	start = le.AppendUint32(start, crc32.ChecksumIEEE(header))
	out := le.AppendUint32([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), crc32.ChecksumIEEE(start))
	return slices.Concat(out, start, content, header)
}

func TestNowhereToUnpack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, zipOf(t, member{name: "a", text: "x"}), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := New().Read(context.Background(), path, cchc.Limits{})
	if e := cchc.AsError(err); e.Fault != cchc.FaultWaiting || e.Reason.Code != "needs-unpacking" || e.Reason.Args[0] != "ZIP" {
		t.Errorf("%v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(zipOf(f, member{name: "a.txt", text: "một"}, member{name: "../b", text: "hai"}))
	f.Add(tarOf(f))
	f.Add(gzipOf(f, "a", tarOf(f)))
	f.Add(sevenZip(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		_, r, err := read(t, b, cchc.Limits{Members: 5, MemberBytes: 1 << 20})
		if err != nil && len(r.Members) > 0 || len(r.Members) > 5 {
			t.Errorf("%d members, %v", len(r.Members), err)
		}
	})
}

package pipeline_test

import (
	"os"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func secret(pages []cchc.Page) (string, bool) {
	for _, p := range pages {
		if strings.Contains(p.Text(), "TỐI MẬT") {
			return "TỐI MẬT", true
		}
	}
	return "", false
}

// nothingKept fails where the bytes of a file, or anything made of them, are still there.
func (b *bench) nothingKept(name string) {
	b.t.Helper()
	row := b.rows()[name]
	if row.File == "" || !row.Withheld {
		b.t.Fatalf("%s: %+v", name, row)
	}
	if _, err := os.Stat(b.blobs.Path(row.File)); err == nil {
		b.t.Errorf("%s: the bytes are kept", name)
	}
	for _, d := range b.documents() {
		if d.Document.File == row.File {
			b.t.Errorf("%s: a document is kept", name)
		}
	}
	if row.Document != "" || len(row.Notes) > 0 {
		b.t.Errorf("%s: kept %+v", name, row)
	}
}

func TestNothingIsKeptOfASecretPaper(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Secret = secret })
	b.write("a.txt", "Báo cáo TỐI MẬT")
	b.write("b.txt", "Báo cáo")
	b.want(b.run(), map[string]string{"a.txt": "quarantined: secret", "b.txt": "indexed"})
	b.nothingKept("a.txt")
	b.want(b.run(), map[string]string{"a.txt": "unchanged", "b.txt": "unchanged"})
	// Its bytes come again, at another place and touched.
	b.write("c.txt", "Báo cáo TỐI MẬT")
	b.clock.move(1)
	b.write("a.txt", "Báo cáo TỐI MẬT")
	b.run()
	b.nothingKept("a.txt")
	if n, err := b.record.Retry(t.Context(), cchc.Operator(), retryOf(b.rows()["a.txt"].ID)); err != nil || n != 0 {
		t.Errorf("read again: %d, %v", n, err)
	}
	b.sound()
}

// A scan is known to be secret only when it is recognised.
func TestNothingIsKeptOfASecretScan(t *testing.T) {
	t.Parallel()
	e := newEngine("")
	b := newBench(t, e.into, func(b *bench) {
		b.rules.Secret = func(pages []cchc.Page) (string, bool) {
			for _, p := range pages {
				if p.Source == cchc.SourceOCR {
					return "MẬT", true
				}
			}
			return "", false
		}
	})
	b.write("a.txt", "Kế hoạch\f"+scanned)
	b.want(b.run(), map[string]string{"a.txt": "waiting: needs-ocr"})
	e.install("máy 1")
	b.want(b.run(), map[string]string{"a.txt": "quarantined: secret"})
	b.nothingKept("a.txt")
	if len(b.index.ids()) != 0 {
		t.Error("it can still be found")
	}
	b.sound()
}

// Nor of the archive it lies in: it holds the same bytes.
func TestNothingIsKeptOfAnArchiveWithASecretPaper(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Read, b.rules.Secret = unpacking(t), secret })
	b.write("gói.zip", "GÓI\nBáo cáo\n--\nTờ trình TỐI MẬT")
	b.run()
	b.nothingKept("gói.zip")
	b.nothingKept("gói.zip!/thư mục/1.txt")
	if row := b.rows()["gói.zip!/thư mục/0.txt"]; row.State != cchc.StateIndexed {
		t.Errorf("the other paper is %+v", row)
	}
	b.sound()
}

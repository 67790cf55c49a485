package pipeline_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
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
	b.nothingKept("gói.zip" + intake.Inside + "thư mục/1.txt")
	if row := b.rows()["gói.zip"+intake.Inside+"thư mục/0.txt"]; row.State != cchc.StateIndexed {
		t.Errorf("the other paper is %+v", row)
	}
	b.sound()
}

// A secret paper that is known already takes along every archive it comes in.
func TestNothingIsKeptOfAnArchiveWithAKnownSecretPaper(t *testing.T) {
	t.Parallel()
	const paper = "Tờ trình TỐI MẬT"
	for name, first := range map[string]string{"in an archive": "GÓI\nBáo cáo\n--\n" + paper, "by itself": paper} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(b *bench) { b.rules.Read, b.rules.Secret = unpacking(t), secret })
			b.write("a", first)
			b.run()
			b.write("b.zip", "GÓI\nKế hoạch\n--\n"+paper)
			b.run()
			b.nothingKept("a")
			b.nothingKept("b.zip")
			b.nothingKept("b.zip" + intake.Inside + "thư mục/1.txt")
			if row := b.rows()["b.zip"+intake.Inside+"thư mục/0.txt"]; row.State != cchc.StateIndexed {
				t.Errorf("the other paper is %+v", row)
			}
			b.sound()
		})
	}
}

// A secret paper is not taken in anew under another name.
func TestSecretPaperRenamed(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Secret = secret })
	b.write("a.txt", "Tờ trình TỐI MẬT")
	b.run()
	b.rename("a.txt", "b.txt")
	b.want(b.run(), map[string]string{"b.txt": "unchanged"})
	b.nothingKept("b.txt")
	b.wantStates(map[cchc.State]int{cchc.StateQuarantined: 1})
	b.sound()
}

// What could not be withheld stays due, and the next run withholds all of it.
func TestWithholdingInterrupted(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Read, b.rules.Secret = unpacking(t), secret })
	fault := errFull
	b.rewire(&between{record: b.record, withhold: func() error { return fault }}, b.index)
	b.write("gói.zip", "GÓI\nBáo cáo\n--\nTờ trình TỐI MẬT")
	if _, _, err := b.runRoots(t.Context(), b.root()); !errors.Is(err, errFull) {
		t.Errorf("the run: %v", err)
	}
	fault = nil
	b.run()
	b.nothingKept("gói.zip")
	b.nothingKept("gói.zip" + intake.Inside + "thư mục/1.txt")
	b.sound()
}

// Nothing comes back of a mail that is being read while its enclosure is found secret.
func TestMailWithheldWhileItIsRead(t *testing.T) {
	t.Parallel()
	var stamps atomic.Bool // are looked for
	var b *bench
	b = newBench(t, func(x *bench) {
		x.workers, x.batch = 2, 1
		x.rules.Secret = func(pages []cchc.Page) (string, bool) {
			degree, is := secret(pages)
			return degree, is && stamps.Load()
		}
		unpack := unpacking(t)
		x.rules.Read = func(ctx context.Context, job intake.Job, path string) (cchc.Reading, func(), error) {
			r, done, err := unpack(ctx, job, path)
			if err == nil && len(r.Members) > 0 {
				r.Format, r.PageTotal = cchc.FormatText, 1
				r.Pages = []cchc.Page{{Number: 1, Source: cchc.SourceText, Quality: 1, Blocks: []cchc.Block{{Text: "Thư gửi kèm"}}}}
				for i := 0; stamps.Load() && i < 500 && !b.rows()["thư.eml"].Withheld; i++ {
					time.Sleep(10 * time.Millisecond)
				}
			}
			return r, done, err
		}
	})
	b.write("thư.eml", "GÓI\nTờ trình TỐI MẬT")
	b.run()
	stamps.Store(true)
	b.readAgain()
	b.run()
	b.nothingKept("thư.eml")
	b.nothingKept("thư.eml" + intake.Inside + "thư mục/0.txt")
	if n := len(b.index.ids()); n != 0 {
		t.Errorf("%d documents can still be found", n)
	}
	b.sound()
}

package pipeline_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/pipeline"
)

func TestNewFilesBecomeDocuments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cat := catalogue("1", "tuyên truyền", "kiểm tra")
	b.saveCatalogue(cat)
	b.write("kh.txt", "Kế hoạch tuyên truyền\nNăm 2020\fTrang hai")
	b.write("Phòng Một/qđ.txt", "Quyết định ban hành\f"+enclosed+" Kế hoạch kiểm tra\fPhụ lục")
	got, sum, err := b.runRoots(t.Context(), b.root())
	if err != nil {
		t.Fatal(err)
	}
	b.want(got, map[string]string{"kh.txt": "indexed", "Phòng Một/qđ.txt": "indexed"})
	if sum.Pages != 5 || sum.Passages != 6 || sum.NotTaken() != 0 {
		t.Errorf("summary %+v, want 5 pages, 6 passages, all taken", sum)
	}
	docs := b.documents()
	if len(docs) != 3 {
		t.Fatalf("%d documents, want 3", len(docs))
	}
	for _, d := range docs {
		if o := got[filepath.Join("in", strings.TrimPrefix(d.Document.Path, b.inbox))]; o.Document.File() != d.Document.File {
			t.Errorf("%s is told as document %s", d.Document.Path, o.Document)
		}
		want := map[string]string{"kh.txt": "", "qđ.txt": "Phòng Một"}[filepath.Base(d.Document.Path)]
		if d.Document.Unit != want {
			t.Errorf("%s is of unit %q, want %q", d.Document.Path, d.Document.Unit, want)
		}
		if d.Document.Work == "" || d.Document.Particulars.Subject == "" || d.Document.Format != cchc.FormatText {
			t.Errorf("document %+v is not described", d.Document)
		}
	}
	links := b.links()
	if len(links) != 2 {
		t.Fatalf("links %+v, want one for each of two requirements", links)
	}
	for _, l := range links {
		if l.Requirement == "2/1" && !strings.HasSuffix(string(l.Document), ".2") {
			t.Errorf("the enclosed plan is evidence, not %s", l.Document)
		}
	}
	if asJSON(t, b.index.docs[docs[0].Document.ID].Passages) != asJSON(t, docs[0].Passages) || len(b.index.docs) != 3 {
		t.Error("the index holds something else than the record")
	}
	b.sound()
}

// A second look reads nothing again, whatever the first came to.
func TestUnchangedFilesAreNotReadAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", "Báo cáo")
	b.write("b.txt", "Báo cáo")
	b.write("c.txt", damaged+" tệp")
	b.write("~$a.docx", "khóa")
	b.write("e.txt", scanned)
	b.want(b.run(), map[string]string{"a.txt": "indexed", "b.txt": "duplicate: same-bytes", "c.txt": "quarantined: damaged", "~$a.docx": "ignored: lock-file", "e.txt": "waiting: needs-ocr"})
	before, puts := b.snapshot(), b.index.puts
	b.blobs.before = func(path string) error { t.Errorf("%s is copied again", path); return nil }
	b.want(b.run(), map[string]string{"a.txt": "unchanged", "b.txt": "unchanged: same-bytes", "c.txt": "unchanged: damaged", "~$a.docx": "unchanged: lock-file", "e.txt": "unchanged: needs-ocr"})
	if b.snapshot() != before || b.index.puts != puts {
		t.Error("a look at unchanged files changed something")
	}
}

// Touched without other bytes is unchanged too, once the bytes were compared.
func TestTouchedFileIsUnchanged(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	path := b.write("a.txt", "Báo cáo")
	b.run()
	if err := os.Chtimes(path, time.Time{}, time.Date(2020, 5, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	puts := b.index.puts
	b.want(b.run(), map[string]string{"a.txt": "unchanged"})
	if b.index.puts != puts {
		t.Error("the file was read again")
	}
	b.blobs.before = func(path string) error { t.Errorf("the touch of %s was not noted", path); return nil }
	b.want(b.run(), map[string]string{"a.txt": "unchanged"})
}

func TestRewrittenFileIsReadAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", "Bản một")
	b.run()
	b.write("a.txt", "Bản hai, dài hơn")
	b.want(b.run(), map[string]string{"a.txt": "indexed"})
	subjects := ""
	for _, d := range b.documents() {
		subjects += d.Document.Particulars.Subject + ";"
	}
	if !strings.Contains(subjects, "Bản một;") || !strings.Contains(subjects, "Bản hai, dài hơn;") {
		t.Errorf("the record holds %s: both contents were received", subjects)
	}
	b.write("a.txt", "Bản một")
	puts := b.index.puts
	b.want(b.run(), map[string]string{"a.txt": "indexed"})
	if b.index.puts != puts {
		t.Error("a content that came back was read again")
	}
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
	b.sound()
}

// Same size and a set back mtime do not hide a rewritten file where the platform tells
// change times.
func TestRewrittenFileWithOldTimeIsNoticed(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("no change time here")
	}
	b := newBench(t)
	path := b.write("a.txt", "Bản 1")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	b.run()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	b.write("khác.txt", "chiếm chỗ") // takes the inode that became free
	b.write("a.txt", "Bản 2")
	if err := os.Chtimes(path, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	b.want(b.run(), map[string]string{"a.txt": "indexed", "khác.txt": "indexed"})
}

func TestDuplicateBytes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.write("1/kh.txt", "Kế hoạch")
	b.write("2/kh.txt", "Kế hoạch")
	b.write("3/kh.txt", "Kế hoạch")
	got := b.run()
	b.want(got, map[string]string{"1/kh.txt": "indexed", "2/kh.txt": "duplicate", "3/kh.txt": "duplicate"})
	id := got[filepath.Join("in", "1", "kh.txt")].Document
	for _, name := range []string{"2", "3"} {
		o := got[filepath.Join("in", name, "kh.txt")]
		if o.Document != id || o.Reason == nil || len(o.Reason.Args) != 1 || o.Reason.Args[0] != first {
			t.Errorf("duplicate told as %+v, want document %s and first path %s", o, id, first)
		}
	}
	if docs := b.documents(); len(docs) != 1 || docs[0].Document.Path != first {
		t.Errorf("documents %+v, want one at the first path in order", docs)
	}
	b.write("4.txt", "Kế hoạch")
	b.want(b.run(), map[string]string{"1/kh.txt": "unchanged", "2/kh.txt": "unchanged", "3/kh.txt": "unchanged", "4.txt": "duplicate"})
	b.sound()
}

func TestIgnoredNames(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("a.txt", "Báo cáo")
	b.write("Thumbs.db", "hệ thống")
	b.write(".~lock.a.odt#", "khóa")
	b.write("x/@eaDir/a.txt/SYNO.txt", "ảnh thu nhỏ")
	b.write("x/tải.pdf.crdownload", "một nửa")
	b.want(b.run(), map[string]string{
		"a.txt": "indexed", "Thumbs.db": "ignored: system-file", ".~lock.a.odt#": "ignored: lock-file",
		"x/@eaDir/a.txt/SYNO.txt": "ignored: system-file", "x/tải.pdf.crdownload": "ignored: system-file",
	})
	kept := 0
	if err := b.blobs.Each(func(cchc.FileID) error { kept++; return nil }); err != nil || kept != 1 {
		t.Errorf("%d originals are kept (%v), want that of a.txt alone", kept, err)
	}
}

// The folder a root lies in may be called anything: only names at and below the root count.
func TestRootBelowAnIgnoredName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("cũ.tmp/a.txt", "Báo cáo")
	got, _, err := b.runRoots(t.Context(), pipeline.Root{Shown: "in", Path: filepath.Join(b.inbox, "cũ.tmp")})
	if err != nil {
		t.Fatal(err)
	}
	b.want(got, map[string]string{"a.txt": "indexed"})
}

func TestLinks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	outside := filepath.Join(t.TempDir(), "mật.txt")
	if err := os.WriteFile(outside, []byte("không được đọc"), 0o600); err != nil {
		t.Fatal(err)
	}
	inside := b.write("x/thật.txt", "Báo cáo")
	link(t, outside, filepath.Join(b.inbox, "ra ngoài.txt"))
	link(t, filepath.Dir(outside), filepath.Join(b.inbox, "thư mục ngoài"))
	link(t, filepath.Join(b.inbox, "không có"), filepath.Join(b.inbox, "gãy.txt"))
	link(t, inside, filepath.Join(b.inbox, "y.txt"))
	link(t, b.inbox, filepath.Join(b.inbox, "x", "vòng"))
	b.want(b.run(), map[string]string{
		"ra ngoài.txt": "ignored: link-outside", "thư mục ngoài": "ignored: link-outside", "gãy.txt": "ignored: link-outside",
		"x/thật.txt": "indexed", "y.txt": "duplicate",
	})
}

// A root that is a link to a folder is the folder it leads to.
func TestRootIsALink(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("Phòng Một/a.txt", "Báo cáo")
	way := filepath.Join(t.TempDir(), "lối tắt")
	link(t, b.inbox, way)
	got, _, err := b.runRoots(t.Context(), pipeline.Root{Shown: "in", Path: way})
	if err != nil {
		t.Fatal(err)
	}
	b.want(got, map[string]string{"Phòng Một/a.txt": "indexed"})
	if docs := b.documents(); len(docs) != 1 || docs[0].Document.Path != filepath.Join(way, "Phòng Một", "a.txt") || docs[0].Document.Unit != "Phòng Một" {
		t.Errorf("documents %+v", docs)
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skipf("no links here: %v", err)
	}
}

func TestOverlappingRootsTellEachFileOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	file := b.write("x/a.txt", "Báo cáo")
	b.write("b.txt", "Kế hoạch")
	roots := []pipeline.Root{
		{Shown: "một tệp", Path: file}, b.root(), b.root(),
		{Shown: "trong", Path: filepath.Join(b.inbox, "x")},
	}
	for _, want := range []string{"indexed", "unchanged"} {
		got, sum, err := b.runRoots(t.Context(), roots...)
		if err != nil {
			t.Fatal(err)
		}
		if sum.Files != 2 || got["một tệp"].Outcome != want || got[filepath.Join("in", "b.txt")].Outcome != want {
			t.Errorf("%d files, told %v, want both %s", sum.Files, got, want)
		}
	}
}

func TestRootThatIsNotThere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	got, _, err := b.runRoots(t.Context(), pipeline.Root{Shown: "mất", Path: filepath.Join(b.inbox, "mất")})
	if err != nil || got["mất"].Outcome != "failed" || got["mất"].Reason.Code != "vanished" {
		t.Errorf("told %v, %v", got, err)
	}
}

func TestUnreadableFileAndFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("nothing is unreadable here")
	}
	b := newBench(t)
	b.write("a.txt", "Báo cáo")
	forbid(t, b.write("kín.txt", "không cho đọc"))
	forbid(t, filepath.Dir(b.write("thư mục kín/x.txt", "không cho đọc")))
	forbid(t, filepath.Dir(b.write("@eaDir/x.txt", "không ai cần")))
	b.want(b.run(), map[string]string{"a.txt": "indexed", "kín.txt": "failed: unreadable-file", "thư mục kín": "failed: unreadable-file"})
	if err := os.Chmod(filepath.Join(b.inbox, "kín.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.want(b.run(), map[string]string{"a.txt": "unchanged", "kín.txt": "indexed", "thư mục kín": "failed: unreadable-file"})
}

func forbid(t *testing.T, path string) {
	t.Helper()
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(path, 0o700) })
}

func TestSettlingFilesAreLeftForLater(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	touched := func(name, text string, ago time.Duration) {
		if err := os.Chtimes(b.write(name, text), time.Time{}, b.clock.now().Add(-ago)); err != nil {
			t.Fatal(err)
		}
	}
	touched("cũ.txt", "Báo cáo", time.Minute)
	touched("mới.txt", "Kế hoạch", time.Second)
	touched("~$mới.docx", "khóa", time.Second)
	touched("đồng hồ sai.txt", "Công văn", -time.Hour)
	root := b.root()
	root.Settle = 2 * time.Second
	look := func(settling int, want map[string]string) {
		t.Helper()
		got, sum, err := b.runRoots(t.Context(), root)
		if err != nil || sum.Settling != settling {
			t.Errorf("%d files settle (%v), want %d", sum.Settling, err, settling)
		}
		b.want(got, want)
	}
	look(2, map[string]string{"cũ.txt": "indexed", "~$mới.docx": "ignored"})
	b.clock.move(time.Second)
	look(1, map[string]string{"cũ.txt": "unchanged", "~$mới.docx": "unchanged", "mới.txt": "indexed"})
	b.clock.move(time.Second) // a file from the future is settled when it stays the same
	look(0, map[string]string{"cũ.txt": "unchanged", "~$mới.docx": "unchanged", "đồng hồ sai.txt": "indexed", "mới.txt": "unchanged"})
	touched("cũ.txt", "Báo cáo, bản sửa", time.Second)
	look(1, map[string]string{"~$mới.docx": "unchanged", "đồng hồ sai.txt": "unchanged", "mới.txt": "unchanged"})
	b.want(b.run(), map[string]string{"cũ.txt": "indexed", "~$mới.docx": "unchanged", "đồng hồ sai.txt": "unchanged", "mới.txt": "unchanged"})
}

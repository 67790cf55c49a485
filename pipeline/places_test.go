package pipeline_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
)

// A renamed or moved file keeps its row, its document and its links.
func TestMovedFileKeepsWhatWasMade(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.saveCatalogue(catalogue("v1", "báo cáo"))
	from := b.write("Phòng Một/a.txt", "Báo cáo")
	b.run()
	was, links := b.rows()["Phòng Một/a.txt"], asJSON(t, b.links())
	to := filepath.Join(b.inbox, "Phòng Hai", "b.txt")
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
	b.want(b.run(), map[string]string{"Phòng Hai/b.txt": "indexed"})
	row, ok := b.rows()["Phòng Hai/b.txt"]
	if !ok || row.ID != was.ID || row.Unit != "Phòng Hai" || len(b.rows()) != 1 {
		t.Errorf("rows %+v, before %+v", b.rows(), was)
	}
	if docs := b.documents(); len(docs) != 1 || docs[0].Document.Path != to || docs[0].Document.Unit != "Phòng Hai" {
		t.Errorf("documents %+v", docs)
	}
	if now := asJSON(t, b.links()); now != links {
		t.Errorf("links %s, before %s", now, links)
	}
	b.sound()
}

// A copy beside the file is a duplicate; when the first goes away the copy takes over.
func TestCopyTakesOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.write("a.txt", "Báo cáo")
	b.write("b.txt", "Báo cáo")
	b.run()
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	b.want(b.run(), map[string]string{"b.txt": "indexed"})
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
	b.sound()
}

// Removing a file from the folder never deletes evidence.
func TestRemovedFileStaysInTheRecord(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	path := b.write("a.txt", "Báo cáo")
	b.run()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	b.want(b.run(), map[string]string{})
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 1})
	if len(b.documents()) != 1 {
		t.Error("the document is gone")
	}
}

func TestFileAway(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) {
		b.rules.Note = func(r cchc.Reason) string { return "vì " + string(r.Code) }
	})
	b.write("Phòng Một/a.txt", "Báo cáo")
	b.write("Phòng Một/b.txt", "Báo cáo")
	b.write("hỏng.txt", damaged+" tệp")
	b.write("lỗi.txt", broken+" tệp")
	b.write("~$khóa.docx", "khóa")
	b.write("_đã nhận/hỏng.txt", "đã có từ trước")
	root := b.root()
	root.FileAway = true
	if _, _, err := b.runRoots(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	for name, there := range map[string]bool{
		"Phòng Một/a.txt": false, "_đã nhận/Phòng Một/a.txt": true, "_đã nhận/Phòng Một/b.txt": true,
		"hỏng.txt": false, "_lỗi/hỏng.txt": true, "_lỗi/hỏng.txt.lý do.txt": true,
		"lỗi.txt": true, "~$khóa.docx": true,
	} {
		if _, err := os.Stat(filepath.Join(b.inbox, filepath.FromSlash(name))); (err == nil) != there {
			t.Errorf("%s: %v, want there %v", name, err, there)
		}
	}
	note, err := os.ReadFile(filepath.Join(b.inbox, "_lỗi", "hỏng.txt.lý do.txt"))
	if err != nil || string(note) != "vì damaged" {
		t.Errorf("note %q, %v", note, err)
	}
	// Nothing is found again, and the ledger knows where everything lies.
	got, _, err := b.runRoots(t.Context(), root)
	if err != nil || len(got) != 2 {
		t.Errorf("the second run told %v, %v", got, err)
	}
	for path, row := range b.rows() {
		if _, err := os.Stat(row.Place.Path); err != nil {
			t.Errorf("%s (%s) is not where the ledger says", path, row.State)
		}
	}
	// A further file of the same name does not replace the one filed away.
	b.write("Phòng Một/a.txt", "Kế hoạch")
	if _, _, err := b.runRoots(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(b.inbox, "_đã nhận", "Phòng Một", "a (2).txt")); err != nil {
		t.Error(err)
	}
	b.sound()
}

func TestLongNameOfANote(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.rules.Note = func(cchc.Reason) string { return "vì hỏng" } })
	name := strings.Repeat("kế hoạch ", 20) + ".txt" // 204 letters, more than 240 bytes
	b.write(name[:250-250%9]+".txt", damaged)
	root := b.root()
	root.FileAway = true
	if _, _, err := b.runRoots(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	notes, err := filepath.Glob(filepath.Join(b.inbox, "_lỗi", "*.lý do.txt"))
	if err != nil || len(notes) != 1 {
		t.Errorf("notes %v, %v", notes, err)
	}
}

func TestUpload(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	text := "Báo cáo"
	sum := sha256.Sum256([]byte(text))
	up := intake.Upload{Name: `..\Phòng Một/2020/a.txt`, SHA256: strings.ToUpper(hex.EncodeToString(sum[:]))}
	row, err := b.pipe.Upload(t.Context(), cchc.Operator(), up, strings.NewReader(text))
	if err != nil || row.State != cchc.StateQueued || row.Place.Path != intake.ByHand+"2020-12-01/Phòng Một/2020/a.txt" || row.Unit != "Phòng Một" {
		t.Fatalf("row %+v, %v", row, err)
	}
	other, err := b.pipe.Upload(t.Context(), cchc.Operator(), intake.Upload{Name: up.Name}, strings.NewReader("Báo cáo khác"))
	if err != nil || other.Place.Path != intake.ByHand+"2020-12-01/Phòng Một/2020/a (2).txt" {
		t.Errorf("another file of the name: %+v, %v", other, err)
	}
	same, err := b.pipe.Upload(t.Context(), cchc.Operator(), intake.Upload{Name: up.Name}, strings.NewReader(text))
	if err != nil || same.ID != row.ID {
		t.Errorf("the same file again: %+v, %v", same, err)
	}
	up.SHA256 = strings.Repeat("0", 64)
	if _, err := b.pipe.Upload(t.Context(), cchc.Operator(), up, strings.NewReader("Kế hoạch")); code(err) != "checksum-mismatch" {
		t.Errorf("another checksum: %v", err)
	}
	if _, err := b.pipe.Upload(t.Context(), cchc.Operator(), intake.Upload{Name: "/"}, strings.NewReader("x")); code(err) != "upload-without-name" {
		t.Errorf("no name: %v", err)
	}
	b.want(b.run(), map[string]string{})
	b.wantStates(map[cchc.State]int{cchc.StateIndexed: 2})
	b.sound()
}

// What comes by hand is read before what lies in folders.
func TestUploadsComeFirst(t *testing.T) {
	t.Parallel()
	var order []string
	var uploaded atomic.Bool
	var b *bench
	b = newBench(t, func(x *bench) {
		x.workers = 1
		x.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
			r, err := read(ctx, path)
			if err == nil {
				order = append(order, r.Pages[0].Text())
			}
			if !uploaded.Swap(true) {
				_, uerr := b.pipe.Upload(ctx, cchc.Operator(), intake.Upload{Name: "tay.txt"}, strings.NewReader("Tờ trình"))
				if uerr != nil {
					t.Error(uerr)
				}
			}
			return r, err
		})
	})
	for i := range 40 {
		b.write(strings.Repeat("a", i+1)+".txt", "Báo cáo "+strings.Repeat("a", i))
	}
	b.run()
	for i, text := range order {
		if strings.HasPrefix(text, "Tờ trình") {
			if i > 10 {
				t.Errorf("read as number %d of %d", i, len(order))
			}
			return
		}
	}
	t.Errorf("never read: %d read", len(order))
}

// A person can set a file aside while it is read; its reading is stopped and comes to
// nothing, the others go on.
func TestSetAsideWhileReading(t *testing.T) {
	t.Parallel()
	reached, stopped := make(chan struct{}), make(chan struct{})
	b := newBench(t, func(b *bench) {
		b.rules.Read = reading(func(ctx context.Context, path string) (cchc.Reading, error) {
			r, err := read(ctx, path)
			if err == nil && strings.HasPrefix(r.Pages[0].Text(), "CHẬM") {
				close(reached)
				<-ctx.Done()
				close(stopped)
				return cchc.Reading{}, ctx.Err()
			}
			return r, err
		})
	})
	b.write("chậm.txt", "CHẬM")
	b.write("nhanh.txt", "Báo cáo")
	go func() {
		<-reached
		id := b.rows()["chậm.txt"].ID
		err := b.pipe.SetAside(id, func() error {
			_, err := b.record.Dismiss(context.Background(), cchc.Operator(), id, "nhầm tệp")
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}()
	b.want(b.run(), map[string]string{"chậm.txt": "ignored", "nhanh.txt": "indexed"})
	<-stopped
	b.wantStates(map[cchc.State]int{cchc.StateIgnored: 1, cchc.StateIndexed: 1})
	b.sound()
}

// A document that index or record cannot take is tried again like any failure of ours and
// holds nothing up.
func TestADocumentThatCannotBeKept(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(b *bench) { b.batch = 10 })
	b.index.refuse = "Kế hoạch"
	for _, name := range []string{"a", "b", "c", "d"} {
		b.write(name+".txt", "Báo cáo "+name)
	}
	b.write("kế hoạch.txt", "Kế hoạch")
	b.want(b.run(), map[string]string{"a.txt": "indexed", "b.txt": "indexed", "c.txt": "indexed", "d.txt": "indexed", "kế hoạch.txt": "failed: index-failed"})
	for range intake.Tries + 2 {
		b.clock.move(intakeLongest)
		b.run()
	}
	for path, row := range b.rows() {
		if strings.HasSuffix(path, "kế hoạch.txt") && (row.Attempts != intake.Tries || !row.NextTry.IsZero()) {
			t.Errorf("tried %d times, again at %v", row.Attempts, row.NextTry)
		}
	}
	b.index.refuse = ""
	b.sound()
}

var errRefused = errors.New("the index cannot take this")

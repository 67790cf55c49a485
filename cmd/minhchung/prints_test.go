package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhchung/internal/blob"
	"minhchung/internal/cchc"
	"minhchung/internal/extract/picture"
)

// copier is a converter whose prints are copies, padded to a size.
type copier struct {
	mu      sync.Mutex
	version string // "": not installed
	err     error
	size    int
	made    int
	seen    []byte // what was printed last
	keep    []byte // read already, whatever became of the file
	begun   chan struct{}
	release chan struct{} // a print waits for it, where there is one
}

func (c *copier) Available() (string, bool) { return c.version, c.version != "" }

func (c *copier) PDF(ctx context.Context, path string, _ cchc.Format, toDir string) (string, error) {
	if c.release != nil {
		c.begun <- struct{}{}
		<-c.release
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made++
	if c.err != nil || ctx.Err() != nil {
		return "", errors.Join(c.err, ctx.Err())
	}
	b, err := c.keep, error(nil)
	if b == nil {
		b, err = os.ReadFile(path)
	}
	if err != nil {
		return "", err
	}
	c.seen = b
	out := filepath.Join(toDir, "van-ban.pdf")
	return out, os.WriteFile(out, append(b, make([]byte, c.size)...), 0o644)
}

func copied(t *testing.T, c *copier) *prints {
	t.Helper()
	clock := time.Date(2020, 1, 15, 8, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	return newPrints(printsConfig{
		dir: filepath.Join(t.TempDir(), "prints"), bytes: 100 << 10, office: c,
		read: func(context.Context, string) (cchc.Reading, error) {
			return cchc.Reading{PageTotal: 2, Pages: []cchc.Page{{Number: 1, Blocks: []cchc.Block{{Text: "trang một"}}}, {Number: 2}}}, nil
		},
		now: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			clock = clock.Add(time.Second)
			return clock
		},
	})
}

func original(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPrintsAreMadeOnce(t *testing.T) {
	t.Parallel()
	c := &copier{version: "LibreOffice 7.4", size: 10}
	p := copied(t, c)
	path := original(t, "tờ trình")
	first, err := p.of(t.Context(), "aa", path, cchc.FormatDOCX, "")
	if err != nil || first.Pages != 2 || len(first.Texts) != 2 || !strings.Contains(first.Texts[0], "trang một") {
		t.Fatalf("%+v %v", first, err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := p.of(t.Context(), "aa", path, cchc.FormatDOCX, ""); err != nil || got.path != first.path || got.Pages != 2 {
				t.Errorf("%+v %v", got, err)
			}
		})
	}
	all.Wait()
	if c.made != 1 {
		t.Errorf("made %d times", c.made)
	}
	c.version = "LibreOffice 24.8"
	if got, err := p.of(t.Context(), "aa", path, cchc.FormatDOCX, ""); err != nil || got.path == first.path || c.made != 2 {
		t.Errorf("a new LibreOffice prints anew: %s %v, made %d times", got.path, err, c.made)
	}
	if left, err := filepath.Glob(filepath.Join(p.cfg.dir, printParts+"*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// LibreOffice gets the text as it was understood, not its bytes in an old encoding.
func TestPrintOfText(t *testing.T) {
	t.Parallel()
	c := &copier{version: "LibreOffice 7.4"}
	p := copied(t, c)
	if _, err := p.of(t.Context(), "bb", original(t, "KÕ ho¹ch"), cchc.FormatText, "Kế hoạch"); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(c.seen, []byte(bom+"Kế hoạch")) {
		t.Errorf("printed %q", c.seen)
	}
	if _, err := p.of(t.Context(), "bb", original(t, "KÕ ho¹ch"), cchc.FormatText, "Kế hoạch năm"); err != nil || c.made != 2 {
		t.Errorf("a text understood better is printed anew: %v, made %d times", err, c.made)
	}
}

func TestPrintsAreBounded(t *testing.T) {
	t.Parallel()
	c := &copier{version: "LibreOffice 7.4", size: 30 << 10}
	p := copied(t, c)
	path := original(t, "x")
	for _, id := range []cchc.FileID{"aa", "bb", "cc", "aa", "dd"} { // the fourth is one too many, and aa is in use
		if _, err := p.of(t.Context(), id, path, cchc.FormatDOCX, ""); err != nil {
			t.Fatal(err)
		}
	}
	all, total, err := p.list()
	if err != nil || total > p.cfg.bytes {
		t.Errorf("%d bytes are kept, %v", total, err)
	}
	var kept []string
	for _, k := range all {
		kept = append(kept, k.id[:2])
	}
	slices.Sort(kept)
	if got := strings.Join(kept, " "); got != "aa dd" && got != "aa cc dd" {
		t.Errorf("kept are %s", got)
	}
	c.size = 200 << 10
	if _, err := p.of(t.Context(), "ee", path, cchc.FormatDOCX, ""); cchc.AsError(err).Reason.Code != "print-too-large" {
		t.Errorf("%v", err)
	}
}

func TestPrintsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		c       *copier
		want    cchc.Code
		twice   int // made when asked twice
		version string
	}{
		{"the file's fault is remembered", &copier{version: "L", err: cchc.FileFault("office-failed", nil, "docx")}, "office-failed", 1, ""},
		{"ours is tried again", &copier{version: "L", err: cchc.OurFault("office-start", nil)}, "office-start", 2, ""},
		{"not installed", &copier{}, "print-needs-office", 0, ""},
		{"in part", &copier{version: "L", err: cchc.Waiting("needs-office", "docx")}, "print-needs-office", 2, ""},
	}
	for _, tt := range tests {
		p := copied(t, tt.c)
		for range 2 {
			if _, err := p.of(t.Context(), "aa", original(t, "x"), cchc.FormatDOCX, ""); cchc.AsError(err).Reason.Code != tt.want {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if tt.c.made != tt.twice {
			t.Errorf("%s: made %d times", tt.name, tt.c.made)
		}
	}
}

// Who asked goes away; the print is finished for who asks next, and awaited at the end.
func TestPrintIsFinishedForTheNext(t *testing.T) {
	t.Parallel()
	c := &copier{version: "LibreOffice 7.4", begun: make(chan struct{}), release: make(chan struct{})}
	p := copied(t, c)
	path := original(t, "x")
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := p.of(ctx, "aa", path, cchc.FormatDOCX, "")
		gone <- err
	}()
	<-c.begun
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who went away is told %v", err)
	}
	close(c.release)
	(&pictures{prints: p}).close()
	if all, _, err := p.list(); err != nil || len(all) != 1 || c.made != 1 {
		t.Errorf("kept %v, %v", all, err)
	}
}

func TestPageOf(t *testing.T) {
	t.Parallel()
	texts := []string{
		"Kế hoạch kiểm tra cải cách hành chính năm 2020 của Sở",
		"Tổ kiểm tra báo cáo kết quả kiểm tra cải cách hành chính trước ngày 30 tháng 9 năm 2020 để tổng hợp.",
		"",
		"Nơi nhận: các phòng, đơn vị; lưu văn thư.",
	}
	for quote, want := range map[string]int{
		"Tổ kiểm tra báo cáo kết quả kiểm tra cải cách hành chính trước ngày 30 tháng 9": 1,
		"to kiem tra bao cao ket qua kiem tra cai cach hanh chinh truoc ngay 30":         1,
		"Nơi nhận: các phòng, đơn vị":                                                    3,
		"Kế hoạch kiểm tra cải cách":                                                     0,
		"một câu không có ở đâu cả":                                                      0,
		"":                                                                               0,
	} {
		if got, err := pageOf(t.Context(), texts, quote); err != nil || got != want {
			t.Errorf("%q stands in text %d, want %d (%v)", quote, got, want, err)
		}
	}
	long := make([]string, 300) // more pages that share words than are aligned
	for i := range long {
		long[i] = texts[0]
	}
	long[250] = texts[1]
	if got, err := pageOf(t.Context(), long, texts[1]); err != nil || got != 250 {
		t.Errorf("found on %d, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pageOf(ctx, texts, "kế hoạch"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// An original that may not be kept takes its pictures along, also those being made.
func TestDroppedOriginalLeavesNoPicture(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	blobs, err := blob.Open(filepath.Join(dir, originalsName))
	if err != nil {
		t.Fatal(err)
	}
	id, _, err := blobs.Put(t.Context(), strings.NewReader("mật"), "")
	if err != nil {
		t.Fatal(err)
	}
	other := cchc.FileID(strings.Repeat("0", 64))
	c := &copier{version: "LibreOffice 7.4"}
	p := &pictures{originals: blobs, prints: copied(t, c), pages: filepath.Join(dir, "pages")}
	kept := keptOriginals{blobs, p}
	for _, file := range []cchc.FileID{id, other} {
		if _, err := p.prints.of(t.Context(), file, blobs.Path(id), cchc.FormatDOCX, ""); err != nil {
			t.Fatal(err)
		}
	}
	overwrite(t, filepath.Join(p.pages, "0a.png"), []byte("trang"))
	overwrite(t, filepath.Join(p.pages, "0a.json"), []byte("[]"))
	if err := kept.Drop(id); err != nil {
		t.Fatal(err)
	}
	pages, err := os.ReadDir(p.pages)
	prints, _, errPrints := p.prints.list()
	if err != nil || errPrints != nil || len(pages) != 0 || len(prints) != 1 || !strings.HasPrefix(prints[0].id, string(other)) || blobs.Has(id) {
		t.Errorf("left are %v %v (%v %v)", pages, prints, err, errPrints)
	}

	if _, _, err := blobs.Put(t.Context(), strings.NewReader("mật"), ""); err != nil {
		t.Fatal(err)
	}
	c.begun, c.release = make(chan struct{}), make(chan struct{})
	made := make(chan error)
	go func() {
		_, err := p.prints.of(t.Context(), id, blobs.Path(id), cchc.FormatDOCX, "")
		made <- err
	}()
	<-c.begun
	c.keep = []byte("mật") // LibreOffice had read it before it was dropped
	if err := kept.Drop(id); err != nil {
		t.Fatal(err)
	}
	close(c.release)
	if err := <-made; cchc.AsError(err).Reason.Code != "vanished" {
		t.Errorf("%v", err)
	}
	if prints, _, err := p.prints.list(); err != nil || len(prints) != 1 {
		t.Errorf("left are %v, %v", prints, err)
	}
}

// A picture is not waited for without end while others are drawn.
func TestPictureWaitsItsTurn(t *testing.T) {
	t.Parallel()
	p := &pictures{turns: make(chan struct{}, 1), patience: time.Millisecond}
	p.turns <- struct{}{}
	if _, err := p.render(t.Context(), "a", picture.Request{Page: 1}); cchc.AsError(err).Reason.Code != "pictures-busy" {
		t.Errorf("%v", err)
	}
	p.patience = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.render(ctx, "a", picture.Request{Page: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("who went away is told %v", err)
	}
}

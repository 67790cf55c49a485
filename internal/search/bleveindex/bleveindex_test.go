package bleveindex_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
	"minhchung/internal/search/searchtest"
	"minhchung/internal/vi"
)

func options() bleveindex.Options {
	list := vi.NewAbbreviations([]vi.Abbreviation{{Short: "TTHC", Long: "thủ tục hành chính"}})
	return bleveindex.Options{Abbreviations: func() vi.Abbreviations { return list }}
}

type engine struct {
	*bleveindex.Index
	dir string
}

func (e *engine) Put(ctx context.Context, d cchc.Document, passages []cchc.Passage) error {
	return e.Index.Put(ctx, []bleveindex.Entry{{Document: d, Passages: passages}})
}

func (e *engine) Reopen(t *testing.T) {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	x, err := bleveindex.Open(e.dir, options())
	if err != nil {
		t.Fatal(err)
	}
	e.Index = x
}

func open(t testing.TB, dir string) *bleveindex.Index {
	t.Helper()
	x, err := bleveindex.Open(dir, options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func TestConformance(t *testing.T) {
	searchtest.Run(t, func(t *testing.T) searchtest.Engine {
		dir := filepath.Join(t.TempDir(), "index")
		e := &engine{dir: dir, Index: open(t, dir)}
		t.Cleanup(func() { _ = e.Close() })
		return e
	})
}

func entry(n int, texts ...string) bleveindex.Entry {
	id := cchc.DocumentID(fmt.Sprintf("%064x", n))
	e := bleveindex.Entry{Document: cchc.Document{ID: id, Path: fmt.Sprintf("tệp %d.docx", n)}}
	for i, text := range texts {
		e.Passages = append(e.Passages, cchc.Passage{ID: cchc.NewPassageID(id, i+1), Text: text})
	}
	return e
}

func TestOpenRefusesAnotherVersion(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func() error{
		"another": func() error { return os.WriteFile(filepath.Join(dir, "fingerprint"), []byte("analysis 0"), 0o600) },
		"none":    func() error { return os.Remove(filepath.Join(dir, "fingerprint")) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if _, err := bleveindex.Open(dir, options()); !errors.Is(err, bleveindex.ErrMismatch) {
			t.Errorf("%s: %v", name, err)
		}
	}
	x, err := bleveindex.Rebuild(dir, options())
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}

func TestOpenRefusesDamage(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"no engine": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "bleve")) },
		"no meta":   func(dir string) error { return os.Remove(filepath.Join(dir, "bleve", "index_meta.json")) },
		"broken meta": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bleve", "index_meta.json"), []byte("{"), 0o600)
		},
		"broken bolt": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bleve", "store", "root.bolt"), []byte("no database"), 0o600)
		},
		"no segments": func(dir string) error {
			segments, err := filepath.Glob(filepath.Join(dir, "bleve", "store", "*.zap"))
			for _, s := range segments {
				err = errors.Join(err, os.Remove(s))
			}
			return err
		},
		"empty segments": func(dir string) error {
			segments, err := filepath.Glob(filepath.Join(dir, "bleve", "store", "*.zap"))
			for _, s := range segments {
				err = errors.Join(err, os.Truncate(s, 0))
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			x := open(t, dir)
			if err := x.Put(t.Context(), []bleveindex.Entry{entry(1, "Một đoạn văn bản.")}); err != nil {
				t.Fatal(err)
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			x, err := bleveindex.Open(dir, options())
			if err == nil {
				// An older state is on disk still: the count must tell.
				if n, err := x.Documents(); n != 0 || err != nil {
					t.Errorf("%d documents, %v", n, err)
				}
				if err := x.Close(); err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.Is(err, bleveindex.ErrCorrupt) && !errors.Is(err, bleveindex.ErrMismatch) {
				t.Errorf("open: %v", err)
			}
		})
	}
}

func TestSecondHolderIsRefused(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	o := options()
	o.LockTimeout = 20 * time.Millisecond
	if _, err := bleveindex.Open(dir, o); !errors.Is(err, bleveindex.ErrBusy) {
		t.Errorf("second open: %v", err)
	}
}

func TestClosedIndexSaysSo(t *testing.T) {
	x := open(t, t.TempDir())
	if err := errors.Join(x.Close(), x.Close()); err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), []bleveindex.Entry{entry(1, "a")}); !errors.Is(err, bleveindex.ErrClosed) {
		t.Errorf("put: %v", err)
	}
	if _, err := x.Search(t.Context(), search.Query{Text: "a", Scope: cchc.Everything()}); !errors.Is(err, bleveindex.ErrClosed) {
		t.Errorf("search: %v", err)
	}
	if _, err := x.Documents(); !errors.Is(err, bleveindex.ErrClosed) {
		t.Errorf("documents: %v", err)
	}
}

func TestPutRefusesForeignPassages(t *testing.T) {
	x := open(t, t.TempDir())
	e := entry(1, "Đoạn một.")
	e.Passages[0].ID = cchc.NewPassageID(entry(2).Document.ID, 1)
	if err := x.Put(t.Context(), []bleveindex.Entry{e}); err == nil {
		t.Error("a passage of another document is taken")
	}
	if err := x.Put(t.Context(), []bleveindex.Entry{{}}); err == nil {
		t.Error("a document without identity is taken")
	}
	if n, err := x.Documents(); n != 0 || err != nil {
		t.Errorf("%d documents, %v", n, err)
	}
}

// Entries are named by a number that goes on where it was, or they would take each other's
// place.
func TestNamesGoOnAfterReopening(t *testing.T) {
	dir := t.TempDir()
	for n := 1; n <= 4; n++ {
		x := open(t, dir)
		if err := x.Put(t.Context(), []bleveindex.Entry{entry(n, "Sổ theo dõi.", "Trang sau."), entry(10, fmt.Sprintf("Lần %d.", n))}); err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	x := open(t, dir)
	if n, err := x.Documents(); n != 5 || err != nil {
		t.Errorf("%d documents, %v", n, err)
	}
	for text, want := range map[string]int{"sổ theo dõi": 4, "trang sau": 4, `"lần 4"`: 1, `"lần 3"`: 0} {
		if r, err := x.Search(t.Context(), search.Query{Text: text, Scope: cchc.Everything()}); err != nil || r.Total != want {
			t.Errorf("%s: %d documents, %v, want %d", text, r.Total, err, want)
		}
	}
}

// More passages than one step takes are there whole, and replaced whole.
func TestLargeDocuments(t *testing.T) {
	x := open(t, t.TempDir())
	texts := make([]string, 8100)
	for i := range texts {
		texts[i] = fmt.Sprintf("đoạn x%d", i)
	}
	for _, n := range []int{8100, 4050, 3} {
		large := []bleveindex.Entry{entry(1, texts[:n]...), entry(2, "Phụ lục."), entry(3, texts[:min(n, 1500)]...)}
		if err := x.PutAt(t.Context(), large, int64(n)); err != nil {
			t.Fatal(err)
		}
		if seq, err := x.Seq(); seq != int64(n) || err != nil {
			t.Errorf("seq %d, %v", seq, err)
		}
		if d, err := x.Documents(); d != 3 || err != nil {
			t.Errorf("%d passages: %d documents, %v", n, d, err)
		}
		for _, i := range []int{0, 2, 3999, 4000, 4049, 8099} {
			r, err := x.Search(t.Context(), search.Query{Text: fmt.Sprintf("x%d", i), Scope: cchc.Everything()})
			want := 0
			for _, e := range large {
				if i < len(e.Passages) && e.Document.ID != large[1].Document.ID {
					want++
				}
			}
			if err != nil || r.Total != want {
				t.Errorf("%d passages: passage %d is in %d documents, %v, want %d", n, i, r.Total, err, want)
			}
		}
	}
}

func TestCancelledContext(t *testing.T) {
	x := open(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.Put(ctx, []bleveindex.Entry{entry(1, "Đoạn một.")}); !errors.Is(err, context.Canceled) {
		t.Errorf("put: %v", err)
	}
	if _, err := x.Search(ctx, search.Query{Text: "đoạn", Scope: cchc.Everything()}); !errors.Is(err, context.Canceled) {
		t.Errorf("search: %v", err)
	}
}

// Readers must never see a document half replaced, nor disturb a writer.
func TestSearchWhileWriting(t *testing.T) {
	x := open(t, t.TempDir())
	put := func(n int) error {
		return x.Put(t.Context(), []bleveindex.Entry{entry(1, fmt.Sprintf("Lần ghi %d của sổ tay.", n), "Trang sau của sổ tay.")})
	}
	if err := put(0); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := x.Search(t.Context(), search.Query{Text: "sổ tay", Scope: cchc.Everything()})
				if err != nil || r.Total != 1 {
					t.Errorf("total %d, %v", r.Total, err)
					return
				}
			}
		})
	}
	for n := range 15 {
		if err := put(n); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	wg.Wait()
}

// The answer depends on what is indexed, not on the way there.
func TestOrderOfIntakeDoesNotMatter(t *testing.T) {
	var entries []bleveindex.Entry
	for n := range 30 {
		entries = append(entries, entry(n+1, fmt.Sprintf("Báo cáo kết quả lần %d về kiểm tra.", n%7), "Kết quả kiểm tra nội bộ.", "Báo cáo."))
	}
	forward, backward := open(t, t.TempDir()), open(t, t.TempDir())
	if err := forward.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if err := backward.Put(t.Context(), entries[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	q := search.Query{Text: "báo cáo kết quả kiểm tra lần 3", Scope: cchc.Everything(), Limit: 50}
	a, err := forward.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	b, err := backward.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Hits) != len(b.Hits) || len(a.Hits) == 0 {
		t.Fatalf("%d and %d hits", len(a.Hits), len(b.Hits))
	}
	for i := range a.Hits {
		if !reflect.DeepEqual(a.Hits[i], b.Hits[i]) {
			t.Errorf("hit %d: %v and %v", i, a.Hits[i], b.Hits[i])
		}
	}
}

// A filter narrows what is looked at, and with it how postings are walked; what a document
// scores must not depend on it.
func TestScoresDoNotDependOnFilters(t *testing.T) {
	x := open(t, t.TempDir())
	for first := 1; first <= 120; first += 30 { // several segments
		if err := x.Put(t.Context(), papers(first, 30)); err != nil {
			t.Fatal(err)
		}
	}
	w := newWriter(3)
	for _, words := range []int{2, 5, 12} {
		q := search.Query{Text: w.text(words), Scope: cchc.Everything(), Limit: 15}
		all, err := x.Search(t.Context(), q)
		if err != nil || len(all.Hits) == 0 {
			t.Fatalf("%q: %d hits, %v", q.Text, len(all.Hits), err)
		}
		for _, h := range all.Hits {
			q.Filters.Documents = []cchc.DocumentID{h.Document}
			one, err := x.Search(t.Context(), q)
			if err != nil || len(one.Hits) != 1 {
				t.Fatalf("%q: %d hits, %v", q.Text, len(one.Hits), err)
			}
			if one.Hits[0].Score != h.Score || one.Hits[0].Passage != h.Passage {
				t.Errorf("%q: %+v alone is %+v", q.Text, h, one.Hits[0])
			}
		}
	}
}

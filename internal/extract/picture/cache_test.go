package picture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// shown is a cache whose pictures are so many bytes, and its clock, which goes on by itself.
func shown(t *testing.T, mb int, size int, drawn *atomic.Int32) *Cache {
	t.Helper()
	var tick atomic.Int64
	start := time.Date(2020, 1, 15, 8, 0, 0, 0, time.UTC)
	return NewCache(CacheConfig{
		Dir: filepath.Join(t.TempDir(), "pictures"), MB: mb,
		Now: func() time.Time { return start.Add(time.Duration(tick.Add(1)) * time.Second) },
		Render: func(ctx context.Context, _ string, req Request) (Rendered, error) {
			drawn.Add(1)
			if req.Page == 13 {
				return Rendered{}, cchc.FileFault("damaged", nil)
			}
			if req.Page == 14 {
				<-ctx.Done()
				return Rendered{}, cchc.OurFault("reader-stopped", ctx.Err())
			}
			return Rendered{Boxes: req.Marks}, os.WriteFile(req.Out, make([]byte, size), 0o600)
		},
	})
}

func TestCache(t *testing.T) {
	var drawn atomic.Int32
	c := shown(t, 1, 100<<10, &drawn)
	ask := func(id string, page, width int, quote string) string {
		t.Helper()
		path, _, err := c.Page(t.Context(), Source{ID: id, Path: id}, page, width, quote)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := ask("a", 1, 880, "")
	if ask("a", 1, 900, "") != first || drawn.Load() != 1 {
		t.Errorf("the same picture was drawn %d times", drawn.Load())
	}
	for _, other := range []string{ask("b", 1, 900, ""), ask("a", 2, 900, ""), ask("a", 1, 950, ""), ask("a", 1, 900, "kế hoạch")} {
		if other == first {
			t.Error("different pictures share a file")
		}
	}
	for i := range 12 { // more than a mebibyte; the first one is looked at all the time
		ask("many", 20+i, 900, "")
		ask("a", 1, 900, "")
	}
	if n := drawn.Load(); n != 17 {
		t.Errorf("%d pictures drawn: the one in use was removed", n)
	}
	size := int64(0)
	entries, err := os.ReadDir(c.cfg.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		st, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		size += st.Size()
	}
	if size > 1<<20 || size < 400<<10 {
		t.Errorf("%d bytes are kept", size)
	}
	if ask("b", 1, 900, ""); drawn.Load() != 18 {
		t.Error("the oldest picture was not removed")
	}
}

func TestCacheMarks(t *testing.T) {
	var drawn atomic.Int32
	c := shown(t, 1, 10, &drawn)
	source := Source{ID: "scan", Path: "scan", Words: sentence("Kế hoạch cải cách hành chính", 10)}
	for range 2 { // drawn, and found
		_, boxes, err := c.Page(t.Context(), source, 1, 900, "cải cách hành chính")
		if err != nil || len(boxes) != 1 || boxes[0].Left != 260 {
			t.Errorf("%v %+v", err, boxes)
		}
	}
	if drawn.Load() != 1 {
		t.Errorf("drawn %d times", drawn.Load())
	}
}

func TestCacheFaults(t *testing.T) {
	var drawn atomic.Int32
	c := shown(t, 1, 10, &drawn)
	for range 2 {
		if _, _, err := c.Page(t.Context(), Source{ID: "a"}, 13, 900, ""); cchc.AsError(err).Reason.Code != "damaged" {
			t.Errorf("%v", err)
		}
	}
	if drawn.Load() != 2 {
		t.Error("a fault was kept")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := c.Page(ctx, Source{ID: "a"}, 14, 900, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if entries, err := os.ReadDir(c.cfg.Dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

func TestCacheTogether(t *testing.T) {
	var drawn atomic.Int32
	c := shown(t, 1, 1000, &drawn)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if _, _, err := c.Page(t.Context(), Source{ID: fmt.Sprint(i % 4)}, 1, 900, ""); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := drawn.Load(); n != 4 {
		t.Errorf("4 pictures were drawn %d times", n)
	}
}

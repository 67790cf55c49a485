package isolate

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

func TestRender(t *testing.T) {
	p := newPool(t, nil)
	out := filepath.Join(t.TempDir(), "page.png")
	want := []cchc.Box{{Left: 1, Top: 2, Right: 3, Bottom: 4}}
	got, err := p.Render(t.Context(), "plan.pdf", RenderRequest{Page: 4, Width: 900, Out: out, Quote: "kế hoạch", Marks: want})
	if err != nil || got.Width != 900 || got.Skew != 1.5 || len(got.Boxes) != 1 || got.Boxes[0] != want[0] {
		t.Fatalf("%v %+v", err, got)
	}
	if b, err := os.ReadFile(out); err != nil || string(b) != `plan.pdf 4 "kế hoạch"` {
		t.Errorf("%v %q", err, b)
	}
	// One child does both, so that what it compiled serves both.
	if pid := pidOf(t, mustRead(t, p, "good")); pid != strconv.Itoa(got.Height) {
		t.Errorf("drawn by %d, read by %s", got.Height, pid)
	}
}

// What ends a reading ends a drawing alike, and the next page is drawn.
func TestFaultsOfPages(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Timeout = 5 * time.Second })
	out := filepath.Join(t.TempDir(), "page.png")
	for file, code := range map[string]cchc.Code{
		"panic": "reader-crashed", "exit": "reader-crashed", "loop": "reader-timeout", "creep": "reader-memory", "refuse": "too-large",
	} {
		if file == "creep" && (runtime.GOOS != "linux" || raced) {
			continue
		}
		_, err := p.Render(t.Context(), file, RenderRequest{Page: 1, Out: out})
		if e := cchc.AsError(err); err == nil || e.Reason.Code != code || e.Fault != cchc.FaultFile {
			t.Errorf("%s: %v", file, err)
		}
		if got, err := p.Render(t.Context(), "good", RenderRequest{Page: 1, Width: 7, Out: out}); err != nil || got.Width != 7 {
			t.Errorf("after %s: %v", file, err)
		}
	}
}

func TestChildWithoutRenderer(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Env = []string{workerEnv + "=reads-only"} })
	_, err := p.Render(t.Context(), "good", RenderRequest{Page: 1, Out: filepath.Join(t.TempDir(), "x")})
	if e := cchc.AsError(err); err == nil || e.Fault != cchc.FaultOurs {
		t.Errorf("%v", err)
	}
	mustRead(t, p, "good")
}

//go:build !windows

package ocr

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

// fake writes a program that stands in for tesseract: it answers --version and
// --list-langs, and does body for a page.
func fake(t *testing.T, langs, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tesseract")
	script := "#!/bin/sh\ncase \"$1\" in\n--version) echo 'tesseract 9.9.9'; exit 0;;\n--list-langs) printf '%s\\n' 'List of languages:' " + langs + "; exit 0;;\nesac\n" + body + "\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func fixed() time.Time { return time.Date(2020, 1, 15, 8, 0, 0, 0, time.UTC) }

// drawn is a picture of a page that needs no engine.
func drawn(_ context.Context, _ string, s Shot) (Scan, error) {
	err := os.WriteFile(s.Out, []byte("P5\n1 1\n255\n\xff"), 0o600)
	return Scan{Width: 1654, Height: 2339, DPI: s.DPI, Before: [2]int{1654, 2339}}, err
}

func TestAvailable(t *testing.T) {
	now := fixed()
	var shift atomic.Int64
	path := filepath.Join(t.TempDir(), "none")
	e := New(Config{Command: path, Now: func() time.Time { return now.Add(time.Duration(shift.Load())) }}, drawn)
	_, reason := e.Available()
	if reason == nil || reason.Code != "ocr-missing" {
		t.Fatalf("%v", reason)
	}
	_, _, err := e.Page(t.Context(), "x.pdf", 1)
	if got := cchc.AsError(err); got.Fault != cchc.FaultWaiting || got.Reason.Code != "ocr-missing" {
		t.Errorf("%v", err)
	}
	if err := os.Rename(fake(t, "eng vie osd", ""), path); err != nil {
		t.Fatal(err)
	}
	if _, reason := e.Available(); reason == nil {
		t.Error("looked again at once")
	}
	shift.Store(int64(31 * time.Second))
	if version, reason := e.Available(); reason != nil || version != "9.9.9" {
		t.Errorf("after it was installed: %q %v", version, reason)
	}
	without := New(Config{Command: fake(t, "eng osd", ""), Now: fixed}, drawn)
	if _, reason := without.Available(); reason == nil || reason.Code != "ocr-language" || reason.Args[0] != "vie" {
		t.Errorf("without Vietnamese: %v", reason)
	}
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		code cchc.Code
	}{
		"hangs":      {"sleep 60 & wait", "ocr-timeout"},
		"fails":      {"echo 'no such thing' >&2; exit 3", "ocr-failed"},
		"talkative":  {"head -c 40000000 /dev/zero", "ocr-failed"},
		"is too big": {"x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done", "ocr-memory"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.code == "ocr-memory" && resident(os.Getpid()) == 0 {
				t.Skip("memory is not watched on this platform")
			}
			e := New(Config{Command: fake(t, "vie", c.body), Now: fixed, Timeout: 20 * time.Second, MemoryMB: 200}, drawn)
			if c.code == "ocr-timeout" {
				e.cfg.Timeout = 400 * time.Millisecond
			}
			start := fixedClock()
			_, _, err := e.Page(t.Context(), "x.pdf", 7)
			got := cchc.AsError(err)
			if err == nil || got.Reason.Code != c.code || got.Reason.Args[0] != "7" {
				t.Fatalf("%v", err)
			}
			if took := fixedClock() - start; took > 15*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func fixedClock() time.Duration { return time.Duration(time.Now().UnixNano()) }

func TestContextEndsAPage(t *testing.T) {
	e := New(Config{Command: fake(t, "vie", "sleep 60"), Now: fixed}, drawn)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, _, err := e.Page(ctx, "x.pdf", 1)
	if got := cchc.AsError(err); got.Fault != cchc.FaultOurs || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

const (
	goodPage = `<span class="ocr_line"><b class=ocrx_word title="bbox 10 20 110 60; x_wconf 96">Kế</b><b class=ocrx_word title="bbox 120 20 220 60; x_wconf 96">hoạch</b><b class=ocrx_word title="bbox 230 20 330 60; x_wconf 96">kiểm</b><b class=ocrx_word title="bbox 340 20 440 60; x_wconf 96">tra</b><b class=ocrx_word title="bbox 450 20 550 60; x_wconf 96">năm</b>`
	poorPage = `<b class=ocrx_word title="bbox 10 20 110 60; x_wconf 12">xqz</b><b class=ocrx_word title="bbox 120 20 220 60; x_wconf 14">wvz</b>`
)

// The way up is looked for only where a page gives little.
func TestWayUp(t *testing.T) {
	hocr := func(s string) string {
		path := filepath.Join(t.TempDir(), "page.hocr")
		s = strings.ReplaceAll(s, "class=ocrx_word", "class='ocrx_word'")
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		return "cat '" + path + "'"
	}
	for name, c := range map[string]struct {
		langs    string
		osd      string
		sideways bool
		good     int // the turn under which the page can be read
		want     []int
	}{
		"upright":                {"vie osd", "90", false, 0, []int{0}},
		"on its head":            {"vie osd", "180", false, 180, []int{0, 180}},
		"on its side":            {"vie osd", "270", true, 270, []int{0, 270}},
		"on its side, no osd":    {"vie", "", true, 270, []int{0, 90, 270}},
		"on its head, no osd":    {"vie", "", false, 180, []int{0, 180}},
		"sideways only in seems": {"vie osd", "0", true, 0, []int{0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			// The fake reads the turn out of the picture.
			command := fake(t, c.langs, `case "$*" in *"--psm 0"*) printf 'Rotate: `+c.osd+`\nOrientation confidence: 9\n'; exit 0;; esac
if [ "$(cat "$1")" = turned-`+itoa(c.good)+` ]; then `+hocr(goodPage)+"; else "+hocr(poorPage)+"; fi")
			var turns []int
			e := New(Config{Command: command, Now: fixed}, func(_ context.Context, _ string, s Shot) (Scan, error) {
				turns = append(turns, s.Turn)
				err := os.WriteFile(s.Out, []byte("turned-"+itoa(s.Turn)), 0o600)
				return Scan{Width: 1654, Height: 2339, DPI: 200, Before: [2]int{1654, 2339}, Sideways: c.sideways}, err
			})
			p, notes, err := e.Page(t.Context(), "x.pdf", 3)
			if err != nil || p.Text() != "Kế hoạch kiểm tra năm\n" || p.Number != 3 {
				t.Fatalf("%v: %q", err, p.Text())
			}
			if len(turns) != len(c.want) || turns[len(turns)-1] != c.want[len(c.want)-1] {
				t.Errorf("turned by %v, not %v", turns, c.want)
			}
			if told := len(notes) > 0 && notes[0].Code == "ocr-turned"; told != (c.good != 0) {
				t.Errorf("notes %v", notes)
			}
		})
	}
}

func itoa(n int) string {
	return map[int]string{0: "0", 90: "90", 180: "180", 270: "270"}[n]
}

package isolate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

func newPool(t *testing.T, change func(*Config)) *Pool {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{Command: []string{exe}, Workers: 1, Timeout: 20 * time.Second, MemoryMB: workerMB, Env: []string{workerEnv + "=1"}}
	if change != nil {
		change(&cfg)
	}
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if left := children(t); len(left) > 0 && runtime.GOOS == "linux" {
			t.Errorf("children left after Close: %v", left)
		}
		if _, err := os.Stat(p.dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the working folder is still there: %v", err)
		}
	})
	return p
}

// children lists the processes whose parent is this test.
func children(t *testing.T) (pids []string) {
	t.Helper()
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, s := range stats {
		b, err := os.ReadFile(s)
		if err != nil {
			continue
		}
		_, rest, _ := bytes.Cut(b, []byte(") "))
		if f := strings.Fields(string(rest)); len(f) > 1 && f[1] == strconv.Itoa(os.Getpid()) {
			pids = append(pids, filepath.Base(filepath.Dir(s)))
		}
	}
	return pids
}

func mustRead(t *testing.T, p *Pool, name string) string {
	t.Helper()
	r, err := p.Read(context.Background(), name, cchc.Limits{Pages: 3})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r.Pages[0].Blocks[0].Text
}

func pidOf(t *testing.T, text string) string {
	t.Helper()
	f := strings.Fields(text)
	if len(f) != 3 || f[2] != "3" {
		t.Fatalf("unexpected answer %q", text)
	}
	return f[1]
}

func TestFaultsOfFiles(t *testing.T) {
	tests := []struct {
		file  string
		code  cchc.Code
		fault cchc.Fault
		args  string
		same  bool // the child goes on serving
	}{
		{"panic", "reader-crashed", cchc.FaultFile, "", false},
		{"goroutine-panic", "reader-crashed", cchc.FaultFile, "", false},
		{"exit", "reader-crashed", cchc.FaultFile, "", false},
		{"garbage", "reader-crashed", cchc.FaultFile, "", false},
		{"oversized", "reader-crashed", cchc.FaultFile, "", false},
		{"short", "reader-crashed", cchc.FaultFile, "", false},
		{"deaf", "reader-crashed", cchc.FaultFile, "", false},
		{"refuse", "too-large", cchc.FaultFile, "x 7", true},
		{"odd", "internal", cchc.FaultOurs, "", true},
	}
	p := newPool(t, nil)
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			before := pidOf(t, mustRead(t, p, "good"))
			_, err := p.Read(context.Background(), tt.file, cchc.Limits{})
			e := cchc.AsError(err)
			if err == nil || e.Reason.Code != tt.code || e.Fault != tt.fault || strings.Join(e.Reason.Args, " ") != tt.args {
				t.Fatalf("got %v (%+v), want %s", err, e, tt.code)
			}
			after := pidOf(t, mustRead(t, p, "good"))
			if (before == after) != tt.same {
				t.Errorf("child before %s, after %s; same wanted: %v", before, after, tt.same)
			}
		})
	}
}

func TestMemory(t *testing.T) {
	if runtime.GOOS != "linux" || raced {
		t.Skip("memory is watched on Linux")
	}
	for _, tt := range []struct{ file, mode string }{
		{"huge", "1"},          // the bound of the process itself
		{"creep", "1"},         // either bound
		{"creep", "unlimited"}, // only the watch of the parent
	} {
		t.Run(tt.file+" "+tt.mode, func(t *testing.T) {
			p := newPool(t, func(c *Config) { c.Env = []string{workerEnv + "=" + tt.mode}; c.MemoryMB = workerMB })
			_, err := p.Read(context.Background(), tt.file, cchc.Limits{})
			e := cchc.AsError(err)
			if err == nil || e.Reason.Code != "reader-memory" || e.Fault != cchc.FaultFile || len(e.Reason.Args) != 1 || e.Reason.Args[0] != "512" {
				t.Fatalf("got %v, want reader-memory 512", err)
			}
			mustRead(t, p, "good")
		})
	}
}

func TestTimeout(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Timeout = 300 * time.Millisecond })
	start := time.Now()
	_, err := p.Read(context.Background(), "loop", cchc.Limits{})
	if e := cchc.AsError(err); err == nil || e.Reason.Code != "reader-timeout" || e.Fault != cchc.FaultFile || e.Reason.Args[0] != "0.3" {
		t.Fatalf("got %v, want reader-timeout 0.3", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v: a slow file must not be read twice", took)
	}
	mustRead(t, p, "good")
}

func TestPoisonedChild(t *testing.T) {
	p := newPool(t, nil)
	first := pidOf(t, mustRead(t, p, "poison"))
	if second := pidOf(t, mustRead(t, p, "good")); first == second {
		t.Error("the poisoned child answered")
	}
}

func TestReplacement(t *testing.T) {
	p := newPool(t, func(c *Config) { c.MaxFiles = 2 })
	var pids []string
	for range 4 {
		pids = append(pids, pidOf(t, mustRead(t, p, "good")))
	}
	if pids[0] != pids[1] || pids[2] != pids[3] || pids[1] == pids[2] {
		t.Errorf("two files a child wanted, got %v", pids)
	}
}

func TestGrownChildIsReplaced(t *testing.T) {
	if runtime.GOOS != "linux" || raced {
		t.Skip("memory is watched on Linux")
	}
	p := newPool(t, nil)
	if a, b := pidOf(t, mustRead(t, p, "keep")), pidOf(t, mustRead(t, p, "good")); a == b {
		t.Error("a child that kept 330 of 512 MiB serves on")
	}
}

func TestStrayPrints(t *testing.T) {
	p := newPool(t, nil)
	if a, b := pidOf(t, mustRead(t, p, "print")), pidOf(t, mustRead(t, p, "good")); a != b {
		t.Error("printing to stdout cost the child its life")
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("SECRET_OF_THE_PARENT", "x")
	p := newPool(t, nil)
	env := mustRead(t, p, "environment")
	if strings.Contains(env, "SECRET_OF_THE_PARENT") || !strings.Contains(env, "TMPDIR="+p.dir) {
		t.Errorf("environment of the child:\n%s", env)
	}
}

func TestStderrReachesTheLog(t *testing.T) {
	var log bytes.Buffer
	p := newPool(t, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	_, _ = p.Read(context.Background(), "goroutine-panic", cchc.Limits{})
	if !strings.Contains(log.String(), "beyond recover") {
		t.Errorf("log: %s", log.String())
	}
}

func TestCannotStart(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	for name, change := range map[string]func(*Config){
		"no such program": func(c *Config) { c.Command = []string{missing} },
		"no hello":        func(c *Config) { c.Env = []string{workerEnv + "=mute"} },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPool(t, change)
			_, err := p.Read(context.Background(), "good", cchc.Limits{})
			if e := cchc.AsError(err); err == nil || e.Reason.Code != "reader-start" || e.Fault != cchc.FaultOurs {
				t.Fatalf("got %v, want reader-start", err)
			}
		})
	}
	if _, err := New(Config{}); err == nil {
		t.Error("a pool without a command was made")
	}
}

func TestCancelKillsTheChild(t *testing.T) {
	p := newPool(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(200*time.Millisecond, cancel)
	_, err := p.Read(ctx, "loop", cchc.Limits{})
	if e := cchc.AsError(err); !errors.Is(err, context.Canceled) || e.Reason.Code != "reader-stopped" || e.Fault != cchc.FaultOurs {
		t.Fatalf("got %v, want reader-stopped", err)
	}
	before := pidOf(t, mustRead(t, p, "good"))
	if _, err := p.Read(ctx, "good", cchc.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a read with an ended context gave %v", err)
	}
	if after := pidOf(t, mustRead(t, p, "good")); before != after {
		t.Error("a read with an ended context cost a child")
	}
}

func TestCloseStopsReads(t *testing.T) {
	p := newPool(t, nil)
	done := make(chan error, 1)
	go func() {
		_, err := p.Read(context.Background(), "loop", cchc.Limits{})
		done <- err
	}()
	time.Sleep(200 * time.Millisecond)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; !errors.Is(err, ErrClosed) {
		t.Errorf("read in flight: %v", err)
	}
	if _, err := p.Read(context.Background(), "good", cchc.Limits{}); !errors.Is(err, ErrClosed) {
		t.Errorf("read after Close: %v", err)
	}
}

func TestManyReadersAtOnce(t *testing.T) {
	p := newPool(t, func(c *Config) { c.Workers = 3; c.MaxFiles = 7 })
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			name := fmt.Sprintf("file-%d", i)
			if i%20 == 19 {
				name = "exit"
			}
			r, err := p.Read(context.Background(), name, cchc.Limits{Pages: 3})
			switch {
			case name == "exit" && cchc.AsError(err).Reason.Code != "reader-crashed":
				t.Errorf("exit: %v", err)
			case name != "exit" && (err != nil || !strings.HasPrefix(r.Pages[0].Blocks[0].Text, name+" ")):
				t.Errorf("%s: %v %v", name, r, err)
			}
		})
	}
	wg.Wait()
}

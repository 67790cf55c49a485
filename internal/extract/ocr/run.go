package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

const (
	outputMost = 32 << 20 // bytes; a full page has 200 KB
	saidMost   = 4 << 10  // of what it says on the side, for the log
	watchEvery = 50 * time.Millisecond
	drainDelay = time.Second // for the output of what it may have started
)

var (
	errTimeout = errors.New("tesseract took too long")
	errMemory  = errors.New("tesseract took too much memory")
	errOutput  = errors.New("tesseract wrote too much")
)

// exitError is an end tesseract chose itself.
type exitError struct {
	code int
	said string
}

func (e *exitError) Error() string { return fmt.Sprintf("tesseract ended with %d: %s", e.code, e.said) }

// passedOn are the variables of the environment tesseract gets.
var passedOn = []string{"PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "SYSTEMROOT", "SystemRoot", "TMPDIR", "TEMP", "TMP"}

func environment() []string {
	out := []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C"}
	for _, name := range passedOn {
		if v, ok := os.LookupEnv(name); ok {
			out = append(out, name+"="+v)
		}
	}
	return out
}

// run runs tesseract within its limits and returns what it printed.
func (e *Engine) run(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, e.cfg.Timeout, errTimeout)
	defer cancel()
	out, said := &bounded{most: outputMost}, &bounded{most: saidMost}
	//nolint:noctx // ctx ends the whole group below, not only the first process
	cmd := exec.Command(e.cfg.Command, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = environment(), out, said, drainDelay
	setProcAttr(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start tesseract: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	if err := e.watch(ctx, cmd, done); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = &exitError{exit.ExitCode(), strings.TrimSpace(said.b.String())}
		}
		return nil, err
	}
	if out.over {
		return nil, errOutput
	}
	return out.b.Bytes(), nil
}

// watch waits for the end, or brings it about.
func (e *Engine) watch(ctx context.Context, cmd *exec.Cmd, done <-chan error) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-ctx.Done():
			e.end(cmd, done)
			return context.Cause(ctx)
		case <-tick.C:
			if rss := resident(cmd.Process.Pid); rss > int64(e.cfg.MemoryMB)<<20 {
				e.end(cmd, done)
				return fmt.Errorf("%w: %d MiB resident", errMemory, rss>>20)
			}
		}
	}
}

// end kills a run and all it started, and waits; how it ends of no interest.
func (e *Engine) end(cmd *exec.Cmd, done <-chan error) {
	killGroup(cmd.Process)
	e.cfg.Log.Debug("ocr: tesseract was stopped", "it", <-done)
}

// bounded keeps the first bytes written to it.
type bounded struct {
	b    bytes.Buffer
	most int
	over bool
}

// Write takes everything, keeps what fits.
func (w *bounded) Write(p []byte) (int, error) {
	keep := min(len(p), w.most-w.b.Len())
	w.over = w.over || keep < len(p)
	w.b.Write(p[:keep])
	return len(p), nil
}

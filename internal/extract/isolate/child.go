package isolate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

const (
	startTimeout = 20 * time.Second       // for the hello of a new child
	endGrace     = 2 * time.Second        // between closed stdin and a kill
	watchEvery   = 50 * time.Millisecond  // between two looks at the resident set
	tailBytes    = 8 << 10                // of stderr kept for the log
	retireShare  = 0.6                    // of the memory bound: a child this large is replaced after a file
	pipeDelay    = 500 * time.Millisecond // for stderr to drain after the end
)

// child is one process. It is used by one goroutine at a time.
type child struct {
	cmd    *exec.Cmd
	in     *os.File // its stdin
	out    *os.File // its stdout
	stderr *tail
	job    job
	exited chan struct{} // closed once the process was waited for
	log    *slog.Logger
	cfg    Config
	served int
	broken bool // no further file may go to it
}

// start starts a child and waits for its hello. The error is "reader-start", or
// "reader-stopped" where ctx or the pool ended first.
func (p *Pool) start(ctx context.Context) (*child, error) {
	c, err := launch(p.cfg, p.dir, p.starter)
	if err != nil {
		return nil, cchc.OurFault("reader-start", err)
	}
	hello, err := c.exchange(ctx, p.closed, nil, startTimeout)
	if err == nil && hello.Protocol != protocol {
		err = fmt.Errorf("the reader speaks protocol %d, not %d", hello.Protocol, protocol)
	}
	if err != nil {
		c.kill()
		c.end()
		if errors.Is(err, errStopped) {
			return nil, cchc.OurFault("reader-stopped", err)
		}
		return nil, cchc.OurFault("reader-start", fmt.Errorf("%w; it said: %s", err, c.stderr))
	}
	return c, nil
}

func launch(cfg Config, dir string, starter *starter) (*child, error) {
	childIn, in, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("pipe to a reader: %w", err)
	}
	out, childOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("pipe from a reader: %w", err), childIn.Close(), in.Close())
	}
	c := &child{in: in, out: out, stderr: &tail{}, exited: make(chan struct{}), log: cfg.Log, cfg: cfg}
	//nolint:noctx // the command is our own program; children outlive a single read
	c.cmd = exec.Command(cfg.Command[0], cfg.Command[1:]...)
	c.cmd.Dir, c.cmd.Env = dir, childEnv(cfg.Env, dir)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = childIn, childOut, c.stderr
	c.cmd.WaitDelay = pipeDelay
	setProcAttr(c.cmd)
	err = starter.start(c.cmd)
	_, _ = childIn.Close(), childOut.Close()
	if err != nil {
		_, _ = in.Close(), out.Close()
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	c.job = newJob(c.cmd, cfg.MemoryMB)
	go func() {
		_ = c.cmd.Wait() // how it ended is in ProcessState
		close(c.exited)
	}()
	return c, nil
}

func childEnv(env []string, dir string) []string {
	return append(append([]string{}, env...), "TMPDIR="+dir, "TMP="+dir, "TEMP="+dir)
}

// ask sends one request and returns a reading or a picture, whichever it asks for.
func (c *child) ask(ctx context.Context, closed <-chan struct{}, req request) (answer, error) {
	a, err := c.exchange(ctx, closed, &req, c.cfg.Timeout)
	c.served++
	if err != nil {
		c.broken = true
		c.kill()
		err = c.explain(err)
		c.log.Warn("a reader failed", "path", req.Path, "cause", err, "stderr", c.stderr.String())
		return answer{}, err
	}
	switch {
	case a.Panicked && a.Failure != nil:
		c.broken = true
		c.log.Warn("a reader panicked", "path", req.Path, "cause", a.Failure.Detail)
		return answer{}, fmt.Errorf("%w: %s", errCrashed, firstLine(a.Failure.Detail))
	case a.Failure != nil:
		return answer{}, a.Failure.err()
	case req.Render != nil && a.Rendered != nil, req.Render == nil && a.Reading != nil:
		return a, nil
	}
	c.broken = true
	c.kill()
	return answer{}, fmt.Errorf("%w: empty answer", errCrashed)
}

// exchange sends req, if any, and waits for one answer within the bounds of time and
// memory. It does not kill the child. Its goroutine ends with the answer or the child.
func (c *child) exchange(ctx context.Context, closed <-chan struct{}, req *request, limit time.Duration) (answer, error) {
	var a answer
	done := make(chan error, 1)
	go func() {
		if req != nil {
			if err := writeFrame(c.in, req, maxRequest); err != nil {
				done <- err
				return
			}
		}
		done <- readFrame(c.out, &a, maxAnswer)
	}()
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	for {
		select {
		case err := <-done:
			if err != nil {
				return answer{}, fmt.Errorf("%w: %w", errCrashed, err)
			}
			return a, nil
		case <-timeout.C:
			return answer{}, errTimeout
		case <-watch.C:
			if rss := resident(c.cmd.Process.Pid); rss > int64(c.cfg.MemoryMB)<<20 {
				return answer{}, fmt.Errorf("%w: %d MiB resident", errMemory, rss>>20)
			}
		case <-ctx.Done():
			return answer{}, fmt.Errorf("%w: %w", errStopped, context.Cause(ctx))
		case <-closed:
			return answer{}, fmt.Errorf("%w: %w", errStopped, ErrClosed)
		}
	}
}

// explain waits for the end of a failed child and adds how it ended. Go's runtime ends a
// process that meets the memory bound with a message on stderr; that is too much memory,
// not a crash.
func (c *child) explain(err error) error {
	<-c.exited
	if !errors.Is(err, errCrashed) {
		return err
	}
	if said := c.stderr.String(); strings.Contains(said, "out of memory") || strings.Contains(said, "cannot allocate memory") {
		return fmt.Errorf("%w: %w", errMemory, errors.New(firstLine(said)))
	}
	return fmt.Errorf("%w (%s)", err, c.cmd.ProcessState)
}

// spent reports whether the child must be replaced.
func (c *child) spent(cfg Config) bool {
	return c.broken || c.served >= cfg.MaxFiles ||
		float64(resident(c.cmd.Process.Pid)) > retireShare*float64(int64(cfg.MemoryMB)<<20)
}

// kill ends the process and its group at once, unless it already ended.
func (c *child) kill() {
	select {
	case <-c.exited:
	default:
		killGroup(c.cmd.Process)
	}
}

// end lets the process leave by itself, kills it after a while, and waits for it.
func (c *child) end() {
	_ = c.in.Close()
	grace := time.NewTimer(endGrace)
	defer grace.Stop()
	select {
	case <-c.exited:
	case <-grace.C:
		c.kill()
		<-c.exited
	}
	_ = c.out.Close()
	c.job.close()
}

// starter starts all children from one thread that lives as long as the pool: on Linux
// the signal of a parent's death is sent when the starting *thread* ends.
type starter struct {
	todo chan func()
	done chan struct{}
}

func newStarter() *starter {
	s := &starter{todo: make(chan func()), done: make(chan struct{})}
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(s.done)
		for f := range s.todo {
			f()
		}
	}()
	return s
}

func (s *starter) start(cmd *exec.Cmd) error {
	result := make(chan error, 1)
	s.todo <- func() { result <- cmd.Start() }
	return <-result
}

func (s *starter) close() {
	close(s.todo)
	<-s.done
}

// tail keeps the last bytes written to it.
type tail struct {
	mu sync.Mutex
	b  []byte
}

var _ io.Writer = (*tail)(nil)

// Write keeps the end of what was written so far.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	// The beginning of a runtime's last words says why; the end says where. Keep both.
	if over := len(t.b) - tailBytes; over > 0 {
		half := tailBytes / 2
		t.b = append(t.b[:half:half], t.b[len(t.b)-half:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.ToValidUTF8(string(t.b), "�")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

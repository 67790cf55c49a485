package isolate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

// Config describes the children. Only Command is required.
type Config struct {
	Command  []string      // argv of the hidden worker, Command[0] an absolute path
	Dir      string        // of temporary files, absolute; default: that of the system
	Workers  int           // children at most; default: half of the processors, at least 1
	Timeout  time.Duration // for one file or one picture; default 60 s
	MemoryMB int           // for one child, in MiB; default 1024
	// Env is the whole environment of a child, besides its folder for temporary files.
	// Nothing is inherited: a child has no use for the secrets of the parent.
	Env      []string
	MaxFiles int          // files and pictures a child serves before it is replaced; default 200
	Log      *slog.Logger // default: none
}

func (c Config) withDefaults() Config {
	if c.Workers <= 0 {
		c.Workers = max(1, runtime.NumCPU()/2)
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.MemoryMB <= 0 {
		c.MemoryMB = 1024
	}
	if c.MaxFiles <= 0 {
		c.MaxFiles = 200
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// ErrClosed is the cause of a read that met a closed pool.
var ErrClosed = errors.New("the pool of readers is closed")

// Pool reads files in child processes. It is safe for use by several goroutines.
type Pool struct {
	cfg     Config
	dir     string        // working folder of the children
	slots   chan *child   // one entry a worker; nil: no child runs there yet
	closed  chan struct{} // closed first of all by Close
	once    sync.Once
	starter *starter
	ending  sync.WaitGroup // children asked to leave
}

// New checks the configuration and makes the pool; children start when they are needed.
func New(cfg Config) (*Pool, error) {
	if len(cfg.Command) == 0 || cfg.Command[0] == "" {
		return nil, errors.New("isolate: no command for the readers")
	}
	dir, err := os.MkdirTemp(cfg.Dir, "minhchung-doc-")
	if err != nil {
		return nil, fmt.Errorf("isolate: working folder: %w", err)
	}
	cfg = cfg.withDefaults()
	p := &Pool{cfg: cfg, dir: dir, slots: make(chan *child, cfg.Workers), closed: make(chan struct{}), starter: newStarter()}
	for range cfg.Workers {
		p.slots <- nil
	}
	return p, nil
}

// Read reads one file in a child, waiting for a free one. The error is a *cchc.Error:
// what the reader itself said, or
//   - the file's fault "reader-crashed", "reader-timeout" (arg: seconds) or
//     "reader-memory" (arg: MiB);
//   - our fault "reader-start" (no child could be started) or "reader-stopped" (ctx
//     ended or the pool was closed; the cause is wrapped).
//
// A crash is tried once more in a fresh child before the file is blamed, since a child
// may have been poisoned by the file before; so is too much memory in a used child.
func (p *Pool) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	a, err := p.do(ctx, request{Path: path, Limits: lim})
	if err != nil {
		return cchc.Reading{}, err
	}
	return *a.Reading, nil
}

// do carries out one request in a child, twice where a fresh child may fare better.
func (p *Pool) do(ctx context.Context, req request) (answer, error) {
	path, err := filepath.Abs(req.Path)
	if err != nil {
		return answer{}, cchc.OurFault("internal", err)
	}
	req.Path = path
	c, stop := p.acquire(ctx)
	if stop != nil {
		return answer{}, stop
	}
	defer func() { p.slots <- c }()
	for attempt := 1; ; attempt++ {
		if c == nil {
			if c, err = p.start(ctx); err != nil {
				return answer{}, err
			}
		}
		used := c.served > 0
		a, err := c.ask(ctx, p.closed, req)
		if c.spent(p.cfg) {
			p.retire(c)
			c = nil
		}
		again := errors.Is(err, errCrashed) || used && errors.Is(err, errMemory)
		if err == nil || attempt > 1 || !again {
			return a, verdict(err, p.cfg)
		}
		p.cfg.Log.Info("reading once more in a fresh child", "path", path, "cause", err)
	}
}

func (p *Pool) acquire(ctx context.Context) (*child, error) {
	select {
	case <-p.closed:
		return nil, cchc.OurFault("reader-stopped", ErrClosed)
	case <-ctx.Done(): // a free child must not be spent on a read nobody waits for
		return nil, cchc.OurFault("reader-stopped", context.Cause(ctx))
	default:
	}
	select {
	case c := <-p.slots:
		return c, nil
	case <-ctx.Done():
		return nil, cchc.OurFault("reader-stopped", context.Cause(ctx))
	case <-p.closed:
		return nil, cchc.OurFault("reader-stopped", ErrClosed)
	}
}

// What can end a read besides an answer.
var (
	errCrashed = errors.New("the reader ended")
	errMemory  = errors.New("the reader took too much memory")
	errTimeout = errors.New("the reader took too long")
	errStopped = errors.New("the read was stopped")
)

func verdict(err error, cfg Config) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errCrashed):
		return cchc.FileFault("reader-crashed", err)
	case errors.Is(err, errMemory):
		return cchc.FileFault("reader-memory", err, strconv.Itoa(cfg.MemoryMB))
	case errors.Is(err, errTimeout):
		return cchc.FileFault("reader-timeout", err, strconv.FormatFloat(cfg.Timeout.Seconds(), 'g', 3, 64))
	case errors.Is(err, errStopped):
		return cchc.OurFault("reader-stopped", err)
	}
	return cchc.AsError(err)
}

// retire lets a child go without holding up the next file.
func (p *Pool) retire(c *child) {
	p.ending.Go(c.end)
}

// Close stops the reads in flight and waits until every child has ended. Later reads
// fail with [ErrClosed]. It may be called more than once.
func (p *Pool) Close() error {
	var err error
	p.once.Do(func() {
		close(p.closed)
		for range p.cfg.Workers {
			if c := <-p.slots; c != nil {
				p.retire(c)
			}
		}
		p.ending.Wait()
		p.starter.close()
		err = os.RemoveAll(p.dir)
	})
	if err != nil {
		return fmt.Errorf("isolate: working folder: %w", err)
	}
	return nil
}

package office

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Waiting for processes.
const (
	watchEvery = 250 * time.Millisecond // how often the memory is looked at
	pipeDelay  = 2 * time.Second        // for the output of an ended process
	tailBytes  = 4 << 10                // of its output kept for the log
	goneEvery  = 10 * time.Millisecond  // between looks whether killed processes are gone
	goneTries  = 200
)

// What can end the wait for a process.
var (
	errTimeout = errors.New("LibreOffice took too long")
	errMemory  = errors.New("LibreOffice took too much memory")
	errStopped = errors.New("the conversion was stopped")
	errStart   = errors.New("LibreOffice did not start")
)

// process is a running LibreOffice with all it started.
type process struct {
	cmd    *exec.Cmd
	group  group
	out    *tail
	exited chan struct{}
}

// run starts a process in dir. All start from one thread that lives as long as the
// converter: on Linux the signal of a parent's death is sent when the starting thread ends.
func (s *starter) run(dir string, memoryMB int, program string, args ...string) (*process, error) {
	p := &process{out: &tail{}, exited: make(chan struct{})}
	p.cmd = exec.Command(program, args...) //nolint:noctx // it is killed with all it started, which a context cannot do
	p.cmd.Dir, p.cmd.Env = dir, environment(dir)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	p.cmd.WaitDelay = pipeDelay
	setProcAttr(p.cmd)
	if err := s.start(p.cmd); err != nil {
		return nil, fmt.Errorf("%w: %w", errStart, err)
	}
	p.group = newGroup(p.cmd, memoryMB)
	go func() {
		_ = p.cmd.Wait() // how it ended is in ProcessState
		close(p.exited)
	}()
	return p, nil
}

func (p *process) ended() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// kill ends the process and all it started, and waits for that.
func (p *process) kill() {
	p.group.kill()
	<-p.exited
	for range goneTries {
		if p.group.gone() {
			break
		}
		time.Sleep(goneEvery)
	}
	p.group.close()
}

// wait waits until p ends or, where done is not nil, done reports true. Together with
// others its memory is bounded. Nothing is killed.
func (p *process) wait(ctx context.Context, closed <-chan struct{}, limit time.Duration, memoryMB int, done func() bool, others ...*process) error {
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	poll := time.NewTicker(watchEvery / 10)
	defer poll.Stop()
	if done == nil {
		poll.Stop()
	}
	for {
		select {
		case <-p.exited:
			return nil
		case <-poll.C:
			if done() {
				return nil
			}
		case <-watch.C:
			sum := p.group.resident()
			for _, o := range others {
				sum += o.group.resident()
			}
			if sum > int64(memoryMB)<<20 {
				return fmt.Errorf("%w: %d MiB resident", errMemory, sum>>20)
			}
		case <-timeout.C:
			return errTimeout
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", errStopped, context.Cause(ctx))
		case <-closed:
			return fmt.Errorf("%w: %w", errStopped, ErrClosed)
		}
	}
}

// environment holds what LibreOffice needs and none of the secrets of the parent.
func environment(dir string) []string {
	env := []string{
		"HOME=" + dir, "USERPROFILE=" + dir, "APPDATA=" + dir, "LOCALAPPDATA=" + dir,
		"TMPDIR=" + dir, "TMP=" + dir, "TEMP=" + dir, "XDG_RUNTIME_DIR=" + dir,
		"SAL_USE_VCLPLUGIN=svp", "LC_ALL=C.UTF-8", "OOO_DISABLE_RECOVERY=1",
	}
	for _, name := range []string{"PATH", "SystemRoot", "SystemDrive", "windir", "ComSpec", "ProgramFiles", "ProgramFiles(x86)", "ProgramData", "LD_LIBRARY_PATH"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// starter starts processes from one thread.
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

// Write keeps the end of what was written so far.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if over := len(t.b) - tailBytes; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(strings.ToValidUTF8(string(t.b), "�"))
}

// link gives a file a second name in dir, by a hard link where the disk allows one.
func link(from, dir, name string) (string, error) {
	to := filepath.Join(dir, name)
	if os.Link(from, to) == nil {
		return to, nil
	}
	return to, copyFile(from, to)
}

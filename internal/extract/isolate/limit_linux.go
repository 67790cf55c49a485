package isolate

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// collectShare of the memory bound is where the garbage collector starts to work hard.
// Below it the collector may let garbage grow to collectPercent of what is in use: a
// reader's heap is small and short-lived, and collecting it often costs a tenth of the time.
const (
	collectShare   = 0.6
	collectPercent = 400
)

// LimitSelf bounds the memory of this process to memoryMB MiB, 0 for no bound; the
// hidden worker calls it before [Serve]. The bound is on the data segment: one on the
// address space would break Go's own reservations. It also makes the process the first
// one the kernel ends when the machine runs out of memory, and forbids core dumps.
func LimitSelf(memoryMB int) error {
	// Not every container lets a process change its own score; it is only a hint.
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0o600)
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("forbid core dumps: %w", err)
	}
	if memoryMB <= 0 {
		return nil
	}
	limit := uint64(memoryMB) << 20
	debug.SetMemoryLimit(int64(collectShare * float64(limit)))
	debug.SetGCPercent(collectPercent)
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		return fmt.Errorf("limit the memory of a reader: %w", err)
	}
	return nil
}

// setProcAttr puts the child into a process group of its own and ends it with the
// parent, even where the parent is killed.
func setProcAttr(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(p *os.Process) {
	if unix.Kill(-p.Pid, unix.SIGKILL) != nil {
		_ = p.Kill()
	}
}

// resident returns the resident set of a process in bytes, 0 where it is unknown.
func resident(pid int) int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, ok := bytes.Cut(status, []byte("\nVmRSS:"))
	if !ok {
		return 0
	}
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kb, err := strconv.ParseInt(string(fields[0]), 10, 64)
	if err != nil {
		return 0
	}
	return kb << 10
}

type job struct{}

func newJob(*exec.Cmd, int) job { return job{} }

func (job) close() {}

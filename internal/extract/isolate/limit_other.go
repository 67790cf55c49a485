//go:build !linux && !windows

package isolate

import (
	"os"
	"os/exec"
	"runtime/debug"
)

// LimitSelf asks the garbage collector to keep this process under memoryMB MiB, 0 for no
// bound. There is no hard bound on this platform.
func LimitSelf(memoryMB int) error {
	if memoryMB > 0 {
		debug.SetMemoryLimit(int64(memoryMB) << 20 * 6 / 10)
	}
	return nil
}

func setProcAttr(*exec.Cmd) {}

func killGroup(p *os.Process) { _ = p.Kill() }

func resident(int) int64 { return 0 }

type job struct{}

func newJob(*exec.Cmd, int) job { return job{} }

func (job) close() {}

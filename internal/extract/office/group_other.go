//go:build !linux && !windows

package office

import (
	"errors"
	"os/exec"
	"syscall"
)

func setProcAttr(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// group is a process with all it started.
type group struct{ pid int }

func newGroup(cmd *exec.Cmd, _ int) group { return group{cmd.Process.Pid} }

func (g group) kill() { _ = syscall.Kill(-g.pid, syscall.SIGKILL) } // no such group: it ended by itself

// gone reports whether no process of the group is left.
func (g group) gone() bool { return errors.Is(syscall.Kill(-g.pid, 0), syscall.ESRCH) }

func (group) close() {}

// resident is unknown on this platform.
func (group) resident() int64 { return 0 }

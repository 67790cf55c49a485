package office

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// setProcAttr puts the process into a group of its own and ends it with us, even where we
// are killed.
func setProcAttr(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// group is a process with all it started.
type group struct{ pid int }

func newGroup(cmd *exec.Cmd, _ int) group { return group{cmd.Process.Pid} }

func (g group) kill() {
	_ = unix.Kill(-g.pid, unix.SIGKILL) // no such group: it ended by itself
}

func (group) close() {}

// gone reports whether no process of the group is left but dead ones nobody collected.
func (g group) gone() bool {
	if errors.Is(unix.Kill(-g.pid, 0), unix.ESRCH) {
		return true
	}
	for fields := range g.stats() {
		if string(fields[0]) != "Z" {
			return false
		}
	}
	return true
}

// resident returns the resident bytes of the whole group, 0 where unknown.
func (g group) resident() (sum int64) {
	page := int64(os.Getpagesize())
	for fields := range g.stats() {
		if n, err := strconv.ParseInt(string(fields[21]), 10, 64); err == nil {
			sum += n * page
		}
	}
	return sum
}

// stats yields the fields of /proc/*/stat after the name, of the processes of the group:
// state, parent, group, …, resident pages at 21.
func (g group) stats() iter.Seq[[][]byte] {
	return func(yield func([][]byte) bool) {
		dirs, err := os.ReadDir("/proc")
		if err != nil {
			return
		}
		for _, d := range dirs {
			if name := d.Name(); name[0] < '0' || name[0] > '9' {
				continue
			}
			stat, err := os.ReadFile("/proc/" + d.Name() + "/stat")
			if err != nil {
				continue
			}
			// pid (name) state ppid pgrp …; the name may hold anything.
			fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
			if len(fields) >= 22 && string(fields[2]) == strconv.Itoa(g.pid) && !yield(fields) {
				return
			}
		}
	}
}

package office

import (
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// setProcAttr keeps Ctrl+C of the console from the process and opens no window.
func setProcAttr(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// group is a Job Object with a process and all it started; handle 0 where none could be
// made, and then only the process itself is known.
type group struct {
	handle  windows.Handle
	process *os.Process
}

// newGroup bounds the memory of each process of the job and ties its life to ours: the
// handle closes with this process, and with the last handle the job kills its processes.
func newGroup(cmd *exec.Cmd, memoryMB int) group {
	g := group{process: cmd.Process}
	h, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return g
	}
	info := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{ProcessMemoryLimit: uintptr(memoryMB) << 20}
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY
	_, err = windows.SetInformationJobObject(h, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err == nil {
		err = assign(h, cmd.Process.Pid)
	}
	if err != nil {
		_ = windows.CloseHandle(h)
		return g
	}
	g.handle = h
	return g
}

func assign(h windows.Handle, pid int) error {
	p, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid)) //nolint:gosec // a process id fits
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(p) }()
	return windows.AssignProcessToJobObject(h, p)
}

func (g group) kill() {
	if g.handle != 0 {
		_ = windows.TerminateJobObject(g.handle, 1)
		return
	}
	_ = g.process.Kill()
}

// gone: a job ends as a whole.
func (group) gone() bool { return true }

func (g group) close() {
	if g.handle != 0 {
		_ = windows.CloseHandle(g.handle)
	}
}

// resident is not watched on Windows: the Job Object bounds the memory.
func (group) resident() int64 { return 0 }

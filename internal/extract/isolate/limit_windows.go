package isolate

import (
	"os"
	"os/exec"
	"runtime/debug"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// LimitSelf asks the garbage collector to keep this process well under memoryMB MiB, 0
// for no bound; the hidden worker calls it before [Serve]. The hard bound is the Job
// Object the parent puts the child into.
func LimitSelf(memoryMB int) error {
	if memoryMB > 0 {
		debug.SetMemoryLimit(int64(memoryMB) << 20 * 6 / 10)
	}
	return nil
}

// setProcAttr keeps Ctrl+C of the console from the child and opens no window.
func setProcAttr(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

func killGroup(p *os.Process) { _ = p.Kill() }

// resident is not watched on Windows: the Job Object bounds the memory.
func resident(int) int64 { return 0 }

// job is the Job Object of one child; 0 where it could not be made.
type job struct{ handle windows.Handle }

// newJob bounds the memory of a started child and ties its life to ours: the handle
// closes with this process, and with the last handle the job kills its processes.
func newJob(cmd *exec.Cmd, memoryMB int) job {
	h, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return job{}
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
		return job{}
	}
	return job{handle: h}
}

func assign(h windows.Handle, pid int) error {
	p, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid)) //nolint:gosec // a process id fits
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(p) }()
	return windows.AssignProcessToJobObject(h, p)
}

func (j job) close() {
	if j.handle != 0 {
		_ = windows.CloseHandle(j.handle)
	}
}

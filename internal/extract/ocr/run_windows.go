package ocr

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// setProcAttr keeps Ctrl+C of the console from tesseract and opens no window.
func setProcAttr(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

func killGroup(p *os.Process) { _ = p.Kill() }

func resident(int) int64 { return 0 }

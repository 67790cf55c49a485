//go:build !linux && !windows

package ocr

import (
	"os"
	"os/exec"
)

func setProcAttr(*exec.Cmd) {}

func killGroup(p *os.Process) { _ = p.Kill() }

func resident(int) int64 { return 0 }

//go:build quality && unix

package main

import (
	"os"
	"syscall"
)

// peakRSS is the largest resident size, in MB, of an ended process and of the children it
// waited for.
func peakRSS(s *os.ProcessState) int64 {
	return s.SysUsage().(*syscall.Rusage).Maxrss / 1024
}

//go:build unix

package coverage

import (
	"syscall"
	"testing"
)

// cpuTime reports the processor time of a benchmark, which other work on the machine does
// not change as it does the time on the clock.
func cpuTime(b *testing.B) func() {
	used := func() float64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
	}
	before := used()
	return func() { b.ReportMetric((used()-before)/float64(b.N), "cpu-ms/op") }
}

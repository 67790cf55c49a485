package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// collectLate has the garbage collector leave the program alone until it has some 64 MB in
// use, and work as always from then on: a command that asks one question ends before, and
// would spend a third of its time on collecting what it had just opened. A GOGC of the
// user's own is left as it is.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	was := debug.SetGCPercent(1600) // of 4 MB, the least there is
	first := new([16]byte)
	runtime.AddCleanup(first, func(percent int) { debug.SetGCPercent(percent) }, was)
}

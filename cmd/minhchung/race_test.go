//go:build race

package main

// The race detector multiplies memory and time. Its own allocations count against the
// bound of a reading child, which then ends in "ThreadSanitizer failed to allocate" on any
// file: children get room for it. Twenty kills would take five minutes; they are done
// without the detector.
const (
	workerMemory = "4096"
	crashKills   = 3
)

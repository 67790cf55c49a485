//go:build race

package main

// The race detector multiplies memory and time. Its own allocations count against the
// bound of a reading child, which then ends in "ThreadSanitizer failed to allocate" on any
// file: children get room for it. Kills take minutes there; most are done without it.
const (
	workerMemory = "4096"
	crashKills   = 3
)

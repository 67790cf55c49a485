//go:build race

package main

import "time"

// The race detector multiplies memory and time. Its own allocations count against the
// bound of a reading child, which then ends in "ThreadSanitizer failed to allocate" on any
// file: children get room for it. Kills take minutes there; most are done without it.
const (
	workerMemory = "4096"
	crashKills   = 3
	sampleOrders = 1
	patience     = 3 * time.Minute // for what comes by itself
	stopBound    = time.Minute     // between Ctrl-C and the end
	hitBound     = 15 * time.Second
	idleMost     = 2.0 // of a processor: what a server does on a full disk takes many times as much, too
)

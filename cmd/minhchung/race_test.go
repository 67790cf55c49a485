//go:build race

package main

// The race detector multiplies memory and time: reading children get more of the one,
// and crash tests kill less often.
const (
	workerMemory = "4096"
	crashKills   = 3
)

//go:build !race

package main

const (
	workerMemory = ""
	crashKills   = 6
	idleMost     = 0.4 // of a processor, while the disk is full
)

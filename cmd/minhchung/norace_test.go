//go:build !race

package main

import "time"

const (
	workerMemory = ""
	crashKills   = 6
	sampleOrders = 2                       // in which the sample comes in, drawn anew each time
	patience     = 30 * time.Second        // for what comes by itself
	stopBound    = 10 * time.Second        // between Ctrl-C and the end: what a person notices
	hitBound     = 1500 * time.Millisecond // between the end of the quiet time and the hit, likewise
	idleMost     = 0.4                     // of a processor, while the disk is full
)

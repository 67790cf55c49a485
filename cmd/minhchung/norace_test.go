//go:build !race

package main

import "time"

const (
	workerMemory = ""
	crashKills   = 6
	sampleOrders = 2                // in which the sample comes in, drawn anew each time
	patience     = 30 * time.Second // for what comes by itself
	idleMost     = 0.4              // of a processor, while the disk is full
)

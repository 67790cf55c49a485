//go:build !race

package main

const (
	workerMemory = ""
	crashKills   = 6
)

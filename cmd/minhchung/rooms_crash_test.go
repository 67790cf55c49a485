//go:build linux && crash

package main

// rooms are how much a full disk still takes; see the other file of that name.
func rooms() []int64 {
	return []int64{100 << 10, 200 << 10, 400 << 10, 700 << 10, 1000 << 10, 1500 << 10, 2000 << 10, 2500 << 10}
}

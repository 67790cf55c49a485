//go:build linux && !crash

package main

// rooms are how much a full disk still takes: the more, the later it is full, in the midst
// of originals, record or index. `make crash` tries more of them.
func rooms() []int64 { return []int64{2000 << 10} }

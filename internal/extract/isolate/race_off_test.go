//go:build !race

package isolate

// raced says that the race detector's own memory disturbs tests of memory bounds.
const raced = false

//go:build !unix

package coverage

import "testing"

// cpuTime reports nothing where the system does not tell.
func cpuTime(*testing.B) func() { return func() {} }

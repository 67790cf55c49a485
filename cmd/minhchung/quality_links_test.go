//go:build quality

package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// wilson is the interval a share of n lies in with 95 in 100, by E. B. Wilson's score
// interval, which holds for few and for shares near 0 and 1.
func wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	middle, half := p+z*z/(2*m), z*math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return max(0, (middle-half)/(1+z*z/m)), min(1, (middle+half)/(1+z*z/m))
}

var countOf = regexp.MustCompile(`([a-z][a-z0-9 -]*?) (\d+)/(\d+)`)

// withIntervals adds to what a script counted ("grade 2 proposed 17/19") the interval of
// each share.
func withIntervals(figures string) string {
	var out []string
	for _, m := range countOf.FindAllStringSubmatch(figures, -1) {
		k, errK := strconv.Atoi(m[2])
		n, errN := strconv.Atoi(m[3])
		if errK != nil || errN != nil || k > n {
			continue
		}
		low, high := wilson(k, n)
		out = append(out, fmt.Sprintf("%s %d/%d = %.3f (%.3f … %.3f)", strings.TrimSpace(m[1]), k, n, float64(k)/float64(max(1, n)), low, high))
	}
	if len(out) == 0 {
		return figures
	}
	return figures + "\nWilson, 95 %: " + strings.Join(out, "; ")
}

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{16, 19, .624, .945}, {0, 10, 0, .278}, {10, 10, .722, 1}, {1, 116, .0015, .0472}} {
		if low, high := wilson(c.k, c.n); math.Abs(low-c.low) > .001 || math.Abs(high-c.high) > .001 {
			t.Errorf("%d of %d: %.4f … %.4f", c.k, c.n, low, high)
		}
	}
	got := withIntervals("grade 2 proposed 16/19, look-alikes proposed 0/10, 4 of 4 proposals")
	want := "\nWilson, 95 %: grade 2 proposed 16/19 = 0.842 (0.624 … 0.945); look-alikes proposed 0/10 = 0.000 (0.000 … 0.278)"
	if !strings.HasSuffix(got, want) {
		t.Errorf("%q", got)
	}
}

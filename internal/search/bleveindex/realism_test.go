//go:build quality

package bleveindex_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/vi"
)

// usage is how often words and pairs stand in some texts.
type usage struct {
	words, pairs map[string]int
	tokens       int
}

// usageOf looks at the first so many words.
func usageOf(texts []string, most int) usage {
	u := usage{map[string]int{}, map[string]int{}, 0}
	for _, text := range texts {
		if u.tokens >= most {
			break
		}
		before := ""
		for _, t := range vi.Tokens(text) {
			u.tokens++
			u.words[t.Key]++
			if before != "" {
				u.pairs[before+" "+t.Key]++
			}
			before = strings.Clone(t.Key)
		}
	}
	return u
}

// nth is what share of all words the n-th most frequent is.
func (u usage) nth(n int) float64 {
	counts := slices.SortedFunc(maps.Values(u.words), func(a, b int) int { return cmp.Compare(b, a) })
	return float64(counts[n-1]) / float64(u.tokens)
}

// What the index is filled with to measure it at scale is no easier than real text: as
// uneven, and with up to twice as many different pairs.
func TestQualityScale(t *testing.T) {
	entries, _ := collection(t)
	var real, made []string
	for _, e := range entries {
		for _, p := range e.Passages {
			real = append(real, p.Text)
		}
	}
	for _, e := range newOffice(1).papers(4000) {
		for _, p := range e.Passages {
			made = append(made, p.Text)
		}
	}
	for _, n := range []int{50_000, 200_000} { // words
		of, like := usageOf(made, n), usageOf(real, n)
		if like.tokens < n {
			t.Fatalf("real text has %d words only", like.tokens)
		}
		for _, c := range []struct {
			what        string
			made, real  float64
			least, most float64
		}{
			{"different pairs", float64(len(of.pairs)), float64(len(like.pairs)), 1, 2},
			{"most frequent word", of.nth(1), like.nth(1), 0.7, 1.6},
			{"10th word", of.nth(10), like.nth(10), 0.7, 1.6},
			{"100th word", of.nth(100), like.nth(100), 0.7, 1.6},
		} {
			t.Logf("%d words: %s %.4g made, %.4g real", n, c.what, c.made, c.real)
			if r := c.made / c.real; r < c.least || r > c.most {
				t.Errorf("%d words: %s %.2f times that of real text, want %.1f to %.1f", n, c.what, r, c.least, c.most)
			}
		}
	}
}

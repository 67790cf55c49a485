package bleveindex_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
)

// vocabulary is syllables of Vietnamese shape, the frequent ones first.
func vocabulary() []string {
	var out []string
	for _, rime := range []string{"a", "anh", "ông", "ính", "ải", "ức", "iện", "ương", "ồ", "ơn", "ấp", "uyết", "ạch", "âm", "ướng", "ội"} {
		for _, onset := range []string{"h", "c", "t", "ch", "th", "tr", "nh", "b", "đ", "v", "l", "m", "s", "x", "kh", "ph", "n", "d", "g", "r", "ng", ""} {
			out = append(out, onset+rime)
		}
	}
	return out
}

// writer makes text whose syllables are as unevenly frequent as those of real text.
type writer struct {
	words []string
	zipf  *rand.Zipf
}

func newWriter(seed uint64) *writer {
	words := vocabulary()
	return &writer{words: words, zipf: rand.NewZipf(rand.New(rand.NewPCG(seed, 1)), 1.1, 8, uint64(len(words)-1))}
}

func (w *writer) text(syllables int) string {
	parts := make([]string, syllables)
	for i := range parts {
		parts[i] = w.words[w.zipf.Uint64()]
	}
	return strings.Join(parts, " ")
}

// papers makes documents of ten passages of 70 syllables.
func papers(first, n int) []bleveindex.Entry {
	w := newWriter(uint64(first))
	out := make([]bleveindex.Entry, n)
	for i := range out {
		texts := make([]string, 10)
		for j := range texts {
			texts[j] = w.text(70)
		}
		out[i] = entry(first+i, texts...)
		out[i].Document.Particulars = cchc.Particulars{
			Type: "KH", TypeName: "Kế hoạch", Code: fmt.Sprintf("%d/KH-STTTT", first+i), CodeNumber: fmt.Sprint(first + i), CodeNotation: "KH-STTTT",
			Subject: w.text(12), IssuedDate: cchc.NewDate(2020, 1+i%12, 1+i%28),
		}
	}
	return out
}

func BenchmarkPut(b *testing.B) {
	x := open(b, b.TempDir())
	passages := 0
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		batch := papers(1+200*n, 200)
		b.StartTimer()
		if err := x.Put(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		passages += 2000
	}
	b.ReportMetric(float64(passages)/b.Elapsed().Seconds(), "passages/s")
}

func BenchmarkSearch(b *testing.B) {
	x := open(b, b.TempDir())
	const documents = 2000
	for first := 1; first < documents; first += 200 {
		if err := x.Put(b.Context(), papers(first, 200)); err != nil {
			b.Fatal(err)
		}
	}
	w := newWriter(7)
	for _, c := range []struct {
		name string
		text func() string
	}{
		{"short", func() string { return w.text(3) }},
		{"question", func() string { return w.text(18) }},
		{"phrase", func() string { return `"` + w.text(2) + `" ` + w.text(3) }},
		{"number", func() string { return "77/KH-STTTT" }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Search(b.Context(), search.Query{Text: c.text(), Scope: cchc.Everything()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

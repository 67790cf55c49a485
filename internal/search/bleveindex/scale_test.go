//go:build scale

package bleveindex_test

import (
	"bufio"
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
	"minhchung/internal/vi"
)

// BenchmarkScale fills an index with MINHCHUNG_PASSAGES passages (200,000 if unset) and
// searches it; run it with -benchtime=1x. The text is made, to the statistics of real one;
// see [office].
//
// It reports the rate of indexing, the last tenth of it apart, the processor time and the
// bytes of index a passage, the peak of resident memory before and after searching, the time of a search and the
// processor time of one, which a busy machine does not change as much, of one with
// two facets, of one of two or three frequent words, and the longest of odd ones; beside
// them the time of a fixed loop, by which figures of different machines compare.
func BenchmarkScale(b *testing.B) {
	passages := 200_000
	if s := os.Getenv("MINHCHUNG_PASSAGES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		passages = n
	}
	for b.Loop() {
		fill(b, passages)
	}
}

func fill(b *testing.B, passages int) {
	dir := b.TempDir()
	x := open(b, dir)
	o := newOffice(1)
	b.ReportMetric(float64(calibrate().Microseconds())/1000, "loop-ms")
	const step = 8000 // more than one batch of the engine: those are made side by side
	var wall, last time.Duration
	tail := 0
	// Merges go on while text is made, so the whole is measured and the making taken off.
	used := processorTime(b)
	newOffice(2).papers(20_000)
	making := (processorTime(b) - used) / 20_000
	used = processorTime(b)
	busy := func(n int) float64 {
		return float64(((processorTime(b)-used)/time.Duration(n) - making).Microseconds())
	}
	for n := 0; n < passages; n += step {
		batch := o.papers(step)
		start := time.Now()
		if err := x.Put(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		wall += took
		if n >= passages*9/10 {
			last += took
			tail += step
		}
		if (n+step)%(25*step) == 0 {
			b.Logf("%d passages, %.0f/s, %.0f µs of processor a passage", n+step,
				float64(n+step)/wall.Seconds(), busy(n+step))
		}
	}
	start := time.Now()
	// Closing waits for merges under way, which belong to the price.
	if err := x.Close(); err != nil {
		b.Fatal(err)
	}
	wall += time.Since(start)
	b.ReportMetric(float64(passages)/wall.Seconds(), "passages/s")
	b.ReportMetric(float64(tail)/last.Seconds(), "last-passages/s")
	b.ReportMetric(busy(passages), "cpu-µs/passage")
	b.ReportMetric(float64(size(b, dir))/float64(passages), "bytes/passage")
	b.ReportMetric(float64(peakMemory())/(1<<20), "peak-MiB")
	x = open(b, dir)
	seek(b, x, o)
}

// seek asks 200 questions of each kind twice and reports the second time, when their words
// are in memory, and apart the first. The odd ones are new each time, so that of long ones
// little is in memory.
func seek(b *testing.B, x *bleveindex.Index, o *office) {
	plain := o.queries(200)
	faceted := slices.Clone(plain)
	for i := range faceted {
		faceted[i].Facets = []search.Facet{search.FacetType, search.FacetYear}
	}
	same := func(list []search.Query) func() []search.Query { return func() []search.Query { return list } }
	for _, c := range []struct {
		name    string
		queries func() []search.Query
	}{{"", same(plain)}, {"facets-", same(faceted)}, {"frequent-", same(o.frequent(200))}, {"odd-", o.odd}} {
		first := ask(b, x, c.queries())
		used := processorTime(b)
		took := ask(b, x, c.queries())
		b.ReportMetric(float64((processorTime(b)-used).Microseconds())/1000/float64(len(took)), c.name+"cpu-ms")
		p50, p95, longest := took[len(took)/2], took[len(took)*95/100], took[len(took)-1]
		b.Logf("%sp50 %s, p95 %s, longest %s", c.name, p50, p95, longest)
		if c.name != "odd-" {
			b.ReportMetric(float64(p50.Microseconds())/1000, c.name+"p50-ms")
			b.ReportMetric(float64(p95.Microseconds())/1000, c.name+"p95-ms")
			b.ReportMetric(float64(first[len(first)*95/100].Microseconds())/1000, c.name+"first-p95-ms")
		} else {
			b.ReportMetric(float64(longest.Microseconds())/1000, "odd-longest-ms")
		}
	}
	b.ReportMetric(float64(calibrate().Microseconds())/1000, "loop-after-ms")
	b.ReportMetric(float64(peakMemory())/(1<<20), "peak-after-MiB")
}

// ask returns how long each answer took, the quickest first.
func ask(b *testing.B, x *bleveindex.Index, queries []search.Query) []time.Duration {
	took := make([]time.Duration, 0, len(queries))
	for _, q := range queries {
		start := time.Now()
		if _, err := x.Search(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.SortFunc(took, cmp.Compare)
	return took
}

// frequent are questions of two or three of the most frequent syllables.
func (o *office) frequent(n int) []search.Query {
	out := make([]search.Query, n)
	for i := range out {
		var words []string
		for range 2 + i%2 {
			words = append(words, o.words[o.random.IntN(12)])
		}
		out[i] = search.Query{Text: strings.Join(words, " "), Scope: cchc.Everything(), Facets: []search.Facet{search.FacetType, search.FacetYear}}
	}
	return out
}

// odd are questions that are long, of operators alone, or of frequent words alone.
func (o *office) odd() []search.Query {
	var out []search.Query
	for _, text := range []string{
		o.text(2000), vi.Fold(o.text(120)), strings.Join(o.words[:40], " "), strings.Repeat("OR AND ( ) \" - * ", 600),
		`"` + strings.Join(o.words[:3], " ") + `" "` + o.words[0] + `" -` + o.words[5], o.words[0], o.words[0][:1] + "* " + o.words[1][:2] + "*",
		"loại:KH", "từ:2018", "số 12", "zzzz " + o.words[3],
	} {
		out = append(out, search.Query{Text: text, Scope: cchc.Everything(), Facets: []search.Facet{search.FacetIssuer, search.FacetYear}, Matched: true})
	}
	return out
}

// calibrate times a fixed loop over an array that fits no small cache.
func calibrate() time.Duration {
	cells := make([]uint64, 1<<20)
	start := time.Now()
	h := uint64(1)
	for range 20_000_000 {
		h = h*6364136223846793005 + 1442695040888963407
		cells[h>>44] += h
	}
	if cells[0] == 1 { // so that the loop is not left out
		return 0
	}
	return time.Since(start)
}

// queries are pieces of 2 to 6 syllables of what was written, half of them without
// diacritics, a quarter with filters.
func (o *office) queries(n int) []search.Query {
	out := make([]search.Query, n)
	for i := range out {
		words := strings.Fields(o.recent[o.random.IntN(len(o.recent))])
		length := 2 + i%5
		from := o.random.IntN(len(words) - length)
		q := search.Query{Text: strings.Join(words[from:from+length], " "), Scope: cchc.Everything()}
		if i%2 == 1 {
			q.Text = vi.Fold(q.Text)
		}
		switch i % 8 {
		case 3:
			q.Filters.Types, q.Filters.Years = []string{"KH"}, []int{2020}
		case 6:
			q.Filters.Units = []string{"Phòng 3"}
			q.Filters.From = cchc.NewDate(2019, 1, 1)
		}
		out[i] = q
	}
	return out
}

func size(b *testing.B, dir string) (n int64) {
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// processorTime is what the process has used so far on all cores, 0 where the system does
// not say.
func processorTime(b *testing.B) time.Duration {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	ticks := 0
	for _, i := range []int{11, 12} {
		n, err := strconv.Atoi(fields[i])
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // a tick is 1/100 s on every Linux
}

// peakMemory is the most resident memory of the process in bytes, 0 where unknown.
func peakMemory() int64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if kb, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(kb, "kB")), 10, 64)
			return n << 10
		}
	}
	return 0
}

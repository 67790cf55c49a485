//go:build scale

package bleveindex_test

import (
	"bufio"
	"cmp"
	"fmt"
	"io/fs"
	"math/rand/v2"
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
// searches it; run it with -benchtime=1x. The text is made: syllables of Vietnamese shape,
// about as unevenly frequent as in legal text (the most frequent one in fifty, the
// hundredth one in four hundred), of which each is followed by few others, so that a
// thousand passages have some ten thousand different pairs.
//
// It reports the rate of indexing, the last tenth of it apart, the processor time and the
// bytes of index a passage, the peak of resident memory, the time of a search and the
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

// seek asks 200 questions of each kind twice and reports the second, warm time.
func seek(b *testing.B, x *bleveindex.Index, o *office) {
	plain := o.queries(200)
	faceted := slices.Clone(plain)
	for i := range faceted {
		faceted[i].Facets = []search.Facet{search.FacetType, search.FacetYear}
	}
	for _, c := range []struct {
		name    string
		queries []search.Query
	}{{"", plain}, {"facets-", faceted}, {"frequent-", o.frequent(200)}, {"odd-", o.odd()}} {
		ask(b, x, c.queries) // cold
		used := processorTime(b)
		took := ask(b, x, c.queries)
		b.ReportMetric(float64((processorTime(b)-used).Microseconds())/1000/float64(len(took)), c.name+"cpu-ms")
		p50, p95, longest := took[len(took)/2], took[len(took)*95/100], took[len(took)-1]
		b.Logf("%sp50 %s, p95 %s, longest %s", c.name, p50, p95, longest)
		if c.name != "odd-" {
			b.ReportMetric(float64(p50.Microseconds())/1000, c.name+"p50-ms")
			b.ReportMetric(float64(p95.Microseconds())/1000, c.name+"p95-ms")
		} else {
			b.ReportMetric(float64(longest.Microseconds())/1000, "odd-longest-ms")
		}
	}
	b.ReportMetric(float64(calibrate().Microseconds())/1000, "loop-after-ms")
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

// office writes documents.
type office struct {
	random *rand.Rand
	zipf   *rand.Zipf // of a syllable in itself
	next   *rand.Zipf // of what follows a syllable
	words  []string
	count  int // of documents written
	recent []string
}

func newOffice(seed uint64) *office {
	r := rand.New(rand.NewPCG(seed, 2))
	words := syllables()
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return &office{
		random: r, words: words,
		zipf: rand.NewZipf(r, 1.35, 40, uint64(len(words)-1)), next: rand.NewZipf(r, 1.2, 1.5, 400),
	}
}

// syllables is some 6,000 of Vietnamese shape.
func syllables() []string {
	onsets := strings.Fields("b c ch d đ g gh gi h k kh l m n nh ng ngh ph qu r s t th tr v x")
	var out []string
	for _, rime := range strings.Fields(
		"a á à ả ã ạ an án àn ản ãn ạn anh ánh ành ảnh ãnh ạnh ao áo ào ảo ạo âm ấm ầm ẩm ậm ân ấn ần ẩn ẫn ận ập ấp ât ất ật ây ấy ầy ẩy ậy " +
			"ăn ắn ằn ẳn ặn ăng ắng ằng ẳng ặng ắc ặc e é è ẻ ẽ ẹ em én èn ẹn ê ế ề ể ễ ệ ên ến ền ển ện ênh ếnh ềnh ểnh ệnh i í ì ỉ ĩ ị in ín ìn ịn inh ính ình ỉnh ịnh " +
			"iên iến iền iển iễn iện iêu iếu iều iểu iệu iệt iết o ó ò ỏ õ ọ on ón òn ọn ong óng òng ỏng ọng ô ố ồ ổ ỗ ộ ôn ốn ồn ổn ộn ông ống ồng ổng ộng ốc ộc " +
			"ơ ớ ờ ở ỡ ợ ơi ới ời ởi ợi ơn ớn ờn ợn u ú ù ủ ũ ụ un ún ùn ụn ung úng ùng ủng ụng uyên uyến uyền uyển uyện uyết uyệt ư ứ ừ ử ữ ự ưng ứng ừng ửng ựng ức ực " +
			"ương ướng ường ưởng ượng ước ược ười") {
		for _, onset := range onsets {
			out = append(out, onset+rime)
		}
	}
	return out
}

func (o *office) text(n int) string {
	var sb strings.Builder
	at := -1
	for i := range n {
		switch {
		case i%23 == 17:
			at = -1
			fmt.Fprintf(&sb, "%d ", o.random.IntN(400))
			continue
		case at >= 0 && o.random.IntN(5) > 0:
			// Each syllable has its own followers, the frequent ones among them more often.
			k := o.next.Uint64()
			h := (uint64(at)*1_000_003 + k*7919) % 1_000_000
			at = int(h*h/1_000_000*uint64(len(o.words))/1_000_000) % len(o.words)
		default:
			at = int(o.zipf.Uint64())
		}
		sb.WriteString(o.words[at])
		sb.WriteByte(" ;."[min(2, max(0, i%12-9))])
		if i%12 > 9 {
			sb.WriteByte(' ')
		}
	}
	return sb.String()
}

// papers writes documents of together n passages.
func (o *office) papers(n int) []bleveindex.Entry {
	var out []bleveindex.Entry
	for n > 0 {
		o.count++
		texts := make([]string, min(n, 5+o.random.IntN(40)))
		for i := range texts {
			texts[i] = o.text(60 + o.random.IntN(21))
			if i%9 == 4 {
				texts[i] += fmt.Sprintf("theo Kế hoạch số %d/KH-STTTT.", 1+o.random.IntN(o.count))
			}
		}
		n -= len(texts)
		e := entry(o.count, texts...)
		// Identities are digests: none is near another.
		id := cchc.DocumentID(fmt.Sprintf("%016x%016x%032x", o.random.Uint64(), o.random.Uint64(), o.count))
		heading := ""
		for i := range e.Passages {
			if i%4 == 0 {
				heading = o.text(4 + o.random.IntN(8))
			}
			e.Passages[i].ID, e.Passages[i].Heading = cchc.NewPassageID(id, i+1), heading
		}
		e.Document.ID, e.Document.Unit = id, fmt.Sprintf("Phòng %d", o.count%12)
		e.Document.Particulars = cchc.Particulars{
			Type: []string{"KH", "BC", "QĐ", "TB"}[o.count%4], TypeName: "Văn bản", Code: fmt.Sprintf("%d/KH-STTTT", o.count),
			CodeNumber: strconv.Itoa(o.count), CodeNotation: "KH-STTTT", Subject: o.text(14), IssuedDate: cchc.NewDate(2018+o.count%6, 1+o.count%12, 1+o.count%28),
		}
		if o.count%7 == 0 {
			o.recent = append(o.recent, texts[0])
		}
		out = append(out, e)
	}
	return out
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

//go:build quality

package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minhchung/internal/vi"
)

// The bounds of the requirements.
const (
	shortLeast     = 0.85  // nDCG@10 of the judged short queries that nothing was tuned on
	recallLeast    = 0.995 // of the documents that hold a phrase
	precisionLeast = 0.99
)

// answer is what `search --json` prints of one query.
type answer struct {
	Query string
	Total int
	Hits  []struct{ Document, Path string }
}

// searchAll asks many queries in one go.
func searchAll(t *testing.T, bin, data string, limit int, queries []string) []answer {
	t.Helper()
	file := filepath.Join(t.TempDir(), "queries.txt")
	if err := os.WriteFile(file, []byte(strings.Join(queries, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "search", "--data", data, "--json", "--limit", strconv.Itoa(limit), "--batch", file)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("search: %v: %s", err, errs.String())
	}
	var answers []answer
	for line := range bytes.Lines(out) {
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
	}
	if len(answers) != len(queries) {
		t.Fatalf("%d answers to %d queries", len(answers), len(queries))
	}
	return answers
}

// judged is a short query with the grades of documents by the SHA-256 of their file.
type judged struct {
	id, query string
	grades    map[string]int
}

func judgedQueries(t *testing.T) []judged {
	t.Helper()
	var out []judged
	for _, name := range []string{"a.tsv", "b.tsv"} {
		b, err := os.ReadFile(filepath.Join(root(t), "testdata", "judged", name))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			part := strings.Split(strings.TrimSpace(line), "\t")
			if len(part) != 3 {
				t.Fatalf("%s: %q", name, line)
			}
			j := judged{part[0], part[1], map[string]int{}}
			for _, g := range strings.Split(part[2], ",") {
				file, grade, _ := strings.Cut(g, ":")
				if j.grades[file], _ = strconv.Atoi(grade); j.grades[file] < 1 {
					t.Fatalf("%s: grade %q", name, g)
				}
			}
			out = append(out, j)
		}
	}
	return out
}

// held reports whether nothing was tuned on the query: its number is even.
func (j judged) held() bool { return strings.ContainsAny(j.id[len(j.id)-1:], "02468") }

// ndcg is the normalised discounted cumulative gain of the first ten files, with gains of
// 2^grade − 1.
func (j judged) ndcg(a answer) float64 {
	gain := func(grade int) float64 { return math.Exp2(float64(grade)) - 1 }
	discount := func(rank int) float64 { return 1 / math.Log2(float64(rank)+2) }
	got, rank := 0.0, 0
	seen := map[string]bool{}
	for _, h := range a.Hits {
		file, _, _ := strings.Cut(h.Document, ".")
		if seen[file] || rank == 10 {
			continue
		}
		seen[file] = true
		got += gain(j.grades[file]) * discount(rank)
		rank++
	}
	var grades []int
	for _, g := range j.grades {
		grades = append(grades, g)
	}
	slices.SortFunc(grades, func(a, b int) int { return cmp.Compare(b, a) })
	best := 0.0
	for i, g := range grades[:min(10, len(grades))] {
		best += gain(g) * discount(i)
	}
	return got / best
}

// shortQueries measures the judged short queries over the real documents.
func shortQueries(t *testing.T, bin, data string) measure {
	all := judgedQueries(t)
	plain, folded := make([]string, len(all)), make([]string, len(all))
	for i, j := range all {
		plain[i], folded[i] = j.query, vi.Fold(j.query)
	}
	mean := func(answers []answer, held bool) (float64, int) {
		sum, n := 0.0, 0
		for i, j := range all {
			if j.held() == held {
				v := j.ndcg(answers[i])
				sum += v
				n++
				if held && v < 0.5 {
					t.Logf("%s %q: %.2f", j.id, j.query, v)
				}
			}
		}
		return sum / float64(n), n
	}
	asTyped, without := searchAll(t, bin, data, 20, plain), searchAll(t, bin, data, 20, folded)
	kept, n := mean(asTyped, true)
	tuned, m := mean(asTyped, false)
	keptFolded, _ := mean(without, true)
	if kept < shortLeast {
		t.Errorf("nDCG@10 of the half that was kept back: %.4f", kept)
	}
	return measure{
		title: "Câu hỏi ngắn (2–6 tiếng)", command: "bin/minhchung search --data D --json --batch testdata/judged",
		figure: fmt.Sprintf("nDCG@10 %.4f trên %d câu giữ lại (mã chẵn, không dùng để chỉnh); gõ không dấu %.4f; %.4f trên %d câu đã dùng để chỉnh", kept, n, keptFolded, tuned, m),
		limit:  limitShort,
	}
}

// phrases measures whether a phrase in quotation marks finds the documents that hold it,
// and no others, as typed and without diacritics. What they hold is taken from the text of
// `extract`, its words one after another whatever lines and pages they stand on.
func phrases(t *testing.T, bin, data, folder, queries string) measure {
	b, err := os.ReadFile(queries)
	if err != nil {
		t.Fatal(err)
	}
	var plain, folded, exact, loose []string
	for line := range strings.Lines(string(b)) {
		if q := strings.TrimSpace(line); q != "" {
			plain, folded = append(plain, `"`+q+`"`), append(folded, `"`+vi.Fold(q)+`"`)
			exact, loose = append(exact, joined(q, false)), append(loose, joined(q, true))
		}
	}
	exactTexts, looseTexts := pageTexts(t, bin, folder)
	figure := ""
	for _, c := range []struct {
		name            string
		queries, wanted []string
		texts           map[string]string
	}{{"có dấu", plain, exact, exactTexts}, {"không dấu", folded, loose, looseTexts}} {
		found, right, hits := 0, 0, 0
		for i, a := range searchAll(t, bin, data, 100_000, c.queries) {
			want := map[string]bool{}
			for file, text := range c.texts {
				if strings.Contains(text, c.wanted[i]) {
					want[file] = true
				}
			}
			got := map[string]bool{}
			for _, h := range a.Hits {
				file, _, _ := strings.Cut(h.Document, ".")
				got[file] = true
			}
			ok := 0
			for file := range got {
				if want[file] {
					ok++
				}
			}
			if ok < len(want) || ok < len(got) {
				t.Logf("%s: %d wanted, %d found, %d of them right", c.queries[i], len(want), len(got), ok)
			}
			found, right, hits = found+ok, right+len(want), hits+len(got)
		}
		recall, precision := float64(found)/float64(right), float64(found)/float64(hits)
		figure += fmt.Sprintf("%s: %d câu, %d văn bản chứa cụm từ, tìm đủ %.4f, tìm đúng %.4f\n", c.name, len(c.queries), right, recall, precision)
		if recall < recallLeast || precision < precisionLeast {
			t.Errorf("%s: recall %.4f, precision %.4f", c.name, recall, precision)
		}
	}
	return measure{title: "Cụm từ trong ngoặc kép", command: "bin/minhchung search --data D --json --batch bench/peers/queries.txt", figure: strings.TrimSpace(figure)}
}

// joined is a text as its words between spaces.
func joined(text string, fold bool) string {
	var sb strings.Builder
	sb.WriteByte(' ')
	for _, w := range vi.Tokens(text) {
		if fold {
			sb.WriteString(vi.Key(w.Fold))
		} else {
			sb.WriteString(w.Key)
		}
		sb.WriteByte(' ')
	}
	return sb.String()
}

// pageTexts reads the files of a folder that have text, by the SHA-256 of their bytes.
func pageTexts(t *testing.T, bin, folder string) (exact, loose map[string]string) {
	t.Helper()
	var list strings.Builder
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			fmt.Fprintln(&list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "extract", "--no-ocr", "--json", "--files-from", "-")
	cmd.Stdin = strings.NewReader(list.String())
	out, err := cmd.Output()
	if code := cmd.ProcessState.ExitCode(); code != exitDone && code != exitNotTaken {
		t.Fatalf("extract: %v", err)
	}
	exact, loose = map[string]string{}, map[string]string{}
	for line := range bytes.Lines(out) {
		var f struct {
			Path  string
			Pages []struct{ Text string }
		}
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, p := range f.Pages {
			text += p.Text + "\n"
		}
		if f.Path != "" && text != "" {
			b, err := os.ReadFile(f.Path)
			if err != nil {
				t.Fatal(err)
			}
			file := fmt.Sprintf("%x", sha256.Sum256(b))
			exact[file], loose[file] = joined(text, false), joined(text, true)
		}
	}
	return exact, loose
}

package pipeline_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/pipeline"
)

// Every file found is told exactly once, by what it is, however the tree and the roots
// lie; a second look tells each again, and reads nothing.
func TestEveryFileIsToldOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	tree := 0
	rapid.Check(t, func(t *rapid.T) {
		tree++
		top := filepath.Join(b.inbox, fmt.Sprint(tree))
		files := plant(t, top, tree)
		roots := someRoots(t, top)
		reached := below(roots, files)

		got, sum := look(t, b, roots)
		if sum.Files != len(reached) || len(got) != len(reached) {
			t.Fatalf("%d files found, %d told, want %d", sum.Files, len(got), len(reached))
		}
		first := map[string]int{} // content -> files told as its first
		for path, o := range got {
			text, ok := reached[path]
			if !ok {
				t.Fatalf("%s was told and is in no root", path)
			}
			want := string(outcomeOf(path, text))
			if o == "duplicate" && want != "ignored" {
				continue
			}
			if o != want {
				t.Fatalf("%s (%q) is told as %s, want %s", path, text, o, want)
			}
			if want != "ignored" {
				first[text]++
			}
		}
		for path, text := range reached {
			if outcomeOf(path, text) == cchc.StateIgnored {
				continue
			}
			if first[text] != 1 {
				t.Fatalf("%q is told %d times as new, want once", text, first[text])
			}
		}

		puts := b.index.puts
		again, _ := look(t, b, roots)
		if len(again) != len(reached) {
			t.Fatalf("a second look told %d of %d files", len(again), len(reached))
		}
		for path, o := range again {
			if text := reached[path]; o != "unchanged" && (o != "failed" || outcomeOf(path, text) != cchc.StateFailed) {
				t.Fatalf("%s (%q) is told as %s by a second look", path, text, o)
			}
		}
		if b.index.puts != puts {
			t.Fatal("a second look read something")
		}
	})
	b.sound()
}

// plant writes a random tree and returns its files with their texts. The number of the
// tree makes its contents new to the record.
func plant(t *rapid.T, top string, tree int) map[string]string {
	folders := []string{".", "Phòng Một", "Phòng Một/2020", "Phòng Hai"}
	names := []string{"a.txt", "b.docx", "kế hoạch.pdf", "~$b.docx", "x.tmp"}
	texts := []string{damaged + " ", foreign + " ", broken + " ", scanned + " ", empty + " ", "Báo cáo ", "Kế hoạch "}
	files := map[string]string{}
	for range rapid.IntRange(0, 8).Draw(t, "files") {
		path := filepath.Join(top, filepath.FromSlash(rapid.SampledFrom(folders).Draw(t, "folder")), rapid.SampledFrom(names).Draw(t, "name"))
		files[path] = rapid.SampledFrom(texts).Draw(t, "text") + fmt.Sprintf("%d.%d", tree, rapid.IntRange(1, 3).Draw(t, "version"))
	}
	if err := os.MkdirAll(top, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// someRoots draws folders and files of the tree, in any order, some of them twice.
func someRoots(t *rapid.T, top string) []pipeline.Root {
	paths := []string{top}
	err := filepath.WalkDir(top, func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var roots []pipeline.Root
	for _, path := range rapid.SliceOfN(rapid.SampledFrom(paths), 1, 4).Draw(t, "roots") {
		roots = append(roots, pipeline.Root{Shown: path, Path: path})
	}
	return roots
}

// below is what lies at or below the roots.
func below(roots []pipeline.Root, files map[string]string) map[string]string {
	out := map[string]string{}
	for path, text := range files {
		for _, r := range roots {
			if path == r.Path || strings.HasPrefix(path, r.Path+string(filepath.Separator)) {
				out[path] = text
			}
		}
	}
	return out
}

// outcomeOf is what a file comes to where its bytes are new.
func outcomeOf(path, text string) cchc.State {
	if _, yes := intake.Ignore(filepath.Base(path)); yes {
		return cchc.StateIgnored
	}
	switch kind, _, _ := strings.Cut(text, " "); kind {
	case damaged, empty:
		return cchc.StateQuarantined
	case foreign, scanned:
		return cchc.StateWaiting
	case broken:
		return cchc.StateFailed
	}
	return cchc.StateIndexed
}

func look(t *rapid.T, b *bench, roots []pipeline.Root) (map[string]string, pipeline.Summary) {
	got := map[string]string{}
	sum, err := b.pipe.Run(b.t.Context(), roots, pipeline.Options{}, pipeline.Observer{Outcome: func(o pipeline.Outcome) {
		if _, twice := got[o.Path]; twice {
			t.Fatalf("%s is told twice", o.Path)
		}
		got[o.Path] = o.Outcome
	}})
	if err != nil {
		t.Fatal(err)
	}
	return got, sum
}

// The record does not depend on how many files are read at once or kept together.
func TestRecordDoesNotDependOnTiming(t *testing.T) {
	t.Parallel()
	inbox := t.TempDir()
	var want string
	for _, how := range []struct{ workers, batch int }{{1, 1}, {8, 64}, {3, 2}} {
		b := newBench(t, func(b *bench) {
			b.inbox, b.workers, b.batch = inbox, how.workers, how.batch
		})
		if want == "" {
			for i := range 30 {
				kinds := []string{"Kế hoạch tuyên truyền", "Báo cáo kiểm tra", damaged, scanned, foreign, "Quyết định\f" + enclosed + " kế hoạch"}
				b.write(fmt.Sprintf("Phòng %d/%02d.txt", i%3, 29-i), fmt.Sprintf("%s %d", kinds[i%len(kinds)], i/2))
			}
		}
		b.saveCatalogue(catalogue("1", "tuyên truyền", "kiểm tra"))
		b.run()
		got := b.snapshot()
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("with %d workers and batches of %d the record differs:\n%s\nwant\n%s", how.workers, how.batch, got, want)
		}
		b.sound()
	}
}

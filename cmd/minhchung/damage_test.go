package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// indexDamages are what can happen to the files of an index while nothing runs.
func indexDamages() map[string]func(t *testing.T, index string) {
	return map[string]func(t *testing.T, index string){
		"the folder is gone": func(t *testing.T, index string) { removeAll(t, index) },
		"the mark is gone":   func(t *testing.T, index string) { removeAll(t, filepath.Join(index, "fingerprint")) },
		"of another version": func(t *testing.T, index string) {
			overwrite(t, filepath.Join(index, "fingerprint"), []byte("analysis 0\n"))
		},
		"the root is gone":       func(t *testing.T, index string) { removeAll(t, oneOf(t, index, "root.bolt")) },
		"the root is garbage":    func(t *testing.T, index string) { scribble(t, oneOf(t, index, "root.bolt"), 0, 64<<10) },
		"a segment is gone":      func(t *testing.T, index string) { removeAll(t, oneOf(t, index, ".zap")) },
		"a segment is cut off":   func(t *testing.T, index string) { cutOff(t, oneOf(t, index, ".zap")) },
		"a segment is empty":     func(t *testing.T, index string) { overwrite(t, oneOf(t, index, ".zap"), nil) },
		"a segment is scribbled": func(t *testing.T, index string) { scribble(t, oneOf(t, index, ".zap"), 0, 1<<30) },
		"a folder of something else": func(t *testing.T, index string) {
			removeAll(t, index)
			overwrite(t, filepath.Join(index, "bleve", "ghi chú.txt"), []byte("không phải chỉ mục"))
		},
	}
}

const damagedQuery = "kế hoạch cải cách hành chính"

// Whatever happens to the index, the next command heals it before it answers.
func TestDamagedIndexHeals(t *testing.T) {
	t.Parallel()
	good := indexedFolder(t)
	want := snapshot(t, good)
	for name, damage := range indexDamages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := copyOf(t, good)
			damage(t, filepath.Join(data, indexName))
			stdout, stderr, code := program(t, "search", "--data", data, "--json", damagedQuery)
			if code != exitDone || withoutTimes(t, stdout) != want["search"] {
				t.Errorf("search ended with %d: %s%s", code, stdout, stderr)
			}
			for part, text := range snapshot(t, data) {
				if text != want[part] {
					t.Errorf("%s differs\nwant:\n%s\ngot:\n%s", part, want[part], text)
				}
			}
		})
	}
}

// A server with a damaged index answers at once, says that more is to come where it does
// not know all yet, and heals the index meanwhile.
func TestServerHealsIndex(t *testing.T) {
	t.Parallel()
	good := indexedFolder(t)
	want := searchHits(t, good)
	for name, damage := range indexDamages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := copyOf(t, good)
			damage(t, filepath.Join(data, indexName))
			server := startServer(t, data, t.TempDir())
			notices := 0
			eventually(t, "the index is whole again", func() bool {
				got := searchAPI(t, server.url)
				building := slices.Contains(got.codes(), "index-building")
				if building {
					notices++
				}
				whole := bytes.Equal(got.Hits, want)
				if !whole && !building {
					t.Errorf("an answer that lacks something does not say so: %s", got.Hits)
				}
				return whole && !building
			})
			t.Logf("%d answers before it was whole", notices)
			server.stop(t)
			if stdout, stderr, code := program(t, "check", "--data", data); code != exitDone {
				t.Errorf("check ended with %d: %s%s", code, stdout, stderr)
			}
			if left, err := filepath.Glob(filepath.Join(data, indexName+".*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
		})
	}
}

type searchAnswer struct {
	Hits    json.RawMessage `json:"hits"`
	Notices []struct {
		Code string `json:"code"`
	} `json:"notices"`
}

func (a searchAnswer) codes() (out []string) {
	for _, n := range a.Notices {
		out = append(out, n.Code)
	}
	return out
}

func searchAPI(t *testing.T, address string) (a searchAnswer) {
	t.Helper()
	if err := json.Unmarshal([]byte(get(t, address+"/api/v1/search?q="+url.QueryEscape(damagedQuery))), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func searchHits(t *testing.T, data string) json.RawMessage {
	t.Helper()
	server := startServer(t, data, t.TempDir())
	defer server.stop(t)
	return searchAPI(t, server.url).Hits
}

// indexedFolder is a data folder with the sample documents, written in two steps so that
// the index has more than one segment.
func indexedFolder(t *testing.T) string {
	t.Helper()
	inbox, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	fillInbox(t, inbox)
	ingestQuietly(t, data, filepath.Join(inbox, "mau"))
	ingestQuietly(t, data, inbox)
	return data
}

func copyOf(t *testing.T, data string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	return to
}

// oneOf is the largest file of an index whose name ends so.
func oneOf(t *testing.T, index, ending string) string {
	t.Helper()
	found, size := "", int64(-1)
	err := filepath.Walk(index, func(path string, info os.FileInfo, err error) error {
		if err == nil && strings.HasSuffix(path, ending) && info.Size() > size {
			found, size = path, info.Size()
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("no %s in %s: %v", ending, index, err)
	}
	return found
}

func removeAll(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func overwrite(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func cutOff(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, path, b[:len(b)/2])
}

// scribble inverts every seventh byte of a part of a file.
func scribble(t *testing.T, path string, from, to int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < min(to, len(b)); i += 7 {
		b[i] ^= 0xff
	}
	overwrite(t, path, b)
}

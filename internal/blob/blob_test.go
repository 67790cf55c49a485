package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"minhchung/internal/cchc"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "bản gốc [1]"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func idOf(b []byte) cchc.FileID {
	sum := sha256.Sum256(b)
	return cchc.FileID(hex.EncodeToString(sum[:]))
}

func names(t *testing.T, s *Store) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPutKeepsBytesOnce(t *testing.T) {
	s := open(t)
	for _, content := range [][]byte{nil, []byte("Kế hoạch"), bytes.Repeat([]byte("x"), 3*chunk), bytes.Repeat([]byte("y"), chunk+1)} {
		for range 2 {
			id, n, err := s.Put(t.Context(), bytes.NewReader(content), "")
			if err != nil || id != idOf(content) || n != int64(len(content)) {
				t.Fatalf("put %d bytes: %s, %d, %v", len(content), id, n, err)
			}
		}
		f, err := s.Open(idOf(content))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		_ = f.Close()
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("read back %d bytes, %v", len(got), err)
		}
	}
	if got := names(t, s); len(got) != 4 {
		t.Errorf("left in the folder: %v", got)
	}
}

func TestOriginalsAreReadOnly(t *testing.T) {
	s := open(t)
	id, _, err := s.Put(t.Context(), strings.NewReader("a"), "")
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.Path(id))
	if err != nil || info.Mode().Perm()&0o222 != 0 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestPutFile(t *testing.T) {
	s := open(t)
	path := filepath.Join(t.TempDir(), "báo cáo.txt")
	if err := os.WriteFile(path, []byte("báo cáo"), 0o600); err != nil {
		t.Fatal(err)
	}
	id, n, err := s.PutFile(t.Context(), path)
	if err != nil || id != idOf([]byte("báo cáo")) || n != 9 {
		t.Errorf("%s, %d, %v", id, n, err)
	}
	if _, _, err := s.PutFile(t.Context(), path+"x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

type breaking struct{ left int }

func (b *breaking) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errors.New("the share went away")
	}
	n := min(len(p), b.left)
	b.left -= n
	return n, nil
}

func TestABrokenReaderLeavesNothing(t *testing.T) {
	s := open(t)
	if _, _, err := s.Put(t.Context(), &breaking{left: chunk + 10}, ""); err == nil {
		t.Error("no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := s.Put(ctx, strings.NewReader("abc"), ""); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if got := names(t, s); len(got) != 0 {
		t.Errorf("left in the folder: %v", got)
	}
}

func TestOpenSweepsWhatACrashLeft(t *testing.T) {
	s := open(t)
	kept, _, err := s.Put(t.Context(), strings.NewReader("kept"), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, incoming+"123"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(t, again); len(got) != 1 || got[0] != string(kept) {
		t.Errorf("after the sweep: %v", got)
	}
}

// A file of the wrong length under the right name (a power cut on a disk that lies) is
// replaced, not believed.
func TestPutHealsATornOriginal(t *testing.T) {
	s := open(t)
	content := []byte("toàn văn")
	id, _, err := s.Put(t.Context(), bytes.NewReader(content), "")
	if err != nil {
		t.Fatal(err)
	}
	tear(t, s, id, "toàn")
	if err := s.Verify(t.Context(), id); !errors.Is(err, ErrAltered) {
		t.Errorf("verify torn: %v", err)
	}
	if _, _, err := s.Put(t.Context(), bytes.NewReader(content), ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), id); err != nil {
		t.Errorf("verify healed: %v", err)
	}
}

func tear(t *testing.T, s *Store, id cchc.FileID, content string) {
	t.Helper()
	if err := os.Chmod(s.Path(id), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Path(id), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNotHeld(t *testing.T) {
	s := open(t)
	for _, id := range []cchc.FileID{"", "a", "../../etc/passwd", idOf([]byte("never put")), cchc.FileID(strings.Repeat("/", 64))} {
		if s.Has(id) {
			t.Errorf("has %q", id)
		}
		if _, err := s.Open(id); !errors.Is(err, cchc.ErrNotFound) {
			t.Errorf("open %q: %v", id, err)
		}
		if err := s.Verify(t.Context(), id); !errors.Is(err, cchc.ErrNotFound) {
			t.Errorf("verify %q: %v", id, err)
		}
	}
}

func TestEachListsInOrderAndOnlyOriginals(t *testing.T) {
	s := open(t)
	want := map[cchc.FileID]bool{}
	for _, c := range []string{"a", "b", "c", "d"} {
		id, _, err := s.Put(t.Context(), strings.NewReader(c), "")
		if err != nil {
			t.Fatal(err)
		}
		want[id] = true
	}
	stray := filepath.Join(s.dir, "zz")
	if err := os.Mkdir(stray, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(stray, "note.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []cchc.FileID
	if err := s.Each(func(id cchc.FileID) error { got = append(got, id); return nil }); err != nil {
		t.Fatal(err)
	}
	for i, id := range got {
		if !want[id] || (i > 0 && got[i-1] >= id) {
			t.Errorf("listed %v", got)
		}
	}
	if len(got) != len(want) {
		t.Errorf("listed %d of %d", len(got), len(want))
	}
	stop := errors.New("stop")
	if err := s.Each(func(cchc.FileID) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the callback's error: %v", err)
	}
}

func TestPutFromManyGoroutines(t *testing.T) {
	s := open(t)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			content := []byte{byte(i % 4)}
			if id, _, err := s.Put(t.Context(), bytes.NewReader(content), ""); err != nil || id != idOf(content) {
				t.Errorf("%s, %v", id, err)
			}
		})
	}
	wg.Wait()
	if got := names(t, s); len(got) != 4 {
		t.Errorf("left in the folder: %v", got)
	}
}

// Memory does not grow with the size of the original.
func TestPutStreams(t *testing.T) {
	s := open(t)
	const size = 64 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	id, n, err := s.Put(t.Context(), io.LimitReader(zeros{}, size), "")
	runtime.ReadMemStats(&after)
	if err != nil || n != size || !s.Has(id) {
		t.Fatalf("%s, %d, %v", id, n, err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > size/32 {
		t.Errorf("%d bytes allocated for an original of %d", grown, size)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func BenchmarkPut(b *testing.B) {
	s, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	content := make([]byte, 100<<10)
	for i := 0; b.Loop(); i++ {
		copy(content, []byte{byte(i), byte(i >> 8), byte(i >> 16)})
		if _, _, err := s.Put(b.Context(), bytes.NewReader(content), ""); err != nil {
			b.Fatal(err)
		}
	}
}

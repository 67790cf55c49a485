// Package blob keeps originals under the SHA-256 of their bytes:
//
//	dir/3f/3fa1…   one read-only file an original, 64 hexadecimal digits
//	dir/incoming-* being written; what a crash leaves of these is removed by Open
//
// An original is written to a temporary file, synced, renamed, and its folder synced, so
// that after a power cut it is there whole or not at all. Nothing is ever deleted or
// changed.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"minhchung/internal/cchc"
)

const (
	incoming   = "incoming-"
	folderMode = 0o750
	fileMode   = 0o440
	chunk      = 256 << 10 // bytes copied between two looks at the context
)

// ErrAltered is returned, wrapped, by [Store.Verify] where the bytes of an original are
// no longer those it is named by.
var ErrAltered = errors.New("the bytes are not those the original is named by")

// Store is a folder of originals. Its methods may be called from many goroutines.
// Only one process may have a folder open, because Open removes leftovers.
type Store struct {
	dir    string
	synced atomic.Int64 // nanoseconds
}

// Synced is the time spent waiting for the disk since the folder was opened, summed over
// all goroutines.
func (s *Store) Synced() time.Duration { return time.Duration(s.synced.Load()) }

// sync has the disk confirm, and counts how long it took.
func (s *Store) sync(confirm func() error) error {
	start := time.Now()                                       //nolint:forbidigo // a stopwatch, not the time of day
	defer func() { s.synced.Add(int64(time.Since(start))) }() //nolint:forbidigo // see above
	return confirm()
}

func (s *Store) syncFolder(dir string) error {
	return s.sync(func() error { return syncDir(dir) })
}

// Open creates the folder where needed and removes what a crash left half written.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, fmt.Errorf("open originals: %w", err)
	}
	left, err := filepath.Glob(filepath.Join(escape(dir), incoming+"*"))
	if err != nil {
		return nil, fmt.Errorf("open originals: %w", err)
	}
	for _, path := range left {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("open originals: sweep: %w", err)
		}
	}
	return &Store{dir: dir}, nil
}

// Path returns where the original lies, whether or not it is held. The caller must not
// change the file.
func (s *Store) Path(id cchc.FileID) string {
	if len(id) < 2 {
		return filepath.Join(s.dir, "none", string(id))
	}
	return filepath.Join(s.dir, string(id[:2]), string(id))
}

// Has reports whether the original is held.
func (s *Store) Has(id cchc.FileID) bool {
	if id.Validate() != nil {
		return false
	}
	info, err := os.Lstat(s.Path(id))
	return err == nil && info.Mode().IsRegular()
}

// Open opens an original for reading. [cchc.ErrNotFound] is wrapped where it is not held.
func (s *Store) Open(id cchc.FileID) (*os.File, error) {
	if err := id.Validate(); err != nil {
		return nil, fmt.Errorf("open original: %w: %w", err, cchc.ErrNotFound)
	}
	f, err := os.Open(s.Path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("original %s: %w", id, cchc.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("open original: %w", err)
	}
	return f, nil
}

// PutFile keeps the bytes of the file at path; see [Store.Put].
func (s *Store) PutFile(ctx context.Context, path string) (cchc.FileID, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, fmt.Errorf("keep %s: %w", path, err)
	}
	defer f.Close() //nolint:errcheck // read only
	id, n, err := s.Put(ctx, f, "")
	if err != nil {
		return "", 0, fmt.Errorf("keep %s: %w", path, err)
	}
	return id, n, nil
}

// Put keeps the bytes of r and returns their identity and number. They are on the disk
// when it returns. Bytes that are held already are not written again. Memory does not
// grow with the size. Where want is not "" and the bytes have another identity, nothing is
// kept and the error is checksum-mismatch, the sender's fault.
func (s *Store) Put(ctx context.Context, r io.Reader, want cchc.FileID) (cchc.FileID, int64, error) {
	tmp, err := os.CreateTemp(s.dir, incoming)
	if err != nil {
		return "", 0, fmt.Errorf("keep original: %w", err)
	}
	id, n, err := s.fill(ctx, tmp, r, want)
	if err != nil {
		_ = tmp.Close()
		_ = os.Remove(tmp.Name())
		return "", 0, fmt.Errorf("keep original: %w", err)
	}
	return id, n, nil
}

// fill copies r to tmp and moves it to its place; it closes tmp where it succeeds.
func (s *Store) fill(ctx context.Context, tmp *os.File, r io.Reader, want cchc.FileID) (cchc.FileID, int64, error) {
	sum := sha256.New()
	n, err := copyContext(ctx, io.MultiWriter(tmp, sum), r)
	if err != nil {
		return "", 0, err
	}
	id := cchc.FileID(hex.EncodeToString(sum.Sum(nil)))
	if want != "" && want != id {
		return "", 0, cchc.FileFault("checksum-mismatch", nil, string(id), string(want))
	}
	folder := filepath.Dir(s.Path(id))
	if info, err := os.Lstat(s.Path(id)); err == nil && info.Mode().IsRegular() && info.Size() == n {
		// An earlier run may have crashed between rename and sync of the folder.
		if err := errors.Join(tmp.Close(), os.Remove(tmp.Name()), s.syncFolder(folder)); err != nil {
			return "", 0, err
		}
		return id, n, nil
	}
	if err := s.sync(tmp.Sync); err != nil {
		return "", 0, err
	}
	if err := tmp.Close(); err != nil {
		return "", 0, err
	}
	if err := os.Chmod(tmp.Name(), fileMode); err != nil {
		return "", 0, err
	}
	if err := s.makeFolder(folder); err != nil {
		return "", 0, err
	}
	if err := replace(tmp.Name(), s.Path(id)); err != nil {
		return "", 0, err
	}
	return id, n, s.syncFolder(folder)
}

func (s *Store) makeFolder(folder string) error {
	if err := os.Mkdir(folder, folderMode); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		return err
	}
	return s.syncFolder(s.dir)
}

func copyContext(ctx context.Context, w io.Writer, r io.Reader) (int64, error) {
	var total int64
	buf := make([]byte, chunk)
	for {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		n, err := r.Read(buf)
		if _, werr := w.Write(buf[:n]); werr != nil {
			return total, werr
		}
		total += int64(n)
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// Drop deletes an original that may not be kept; one that is not held is no error.
func (s *Store) Drop(id cchc.FileID) error {
	if err := id.Validate(); err != nil {
		return fmt.Errorf("drop original: %w", err)
	}
	path := s.Path(id)
	if err := os.Remove(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return fmt.Errorf("drop original: %w", err)
	}
	return s.syncFolder(filepath.Dir(path))
}

// Each calls fn for every original held, in the order of their identities. Names that are
// not identities are passed over. An error of fn ends the walk and is returned.
func (s *Store) Each(fn func(cchc.FileID) error) error {
	folders, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("list originals: %w", err)
	}
	for _, folder := range folders {
		if !folder.IsDir() || len(folder.Name()) != 2 {
			continue
		}
		files, err := os.ReadDir(filepath.Join(s.dir, folder.Name()))
		if err != nil {
			return fmt.Errorf("list originals: %w", err)
		}
		for _, f := range files {
			id := cchc.FileID(f.Name())
			if id.Validate() != nil || !strings.HasPrefix(f.Name(), folder.Name()) || !f.Type().IsRegular() {
				continue
			}
			if err := fn(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Verify reads an original through and reports [ErrAltered], wrapped, where its bytes
// have another SHA-256, and [cchc.ErrNotFound], wrapped, where it is not held.
func (s *Store) Verify(ctx context.Context, id cchc.FileID) error {
	f, err := s.Open(id)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	sum := sha256.New()
	if _, err := copyContext(ctx, sum, f); err != nil {
		return fmt.Errorf("verify original %s: %w", id, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != string(id) {
		return fmt.Errorf("original %s reads as %s: %w", id, got, ErrAltered)
	}
	return nil
}

// escape protects the characters Glob would take for a pattern. On Windows a backslash
// separates folders and Glob knows no escape, but [ is the only such character there.
func escape(dir string) string {
	if filepath.Separator == '\\' {
		return strings.ReplaceAll(dir, "[", "[[]")
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "*", `\*`, "?", `\?`).Replace(dir)
}

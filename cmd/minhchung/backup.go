package main

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/blob"
	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// A backup is a tar file of what cannot be derived: a snapshot of the record, then the
// originals it names. Originals are never changed or deleted, so those named by the
// snapshot are all there, whatever comes in meanwhile. The index is built again on restore.

const (
	backupRecord    = recordName
	backupOriginals = "originals/"
)

func backupCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "backup TỆP", Short: "Sao lưu sổ dữ liệu và mọi bản gốc ra một tệp, kể cả khi đang chạy, rồi kiểm tra bản sao lưu",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				n, err := e.backup(cmd.Context(), inv.abs(args[0]))
				if err != nil {
					return err
				}
				return inv.printBackup("originals", n, "Đã sao lưu và kiểm tra %d bản gốc.\n")
			})
		},
	}
}

func restoreCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "restore TỆP", Short: "Khôi phục bản sao lưu vào thư mục dữ liệu mới (--data), rồi kiểm tra",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if inv.engines != nil { // passed on to a program that is running there
				return inv.alreadyOwned()
			}
			n, err := restore(cmd.Context(), inv.abs(args[0]), inv.settings.Data)
			if err != nil {
				return err
			}
			if err := inv.printBackup("originals", n, "Đã khôi phục %d bản gốc.\n"); err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error { return inv.check(cmd.Context(), e) })
		},
	}
}

func (inv *invocation) printBackup(key string, n int, words string) error {
	if inv.json {
		return inv.emit(map[string]int{key: n})
	}
	_, err := fmt.Fprintf(inv.stdout, words, n)
	return err
}

// backup writes a backup beside its name, checks it, and only then gives it its name.
func (e *engines) backup(ctx context.Context, name string) (originals int, err error) {
	part := name + ".part"
	defer func() {
		if err != nil {
			err = errors.Join(cchc.OurFault("backup-failed", err, name, cause(err)), removeIfThere(part))
		}
	}()
	if err := e.writeBackup(ctx, part); err != nil {
		return 0, err
	}
	if originals, err = verifyBackup(ctx, part); err != nil {
		return 0, err
	}
	return originals, os.Rename(part, name)
}

func (e *engines) writeBackup(ctx context.Context, name string) (err error) {
	tmp, err := os.MkdirTemp(e.dir, backupTemp+"*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	snapshot := filepath.Join(tmp, recordName)
	if err := e.store.Snapshot(ctx, cchc.Everything(), snapshot); err != nil {
		return err
	}
	ids, err := filesOf(ctx, snapshot)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	w := tar.NewWriter(out)
	err = addFile(ctx, w, backupRecord, snapshot)
	for _, id := range ids {
		if err != nil {
			break
		}
		err = addFile(ctx, w, backupOriginals+string(id), e.blobs.Path(id))
		if errors.Is(err, os.ErrNotExist) && e.isWithheld(ctx, id) {
			err = nil // since the snapshot; whoever restores it lets go of it
		}
	}
	return errors.Join(err, w.Close(), out.Sync(), out.Close())
}

// isWithheld reports whether the bytes of a file may not be kept.
func (e *engines) isWithheld(ctx context.Context, id cchc.FileID) bool {
	ids, err := e.store.Withheld(ctx, cchc.Everything())
	return err == nil && slices.Contains(ids, id)
}

// filesOf lists the originals a record names.
func filesOf(ctx context.Context, record string) (ids []cchc.FileID, err error) {
	s, err := store.Open(ctx, record, store.Options{Now: time.Now})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = s.EachFile(ctx, cchc.Everything(), func(f cchc.File) error {
		ids = append(ids, f.ID)
		return nil
	})
	return ids, err
}

func addFile(ctx context.Context, w *tar.Writer, as, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	info, err := f.Stat()
	if err != nil {
		return err
	}
	header := &tar.Header{Name: as, Size: info.Size(), Mode: 0o600, ModTime: info.ModTime(), Format: tar.FormatPAX}
	if err := w.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// eachEntry reads a backup through; other names than a backup holds are refused.
func eachEntry(ctx context.Context, name string, f func(entry string, r io.Reader) error) (err error) {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	r := tar.NewReader(in)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		id, original := strings.CutPrefix(h.Name, backupOriginals)
		if h.Typeflag != tar.TypeReg || (original && cchc.FileID(id).Validate() != nil) || (!original && h.Name != backupRecord) {
			return fmt.Errorf("%q does not belong in a backup", h.Name)
		}
		if err := f(h.Name, r); err != nil {
			return err
		}
	}
}

// verifyBackup reads a backup back: every original by its hash, and as many as there are.
func verifyBackup(ctx context.Context, name string) (originals int, err error) {
	record := false
	err = eachEntry(ctx, name, func(entry string, r io.Reader) error {
		if entry == backupRecord {
			record = true
			_, err := io.Copy(io.Discard, r)
			return err
		}
		originals++
		sum := sha256.New()
		if _, err := io.Copy(sum, r); err != nil {
			return err
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != path.Base(entry) {
			return fmt.Errorf("%s reads as %s", entry, got)
		}
		return nil
	})
	if err == nil && !record {
		err = errors.New("it holds no record")
	}
	return originals, err
}

// restore unpacks a backup into a data folder that is new or empty. The record comes
// last: until it is there the folder holds nothing.
func restore(ctx context.Context, name, dir string) (originals int, err error) {
	if _, err := os.Stat(name); err != nil {
		return 0, cchc.Usage("path-missing", err, name)
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return 0, cchc.OurFault("restore-not-empty", nil, dir)
	}
	if err := prepareDataFolder(dir, true); err != nil {
		return 0, err
	}
	blobs, err := blob.Open(filepath.Join(dir, originalsName))
	if err != nil {
		return 0, cchc.OurFault("data-unwritable", err, dir, cause(err))
	}
	part := filepath.Join(dir, recordName+".part")
	err = eachEntry(ctx, name, func(entry string, r io.Reader) error {
		if entry == backupRecord {
			return writeFile(part, r)
		}
		originals++
		id, _, err := blobs.Put(ctx, r, "")
		if err == nil && string(id) != path.Base(entry) {
			err = fmt.Errorf("%s reads as %s", entry, id)
		}
		return err
	})
	if err == nil {
		err = os.Rename(part, filepath.Join(dir, recordName))
	}
	if err != nil {
		return 0, cchc.OurFault("restore-failed", err, name, cause(err))
	}
	return originals, nil
}

func writeFile(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}

func removeIfThere(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

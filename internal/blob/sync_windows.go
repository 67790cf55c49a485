package blob

import (
	"errors"
	"io/fs"
	"os"
)

// syncDir does nothing: Windows has no sync of folders; NTFS journals the rename.
func syncDir(string) error { return nil }

// replace moves from to to. Windows refuses to replace a read-only file, which is there
// only where a damaged original is healed.
func replace(from, to string) error {
	if err := os.Chmod(to, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(from, to)
}

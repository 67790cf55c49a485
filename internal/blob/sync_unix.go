//go:build !windows

package blob

import (
	"errors"
	"os"
)

// syncDir makes a rename in the folder survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func replace(from, to string) error { return os.Rename(from, to) }

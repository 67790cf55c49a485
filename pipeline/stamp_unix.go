//go:build unix && !darwin

package pipeline

import (
	"fmt"
	"io/fs"
	"syscall"
)

// stampOf holds what mtime alone misses: a file replaced by another of the same size and
// time has another inode or change time.
func stampOf(info fs.FileInfo) string {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d.%d.%d", st.Ino, st.Ctim.Sec, st.Ctim.Nsec)
}

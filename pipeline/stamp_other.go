//go:build !unix || darwin

package pipeline

import "io/fs"

// stampOf is empty where the platform gives no change time; size and mtime decide there.
func stampOf(fs.FileInfo) string { return "" }

// Package web holds the browser application, built from app/ into dist/ and embedded.
// Without the build step it holds a page that says how to make it.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

//go:embed placeholder
var placeholder embed.FS

// App returns the files of the browser application, or of the placeholder where it was
// not built.
func App() (fs.FS, error) {
	if _, err := fs.Stat(dist, "dist/index.html"); err == nil {
		return fs.Sub(dist, "dist")
	}
	return fs.Sub(placeholder, "placeholder")
}

// Package archive unpacks archives: ZIP, 7z, tar, and single files packed by gzip or bzip2.
// It reads no text itself: what is inside becomes members of the reading, and whoever asked
// takes those in as files of their own.
package archive

// Package ocr reads pictures of pages with tesseract, an engine of its own that is
// called as a program and may be missing: then pages wait, and are read once it is there.
//
// The picture comes from a reading child, grey and straight; tesseract never sees bytes
// of a dropped file. It runs with limits all the same: its time, its resident memory
// (Linux) and its output are bounded, it has one thread, and it ends with its group.
// Elsewhere than on Linux only time and output are bounded.
package ocr

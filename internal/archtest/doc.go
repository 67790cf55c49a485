// Package archtest holds the import law of docs/DESIGN.md as tests: which package may
// import which of ours, and which package alone may import a third-party module. A
// package or module nobody listed fails, so that where it belongs is decided, not
// drifted into.
package archtest

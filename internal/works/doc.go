// Package works holds the rules of versions of one document: which of them stands, which
// are copies, drafts or overtaken, and whether two that claim to be the same say the same.
//
//	standing.go  versions of a work → which one stands, and why the others do not
//	sketch.go    how much two texts have in common, from a few numbers kept of each
//
// Everything is pure and safe for concurrent use.
package works

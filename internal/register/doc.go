// Package register compares the office's register of outgoing documents with what is
// there: registered and received, registered and missing, received and not registered.
//
// The register says what was issued, so that a gap in the evidence can read "it is in the
// register, but its file was never handed in" instead of "it does not exist".
//
//	columns.go   which column of a sheet is what
//	read.go      rows → entries; what cannot be read is named by its line
//	compare.go   entries × papers → report
//
// Everything is pure and safe for concurrent use.
package register

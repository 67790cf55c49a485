// Package plain reads files that are text already: plain text in any of the encodings
// Vietnamese offices have used, and HTML.
package plain

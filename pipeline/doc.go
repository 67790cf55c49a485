// Package pipeline is the story of a dropped file, one stage a file of code:
//
//	discover -> receive -> read (extract, describe, cut, propose) -> keep (index, record)
//
// discover.go finds files, receive.go stores their bytes and enters them in the ledger,
// read.go turns one file into documents with passages and links, keep.go writes a batch
// to the index and then, in one transaction, to the record. A file that fails is an
// [Outcome], never a stopped run.
//
// Order matters for power cuts: the original is on disk before the ledger names it, and
// the index holds a document before the record says it is indexed. A crash in between
// leaves the job due, and doing it again writes the same things.
//
// The package knows no engine: the record, the index, the readers and the rules arrive
// as small interfaces and functions, wired in cmd.
package pipeline

// Package pipeline is the story of a dropped file:
//
//	discover -> receive -> read (extract, describe, cut, propose) -> keep (index, record)
//	                        ▲                                          │
//	                        └── recognise, a second claim on the same ─┘
//	                            file, after all texts
//
// discover.go finds files, receive.go stores their bytes and enters them in the ledger
// (upload.go those that come by hand), read.go turns one file into documents with passages
// and links, scans.go recognises pages without text, work.go keeps batches in the index
// and then, in one transaction, in the record; away.go files away what was taken in. A
// file that fails is an [Outcome], never a stopped run.
//
// Any number of runs may go on: each finds its own files, and one at a time reads for all
// (run.go). Only one place changes index and record, under one lock, so that links can be
// proposed anew and an index built while files come in (rebuild.go).
//
// Order matters for power cuts: the original is on disk before the ledger names it, and
// the index holds a document before the record says it is indexed. A crash in between
// leaves the job due, and doing it again writes the same things.
//
// The package knows no engine: the record, the index, the readers and the rules arrive
// as small interfaces and functions, wired in cmd.
package pipeline

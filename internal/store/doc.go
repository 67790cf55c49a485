// Package store keeps the record in SQLite: files, the intake ledger, documents with
// pages and passages, catalogues, links with reviews, and the audit trail.
//
//	files 1─n intake      the ledger: one row for each content seen at a path
//	files 1─n pages       as they were read
//	files 1─n documents 1─n passages
//	             documents 1─n links n─1 catalogues
//	             exhibits  1─n links           (evidence that is no file)
//	                           links 1─1 reviews, manual_links   (kept apart: proposals come and go)
//	catalogues 1─n rounds 1─n scores, snapshots
//	every change writes an audit row in its own transaction
//
// Each method is one transaction. Reads take a [cchc.Scope] and see the units it covers;
// the zero Scope sees nothing. Changes take a [cchc.Actor]. All methods may be called
// from many goroutines: changes queue up for the one writing connection, reads have a
// pool of their own and never wait for a change. One process owns a record.
//
// Lists are read by key, not by offset: pass the cursor of one page to get the next. The
// cursors are opaque and are refused by other lists than their own.
package store

// Package particulars holds the rules of what people say about the particulars of a
// document: which fields may be corrected, how what was written is read, how corrections
// lie over what the program read, and which particulars are in doubt.
//
//	fields.go  the fields, and what is written into them
//	apply.go   found × corrections → what people see
//	doubt.go   is number or date missing although papers of the type have them?
//
// Everything is pure and safe for concurrent use.
package particulars

// Package cchc is the vocabulary of Minh Chứng: the things two or more packages
// exchange about cải cách hành chính (public administration reform) evidence.
// It imports the standard library only and is the glossary of the code.
//
//   - [File]: bytes that were dropped, named by their SHA-256. It may lie in several places.
//   - [Document]: one paper inside a file (a file may hold a decision and the plan it issues).
//   - Work: the versions of one document (draft, signed, scan, copy): same organ,
//     number, notation and year. Coverage counts Works.
//   - [Reading]: what a reader made of a file: pages of blocks of text.
//   - [Particulars]: what a document is: number, date, issuer, type, subject
//     (Nghị định 30/2020/NĐ-CP).
//   - [Passage]: 60 to 80 syllables of a document, with page and section: what is
//     searched and quoted.
//   - [Catalogue], [Criterion], [Requirement]: what an office has to prove.
//   - [Link]: a document proposed or accepted as evidence of a requirement, with [Quote]s.
//   - [Scope] and [Actor]: who reads and who changes. Every read of the record takes a
//     Scope, every change an Actor.
//   - [Reason] and [Error]: why something did not go, as a stable code; the words for
//     people are in package messages.
//
// States are strings with a Validate method, never renumbered integers.
package cchc

// Package evidence proposes which documents prove which requirements of a catalogue,
// and holds what people say of the proposals.
//
// [Propose] is pure: it calls no engine, no clock and no file, and gives the same links
// for the same inputs in whatever order documents and passages come. A link says two
// things apart: Related, the document speaks of the subject, and Fulfils, it is the
// paper asked for (kind, subject, year, issuer). What is surely another paper (of another
// kind, year or office, a draft, a form, a request) stays under the threshold: it is kept
// as related and explains a gap, but nobody is asked to look at it as evidence. Every link
// carries its quotes with page and section, the rules that fired (Reasons) and what is
// wrong with it (Misses).
//
// A review moves a link between three states:
//
//	            accept                reject (note)
//	suggested ─────────▶ accepted   suggested ─────────▶ rejected
//	accepted  ─────────▶ rejected   rejected  ─────────▶ accepted
//	accepted, rejected ─────────▶ suggested   (reset)
package evidence

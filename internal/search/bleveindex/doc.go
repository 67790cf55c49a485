// Package bleveindex is the search engine of an installation on one machine, on bleve.
//
// bleve keeps the postings; what a term is and how documents are scored is ours. Texts are
// cut into syllables once, here, and handed over as finished fields, so no analyser of
// bleve ever sees text, and no text, no term vectors and no doc values are stored: the
// index is derived from the record and can be thrown away and built again at any time.
//
// # What is indexed
//
// A document is one entry of the index for each passage and three cards: its title (type
// and subject), the name of its file, and its frame (number, organ, signer). An entry is
// named by the number of its document and its place in it, from which all entries of a
// document are found. Fields:
//
//	s  syllables    b  neighbouring pairs; a term says both its folded and its exact form
//	k  on the title card what filters and counts: identity, unit, type, day of issue,
//	   organ, signer, quality, draft, and the numbers the document answers to; on passages
//	   the numbers their text mentions
//
// s and b of a passage cover a header (what the document is called, nearest heading) and
// its text, without pairs across the border of the two. A search without diacritics reads
// the span of all forms of a syllable and adds them up, so that nothing is indexed twice.
// What costs in this engine is the number of fields and of terms of an entry.
//
// # How a search goes
//
// Of each segment, which never changes, a [table] is kept that says whose each entry is
// and what its document is filtered, counted and sorted by. A search first notes of every
// entry which words of the query it has, from the numbers of entries alone, which says what
// matches and how much there is. How often a word stands in an entry and how long that is,
// which costs most to read, is looked at only of what matches; it is kept as it was read
// ([keptPostings]), and in long questions not read of frequent words (glanceQuery). Then it
// makes up the account of each document: its best passage, a little of the next, and its
// cards, each by how much of the query it holds. An abbreviation and what it stands for are
// sides of one [concept], of which the better counts. Filters, facets and orders are steps
// over documents, not over passages. Segments are walked side by side, a [patch] each.
//
// A phrase is looked for by its pairs; where their counts do not tell whether they follow
// one another, the text of the passage is read from the record ([verifier]).
package bleveindex

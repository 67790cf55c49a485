// Package bleveindex is the search engine of an installation on one machine, on bleve.
//
// bleve keeps the postings; what a term is and how passages are scored is ours. Passages
// are cut into syllables once, here, and handed over as finished fields, so no analyser
// of bleve ever sees text, and no text and no term vectors are stored: the index is
// derived from the record and can be thrown away and built again at any time.
//
// One passage is one entry of the index, named by a number of its own:
//
//	s  syllables    b  neighbouring pairs; a term says both its folded and its exact form
//	d  document and number of the passage
//	k  what filters: unit, type, year and day of issue (yyyymmdd), numbers the document
//	   answers to, numbers its text mentions, a mark on one passage of each document
//
// s and b cover a header (what the document is called, nearest heading) and the text of
// the passage, without pairs across the border of the two. A search without diacritics
// reads the span of all forms of a syllable and adds them up, so that nothing is indexed
// twice. What costs in this engine is the number of fields and of terms of an entry.
//
// A search walks the postings of its terms one after another into an array of scores,
// picks the passages that hold enough of the query, and keeps the best of each document.
package bleveindex

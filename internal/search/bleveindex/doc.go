// Package bleveindex is the search engine of an installation on one machine, on bleve.
//
// bleve keeps the postings; what a term is and how passages are scored is ours. Passages
// are cut into syllables once, here, and handed over as finished fields, so no analyser
// of bleve ever sees text, and no text and no term vectors are stored: the index is
// derived from the record and can be thrown away and built again at any time.
//
// One passage is one entry of the index, named by its PassageID:
//
//	s  syllables with tones     f  the same without tones
//	b  neighbouring pairs       g  pairs without tones
//	o  numbers the document answers to      r  numbers its text mentions
//	d  document    n  passage number    m  marks one passage of each document
//	t  type    u  unit    y  year of issue    i  day of issue, yyyymmdd
//
// s, f, b and g cover a header (what the document is called, nearest heading) and the
// text of the passage, without pairs across the border of the two.
//
// A search walks the postings of its terms one after another into an array of scores,
// picks the passages that hold enough of the query, and keeps the best of each document.
package bleveindex

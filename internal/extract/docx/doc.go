// Package docx reads Word documents (ECMA-376, Office Open XML).
//
// The main part comes from github.com/nguyenthenguyen/docx; where that library refuses a
// file, and for styles, numbering, headers, footers and notes, the parts are read from
// the archive itself. One walk over the WordprocessingML then makes paragraphs and table
// rows of it, with the automatic numbers ("Điều 5", "1.2", "a)") that a reader sees but
// the text of the file does not hold.
//
// Everything untrusted is bounded: the unpacked size of every part before anything is
// unpacked, the depth of the XML, the bytes of text kept, and the pages.
package docx

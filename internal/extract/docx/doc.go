// Package docx reads Word documents (ECMA-376, Office Open XML).
//
// The main part comes from github.com/nguyenthenguyen/docx; where that library refuses a
// file, and for styles, numbering, headers, footers and notes, the parts are read from
// the archive itself: numbering when a list first counts, notes where the body refers to
// them. A scanner cuts the XML in memory as a lenient encoding/xml would, to which a fuzz
// target holds it, without putting its tokens on the heap. One walk over the
// WordprocessingML then makes paragraphs and table rows of it, with the automatic numbers
// ("Điều 5", "1.2", "a)") that a reader sees but the text of the file does not hold.
//
// What is read is what Word shows with all tracked changes accepted: text boxes, WordArt,
// the captions of charts and SmartArt behind the paragraph they hang on; footnotes and
// endnotes behind theirs, as blocks of their own; the headers and footers that some page
// has; embedded HTML, text and DOCX where they stand. Not read: hidden text and drawings,
// codes of fields, comments, the prompts of empty content controls, the marks of notes in
// the text. Codes of symbol fonts become the characters they draw, text of legacy fonts
// becomes Unicode.
//
// Everything untrusted is bounded: the unpacked size of every part before anything is
// unpacked, the depth of the XML, the bytes of text kept, and the pages.
package docx

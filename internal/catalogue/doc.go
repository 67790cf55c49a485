// Package catalogue reads and checks a catalogue of criteria ("Bộ tiêu chí"): data an
// office writes or receives in YAML, one file a year and level, never code.
//
// [Read] never stops at the first fault: it returns all of them, each with line, field
// and, where there is one, the nearest valid value, so that a person can mend the file
// in one go. The templates {year}, {prev} and {next} are filled from the year of the
// catalogue while reading. The version of a catalogue is a digest of what it says;
// comments, order of keys and spacing do not change it.
//
// [Written] is a catalogue as its author wrote it, templates and remarks kept. It goes out
// as YAML ([Written.YAML]) or as the sheets of a workbook ([Written.Book], [ReadBook]; the
// bytes are the business of package sheets) and comes back the same, digest and all.
//
// [Draft] drafts a catalogue from the tables of an annex, the form in which offices receive
// one, and asks about what it could not read off. [Diff] and [Mapping] compare two
// versions; a mapping that a person confirmed carries reviewed links over.
//
// The format is described in so-cchc-mau.yaml, the embedded sample.
package catalogue

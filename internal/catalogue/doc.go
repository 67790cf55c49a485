// Package catalogue reads and checks a catalogue of criteria ("Bộ tiêu chí"): data an
// office writes or receives in YAML, one file a year and level, never code.
//
// [Read] never stops at the first fault: it returns all of them, each with line, field
// and, where there is one, the nearest valid value, so that a person can mend the file
// in one go. The templates {year}, {prev} and {next} are filled from the year of the
// catalogue while reading. The version of a catalogue is a digest of what it says;
// comments, order of keys and spacing do not change it.
//
// The format is described in so-cchc-mau.yaml, the embedded sample.
package catalogue

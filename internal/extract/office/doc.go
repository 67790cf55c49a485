// Package office turns files of old or foreign office programs into ones the readers know,
// by LibreOffice where it is installed. LibreOffice is a large program that opens untrusted
// bytes: it runs as a process of its own, started by the parent and never by a reading
// child, with a private profile, without macros and links, and is killed with everything
// it started when it takes too long or too much memory.
//
// Each worker keeps one LibreOffice open and hands it one file after the other: that takes
// a tenth of the processor time of starting it for every file. The open one is replaced
// after some files, when it grows, and when it sat idle; a file that made it fail is tried
// once more in a fresh one before the file is blamed.
package office

// Package export writes tables for people who go on with them elsewhere: CSV that Excel
// opens with its diacritics, and XLSX. It knows nothing of what the tables hold.
package export

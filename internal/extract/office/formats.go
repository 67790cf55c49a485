package office

import (
	"minhchung/internal/cchc"
)

// target says what a format becomes: one of the three the readers know.
func target(from cchc.Format) (cchc.Format, bool) {
	switch from {
	case cchc.FormatDOC, cchc.FormatRTF, cchc.FormatODT:
		return cchc.FormatDOCX, true
	case cchc.FormatXLS, cchc.FormatODS:
		return cchc.FormatXLSX, true
	case cchc.FormatPPT, cchc.FormatODP:
		return cchc.FormatPPTX, true
	default:
		return "", false
	}
}

// printable reports the formats a page rendition can be made of.
func printable(from cchc.Format) bool {
	switch from {
	case cchc.FormatDOCX, cchc.FormatXLSX, cchc.FormatPPTX, cchc.FormatText:
		return true
	default:
		_, ok := target(from)
		return ok
	}
}

// ending is the ending LibreOffice expects of a format.
func ending(f cchc.Format) string {
	if f == cchc.FormatText {
		return "txt"
	}
	return string(f)
}

// filter is the argument of --convert-to.
func filter(to cchc.Format) string {
	switch to {
	case cchc.FormatDOCX:
		return "docx:MS Word 2007 XML"
	case cchc.FormatXLSX:
		return "xlsx:Calc MS Excel 2007 XML"
	case cchc.FormatPPTX:
		return "pptx:Impress MS PowerPoint 2007 XML"
	default:
		return string(to)
	}
}

// Files beyond doubt, to learn whether LibreOffice opens such files at all.
func proofEnding(to cchc.Format) string {
	switch to {
	case cchc.FormatXLSX:
		return "csv"
	case cchc.FormatPPTX:
		return "fodp"
	default:
		return "rtf"
	}
}

func proofText(to cchc.Format) string {
	switch to {
	case cchc.FormatXLSX:
		return "a,b\n1,2\n"
	case cchc.FormatPPTX:
		return `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page draw:name="a"/></office:presentation></office:body></office:document>`
	default:
		return `{\rtf1\ansi Van ban\par}`
	}
}

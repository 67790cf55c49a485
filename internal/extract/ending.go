package extract

import (
	"path"
	"slices"
	"strings"

	"minhchung/internal/cchc"
)

// endings says which formats a file of an ending may rightly hold. Programs of offices
// save HTML and XML tables under .xls and .doc; those count as well-named.
var endings = map[string][]cchc.Format{
	"pdf":  {cchc.FormatPDF},
	"docx": {cchc.FormatDOCX}, "docm": {cchc.FormatDOCX}, "dotx": {cchc.FormatDOCX}, "dotm": {cchc.FormatDOCX},
	"doc": {cchc.FormatDOC}, "dot": {cchc.FormatDOC},
	"rtf": {cchc.FormatRTF},
	"odt": {cchc.FormatODT},
	"ods": {cchc.FormatODS},
	"odp": {cchc.FormatODP},
	"xls": {cchc.FormatXLS}, "xlt": {cchc.FormatXLS}, "xlsb": {cchc.FormatXLS},
	"xlsx": {cchc.FormatXLSX}, "xlsm": {cchc.FormatXLSX}, "xltx": {cchc.FormatXLSX},
	"ppt": {cchc.FormatPPT}, "pps": {cchc.FormatPPT},
	"pptx": {cchc.FormatPPTX}, "pptm": {cchc.FormatPPTX}, "ppsx": {cchc.FormatPPTX},
	"htm": {cchc.FormatHTML}, "html": {cchc.FormatHTML},
	"txt": {cchc.FormatText}, "csv": {cchc.FormatText},
	"eml": {cchc.FormatMail}, "msg": {cchc.FormatMail},
	"zip": {cchc.FormatArchive}, "7z": {cchc.FormatArchive}, "rar": {cchc.FormatArchive},
	"png": {cchc.FormatImage}, "jpg": {cchc.FormatImage}, "jpeg": {cchc.FormatImage},
	"tif": {cchc.FormatImage}, "tiff": {cchc.FormatImage}, "bmp": {cchc.FormatImage}, "gif": {cchc.FormatImage}, "webp": {cchc.FormatImage},
}

// EndingNote returns the note "wrong-ending" where the ending of a file's name is one the
// product knows and its content is of another kind, else nil. The name may be a path with
// slashes of either kind. The note is for people: a file is always read by its content.
func EndingNote(name string, f cchc.Format) *cchc.Reason {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(strings.ReplaceAll(name, `\`, "/")), "."))
	right, known := endings[ending]
	if !known || f == "" || f == cchc.FormatUnknown || slices.Contains(right, f) {
		return nil
	}
	r := cchc.NewReason("wrong-ending", "."+ending, shownName(f))
	return &r
}

// shownName is what people call files of a format.
func shownName(f cchc.Format) string {
	switch f {
	case cchc.FormatText:
		return "TXT"
	case cchc.FormatImage:
		return "PNG/JPG/TIFF"
	case cchc.FormatArchive:
		return "ZIP/7Z/RAR"
	default:
		return strings.ToUpper(string(f))
	}
}

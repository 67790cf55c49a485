package extract

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"

	"minhchung/internal/cchc"
)

// zipPartMax bounds what is unpacked of one part to know a zip, in bytes.
const zipPartMax = 1 << 20

// zipEntriesMax bounds the directory entries looked at.
const zipEntriesMax = 20000

// inspectZip tells office files from archives by their main part: OPC content types
// (ECMA-376 part 2), the OpenDocument "mimetype" entry (ODF 1.2 part 3).
func inspectZip(r io.ReaderAt, size int64, head []byte) Content {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return zipByNames(head) // cut off or damaged: its reader will say so
	}
	files := z.File[:min(len(z.File), zipEntriesMax)]
	var types, kind, manifest string
	locked := false
	for _, f := range files {
		switch f.Name {
		case "[Content_Types].xml":
			types = zipPart(f)
		case "mimetype":
			kind = strings.TrimSpace(zipPart(f))
		case "META-INF/manifest.xml":
			manifest = zipPart(f)
		}
		locked = locked || f.Flags&1 != 0
	}
	if strings.HasPrefix(kind, "application/vnd.oasis.opendocument") {
		return Content{Format: openDocument(kind), Media: kind, Encrypted: strings.Contains(manifest, "encryption-data")}
	}
	if c, ok := byContentTypes(types); ok {
		return c
	}
	for _, f := range files {
		if c, ok := byPartName(f.Name); ok {
			return c
		}
	}
	c := Content{Format: cchc.FormatArchive, Media: "application/zip", Encrypted: locked}
	if kind == "application/epub+zip" {
		c = Content{Format: cchc.FormatUnknown, Media: kind}
	}
	return c
}

// openDocument tells texts, tables and slides by media type, templates with them.
func openDocument(kind string) cchc.Format {
	switch kind = strings.TrimPrefix(kind, "application/vnd.oasis.opendocument."); {
	case strings.HasPrefix(kind, "text"):
		return cchc.FormatODT
	case strings.HasPrefix(kind, "spreadsheet"):
		return cchc.FormatODS
	case strings.HasPrefix(kind, "presentation"):
		return cchc.FormatODP
	}
	return cchc.FormatUnknown // drawings, formulas, databases
}

func zipPart(f *zip.File) string {
	rc, err := f.Open()
	if err != nil {
		return ""
	}
	defer rc.Close() //nolint:errcheck // read only
	b, err := io.ReadAll(io.LimitReader(rc, zipPartMax))
	if err != nil && len(b) == 0 {
		return ""
	}
	return string(b)
}

// byContentTypes looks for the content type of a main part in [Content_Types].xml.
func byContentTypes(types string) (Content, bool) {
	low := strings.ToLower(types)
	for _, k := range []struct {
		mark   string
		format cchc.Format
	}{
		{"wordprocessingml.document.main+xml", cchc.FormatDOCX},
		{"wordprocessingml.template.main+xml", cchc.FormatDOCX},
		{"ms-word.document.macroenabled.main+xml", cchc.FormatDOCX},
		{"ms-word.template.macroenabledtemplate.main+xml", cchc.FormatDOCX},
		{"ms-excel.sheet.binary.macroenabled.main", cchc.FormatXLS},
		{"spreadsheetml.sheet.main+xml", cchc.FormatXLSX},
		{"spreadsheetml.template.main+xml", cchc.FormatXLSX},
		{"ms-excel.sheet.macroenabled.main+xml", cchc.FormatXLSX},
		{"presentationml.presentation.main+xml", cchc.FormatPPTX},
		{"presentationml.slideshow.main+xml", cchc.FormatPPTX},
		{"presentationml.template.main+xml", cchc.FormatPPTX},
		{"ms-powerpoint.presentation.macroenabled.main+xml", cchc.FormatPPTX},
	} {
		if strings.Contains(low, k.mark) {
			return Content{Format: k.format, Media: officeMedia(k.format)}, true
		}
	}
	return Content{}, false
}

func byPartName(name string) (Content, bool) {
	for _, k := range []struct {
		name   string
		format cchc.Format
	}{
		{"word/document.xml", cchc.FormatDOCX},
		{"xl/workbook.bin", cchc.FormatXLS},
		{"xl/workbook.xml", cchc.FormatXLSX},
		{"ppt/presentation.xml", cchc.FormatPPTX},
	} {
		if strings.EqualFold(name, k.name) {
			return Content{Format: k.format, Media: officeMedia(k.format)}, true
		}
	}
	return Content{}, false
}

// zipByNames reads a zip without directory by the names in its first local headers.
func zipByNames(head []byte) Content {
	for rest := head; ; {
		i := bytes.Index(rest, []byte("PK\x03\x04"))
		if i < 0 || len(rest) < i+30 {
			break
		}
		rest = rest[i:]
		n := int(rest[26]) | int(rest[27])<<8
		if len(rest) < 30+n {
			break
		}
		name := string(rest[30 : 30+n])
		if c, ok := byPartName(name); ok {
			return c
		}
		for _, k := range []struct{ dir, main string }{{"word/", "word/document.xml"}, {"xl/", "xl/workbook.xml"}, {"ppt/", "ppt/presentation.xml"}} {
			if strings.HasPrefix(name, k.dir) {
				c, _ := byPartName(k.main)
				return c
			}
		}
		rest = rest[4:]
	}
	return Content{Format: cchc.FormatArchive, Media: "application/zip"}
}

func officeMedia(f cchc.Format) string {
	switch f {
	case cchc.FormatDOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case cchc.FormatXLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case cchc.FormatPPTX:
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	default:
		return "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
	}
}

package extract

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"minhchung/internal/cchc"
)

// decodeHead returns the start of a file as text, or ok = false where the bytes are
// those of a program, a picture or another binary. The text of legacy 8-bit encodings
// (TCVN3, VNI, windows-1258) is returned byte by byte: good enough to see mark-up.
func decodeHead(head []byte) (text string, ok bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		head = head[3:]
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return decodeUTF16(head[2:], 0)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return decodeUTF16(head[2:], 1)
	}
	if lowAt, is := utf16Order(head); is {
		return decodeUTF16(head, lowAt)
	}
	if !mostlyPrintable(head) {
		return "", false
	}
	if validUTF8(head) {
		return string(head), true
	}
	return latin1(head), plainShare(head) > 0.4
}

// utf16Order recognises UTF-16 without a byte order mark: in text with Latin letters
// one byte of most pairs is 0 to 3 or 0x1E (Vietnamese letters are U+1EA0 to U+1EF9).
// It returns where the low byte of a pair stands.
func utf16Order(b []byte) (lowAt int, ok bool) {
	if len(b) < 4 {
		return 0, false
	}
	var zero [2]int
	n := len(b) / 2
	for i := 0; i < 2*n; i++ {
		if b[i] == 0 {
			zero[i%2]++
		}
	}
	switch {
	case zero[1]*2 > n && zero[0]*50 < n:
		return 0, true
	case zero[0]*2 > n && zero[1]*50 < n:
		return 1, true
	}
	return 0, false
}

// decodeUTF16 decodes pairs whose low byte stands at lowAt (0 little, 1 big endian).
func decodeUTF16(b []byte, lowAt int) (string, bool) {
	u := make([]uint16, len(b)/2)
	control := 0
	for i := range u {
		u[i] = uint16(b[2*i+lowAt]) | uint16(b[2*i+1-lowAt])<<8
		if u[i] < 0x20 && !isLayout(byte(u[i])) || u[i] >= 0xfff0 {
			control++
		}
	}
	return string(utf16.Decode(u)), control*50 <= len(u)
}

func isLayout(c byte) bool {
	return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == 0x1a || c == 0x1b || c == '\b'
}

// mostlyPrintable allows one control byte in a hundred and no zero bytes but padding at the end.
func mostlyPrintable(b []byte) bool {
	b = bytes.TrimRight(b, "\x00")
	if len(b) == 0 || bytes.IndexByte(b, 0) >= 0 {
		return false
	}
	control := 0
	for _, c := range b {
		if c < 0x20 && !isLayout(c) || c == 0x7f {
			control++
		}
	}
	return control*100 <= len(b)
}

// validUTF8 forgives a rune cut off at the end of the head.
func validUTF8(b []byte) bool {
	for i := 0; i < utf8.UTFMax && i < len(b); i++ {
		if utf8.Valid(b[:len(b)-i]) {
			return true
		}
	}
	return false
}

// plainShare is the share of ASCII letters, digits and spaces.
func plainShare(b []byte) float64 {
	n := 0
	for _, c := range b {
		if c == ' ' || c == '\n' || c == '\r' || c == '\t' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
			n++
		}
	}
	return float64(n) / float64(len(b))
}

func latin1(b []byte) string {
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}

// inspectText tells RTF, HTML, mail, tables of separated values and the XML forms of
// office programs from plain text.
func inspectText(text string) Content {
	text = strings.TrimLeft(text, "\ufeff \t\r\n\f\x00")
	low := strings.ToLower(text[:min(len(text), 4096)])
	switch {
	case strings.HasPrefix(low, `{\rtf`):
		return contentOf(cchc.FormatRTF)
	case strings.HasPrefix(low, "<"):
		return contentOf(markupFormat(low))
	case looksLikeMail(text):
		if strings.HasPrefix(text, "From ") {
			return Content{Format: cchc.FormatMail, Media: "application/mbox"}
		}
		return contentOf(cchc.FormatMail)
	case looksSeparated(text):
		return Content{Format: cchc.FormatText, Media: "text/csv"}
	}
	return contentOf(cchc.FormatText)
}

func contentOf(f cchc.Format) Content { return Content{Format: f, Media: textMedia(f)} }

// markupFormat expects lower case. The XML of Word and Excel 2003, flat OPC and flat
// OpenDocument need the converter that opens .doc; other XML is plain text to us.
func markupFormat(low string) cchc.Format {
	for _, k := range []struct {
		mark   string
		format cchc.Format
	}{
		{`progid="word.document"`, cchc.FormatDOC},
		{"<w:worddocument", cchc.FormatDOC},
		{"<pkg:package", cchc.FormatDOC},
		{`progid="excel.sheet"`, cchc.FormatXLS},
		{`<workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"`, cchc.FormatXLS},
		{`office:mimetype="application/vnd.oasis.opendocument.text`, cchc.FormatODT},
		{`office:mimetype="application/vnd.oasis.opendocument.spreadsheet`, cchc.FormatODS},
		{`office:mimetype="application/vnd.oasis.opendocument.presentation`, cchc.FormatODP},
	} {
		if strings.Contains(low, k.mark) {
			return k.format
		}
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<div", "<p>", "<p ", "<meta"} {
		if strings.Contains(low, tag) {
			return cchc.FormatHTML
		}
	}
	return cchc.FormatText
}

// looksLikeMail asks for two different header fields of RFC 5322, one of them a
// field only mail programs write, before the first line that is no header; of the web
// pages with pictures that Word and browsers save in the same form (MHTML, RFC 2557), for
// the two technical ones they have.
func looksLikeMail(text string) bool {
	technical, personal, version, related := false, false, false, false
	for i := 0; i < 100; i++ {
		line, rest, _ := strings.Cut(text, "\n")
		line = strings.TrimRight(line, "\r")
		if line == "" {
			break
		}
		if line[0] != ' ' && line[0] != '\t' {
			name, _, ok := strings.Cut(line, ":")
			if !ok || strings.ContainsAny(name, " \t") && !strings.HasPrefix(name, "From ") {
				break
			}
			low := strings.ToLower(line)
			version = version || strings.HasPrefix(low, "mime-version:")
			related = related || strings.HasPrefix(low, "content-type: multipart/related")
			switch strings.ToLower(name) {
			case "mime-version", "message-id", "received", "return-path", "content-type", "delivered-to", "dkim-signature":
				technical = true
			case "from", "to", "subject", "date":
				personal = true
			}
		}
		text = rest
	}
	return technical && personal || version && related
}

func textMedia(f cchc.Format) string {
	switch f {
	case cchc.FormatRTF:
		return "application/rtf"
	case cchc.FormatHTML:
		return "text/html"
	case cchc.FormatMail:
		return "message/rfc822"
	case cchc.FormatDOC:
		return "application/msword"
	case cchc.FormatXLS:
		return "application/vnd.ms-excel"
	case cchc.FormatODT, cchc.FormatODS, cchc.FormatODP:
		return "application/vnd.oasis.opendocument"
	default:
		return "text/plain"
	}
}

package httpapi

import (
	"mime"
	"mime/multipart"
	"strings"
	"unicode"

	"minhchung/internal/vi"
)

// Bounds of the name of an uploaded file, in bytes.
const (
	maxNameBytes    = 4096
	maxElementBytes = 255
)

// partName returns the field of a part and the name of its file as it was sent, folders
// included: Part.FileName would cut them off. A part without a file name is a field.
func partName(p *multipart.Part) (field, file string, isFile bool) {
	kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil || kind != "form-data" {
		return "", "", false
	}
	file, isFile = params["filename"]
	// Browsers write a quotation mark in a name so (HTML standard, multipart/form-data).
	return params["name"], strings.ReplaceAll(file, "%22", `"`), isFile
}

// cleanName turns the name a sender's program gave into a relative path of plain
// elements with slashes: NFC, without drive letters, leading slashes, "." and "..",
// control characters and invisible marks of direction. False where nothing is left, or
// more than a name may have.
func cleanName(name string) (string, bool) {
	name = vi.NFC(strings.ToValidUTF8(name, "\uFFFD"))
	name = strings.ReplaceAll(name, `\`, "/")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	var elements []string
	for e := range strings.SplitSeq(name, "/") {
		e = strings.TrimSpace(e)
		for len(elements) == 0 && isDrive(e) {
			e = strings.TrimSpace(e[2:])
		}
		if e == "" || e == "." || e == ".." {
			continue
		}
		if len(e) > maxElementBytes {
			return "", false
		}
		elements = append(elements, e)
	}
	name = strings.Join(elements, "/")
	return name, name != "" && len(name) <= maxNameBytes
}

func isDrive(e string) bool {
	return len(e) >= 2 && e[1] == ':' && ('a' <= e[0]|0x20 && e[0]|0x20 <= 'z')
}

// shown is a name that is refused, cut so that it can be shown.
func shown(name string) string {
	const most = 200
	name = strings.ToValidUTF8(name, "\uFFFD")
	if r := []rune(name); len(r) > most {
		return string(r[:most]) + "…"
	}
	return name
}

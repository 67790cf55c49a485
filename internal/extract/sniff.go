package extract

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/gabriel-vasile/mimetype"

	"minhchung/internal/cchc"
)

// headSize bounds what is read from the start of a file to know it, in bytes. Zip and
// OLE files are looked into beyond that, each by bounds of its own.
const headSize = 64 << 10

// Content is what the bytes of a file say it is.
type Content struct {
	Format cchc.Format
	// Media is the media type, for people: "application/zip", "video/mp4".
	Media string
	// Encrypted is true where the file cannot be read without a password. Of PDF only
	// its reader can tell, because most protected PDFs open without one.
	Encrypted bool
}

// Sniff returns the format of a file by its content; its name does not matter. The
// error is a *[cchc.Error]: empty-file, encrypted, vanished or unreadable-file. Bytes
// nobody knows are FormatUnknown without an error.
func Sniff(path string) (cchc.Format, error) {
	c, err := Inspect(path)
	return c.Format, err
}

// Inspect is Sniff with all that was seen. With the error "encrypted" Content is set too.
func Inspect(path string) (Content, error) {
	unknown := Content{Format: cchc.FormatUnknown}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return unknown, cchc.FileFault("vanished", err)
	}
	if err != nil {
		return unknown, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	st, err := f.Stat()
	if err != nil {
		return unknown, cchc.OurFault("unreadable-file", err, err.Error())
	}
	if !st.Mode().IsRegular() {
		return unknown, cchc.FileFault("unreadable-file", nil, st.Mode().Type().String())
	}
	if st.Size() == 0 {
		return unknown, cchc.FileFault("empty-file", nil)
	}
	c, err := inspect(f, st.Size())
	if err != nil {
		return unknown, cchc.OurFault("unreadable-file", err, err.Error())
	}
	if c.Encrypted {
		return c, cchc.FileFault("encrypted", nil)
	}
	return c, nil
}

// inspect decides on the bytes of r, size in bytes > 0. Only read errors are returned.
func inspect(r io.ReaderAt, size int64) (Content, error) {
	head := make([]byte, min(size, headSize))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return Content{}, err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return inspectZip(r, size, head), nil
	case bytes.HasPrefix(head, oleMagic):
		return inspectOLE(r, size), nil
	case isPDF(head):
		return Content{Format: cchc.FormatPDF, Media: "application/pdf"}, nil
	}
	if c, ok := oldOffice(head); ok {
		return c, nil
	}
	media := mimetype.Detect(head)
	if f, ok := byMagic(media); ok {
		return Content{Format: f, Media: media.String()}, nil
	}
	if text, ok := decodeHead(head); ok {
		return inspectText(text), nil
	}
	return Content{Format: cchc.FormatUnknown, Media: media.String()}, nil
}

// oldOffice knows the files of Word and Excel from before they used compound files:
// Excel 2 to 5 ([MS-XLS] 2.4.21 and its forerunners), Word 1, 2 and for DOS, Write.
func oldOffice(head []byte) (Content, bool) {
	for _, k := range []struct {
		magic  string
		format cchc.Format
		media  string
	}{
		{"\x09\x00\x04\x00", cchc.FormatXLS, "application/vnd.ms-excel"},
		{"\x09\x02\x06\x00", cchc.FormatXLS, "application/vnd.ms-excel"},
		{"\x09\x04\x06\x00", cchc.FormatXLS, "application/vnd.ms-excel"},
		{"\x09\x08\x08\x00\x00\x05", cchc.FormatXLS, "application/vnd.ms-excel"},
		{"\xdb\xa5\x2d\x00", cchc.FormatDOC, "application/msword"},
		{"\x9b\xa5\x21\x00", cchc.FormatDOC, "application/msword"},
		{"\x31\xbe\x00\x00", cchc.FormatDOC, "application/msword"},
		{"\x32\xbe\x00\x00", cchc.FormatDOC, "application/msword"},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return Content{Format: k.format, Media: k.media}, true
		}
	}
	return Content{}, false
}

// isPDF reports a PDF header in the first kilobyte (ISO 32000-1, annex H.3.4.1). Where
// junk stands before it, an object has to follow, so that a text about PDF is a text.
func isPDF(head []byte) bool {
	i := bytes.Index(head[:min(len(head), 1024+5)], []byte("%PDF-"))
	switch {
	case i < 0:
		return false
	case len(bytes.TrimLeft(head[:i], "\x00\t\n\f\r \xef\xbb\xbf")) == 0:
		return true
	}
	return bytes.Contains(head[i:], []byte(" obj"))
}

// byMagic maps what the media type of a binary file settles on its own.
func byMagic(m *mimetype.MIME) (cchc.Format, bool) {
	for _, k := range []struct {
		media  string
		format cchc.Format
	}{
		{"image/png", cchc.FormatImage},
		{"image/jpeg", cchc.FormatImage},
		{"image/tiff", cchc.FormatImage},
		{"image/bmp", cchc.FormatImage},
		{"image/gif", cchc.FormatImage},
		{"image/webp", cchc.FormatImage},
		{"application/x-7z-compressed", cchc.FormatArchive},
		{"application/x-rar-compressed", cchc.FormatArchive},
		{"application/gzip", cchc.FormatArchive},
		{"application/x-bzip2", cchc.FormatArchive},
		{"application/x-xz", cchc.FormatArchive},
		{"application/zstd", cchc.FormatArchive},
		{"application/x-tar", cchc.FormatArchive},
	} {
		if m.Is(k.media) {
			return k.format, true
		}
	}
	return "", false
}

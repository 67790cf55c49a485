package docx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"

	docxlib "github.com/nguyenthenguyen/docx"

	"minhchung/internal/cchc"
)

// Reader reads DOCX files. It has no state and is safe for use by several goroutines.
type Reader struct{ html, text Blocks }

// New returns a reader. Without options, embedded HTML and plain text are not read and
// leave the note "embedded-unread".
func New(opts ...Option) *Reader {
	r := &Reader{}
	for _, set := range opts {
		set(r)
	}
	return r
}

// Read reads the file at path. Pages are numbered from 1 where the file tells where its
// pages end, otherwise the whole text is one page with number 0. A page of pictures
// without words needs OCR; a file without words and pictures has no pages. The error is
// a *cchc.Error: the file's fault "truncated", "damaged", "encrypted", "archive-bomb" or
// "empty-file"; waiting "needs-office" for a .doc under the name of a DOCX; ours "unreadable-file" or "reader-stopped".
func (r *Reader) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	lim = withDefaults(lim)
	f, err := os.Open(path)
	if err != nil {
		return cchc.Reading{}, openFault(err, path)
	}
	defer f.Close() //nolint:errcheck // only read
	info, err := f.Stat()
	if err != nil {
		return cchc.Reading{}, openFault(err, path)
	}
	return r.read(ctx, f, info.Size(), lim, 0)
}

func withDefaults(lim cchc.Limits) cchc.Limits {
	def := cchc.DefaultLimits()
	if lim.Pages <= 0 {
		lim.Pages = def.Pages
	}
	if lim.TextBytes <= 0 {
		lim.TextBytes = def.TextBytes
	}
	if lim.PartBytes <= 0 {
		lim.PartBytes = def.PartBytes
	}
	return lim
}

func openFault(err error, path string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return cchc.OurFault("vanished", err)
	}
	return cchc.OurFault("unreadable-file", err, path)
}

// read is Read on bytes; depth counts the documents around it.
func (r *Reader) read(ctx context.Context, file io.ReaderAt, size int64, lim cchc.Limits, depth int) (cchc.Reading, error) {
	if err := refuse(file, size); err != nil {
		return cchc.Reading{}, err
	}
	a, err := openArchive(file, size, lim.PartBytes)
	if err != nil {
		return cchc.Reading{}, err
	}
	main := a.mainPart()
	if main == "" {
		return cchc.Reading{}, cchc.FileFault("damaged", errors.New("no main part in the package"))
	}
	content, err := mainContent(file, size, a, main)
	if err != nil {
		return cchc.Reading{}, cchc.FileFault("damaged", err)
	}
	d := newDocument(ctx, a, main, lim)
	d.body.embedded = r.embedded(ctx, lim, depth)
	if err := d.readMain(content); err != nil {
		return cchc.Reading{}, err
	}
	d.readMargins()
	return d.reading(), nil
}

// refuse tells the files that are no zip archives at all.
func refuse(r io.ReaderAt, size int64) error {
	head := make([]byte, 8)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return cchc.OurFault("unreadable-file", err, "")
	}
	switch head = head[:n]; {
	case size == 0:
		return cchc.FileFault("empty-file", nil)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if encryptedPackage(r, size) {
			return cchc.FileFault("encrypted", errors.New("an encrypted package in an OLE file"))
		}
		return cchc.Waiting("needs-office", string(cchc.FormatDOC))
	}
	return nil
}

// encryptedPackage looks in an OLE file for the stream that a password turns a package
// into ([MS-OFFCRYPTO] 2.3.4), by its name in UTF-16; in the first 64 MiB.
func encryptedPackage(r io.ReaderAt, size int64) bool {
	const name = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	chunk := make([]byte, 1<<20)
	for at := int64(0); at < min(size, 64<<20); at += int64(len(chunk) - len(name)) {
		n, err := r.ReadAt(chunk, at)
		if bytes.Contains(chunk[:n], []byte(name)) {
			return true
		}
		if err != nil {
			return false
		}
	}
	return false
}

// mainContent returns the XML of the main part: by the library where the part has the
// usual name, by our own reading where it does not or the library refuses.
func mainContent(r io.ReaderAt, size int64, a *archive, main string) (string, error) {
	if main == usualMain {
		content, err := byLibrary(r, size)
		if err == nil && content != "" {
			return asUTF8(content), nil
		}
	}
	content, err := a.part(main)
	if err != nil {
		return "", fmt.Errorf("main part: %w", err)
	}
	return content, nil
}

// byLibrary holds the library at arm's length; the sizes of the parts were checked before.
func byLibrary(r io.ReaderAt, size int64) (content string, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("docx library: %v", x)
		}
	}()
	doc, err := docxlib.ReadDocxFromMemory(r, size)
	if err != nil {
		return "", fmt.Errorf("docx library: %w", err)
	}
	defer doc.Close() //nolint:errcheck // nothing is open
	return doc.Editable().GetContent(), nil
}

func megabytes(n int64) string { return strconv.FormatInt(max(1, n>>20), 10) }

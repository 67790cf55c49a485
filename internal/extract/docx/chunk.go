package docx

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"minhchung/internal/cchc"
)

// Blocks makes blocks of the bytes of a text in another format. It is safe for use by
// several goroutines.
type Blocks func(content []byte) ([]cchc.Block, error)

// Option sets what a [Reader] can read besides WordprocessingML.
type Option func(*Reader)

// WithHTML lets the reader read HTML that is embedded in a document (w:altChunk).
func WithHTML(f Blocks) Option { return func(r *Reader) { r.html = f } }

// WithText lets the reader read plain text that is embedded in a document (w:altChunk).
func WithText(f Blocks) Option { return func(r *Reader) { r.text = f } }

// Bounds on documents in documents.
const (
	deepestChunk = 3
	mostChunks   = 200
	mostParts    = 20 // of a web archive
)

var errForeign = errors.New("a format that is not read inside documents")

// altChunk files the text of an embedded document (ECMA-376 part 1, 17.17.2.1) where it
// stands.
func (w *walker) altChunk(e element, at scope) error {
	if w.part == nil || w.embedded == nil || at.into == nil {
		w.foreign = true
		return skip(w.d)
	}
	blocks, err := w.embedded([]byte(w.part(attr(e, "id"))))
	if err != nil {
		w.foreign = true
	}
	for _, b := range blocks {
		if b.Kind == cchc.BlockHeader || b.Kind == cchc.BlockFooter {
			continue // the pages are those of the outer document
		}
		if w.left -= int64(len(b.Text)); w.left < 0 {
			return errLimit
		}
		*at.into = append(*at.into, pieceOf(b, w.pages.now))
		w.pages.content()
	}
	return skip(w.d)
}

func pieceOf(b cchc.Block, page int) *piece {
	p := &piece{kind: b.Kind, page: page, center: b.Center}
	if b.Kind != cchc.BlockRow {
		p.write(b.Text, runProps{font: "embedded", bold: toggleOf(b.Bold)})
		return p
	}
	for _, c := range b.Cells {
		q := &piece{page: page}
		q.write(c, runProps{font: "embedded", bold: toggleOf(b.Bold)})
		p.cells = append(p.cells, []*piece{q})
	}
	return p
}

func toggleOf(b bool) toggle {
	if b {
		return on
	}
	return off
}

// embedded returns a function that reads embedded documents by their content.
func (r *Reader) embedded(ctx context.Context, lim cchc.Limits, depth int) func([]byte) ([]cchc.Block, error) {
	count := 0
	return func(content []byte) ([]cchc.Block, error) {
		if count++; count > mostChunks || depth >= deepestChunk || len(content) == 0 {
			return nil, errForeign
		}
		if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
			return r.inPackage(ctx, content, lim, depth+1)
		}
		return r.markup(content)
	}
}

// inPackage reads a DOCX in a document; it may unpack a quarter of what the outer one may.
func (r *Reader) inPackage(ctx context.Context, content []byte, lim cchc.Limits, depth int) ([]cchc.Block, error) {
	lim.PartBytes /= 4
	inner, err := r.read(ctx, bytes.NewReader(content), int64(len(content)), lim, depth)
	if err != nil {
		return nil, err
	}
	var out []cchc.Block
	for _, p := range inner.Pages {
		out = append(out, p.Blocks...)
	}
	if inner.PagesUnread() > 0 {
		return out, errForeign
	}
	return out, nil
}

func (r *Reader) markup(content []byte) ([]cchc.Block, error) {
	head := strings.ToLower(string(content[:min(len(content), 4096)]))
	switch {
	case strings.HasPrefix(head, "{\\rtf"):
		return nil, errForeign
	case strings.Contains(head, "mime-version:"):
		html, err := webArchive(content)
		if err != nil {
			return nil, err
		}
		return apply(r.html, html)
	case looksLikeHTML(head):
		return apply(r.html, content)
	case strings.HasPrefix(strings.TrimLeft(head, "\ufeff \r\n\t"), "<?xml"):
		return nil, errForeign
	}
	return apply(r.text, content)
}

func apply(f Blocks, content []byte) ([]cchc.Block, error) {
	if f == nil {
		return nil, errForeign
	}
	return f(content)
}

func looksLikeHTML(head string) bool {
	head = strings.ReplaceAll(head, "\x00", "") // UTF-16
	for _, tag := range []string{"<!doctype html", "<html", "<body", "<head", "<p>", "<p ", "<div", "<table", "<span", "<br"} {
		if strings.Contains(head, tag) {
			return true
		}
	}
	return false
}

// webArchive returns the HTML of an MHTML file (RFC 2557), its first text/html part.
func webArchive(content []byte) ([]byte, error) {
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(content, "\r\n\t ")))
	if err != nil {
		return nil, err
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(kind, "multipart/") {
		if kind != "text/html" {
			return nil, errForeign
		}
		return transferred(m.Body, m.Header.Get("Content-Transfer-Encoding"))
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for range mostParts {
		p, err := parts.NextRawPart()
		if err != nil {
			break
		}
		if kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type")); err == nil && kind == "text/html" {
			return transferred(p, p.Header.Get("Content-Transfer-Encoding"))
		}
	}
	return nil, errForeign
}

func transferred(r io.Reader, encoding string) ([]byte, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	b, err := io.ReadAll(r)
	if len(b) > 0 {
		return b, nil // of a damaged part, as much as could be decoded
	}
	return nil, err
}

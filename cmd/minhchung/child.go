package main

import (
	"context"
	"io"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
	"minhchung/internal/extract/archive"
	"minhchung/internal/extract/docx"
	"minhchung/internal/extract/isolate"
	"minhchung/internal/extract/mail"
	"minhchung/internal/extract/pdf"
	"minhchung/internal/extract/pdfium"
	"minhchung/internal/extract/picture"
	"minhchung/internal/extract/plain"
	"minhchung/internal/extract/sheet"
	"minhchung/internal/extract/slide"
)

// child is what runs inside a reading child: the only place that meets the bytes of
// dropped files.
type child struct {
	readers  *extract.Mux
	renderer *picture.Renderer
}

// newChild wires the readers. PDFium, the second reader of PDF files and what draws their
// pages, keeps its compiled module in the folder cacheDir; it and decoded pictures may
// take half of the child's memory each.
func newChild(cacheDir string, memoryMB int) *child {
	engine := pdfium.New(pdfium.Config{CacheDir: cacheDir, MemoryMB: memoryMB / 2})
	second := &secondReader{engine}
	renderer := picture.NewRenderer(picture.Config{PDF: second.pictures, DecodeMB: memoryMB / 2})
	readers := extract.NewMux(map[cchc.Format]extract.Reader{
		cchc.FormatPDF:     pdf.New(pdf.WithSecond(second.open)),
		cchc.FormatDOCX:    docx.New(docx.WithHTML(plain.HTMLBlocks), docx.WithText(plain.TextBlocks)),
		cchc.FormatText:    plain.NewText(),
		cchc.FormatHTML:    plain.NewHTML(),
		cchc.FormatXLSX:    sheet.New(),
		cchc.FormatPPTX:    slide.New(),
		cchc.FormatMail:    mail.New(plain.HTMLBlocks, plain.TextBlocks),
		cchc.FormatArchive: archive.New(),
	}, extract.WithMedia("text/csv", sheet.NewCSV(plain.Decode)))
	return &child{readers: readers, renderer: renderer}
}

// serve answers requests until stdin closes.
func (c *child) serve(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	return isolate.Serve(ctx, c.read, stdin, stdout, isolate.Rendering(c.render))
}

func (c *child) read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	c.renderer.Release() // PDFium holds one document at a time
	return c.readers.Read(ctx, path, lim)
}

func (c *child) render(ctx context.Context, path string, req isolate.RenderRequest) (isolate.Rendered, error) {
	out, err := c.renderer.Render(ctx, path, picture.Request(req))
	return isolate.Rendered(out), err
}

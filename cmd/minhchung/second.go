package main

import (
	"context"

	"minhchung/internal/extract/pdf"
	"minhchung/internal/extract/pdfium"
	"minhchung/internal/extract/picture"
)

// secondReader lets the reader of PDF files ask PDFium; neither knows the other.
type secondReader struct{ engine *pdfium.Engine }

func (s *secondReader) open(ctx context.Context, path string) (pdf.SecondDocument, error) {
	d, err := s.engine.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return secondDocument{d}, nil
}

type secondDocument struct{ *pdfium.Document }

// Page reads a page in the words of the first reader.
func (d secondDocument) Page(ctx context.Context, page int) (pdf.SecondPage, error) {
	p, err := d.Document.Page(ctx, page)
	if err != nil {
		return pdf.SecondPage{}, err
	}
	out := pdf.SecondPage{
		Left: p.Left, Bottom: p.Bottom, Right: p.Right, Top: p.Top, Cover: p.Cover,
		Glyphs: make([]pdf.SecondGlyph, len(p.Glyphs)),
	}
	for i, g := range p.Glyphs {
		out.Glyphs[i] = pdf.SecondGlyph(g)
	}
	return out, nil
}

// pictures opens a PDF file to draw its pages.
func (s *secondReader) pictures(ctx context.Context, path string) (picture.Document, error) {
	d, err := s.engine.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return pictureDocument{d}, nil
}

type pictureDocument struct{ *pdfium.Document }

// Scan returns the pictures a page consists of in the words of package picture.
func (d pictureDocument) Scan(ctx context.Context, page int) ([]picture.Placed, int, error) {
	found, quarters, err := d.Document.Scan(ctx, page)
	out := make([]picture.Placed, len(found))
	for i, p := range found {
		out[i] = picture.Placed(p)
	}
	return out, quarters, err
}

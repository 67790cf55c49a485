package pdfium

import (
	"context"
	"errors"
	"io"
	"math"
	"unicode/utf8"

	api "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

const (
	glyphsMost  = 200_000 // of one page
	objectsMost = 50      // of one page, looked at for pictures
	checkEvery  = 256     // glyphs between two looks at the caller's patience
	descent     = 0.2     // of the height of a font, below the baseline
)

// Document is one open file. It is not safe for concurrent use. It holds the engine until
// it is closed.
type Document struct {
	engine *Engine
	ref    references.FPDF_DOCUMENT
	pages  int
	file   io.Closer
	closed bool
}

// Glyph is one drawn character.
type Glyph struct {
	Text   string  // "\uFFFD" where the font does not say what it means
	X, Y   float64 // where its baseline begins, in default user space
	Width  float64 // along the baseline
	Size   float64 // height of the font
	DX, DY float64 // direction of the baseline, length 1
	Font   string  // name, with its subset prefix
}

// Page is what is written on a page, in default user space.
type Page struct {
	Left, Bottom, Right, Top float64 // its edges
	Cover                    float64 // share of it under pictures; over 1 where they overlap
	Glyphs                   []Glyph // in drawing order, at most 200,000
}

// Pages is the number of pages.
func (d *Document) Pages() int { return d.pages }

// Page reads a page, counted from 0; annotations are not looked at. Errors are
// *[cchc.Error]: damaged, or internal where ctx ended. After an error other than of a
// single damaged page the document is gone: every further call fails.
func (d *Document) Page(ctx context.Context, page int) (Page, error) {
	var out Page
	err := d.do(ctx, page, func(in api.Pdfium) (err error) {
		out, err = d.read(ctx, in, page)
		return err
	})
	if err != nil {
		return Page{}, err
	}
	return out, nil
}

func (d *Document) read(ctx context.Context, in api.Pdfium, page int) (out Page, err error) {
	loaded, err := in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: page})
	if err != nil {
		return Page{}, err
	}
	defer func() {
		_, e := in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
		err = errors.Join(err, e)
	}()
	on := requests.Page{ByReference: &loaded.Page}
	edges, err := in.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: on})
	if err != nil {
		return Page{}, err
	}
	out.Left, out.Right = float64(edges.Rect.Left), float64(edges.Rect.Right)
	out.Bottom, out.Top = float64(edges.Rect.Bottom), float64(edges.Rect.Top)
	if out.Cover, err = cover(in, on, (out.Right-out.Left)*(out.Top-out.Bottom)); err != nil {
		return Page{}, err
	}
	text, err := in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: on})
	if err != nil {
		return Page{}, err
	}
	defer func() {
		_, e := in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
		err = errors.Join(err, e)
	}()
	r := &pageReader{in: in, text: text.TextPage}
	out.Glyphs, err = r.read(ctx)
	return out, err
}

// cover is the share of an area under the first pictures of a page.
func cover(in api.Pdfium, on requests.Page, area float64) (float64, error) {
	n, err := in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: on})
	if err != nil {
		return 0, err
	}
	under := 0.0
	for i := range min(n.Count, objectsMost) {
		o, err := in.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: on, Index: i})
		if err != nil {
			return 0, err
		}
		kind, err := in.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return 0, err
		}
		if kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		b, err := in.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o.PageObject})
		if err != nil {
			continue // of no extent
		}
		under += math.Abs(float64(b.Right-b.Left) * float64(b.Top-b.Bottom))
	}
	return under / max(1, area), nil
}

// pageReader reads one text page glyph by glyph.
type pageReader struct {
	in     api.Pdfium
	text   references.FPDF_TEXTPAGE
	dx, dy float64
	font   string
}

func (r *pageReader) read(ctx context.Context) ([]Glyph, error) {
	n, err := r.in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: r.text})
	if err != nil {
		return nil, err
	}
	out := make([]Glyph, 0, min(max(n.Count, 0), glyphsMost))
	fresh := true // the next glyph begins a word
	for i := 0; i < n.Count && len(out) < glyphsMost; i++ {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		code, err := r.in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: r.text, Index: i})
		if err != nil {
			return nil, err
		}
		character, err := r.written(i, code.Unicode)
		if err != nil {
			return nil, err
		}
		if character == "" {
			fresh = true // spaces and line ends of PDFium's own; the gaps speak for themselves
			continue
		}
		box, err := r.in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: r.text, Index: i})
		if err != nil {
			continue // a character PDFium put in itself
		}
		if fresh {
			r.lookAt(i)
		}
		out = append(out, r.glyph(character, box.Rect))
		fresh = character == " "
	}
	return out, nil
}

// written is the text of character i, "" for line ends. A code PDFium has no text for it
// gives as if it were one of Unicode: with luck it is (the next reader judges the text),
// but control characters never are. The hyphen at the end of a line it gives as U+0002.
func (r *pageReader) written(i int, code uint) (string, error) {
	switch {
	case code == '\r' || code == '\n':
		return "", nil
	case code == 0x02 || code == 0xFFFE:
		h, err := r.in.FPDFText_IsHyphen(&requests.FPDFText_IsHyphen{TextPage: r.text, Index: i})
		if err != nil {
			return "", err
		}
		if h.IsHyphen {
			return "-", nil
		}
		return string(utf8.RuneError), nil
	case code == '\t':
		return " ", nil
	case code < ' ':
		return string(utf8.RuneError), nil
	}
	return string(rune(code)), nil
}

// lookAt asks for font and direction, which do not change within a word.
func (r *pageReader) lookAt(i int) {
	r.dx, r.dy, r.font = 1, 0, ""
	if a, err := r.in.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: r.text, Index: i}); err == nil {
		// The angle is counted clockwise.
		r.dx, r.dy = math.Cos(float64(a.CharAngle)), -math.Sin(float64(a.CharAngle))
	}
	if f, err := r.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: r.text, Index: i}); err == nil {
		r.font = f.FontName
	}
}

// glyph places a character by its box, which is as wide as it advances and as high as
// its font, turned to the nearest of the four directions.
func (r *pageReader) glyph(text string, box structs.FPDF_FS_RECTF) Glyph {
	left, right := float64(min(box.Left, box.Right)), float64(max(box.Left, box.Right))
	bottom, top := float64(min(box.Bottom, box.Top)), float64(max(box.Bottom, box.Top))
	g := Glyph{Text: text, DX: r.dx, DY: r.dy, Font: r.font}
	wide, high := right-left, top-bottom
	switch {
	case math.Abs(r.dx) >= math.Abs(r.dy) && r.dx >= 0:
		g.X, g.Y, g.Width, g.Size = left, bottom+descent*high, wide, high
	case math.Abs(r.dx) >= math.Abs(r.dy):
		g.X, g.Y, g.Width, g.Size = right, top-descent*high, wide, high
	case r.dy > 0:
		g.X, g.Y, g.Width, g.Size = right-descent*wide, bottom, high, wide
	default:
		g.X, g.Y, g.Width, g.Size = left+descent*wide, top, high, wide
	}
	return g
}

// Close closes the document and lets the engine open the next one.
func (d *Document) Close() error {
	if d.closed {
		return nil
	}
	d.closed = true
	if d.engine.instance != nil {
		if _, err := d.engine.instance.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: d.ref}); err != nil {
			d.engine.drop()
		}
	}
	d.engine.turn <- struct{}{}
	if d.file == nil {
		return nil
	}
	return d.file.Close()
}

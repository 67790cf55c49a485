package pdfium

import (
	"context"
	"errors"
	"fmt"
	"image"

	api "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"minhchung/internal/cchc"
)

// Size is the width and height of a page in points, as it is shown; the page is counted
// from 0. Errors are those of [Document.Page].
func (d *Document) Size(ctx context.Context, page int) (width, height float64, err error) {
	err = d.do(ctx, page, func(in api.Pdfium) error {
		size, err := in.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: page})
		if err != nil {
			return err
		}
		width, height = size.Width, size.Height
		return nil
	})
	return width, height, err
}

// Draw draws a page, counted from 0, with its annotations and the appearances of its
// signatures, to fit into width times height pixels; 0 for one of them leaves it to the
// other. The picture is opaque, an *[image.RGBA] or, where gray will do and is quicker, an
// *[image.Gray]. Errors are those of [Document.Page]; damaged is also a page that needs
// more memory than the engine has.
func (d *Document) Draw(ctx context.Context, page, width, height int, gray bool) (image.Image, error) {
	var out image.Image
	err := d.do(ctx, page, func(in api.Pdfium) error {
		on := requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: page}}
		format := requests.RenderImageFormatRGBA
		if gray && !pictured(in, on) {
			format = requests.RenderImageFormatGrayscale
		}
		drawn, err := in.RenderPageInPixels(&requests.RenderPageInPixels{
			Page: on, Width: width, Height: height, ImageFormat: format,
			RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT | enums.FPDF_RENDER_FLAG_RENDER_LIMITEDIMAGECACHE,
			RenderForm:  true,
		})
		if err != nil {
			return err
		}
		defer drawn.Cleanup()
		out, err = keep(drawn.Result)
		return err
	})
	return out, err
}

// pictured reports whether there may be pictures among the objects of a page: PDFium is
// slower to draw those in grey than in colour, everything else is quicker.
func pictured(in api.Pdfium, on requests.Page) bool {
	n, err := in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: on})
	if err != nil || n.Count > scanObjects {
		return true
	}
	for i := range n.Count {
		o, err := in.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: on, Index: i})
		if err != nil {
			return true
		}
		kind, err := in.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil || kind.Type == enums.FPDF_PAGEOBJ_IMAGE || kind.Type == enums.FPDF_PAGEOBJ_FORM {
			return true
		}
	}
	return false
}

// keep copies a picture out of the memory of the guest, onto white.
func keep(drawn responses.RenderPage) (image.Image, error) {
	if p, ok := drawn.RenderedImage.(*image.Gray); ok {
		out := image.NewGray(p.Rect)
		for y := range p.Rect.Dy() {
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], p.Pix[y*p.Stride:])
		}
		return out, nil
	}
	p, ok := drawn.RenderedImage.(*image.RGBA)
	if !ok {
		return nil, errors.New("a picture of unknown kind")
	}
	out := image.NewRGBA(p.Rect)
	copy(out.Pix, p.Pix)
	for i := 3; i < len(out.Pix); i += 4 {
		a := out.Pix[i]
		if a == 0xFF {
			continue
		}
		for j := i - 3; j < i; j++ { // the guest does not multiply by alpha
			out.Pix[j] = uint8((int(out.Pix[j])*int(a) + 255*(255-int(a))) / 255)
		}
		out.Pix[i] = 0xFF
	}
	return out, nil
}

// do runs calls for a page and tells the errors apart.
func (d *Document) do(ctx context.Context, page int, calls func(api.Pdfium) error) error {
	if d.closed || page < 0 || page >= d.pages {
		return cchc.FileFault("damaged", fmt.Errorf("pdfium: no page %d", page))
	}
	err := d.engine.guard(ctx, calls)
	switch {
	case ctx.Err() != nil:
		return cchc.OurFault("internal", context.Cause(ctx))
	case err != nil:
		return cchc.FileFault("damaged", fmt.Errorf("pdfium: page %d: %w", page, err))
	}
	return nil
}

package pdfium

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math"

	api "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
	"golang.org/x/image/ccitt"
)

const (
	scanObjects  = 3000 // of a page, looked at
	scanPictures = 32   // of a page, composed
	scanPixels   = 64e6 // of them all
	scanSlant    = 1e-3 // share of a matrix that may be slanted
	scanLeast    = 0.3  // of the page under pictures: less is no scan
)

// Placed is a picture and where it lies on a page that is not turned, in shares of its
// width and height from the upper left corner; it may stand over the edges.
type Placed struct {
	Picture                  image.Image
	Left, Top, Right, Bottom float64
}

// Scan returns the pictures a page, counted from 0, consists of, as they lie in the file,
// the lower ones first, and by how many quarters the page is turned clockwise to be seen.
// There are none where anything else is drawn than opaque upright pictures: then
// [Document.Draw] draws the page, at several times the cost. Text that is there but not
// drawn does not count. Errors are those of [Document.Page].
func (d *Document) Scan(ctx context.Context, page int) (pictures []Placed, quarters int, err error) {
	err = d.do(ctx, page, func(in api.Pdfium) error {
		loaded, err := in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: page})
		if err != nil {
			return err
		}
		s := scanner{in: in, on: requests.Page{ByReference: &loaded.Page}}
		pictures, quarters = s.scan()
		_, err = in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
		return err
	})
	return pictures, quarters, err
}

// scanner looks at one page. What PDFium refuses to tell makes it no scan.
type scanner struct {
	in api.Pdfium
	on requests.Page
}

func (s scanner) scan() ([]Placed, int) {
	turned, err := s.in.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: s.on})
	if err != nil {
		return nil, 0
	}
	edges, err := s.in.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: s.on})
	if err != nil {
		return nil, 0
	}
	objects := s.pictures()
	out := make([]Placed, 0, len(objects))
	covered, pixels := 0.0, 0.0
	for _, o := range objects {
		p, ok := s.place(o, edges.Rect)
		if !ok {
			return nil, 0
		}
		covered += (p.Right - p.Left) * (p.Bottom - p.Top)
		size, err := s.in.FPDFImageObj_GetImagePixelSize(&requests.FPDFImageObj_GetImagePixelSize{ImageObject: o})
		if err != nil || size.Width < 1 || size.Height < 1 {
			return nil, 0
		}
		if pixels += float64(size.Width) * float64(size.Height); pixels > scanPixels {
			return nil, 0
		}
		if p.Picture = s.decode(o, int(size.Width), int(size.Height)); p.Picture == nil {
			return nil, 0
		}
		out = append(out, p)
	}
	if covered < scanLeast {
		return nil, 0
	}
	return out, int(turned.PageRotation)
}

// pictures lists the pictures of a page on which nothing else is drawn.
func (s scanner) pictures() []references.FPDF_PAGEOBJECT {
	notes, err := s.in.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: s.on})
	if err != nil || notes.Count > 0 {
		return nil
	}
	n, err := s.in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: s.on})
	if err != nil || n.Count > scanObjects {
		return nil
	}
	var out []references.FPDF_PAGEOBJECT
	for i := range n.Count {
		at, err := s.in.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: s.on, Index: i})
		if err != nil {
			return nil
		}
		kind, err := s.in.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: at.PageObject})
		switch {
		case err != nil:
			return nil
		case kind.Type == enums.FPDF_PAGEOBJ_TEXT:
			mode, err := s.in.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: at.PageObject})
			if err != nil || mode.TextRenderMode != enums.FPDF_TEXTRENDERMODE_INVISIBLE {
				return nil
			}
		case kind.Type == enums.FPDF_PAGEOBJ_IMAGE && len(out) < scanPictures:
			out = append(out, at.PageObject)
		default:
			return nil
		}
	}
	return out
}

// place says where a picture lies; ok is false where it is see-through, slanted or
// mirrored.
func (s scanner) place(o references.FPDF_PAGEOBJECT, page structs.FPDF_FS_RECTF) (p Placed, ok bool) {
	through, err := s.in.FPDFPageObj_HasTransparency(&requests.FPDFPageObj_HasTransparency{PageObject: o})
	if err != nil || through.HasTransparency {
		return p, false
	}
	m, err := s.in.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
	if err != nil || m.Matrix.A <= 0 || m.Matrix.D <= 0 ||
		math.Abs(float64(m.Matrix.B)) > scanSlant*float64(m.Matrix.A) || math.Abs(float64(m.Matrix.C)) > scanSlant*float64(m.Matrix.D) {
		return p, false
	}
	b, err := s.in.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o})
	if err != nil {
		return p, false
	}
	wide, high := float64(page.Right-page.Left), float64(page.Top-page.Bottom)
	if !(wide > 0 && high > 0) {
		return p, false
	}
	p.Left, p.Right = float64(b.Left-page.Left)/wide, float64(b.Right-page.Left)/wide
	p.Top, p.Bottom = float64(page.Top-b.Top)/high, float64(page.Top-b.Bottom)/high
	return p, p.Left < p.Right && p.Top < p.Bottom
}

// decode decodes a picture: by the libraries of Go where they do, which is two to three
// times as fast as inside the guest, else by PDFium; nil where neither can.
func (s scanner) decode(o references.FPDF_PAGEOBJECT, width, height int) image.Image {
	n, err := s.in.FPDFImageObj_GetImageFilterCount(&requests.FPDFImageObj_GetImageFilterCount{ImageObject: o})
	if err == nil && n.Count == 1 {
		f, err := s.in.FPDFImageObj_GetImageFilter(&requests.FPDFImageObj_GetImageFilter{ImageObject: o})
		if err == nil {
			if m := s.decodeRaw(o, f.ImageFilter, width, height); m != nil {
				return m
			}
		}
	}
	return s.bitmap(o)
}

func (s scanner) decodeRaw(o references.FPDF_PAGEOBJECT, filter string, width, height int) image.Image {
	if filter != "DCTDecode" && filter != "CCITTFaxDecode" {
		return nil
	}
	raw, err := s.in.FPDFImageObj_GetImageDataRaw(&requests.FPDFImageObj_GetImageDataRaw{ImageObject: o})
	if err != nil {
		return nil
	}
	if filter == "CCITTFaxDecode" {
		return decodeFax(raw.Data, width, height)
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(raw.Data))
	if err != nil || c.Width != width || c.Height != height || c.ColorModel == color.CMYKModel {
		return nil
	}
	m, err := jpeg.Decode(bytes.NewReader(raw.Data))
	if err != nil {
		return nil
	}
	return m
}

// decodeFax decodes a picture of Group 4, the kind scanners write, its rows aligned or
// not; nil where it is another kind. What is paper is told by there being more of it.
func decodeFax(raw []byte, width, height int) image.Image {
	out := image.NewGray(image.Rect(0, 0, width, height))
	if ccitt.DecodeIntoGray(out, bytes.NewReader(raw), ccitt.MSB, ccitt.Group4, nil) != nil &&
		ccitt.DecodeIntoGray(out, bytes.NewReader(raw), ccitt.MSB, ccitt.Group4, &ccitt.Options{Align: true}) != nil {
		return nil
	}
	white := 0
	for _, v := range out.Pix {
		white += int(v >> 7)
	}
	if 2*white < len(out.Pix) {
		for i, v := range out.Pix {
			out.Pix[i] = ^v
		}
	}
	return out
}

// bitmap lets PDFium decode a picture.
func (s scanner) bitmap(o references.FPDF_PAGEOBJECT) image.Image {
	b, err := s.in.FPDFImageObj_GetBitmap(&requests.FPDFImageObj_GetBitmap{ImageObject: o})
	if err != nil {
		return nil
	}
	defer func() {
		_, _ = s.in.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: b.Bitmap})
	}()
	format, err := s.in.FPDFBitmap_GetFormat(&requests.FPDFBitmap_GetFormat{Bitmap: b.Bitmap})
	if err != nil {
		return nil
	}
	w, err := s.in.FPDFBitmap_GetWidth(&requests.FPDFBitmap_GetWidth{Bitmap: b.Bitmap})
	if err != nil {
		return nil
	}
	h, err := s.in.FPDFBitmap_GetHeight(&requests.FPDFBitmap_GetHeight{Bitmap: b.Bitmap})
	if err != nil {
		return nil
	}
	stride, err := s.in.FPDFBitmap_GetStride(&requests.FPDFBitmap_GetStride{Bitmap: b.Bitmap})
	if err != nil {
		return nil
	}
	buffer, err := s.in.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: b.Bitmap})
	if err != nil || w.Width < 1 || h.Height < 1 || len(buffer.Buffer) < stride.Stride*h.Height {
		return nil
	}
	return greyed(buffer.Buffer, w.Width, h.Height, stride.Stride, format.Format)
}

// greyed copies a bitmap of the guest as its brightness.
func greyed(from []byte, w, h, stride int, format enums.FPDF_BITMAP_FORMAT) image.Image {
	each := 0
	switch format {
	case enums.FPDF_BITMAP_FORMAT_GRAY:
		each = 1
	case enums.FPDF_BITMAP_FORMAT_BGR:
		each = 3
	case enums.FPDF_BITMAP_FORMAT_BGRX:
		each = 4
	default: // see-through or unknown
	}
	if each == 0 || stride < each*w {
		return nil
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		row, to := from[y*stride:], out.Pix[y*out.Stride:(y+1)*out.Stride]
		if each == 1 {
			copy(to, row)
			continue
		}
		for x := range to {
			p := row[x*each : x*each+3]
			to[x] = uint8((114*int(p[0]) + 587*int(p[1]) + 299*int(p[2])) / 1000)
		}
	}
	return out
}

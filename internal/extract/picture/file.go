package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"minhchung/internal/cchc"
)

// kind is a format of image files.
type kind string

const (
	kindPNG  kind = "PNG"
	kindJPEG kind = "JPEG"
	kindGIF  kind = "GIF"
	kindBMP  kind = "BMP"
	kindWEBP kind = "WEBP"
	kindTIFF kind = "TIFF"
)

// kindOf knows an image file by its first bytes, "" what is none.
func kindOf(head []byte) kind {
	switch {
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return kindPNG
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return kindJPEG
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return kindGIF
	case bytes.HasPrefix(head, []byte("BM")):
		return kindBMP
	case len(head) > 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return kindWEBP
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return kindTIFF
	}
	return ""
}

// A picture without a credible resolution is taken for a sheet of A4.
const (
	longSide   = 842.0 // points
	inchLeast  = 3.0   // a page is no smaller
	inchMost   = 50.0
	resolLeast = 70.0 // dots an inch
	resolMost  = 1300.0
	framesMost = 2000 // pages of a TIFF file
)

// imageFile is a document whose pages are pictures.
type imageFile struct {
	f      *os.File
	kind   kind
	frames []frame
	budget int64 // bytes a decoded page may take
}

// frame is one page: where it begins, in TIFF, and how it is to be turned.
type frame struct {
	offset int64
	shot   int // orientation of Exif and TIFF, 1..8
	dpi    float64
}

// openImage reads the headers of an image file. Nothing is decoded yet.
func openImage(path string, k kind, budget int64) (*imageFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, cchc.OurFault("unreadable-file", err, err.Error())
	}
	d := &imageFile{f: f, kind: k, budget: budget, frames: []frame{{}}}
	switch k {
	case kindTIFF:
		d.frames, err = tiffFrames(f)
	case kindJPEG:
		d.frames[0].dpi, d.frames[0].shot = jpegFacts(f)
	case kindPNG:
		d.frames[0].dpi = pngResolution(f)
	default: // tell nothing worth knowing
	}
	if err == nil && len(d.frames) == 0 {
		err = errors.New("no pages")
	}
	if err != nil {
		_ = f.Close()
		return nil, cchc.FileFault("damaged", fmt.Errorf("picture: %s: %w", k, err))
	}
	return d, nil
}

// Pages is 1 for all formats but TIFF; of an animation only the first picture counts.
func (d *imageFile) Pages() int { return len(d.frames) }

// Close closes the file.
func (d *imageFile) Close() error { return d.f.Close() }

// Words knows none.
func (d *imageFile) Words(context.Context, int) ([]cchc.Word, error) { return nil, nil }

func (d *imageFile) reader(page int) (io.Reader, error) {
	st, err := d.f.Stat()
	if err != nil {
		return nil, cchc.OurFault("unreadable-file", err, err.Error())
	}
	if d.kind == kindTIFF {
		return io.NewSectionReader(&fromFrame{d.f, d.frames[page].offset}, 0, st.Size()), nil
	}
	return io.NewSectionReader(d.f, 0, st.Size()), nil
}

// config reads the size of a page and refuses what would take too much memory.
func (d *imageFile) config(page int) (image.Config, error) {
	r, err := d.reader(page)
	if err != nil {
		return image.Config{}, err
	}
	var c image.Config
	switch d.kind {
	case kindPNG:
		c, err = png.DecodeConfig(r)
	case kindJPEG:
		c, err = jpeg.DecodeConfig(r)
	case kindGIF:
		c, err = gif.DecodeConfig(r)
	case kindBMP:
		c, err = bmp.DecodeConfig(r)
	case kindWEBP:
		c, err = webp.DecodeConfig(r)
	case kindTIFF:
		c, err = tiff.DecodeConfig(r)
	}
	if err != nil {
		return image.Config{}, d.refuse(err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return image.Config{}, cchc.FileFault("damaged", fmt.Errorf("picture: %d by %d pixels", c.Width, c.Height))
	}
	dots := int64(c.Width) * int64(c.Height)
	if dots > d.budget || dots*d.cost(c.ColorModel) > d.budget {
		return image.Config{}, cchc.FileFault("image-too-large", nil, fmt.Sprintf("%d×%d", c.Width, c.Height))
	}
	return c, nil
}

// cost is how many bytes a pixel takes while it is decoded.
func (d *imageFile) cost(m color.Model) int64 {
	switch m {
	case color.GrayModel:
		return 1 + d.extra()
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		return 3 + 3*d.extra()
	case color.RGBAModel, color.NRGBAModel, color.NYCbCrAModel:
		return 4
	case color.CMYKModel:
		return 4 + 4*d.extra()
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 8
}

// extra is what a progressive JPEG costs on top, for each of its colours: it keeps all
// coefficients until its end.
func (d *imageFile) extra() int64 {
	if d.kind == kindJPEG && jpegProgressive(d.f) {
		return 4
	}
	return 0
}

// refuse tells what nobody decodes here from what is broken.
func (d *imageFile) refuse(err error) error {
	var tiffNo tiff.UnsupportedError
	var jpegNo jpeg.UnsupportedError
	var pngNo png.UnsupportedError
	if errors.As(err, &tiffNo) || errors.As(err, &jpegNo) || errors.As(err, &pngNo) || errors.Is(err, bmp.ErrUnsupported) {
		return cchc.FileFault("picture-kind", err, string(d.kind))
	}
	return cchc.FileFault("damaged", fmt.Errorf("picture: %s: %w", d.kind, err))
}

// Size is in points, by the resolution the file names where that makes a page.
func (d *imageFile) Size(_ context.Context, page int) (width, height float64, err error) {
	c, err := d.config(page)
	if err != nil {
		return 0, 0, err
	}
	w, h := float64(c.Width), float64(c.Height)
	dpi := d.frames[page].dpi
	if long := max(w, h); dpi < resolLeast || dpi > resolMost || long/dpi < inchLeast || long/dpi > inchMost {
		dpi = long / longSide * pointsPerInch
	}
	if d.frames[page].shot >= 5 {
		w, h = h, w
	}
	return w / dpi * pointsPerInch, h / dpi * pointsPerInch, nil
}

// Scan decodes a page; the quarters are those by which the camera was held.
func (d *imageFile) Scan(ctx context.Context, page int) (pictures []Placed, quarters int, err error) {
	c, err := d.config(page)
	if err != nil {
		return nil, 0, err
	}
	if err := ctx.Err(); err != nil {
		return nil, 0, cchc.OurFault("internal", err)
	}
	m, err := d.decode(page)
	if err != nil {
		return nil, 0, err
	}
	if b := m.Bounds(); b.Dx() > c.Width || b.Dy() > c.Height || b.Empty() { // not by the header that was looked at
		return nil, 0, cchc.FileFault("damaged", fmt.Errorf("picture: %s: %v, not %d by %d", d.kind, b, c.Width, c.Height))
	}
	return []Placed{{m, 0, 0, 1, 1}}, quartersOf(d.frames[page].shot), nil
}

// Draw decodes a page and brings it to its size.
func (d *imageFile) Draw(ctx context.Context, page, width, height int, _ bool) (image.Image, error) {
	pictures, quarters, err := d.Scan(ctx, page)
	if err != nil {
		return nil, err
	}
	m := pictures[0].Picture
	if quarters%2 != 0 {
		width, height = height, width
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, out.Rect, m, m.Bounds(), draw.Over, nil)
	return rgbaOf(quarterTurnRGBA(out, 90*quarters)), nil
}

func (d *imageFile) decode(page int) (m image.Image, err error) {
	r, err := d.reader(page)
	if err != nil {
		return nil, err
	}
	switch d.kind {
	case kindPNG:
		m, err = png.Decode(r)
	case kindJPEG:
		m, err = jpeg.Decode(r)
	case kindGIF:
		m, err = gif.Decode(r)
	case kindBMP:
		m, err = bmp.Decode(r)
	case kindWEBP:
		m, err = webp.Decode(r)
	case kindTIFF:
		m, err = tiff.Decode(r)
	}
	if err != nil {
		return nil, d.refuse(err)
	}
	return m, nil
}

// quartersOf an orientation of Exif, clockwise; the mirrored ones, which cameras do not
// write, are turned only.
func quartersOf(shot int) int {
	switch shot {
	case 3, 4:
		return 2
	case 5, 6:
		return 1
	case 7, 8:
		return 3
	}
	return 0
}

// pngResolution reads the pHYs chunk, 0 without.
func pngResolution(r io.ReaderAt) float64 {
	var head [8]byte
	at := int64(8)
	for range 16 {
		if _, err := r.ReadAt(head[:], at); err != nil {
			return 0
		}
		size := int64(binary.BigEndian.Uint32(head[:]))
		switch string(head[4:]) {
		case "pHYs":
			var b [9]byte
			if _, err := r.ReadAt(b[:], at+8); err != nil || b[8] != 1 {
				return 0
			}
			return float64(binary.BigEndian.Uint32(b[:])) * 0.0254
		case "IDAT":
			return 0
		}
		at += 12 + size
	}
	return 0
}

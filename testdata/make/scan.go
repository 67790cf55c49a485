package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	scale "golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// A scanned page: A4 at 200 dots per inch, the least Nghị định 30/2020/NĐ-CP asks of a
// scanned paper.
const (
	scanDPI                 = 200
	scanWidth, scanHeight   = 1654, 2339
	scanMargin, scanLeading = 180, 46
)

// scanner draws text on pictures of pages.
type scanner struct {
	faces map[bool]font.Face
	pages []*image.Gray
	y     int
}

// writeScan makes a PDF of pictures: what a copier hands out, without any text in it; or
// the picture of the first page where the file is to be one.
func writeScan(d *Doc, fonts string) ([]byte, error) {
	sc := &scanner{faces: map[bool]font.Face{}}
	for bold, file := range map[bool]string{false: "Regular", true: "Bold"} {
		b, err := fontFile(fonts, file)
		if err != nil {
			return nil, err
		}
		f, err := opentype.Parse(b)
		if err != nil {
			return nil, err
		}
		if sc.faces[bold], err = opentype.NewFace(f, &opentype.FaceOptions{Size: 13, DPI: scanDPI, Hinting: font.HintingFull}); err != nil {
			return nil, err
		}
	}
	if err := sc.draw(d); err != nil {
		return nil, err
	}
	if filepath.Ext(d.Out) == ".jpg" {
		b, _, err := d.Scan.encode(d.Scan.worn(sc.pages[0], 1))
		return b, err
	}
	return sc.pdf(d)
}

func (sc *scanner) draw(d *Doc) error {
	sc.newPage()
	if err := sc.head(d); err != nil {
		return err
	}
	sc.body(d.Body)
	sc.y += scanLeading
	if a := d.Annex; a != nil {
		sc.tail(d)
		sc.newPage()
		for _, line := range []string{a.Type, a.Subject} {
			sc.centred(line, true, scanMargin, scanWidth-2*scanMargin)
		}
		sc.centred(a.Issued, false, scanMargin, scanWidth-2*scanMargin)
		sc.body(a.Body)
		return nil
	}
	sc.tail(d)
	return nil
}

func (sc *scanner) head(d *Doc) error {
	date, err := d.dateLine()
	if err != nil {
		return err
	}
	top := sc.y
	parent, organ := d.letterhead()
	for _, line := range parent {
		sc.centred(line, false, 60, 640)
	}
	for _, line := range organ {
		sc.centred(line, true, 60, 640)
	}
	if d.Number != "" {
		sc.centred(d.numberLine(), false, 60, 640)
	}
	if d.Type == "" {
		sc.centred("V/v "+d.Subject, false, 60, 640)
	}
	for _, line := range d.Stamp {
		sc.centred(line, true, 60, 640)
	}
	end := sc.y
	sc.y = top
	sc.centred("CỘNG HÒA XÃ HỘI", true, 760, 840)
	sc.centred("CHỦ NGHĨA VIỆT NAM", true, 760, 840)
	sc.centred("Độc lập - Tự do - Hạnh phúc", true, 760, 840)
	sc.centred(date, false, 760, 840)
	sc.y = max(sc.y, end) + scanLeading
	if d.Type != "" {
		sc.centred(d.Type, true, scanMargin, scanWidth-2*scanMargin)
		sc.centred(d.Subject, true, scanMargin, scanWidth-2*scanMargin)
		sc.y += scanLeading / 2
	}
	for i, to := range d.To {
		if i == 0 {
			to = "Kính gửi: " + to
		}
		sc.centred(to, false, scanMargin, scanWidth-2*scanMargin)
	}
	return nil
}

func (sc *scanner) body(blocks []Block) {
	for _, b := range blocks {
		if b.Rows != nil {
			sc.table(b)
			continue
		}
		k, text := b.para()
		if k == centred {
			sc.centred(text, true, scanMargin, scanWidth-2*scanMargin)
			sc.y += 14
			continue
		}
		bold := k == heading || k == subheading
		for i, l := range sc.wrap(text, bold, scanWidth-2*scanMargin-60) {
			x := scanMargin
			if i == 0 {
				x += 60
			}
			sc.put(l, bold, x)
		}
		sc.y += 14
	}
}

// table draws a table with lines around its cells; a row does not break.
func (sc *scanner) table(b Block) {
	const pad, leading = 12, 42
	sc.y += 10
	width := scanWidth - 2*scanMargin
	for i, cells := range b.Rows {
		lines, rows := make([][]string, len(cells)), 1
		for j, c := range cells {
			lines[j] = sc.wrap(c, i == 0, int(b.Widths[j]*float64(width))-2*pad)
			rows = max(rows, len(lines[j]))
		}
		height := rows*leading + pad
		if sc.y+height > scanHeight-scanMargin {
			sc.newPage()
		}
		top, x := sc.y-leading+8, float64(scanMargin)
		for j := range cells {
			w := b.Widths[j] * float64(width)
			sc.box(image.Rect(int(x), top, int(x+w), top+height))
			for n, l := range lines[j] {
				sc.text(l, i == 0, int(x)+pad, sc.y+n*leading)
			}
			x += w
		}
		sc.y += height
	}
	sc.y += 24
}

func (sc *scanner) box(r image.Rectangle) {
	p, ink := sc.pages[len(sc.pages)-1], image.NewUniform(color.Gray{Y: 28})
	for _, side := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, r.Min.Y+2)}, {image.Pt(r.Min.X, r.Max.Y), r.Max.Add(image.Pt(2, 2))},
		{r.Min, image.Pt(r.Min.X+2, r.Max.Y)}, {image.Pt(r.Max.X, r.Min.Y), r.Max.Add(image.Pt(2, 2))},
	} {
		draw.Draw(p, side, ink, image.Point{}, draw.Src)
	}
}

// tail draws the signatures: two side by side under minutes, one to the right of the
// recipients.
func (sc *scanner) tail(d *Doc) {
	half := (scanWidth - 2*scanMargin) / 2
	if sc.y > scanHeight-scanMargin-5*scanLeading {
		sc.newPage()
	}
	top, columns := sc.y, []int{scanMargin, scanMargin + half}
	if len(d.Sign) == 1 {
		columns = columns[1:]
		for i, line := range append([]string{"Nơi nhận:"}, d.Copies...) {
			sc.text(line, i == 0, scanMargin, sc.y)
			sc.y += scanLeading
		}
	}
	for i, s := range d.Sign[:min(len(d.Sign), len(columns))] {
		sc.y = top
		if s.Capacity != "" {
			sc.centred(s.Capacity, true, columns[i], 640)
		}
		sc.centred(s.Position, true, columns[i], 640)
		sc.y += 3 * scanLeading
		sc.centred(s.Name, true, columns[i], 640)
	}
}

func (sc *scanner) newPage() {
	p := image.NewGray(image.Rect(0, 0, scanWidth, scanHeight))
	draw.Draw(p, p.Bounds(), image.NewUniform(color.Gray{Y: 246}), image.Point{}, draw.Src)
	sc.pages, sc.y = append(sc.pages, p), scanMargin
}

func (sc *scanner) put(text string, bold bool, x int) {
	if sc.y > scanHeight-scanMargin {
		sc.newPage()
	}
	sc.text(text, bold, x, sc.y)
	sc.y += scanLeading
}

func (sc *scanner) text(text string, bold bool, x, y int) {
	dr := font.Drawer{Dst: sc.pages[len(sc.pages)-1], Src: image.NewUniform(color.Gray{Y: 28}), Face: sc.faces[bold], Dot: fixed.P(x, y)}
	dr.DrawString(text)
}

func (sc *scanner) centred(text string, bold bool, x, width int) {
	for _, l := range sc.wrap(text, bold, width) {
		sc.put(l, bold, x+(width-font.MeasureString(sc.faces[bold], l).Round())/2)
	}
}

func (sc *scanner) wrap(text string, bold bool, width int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(strings.ReplaceAll(text, "**", "")) {
		next := strings.TrimSpace(line + " " + w)
		if line != "" && font.MeasureString(sc.faces[bold], next).Round() > width {
			lines = append(lines, line)
			next = w
		}
		line = next
	}
	return append(lines, line)
}

// worn is the page as the scanner of an office gives it: askew, coarse, with stray dots.
// The dots are the same in every run.
func (s *Scan) worn(p *image.Gray, page int) *image.Gray {
	out := p
	dpi := s.DPI
	if dpi == 0 {
		dpi = scanDPI
	}
	if dpi != scanDPI || s.Skew != 0 {
		f := float64(dpi) / scanDPI
		w, h := int(scanWidth*f), int(scanHeight*f)
		out = image.NewGray(image.Rect(0, 0, w, h))
		draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{Y: 246}), image.Point{}, draw.Src)
		sin, cos := math.Sincos(s.Skew * math.Pi / 180)
		cx, cy := scanWidth/2.0, scanHeight/2.0
		scale.BiLinear.Transform(out, f64.Aff3{
			f * cos, -f * sin, f * (cx - cos*cx + sin*cy),
			f * sin, f * cos, f * (cy - sin*cx - cos*cy),
		}, p, p.Bounds(), draw.Over, nil)
	}
	if s.Noise == 0 {
		return out
	}
	random := rand.New(rand.NewPCG(uint64(page), uint64(s.Noise)))
	for i, v := range out.Pix {
		out.Pix[i] = uint8(min(255, max(0, int(v)+random.IntN(2*s.Noise+1)-s.Noise)))
	}
	return out
}

// encode returns the picture in its file format, and what fpdf calls that.
func (s *Scan) encode(p *image.Gray) (b []byte, kind string, err error) {
	var out bytes.Buffer
	if s.JPEG > 0 {
		err = jpeg.Encode(&out, p, &jpeg.Options{Quality: s.JPEG})
		return out.Bytes(), "JPG", err
	}
	bits := s.Bits
	if bits == 0 {
		bits = 4 // as copiers do, to keep it small
	}
	palette := make(color.Palette, 1<<bits)
	for i := range palette {
		palette[i] = color.Gray{Y: uint8(i * 255 / (len(palette) - 1))}
	}
	small := image.NewPaletted(p.Bounds(), palette)
	draw.Draw(small, p.Bounds(), p, image.Point{}, draw.Src)
	err = png.Encode(&out, small)
	return out.Bytes(), "PNG", err
}

// narrower is the picture less some columns of its right edge. fpdf writes pictures in the
// order of their widths, and equally wide ones in any order: pages that each lack one
// column more than the one before are written alike in every run.
func narrower(p *image.Gray, columns int) *image.Gray {
	r := p.Bounds()
	r.Max.X -= columns
	out := image.NewGray(r)
	draw.Draw(out, r, p, r.Min, draw.Src)
	return out
}

// pdf puts every picture on a page.
func (sc *scanner) pdf(d *Doc) ([]byte, error) {
	issued, err := d.issued()
	if err != nil {
		return nil, err
	}
	f := fpdf.New("P", "mm", "A4", "")
	f.SetCreationDate(issued)
	f.SetModificationDate(issued)
	f.SetCatalogSort(true)
	f.SetProducer("", true)
	for i, p := range sc.pages {
		b, kind, err := d.Scan.encode(narrower(d.Scan.worn(p, i+1), i))
		if err != nil {
			return nil, err
		}
		name := "trang" + string(rune('1'+i))
		f.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: kind}, bytes.NewReader(b))
		f.AddPage()
		f.ImageOptions(name, 0, 0, pageWidth, 0, false, fpdf.ImageOptions{ImageType: kind}, 0, "")
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

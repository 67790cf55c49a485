package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
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

// writeScan makes a PDF of pictures: what a copier hands out, without any text in it.
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
	return sc.pdf(d)
}

func (sc *scanner) draw(d *Doc) error {
	date, err := d.dateLine()
	if err != nil {
		return err
	}
	sc.newPage()
	top := sc.y
	sc.centred(d.Parent, false, 60, 640)
	sc.centred(d.Organ, true, 60, 640)
	sc.centred(d.numberLine(), false, 60, 640)
	end := sc.y
	sc.y = top
	sc.centred("CỘNG HÒA XÃ HỘI", true, 760, 840)
	sc.centred("CHỦ NGHĨA VIỆT NAM", true, 760, 840)
	sc.centred("Độc lập - Tự do - Hạnh phúc", true, 760, 840)
	sc.centred(date, false, 760, 840)
	sc.y = max(sc.y, end) + scanLeading
	sc.centred(d.Type, true, scanMargin, scanWidth-2*scanMargin)
	sc.centred(d.Subject, true, scanMargin, scanWidth-2*scanMargin)
	sc.y += scanLeading / 2
	for _, b := range d.Body {
		k, text := b.para()
		for i, l := range sc.wrap(text, k != plain, scanWidth-2*scanMargin-60) {
			x := scanMargin
			if i == 0 {
				x += 60
			}
			sc.put(l, k != plain, x)
		}
		sc.y += 14
	}
	sc.y += scanLeading
	top = sc.y
	for i, s := range d.Sign[:min(len(d.Sign), 2)] {
		sc.y = top
		x := scanMargin + i*(scanWidth-2*scanMargin)/2
		sc.centred(s.Position, true, x, 640)
		sc.y += 3 * scanLeading
		sc.centred(s.Name, true, x, 640)
	}
	return nil
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
	dr := font.Drawer{Dst: sc.pages[len(sc.pages)-1], Src: image.NewUniform(color.Gray{Y: 28}), Face: sc.faces[bold], Dot: fixed.P(x, sc.y)}
	dr.DrawString(text)
	sc.y += scanLeading
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

// pdf puts every picture on a page, four bits a dot as copiers do, to keep it small.
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
	palette := make(color.Palette, 16)
	for i := range palette {
		palette[i] = color.Gray{Y: uint8(i * 17)}
	}
	for i, p := range sc.pages {
		small := image.NewPaletted(p.Bounds(), palette)
		draw.Draw(small, p.Bounds(), p, image.Point{}, draw.Src)
		var b bytes.Buffer
		if err := png.Encode(&b, small); err != nil {
			return nil, err
		}
		name := "trang" + string(rune('1'+i))
		f.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, &b)
		f.AddPage()
		f.ImageOptions(name, 0, 0, pageWidth, 0, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

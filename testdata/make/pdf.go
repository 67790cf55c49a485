package main

import (
	"bytes"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// Lengths in millimetres: A4 with the margins of Nghị định 30/2020/NĐ-CP, Phụ lục I, I.3.
const (
	marginLeft, marginRight  = 30.0, 20.0
	marginTop, marginBottom  = 20.0, 20.0
	pageWidth                = 210.0
	columnWidth              = pageWidth - marginLeft - marginRight
	letterheadStart          = 16.0 // left edge of the organ's column
	letterheadLeft           = 76.0 // and its width
	firstIndent, fontFamily  = 10.0, "Liberation Serif"
	bodySize, bodyLineHeight = 14.0, 6.4
)

// sheet is a PDF in the making.
type sheet struct{ *fpdf.Fpdf }

func writePDF(d *Doc, fonts string) ([]byte, error) {
	s, err := newSheet(d, fonts)
	if err != nil {
		return nil, err
	}
	if d.Password != "" {
		s.SetProtection(fpdf.CnProtectPrint, d.Password, d.Password+"-chu")
	}
	if err := s.paper(d); err != nil {
		return nil, err
	}
	for i := range d.Then {
		if err := s.paper(&d.Then[i]); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := s.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// paper draws a paper with its annex on pages of its own.
func (s sheet) paper(d *Doc) error {
	s.AddPage()
	if err := s.head(d); err != nil {
		return err
	}
	s.body(d.Body)
	s.tail(d)
	if a := d.Annex; a != nil {
		s.AddPage()
		s.centred(a.Type, "B", bodySize, marginLeft, columnWidth)
		s.centred(a.Subject, "B", bodySize, marginLeft, columnWidth)
		s.centred(a.Issued, "I", bodySize, marginLeft, columnWidth)
		s.body(a.Body)
	}
	return nil
}

func newSheet(d *Doc, fonts string) (sheet, error) {
	issued, err := d.issued()
	if err != nil {
		return sheet{}, err
	}
	s := sheet{fpdf.New("P", "mm", "A4", "")}
	s.SetCreationDate(issued)
	s.SetModificationDate(issued)
	s.SetCatalogSort(true)
	s.SetProducer("", true)
	s.SetMargins(marginLeft, marginTop, marginRight)
	s.SetAutoPageBreak(true, marginBottom)
	for style, file := range map[string]string{"": "Regular", "B": "Bold", "I": "Italic"} {
		b, err := fontFile(fonts, file)
		if err != nil {
			return sheet{}, err
		}
		s.AddUTF8FontFromBytes(fontFamily, style, b)
	}
	s.SetHeaderFunc(func() {
		if n := s.PageNo(); n > 1 {
			s.SetFont(fontFamily, "", 13)
			s.SetXY(marginLeft, 10)
			s.CellFormat(columnWidth, 6, strconv.Itoa(n), "", 0, "C", false, 0, "")
			s.SetXY(marginLeft, marginTop)
		}
	})
	return s, s.Error()
}

// head draws both columns of the letterhead, type and subject.
func (s sheet) head(d *Doc) error {
	date, err := d.dateLine()
	if err != nil {
		return err
	}
	if d.Draft != "" {
		s.centred(d.Draft, "B", 12, pageWidth-marginRight-50, 50)
	}
	top := s.GetY()
	parent, organ := d.letterhead()
	for _, line := range parent {
		s.centred(line, "", 12, letterheadStart, letterheadLeft)
	}
	for _, line := range organ {
		s.centred(line, "B", 12, letterheadStart, letterheadLeft)
	}
	s.rule(letterheadStart+letterheadLeft/2, 20)
	s.centred(d.numberLine(), "", 13, letterheadStart, letterheadLeft)
	if d.Type == "" {
		s.centred("V/v "+d.Subject, "", 12, letterheadStart, letterheadLeft)
	}
	for _, line := range d.Stamp {
		s.Ln(2)
		s.centred(line, "B", 13, letterheadStart, letterheadLeft)
	}
	leftEnd := s.GetY()
	right := letterheadStart + letterheadLeft
	width := pageWidth - right - 12
	s.SetY(top)
	s.centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B", 12, right, width)
	s.centred("Độc lập - Tự do - Hạnh phúc", "B", 13, right, width)
	s.rule(right+width/2, 55)
	s.centred(date, "I", 13, right, width)
	s.SetY(max(leftEnd, s.GetY()) + 5)
	if d.Type != "" {
		s.centred(d.Type, "B", bodySize, marginLeft, columnWidth)
		s.centred(d.Subject, "B", bodySize, marginLeft, columnWidth)
		s.rule(pageWidth/2+5, 25)
	}
	for i, to := range d.To {
		if i == 0 {
			to = "Kính gửi: " + to
		}
		s.centred(to, "", bodySize, marginLeft, columnWidth)
	}
	s.Ln(2)
	return nil
}

// centred writes a text, wrapped, centred in a column.
func (s sheet) centred(text, style string, size, x, width float64) {
	s.SetFont(fontFamily, style, size)
	for _, line := range s.SplitText(text, width) {
		s.SetX(x)
		s.CellFormat(width, size*0.42, line, "", 1, "C", false, 0, "")
	}
}

func (s sheet) rule(centre, width float64) {
	y := s.GetY() + 0.8
	s.SetLineWidth(0.2)
	s.Line(centre-width/2, y, centre+width/2, y)
	s.SetY(y + 1.2)
}

func (s sheet) body(blocks []Block) {
	for _, b := range blocks {
		if b.Rows != nil {
			s.table(b)
			continue
		}
		k, text := b.para()
		switch k {
		case heading, subheading:
			s.paragraph([]textRun{{text, true}}, "", true)
		case centred:
			s.Ln(2)
			s.centred(text, "B", bodySize, marginLeft, columnWidth)
		case italic:
			s.paragraph([]textRun{{text, false}}, "I", false)
		case plain:
			s.paragraph(runs(text), "", false)
		}
	}
}

// word is one word of a paragraph in its font style.
type word struct {
	text, style string
	width       float64
}

// paragraph sets words justified, the first line indented; keep leaves room below it
// for the text it heads.
func (s sheet) paragraph(rs []textRun, base string, keep bool) {
	var line []word
	s.Ln(1.5)
	if _, height := s.GetPageSize(); keep && s.GetY() > height-marginBottom-3*bodyLineHeight {
		s.AddPage()
	}
	indent, used := firstIndent, 0.0
	space := s.width(" ", base)
	for _, r := range rs {
		style := base
		if r.bold {
			style = "B"
		}
		for _, t := range strings.Fields(r.text) {
			w := word{t, style, s.width(t, style)}
			if len(line) > 0 && used+space+w.width > columnWidth-indent {
				s.line(line, indent, columnWidth-indent-used, true)
				line, used, indent = nil, 0, 0
			}
			if len(line) > 0 {
				used += space
			}
			line, used = append(line, w), used+w.width
		}
	}
	s.line(line, indent, columnWidth-indent-used, false)
}

func (s sheet) width(text, style string) float64 {
	s.SetFont(fontFamily, style, bodySize)
	return s.GetStringWidth(text)
}

// line writes the words of one line. A justified line has its words set one by one, spare
// spread between them, as printing programs do; any other line is one string a style.
func (s sheet) line(words []word, indent, spare float64, justify bool) {
	if _, height := s.GetPageSize(); s.GetY()+bodyLineHeight > height-marginBottom {
		s.AddPage()
	}
	gap := 0.0
	if justify {
		gap = spare / float64(max(len(words)-1, 1))
	}
	x, y := marginLeft+indent, s.GetY()
	for i := 0; i < len(words); {
		j, text := i+1, words[i].text
		for ; !justify && j < len(words) && words[j].style == words[i].style; j++ {
			text += " " + words[j].text
		}
		s.SetFont(fontFamily, words[i].style, bodySize)
		s.Text(x, y+bodyLineHeight*0.75, text)
		x += s.GetStringWidth(text+" ") + gap
		i = j
	}
	s.SetXY(marginLeft, y+bodyLineHeight)
}

func (s sheet) table(b Block) {
	const size, lineHeight = 12.0, 5.4
	s.Ln(2)
	for i, cells := range b.Rows {
		style := ""
		if i == 0 {
			style = "B"
		}
		s.SetFont(fontFamily, style, size)
		var lines [][]string
		rows := 1
		for j, c := range cells {
			var ls []string
			for _, part := range strings.Split(c, "\n") {
				ls = append(ls, s.SplitText(part, b.Widths[j]*columnWidth-1)...)
			}
			lines = append(lines, ls)
			rows = max(rows, len(ls))
		}
		height := float64(rows)*lineHeight + 2
		if _, page := s.GetPageSize(); s.GetY()+height > page-marginBottom {
			s.AddPage()
			s.SetFont(fontFamily, style, size)
		}
		x, y := marginLeft, s.GetY()
		for j, ls := range lines {
			w := b.Widths[j] * columnWidth
			s.Rect(x, y, w, height, "D")
			align := "L"
			if i == 0 || j == 0 {
				align = "C"
			}
			for n, l := range ls {
				s.SetXY(x, y+1+float64(n)*lineHeight)
				s.CellFormat(w, lineHeight, l, "", 0, align, false, 0, "")
			}
			x += w
		}
		s.SetXY(marginLeft, y+height)
	}
	s.Ln(1)
}

// tail draws recipients and signature, or two signatures side by side under minutes.
func (s sheet) tail(d *Doc) {
	s.Ln(5)
	if _, height := s.GetPageSize(); s.GetY() > height-marginBottom-45 {
		s.AddPage()
	}
	top, half := s.GetY(), columnWidth/2
	columns := []float64{marginLeft + half}
	if len(d.Sign) > 1 {
		columns = []float64{marginLeft, marginLeft + half}
	} else {
		s.SetFont(fontFamily, "I", 12)
		s.CellFormat(half, 5, "Nơi nhận:", "", 1, "L", false, 0, "")
		s.SetFont(fontFamily, "", 11)
		for _, c := range d.Copies {
			for _, l := range s.SplitText(c, half-4) {
				s.CellFormat(half, 4.6, l, "", 1, "L", false, 0, "")
			}
		}
	}
	for i, sign := range d.Sign[:min(len(d.Sign), len(columns))] {
		s.SetY(top)
		for _, l := range []string{sign.Capacity, sign.Position} {
			if l != "" {
				s.centred(l, "B", 13, columns[i], half)
			}
		}
		s.Ln(18)
		s.centred(sign.Name, "B", bodySize, columns[i], half)
	}
}

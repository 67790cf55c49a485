package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Doc is the text of one paper in the parts of Nghị định 30/2020/NĐ-CP, Phụ lục I.
type Doc struct {
	Out      string   `yaml:"out"`      // file to make, below the corpus
	Password string   `yaml:"password"` // opens the PDF
	Scan     *Scan    `yaml:"scan"`     // a PDF of pictures without text
	Legacy   bool     `yaml:"legacy"`   // set in the TCVN3 fonts of before Unicode
	Draft    string   `yaml:"draft"`    // the mark of a draft: "DỰ THẢO LẦN 2"
	Stamp    []string `yaml:"stamp"`    // lines of a stamp under the number: "MẬT", "ĐẾN Số: 12"
	Parent   string   `yaml:"parent"`
	Organ    string   `yaml:"organ"` // may break into lines
	Number   string   `yaml:"number"`
	Place    string   `yaml:"place"`
	Date     string   `yaml:"date"` // ISO
	Type     string   `yaml:"type"` // "" for a công văn
	Subject  string   `yaml:"subject"`
	To       []string `yaml:"to"` // Kính gửi
	Body     []Block  `yaml:"body"`
	Sign     []Sign   `yaml:"sign"`
	Copies   []string `yaml:"copies"` // Nơi nhận
	Annex    *Annex   `yaml:"annex"`
	Then     []Doc    `yaml:"then"` // further papers in the same PDF
}

// fill sets what nearly all papers have in common.
func (d *Doc) fill() {
	if d.Organ == "" {
		d.Parent, d.Organ = "UBND TỈNH SÔNG LAM", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
	}
	if d.Place == "" {
		d.Place = "Sông Lam"
	}
	for i := range d.Then {
		d.Then[i].fill()
	}
}

// Scan says how a paper was scanned; true alone is a clean scan.
type Scan struct {
	DPI   int     `yaml:"dpi"`   // 200 where 0
	Bits  int     `yaml:"bits"`  // of a dot in a PNG: 4 where 0, 1 for black and white
	JPEG  int     `yaml:"jpeg"`  // quality 1..100 of a JPEG instead of a PNG
	Skew  float64 `yaml:"skew"`  // degrees, clockwise
	Noise int     `yaml:"noise"` // grey levels by which dots stray at most
}

// UnmarshalYAML reads true or a mapping.
func (s *Scan) UnmarshalYAML(unmarshal func(any) error) error {
	var yes bool
	if err := unmarshal(&yes); err == nil {
		return nil
	}
	type plainScan Scan
	return unmarshal((*plainScan)(s))
}

// Annex is a paper issued by the document, on pages of its own.
type Annex struct {
	Type    string  `yaml:"type"`
	Subject string  `yaml:"subject"`
	Issued  string  `yaml:"issued"` // "(Ban hành kèm theo …)"
	Body    []Block `yaml:"body"`
}

// Sign is one signature; two stand side by side.
type Sign struct {
	Capacity string `yaml:"capacity"`
	Position string `yaml:"position"`
	Name     string `yaml:"name"`
}

// Block is a paragraph or a table. A paragraph starting with "# " is a bold heading, with
// "## " a bold heading of the second level, with "> " a bold centred line, with "~ " an
// italic line (căn cứ); **…** is bold.
type Block struct {
	Text   string
	Widths []float64 // shares of the width of a table
	Rows   [][]string
}

// UnmarshalYAML reads a text or a mapping {widths, rows}.
func (b *Block) UnmarshalYAML(unmarshal func(any) error) error {
	if err := unmarshal(&b.Text); err == nil {
		return nil
	}
	var t struct {
		Widths []float64  `yaml:"widths"`
		Rows   [][]string `yaml:"rows"`
	}
	if err := unmarshal(&t); err != nil {
		return err
	}
	for _, r := range t.Rows {
		if len(r) != len(t.Widths) {
			return fmt.Errorf("table row %q has %d cells, not %d", r, len(r), len(t.Widths))
		}
	}
	b.Widths, b.Rows = t.Widths, t.Rows
	return nil
}

// Kind of a paragraph.
type kind int

const (
	plain kind = iota
	heading
	subheading
	centred
	italic
)

// para returns the paragraph's kind and its text without the mark.
func (b Block) para() (kind, string) {
	for mark, k := range map[string]kind{"# ": heading, "## ": subheading, "> ": centred, "~ ": italic} {
		if rest, ok := strings.CutPrefix(b.Text, mark); ok {
			return k, rest
		}
	}
	return plain, b.Text
}

// run is a stretch of text of one weight.
type textRun struct {
	text string
	bold bool
}

// runs cuts a text at its ** marks.
func runs(s string) []textRun {
	var out []textRun
	for i, part := range strings.Split(s, "**") {
		if part != "" {
			out = append(out, textRun{part, i%2 == 1})
		}
	}
	return out
}

// letterhead returns the lines above the number, those of the parent apart.
func (d *Doc) letterhead() (parent, organ []string) {
	if d.Parent != "" {
		parent = []string{d.Parent}
	}
	return parent, strings.Split(d.Organ, "\n")
}

// numberLine is "Số: 15/KH-STTTT".
func (d *Doc) numberLine() string { return "Số: " + d.Number }

// dateLine writes day and month as Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4 asks: a
// leading zero for days below 10 and the months 1 and 2 only.
func (d *Doc) dateLine() (string, error) {
	t, err := time.Parse(time.DateOnly, d.Date)
	if err != nil {
		return "", err
	}
	month := fmt.Sprint(int(t.Month()))
	if t.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("%s, ngày %02d tháng %s năm %d", d.Place, t.Day(), month, t.Year()), nil
}

// issued is the fixed time stamp of the made file: nine o'clock of the day of issue.
func (d *Doc) issued() (time.Time, error) {
	t, err := time.Parse(time.DateOnly, d.Date)
	return t.Add(9 * time.Hour), err
}

// Odd is a file as an inbox also gets them: a copy, a cut-off copy, given bytes.
type Odd struct {
	Out  string  `yaml:"out"`
	From string  `yaml:"from"` // of the corpus, or of the texts when it is found there; "….sheet.yaml" is a workbook
	Keep float64 `yaml:"keep"` // share of the bytes kept; 0 is all
	Lock string  `yaml:"lock"` // owner's name of a "~$" file of Word
}

func (o Odd) bytes(src, out string) ([]byte, error) {
	if o.Lock != "" {
		return lockFile(o.Lock), nil
	}
	p := filepath.Join(src, filepath.FromSlash(o.From))
	if _, err := os.Stat(p); err != nil {
		p = filepath.Join(out, filepath.FromSlash(o.From))
	}
	if strings.HasSuffix(p, sheetSource) {
		return sheetFile(p)
	}
	b, err := os.ReadFile(p)
	if err != nil {
		return nil, err
	}
	if o.Keep > 0 {
		b = b[:int(float64(len(b))*o.Keep)]
	}
	return b, nil
}

// lockFile is what Word leaves beside an open document: 162 bytes, the owner's name
// with its length, once in the code page and once in UTF-16.
func lockFile(owner string) []byte {
	b := make([]byte, 162)
	b[0] = byte(len(owner))
	copy(b[1:54], owner)
	b[54] = byte(len(owner))
	for i := 0; i < len(owner); i++ {
		b[56+2*i] = owner[i]
	}
	return b
}

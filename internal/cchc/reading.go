package cchc

import "strings"

// Format is the kind of bytes a file holds, found from its content, never from its name.
type Format string

// The formats the product knows by content.
const (
	FormatPDF     Format = "pdf"
	FormatDOCX    Format = "docx"
	FormatText    Format = "text"
	FormatHTML    Format = "html"
	FormatDOC     Format = "doc"
	FormatRTF     Format = "rtf"
	FormatODT     Format = "odt"
	FormatXLS     Format = "xls"
	FormatXLSX    Format = "xlsx"
	FormatODS     Format = "ods"
	FormatPPT     Format = "ppt"
	FormatPPTX    Format = "pptx"
	FormatODP     Format = "odp"
	FormatImage   Format = "image"
	FormatMail    Format = "eml"
	FormatArchive Format = "archive"
	FormatUnknown Format = "unknown"
)

// Source says how the text of a page came to be.
type Source string

// The sources of text.
const (
	SourceText Source = "text" // written in the file
	SourceOCR  Source = "ocr"  // recognised from a picture
)

// BlockKind tells the body apart from what stands around it.
type BlockKind string

// The kinds of blocks. Body is the zero value.
const (
	BlockBody   BlockKind = ""       // paragraph of the body
	BlockRow    BlockKind = "row"    // one table row; Cells is set
	BlockHeader BlockKind = "header" // running header or page number
	BlockFooter BlockKind = "footer"
	BlockNote   BlockKind = "note"  // footnote or endnote
	BlockStamp  BlockKind = "stamp" // appearance of an annotation, e.g. "Người ký: …"
)

// Block is a paragraph, a table row or a line group of a page.
type Block struct {
	// Text in NFC. Lines are separated by "\n"; a "\t" inside a line stands for a wide
	// gap (the two columns of a letterhead, the cells of a table).
	Text string `json:"text"`
	// Cells holds the cells of a BlockRow, each possibly of several lines; Text is then
	// the cells joined by "\t".
	Cells []string  `json:"cells,omitempty"`
	Kind  BlockKind `json:"kind,omitempty"`
	Bold  bool      `json:"bold,omitempty"`
	// Center is true where the paragraph is known to be centred.
	Center bool `json:"center,omitempty"`
	// Row is the row of a sheet the block is, from 1; 0 anywhere else. Rows without content
	// are left out, so that it need not be the place in the list.
	Row int `json:"row,omitempty"`
	// Column is the column of a sheet the only filled cell of a paragraph stands in, from 1.
	Column int `json:"column,omitempty"`
}

// Page is one page of a file, or the whole of a file whose pages are unknown.
type Page struct {
	Number   int     `json:"number"` // from 1; 0 where the format has no pages
	Blocks   []Block `json:"blocks"`
	Source   Source  `json:"source"`
	Quality  float64 `json:"quality"`             // 0..1: how far the text can be trusted
	NeedsOCR bool    `json:"needs_ocr,omitempty"` // a picture without usable text
	// Words are the words of a page read by OCR, in reading order, so that a quote can be
	// marked on its picture; nil on pages whose text was written in the file.
	Words []Word `json:"words,omitempty"`
	// Columns are those of a sheet that the cells of its rows stand in, from 1; nil where no
	// column before the last is empty, and on pages of anything else.
	Columns []int `json:"columns,omitempty"`
}

// Word is one recognised word and where it stands on the page.
type Word struct {
	Text string `json:"text"`
	Box  Box    `json:"box"`
	// Confidence is what the engine thinks of it, 0..100.
	Confidence int `json:"confidence"`
}

// Box is a rectangle on a page in thousandths of its width and height, from the upper
// left corner, whatever the resolution of a picture of it.
type Box struct {
	Left   int `json:"left"`
	Top    int `json:"top"`
	Right  int `json:"right"`
	Bottom int `json:"bottom"`
}

// Text returns all text of the page, body first, in reading order, a line a line.
func (p Page) Text() string {
	var body, rest strings.Builder
	for _, b := range p.Blocks {
		w := &body
		if b.Kind != BlockBody && b.Kind != BlockRow {
			w = &rest
		}
		if b.Text == "" {
			continue
		}
		w.WriteString(b.Text)
		w.WriteByte('\n')
	}
	return body.String() + rest.String()
}

// Reading is what a reader made of one file.
type Reading struct {
	Format Format `json:"format"`
	Pages  []Page `json:"pages"`
	// PageTotal is the number of pages the file has, which exceeds len(Pages) where a
	// limit acted; Notes says which.
	PageTotal int `json:"page_total"`
	// Notes are traces of limits and repairs, shown to the user; never silent.
	Notes []Reason `json:"notes,omitempty"`
	// Members are the files that came out of this one: attachments of a mail, members of
	// an archive. They lie in Limits.UnpackTo until the caller takes them.
	Members []Member `json:"members,omitempty"`
}

// Member is a file that came out of another.
type Member struct {
	Name string `json:"name"` // path inside the archive, or the attachment's name, in NFC
	Path string `json:"path"` // where its bytes lie now
	Size int64  `json:"size"`
}

// PagesRead counts the pages with text.
func (r Reading) PagesRead() int {
	n := 0
	for _, p := range r.Pages {
		if !p.NeedsOCR && len(p.Blocks) > 0 {
			n++
		}
	}
	return n
}

// PagesUnread counts the pages that wait for OCR.
func (r Reading) PagesUnread() int {
	n := 0
	for _, p := range r.Pages {
		if p.NeedsOCR {
			n++
		}
	}
	return n
}

// Quality is the mean quality of the pages read, 0 where there are none.
func (r Reading) Quality() float64 {
	sum, n := 0.0, 0
	for _, p := range r.Pages {
		if !p.NeedsOCR && len(p.Blocks) > 0 {
			sum += p.Quality
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Limits bound the reading of one file. Zero fields mean the default of the reader.
type Limits struct {
	Pages     int   `json:"pages,omitempty"`      // most pages read
	TextBytes int64 `json:"text_bytes,omitempty"` // most bytes of text kept
	PartBytes int64 `json:"part_bytes,omitempty"` // most bytes of one decompressed stream or zip part
	Operators int   `json:"operators,omitempty"`  // most content-stream operators a page
	// Members and MemberBytes bound what may come out of one mail or archive: how many
	// files, and their bytes in all.
	Members     int   `json:"members,omitempty"`
	MemberBytes int64 `json:"member_bytes,omitempty"`
	// UnpackTo is an empty folder for the members; "" where nothing is to be unpacked.
	UnpackTo string `json:"unpack_to,omitempty"`
}

// DefaultLimits are generous for office papers and small enough for an office PC.
func DefaultLimits() Limits {
	return Limits{
		Pages: 5000, TextBytes: 64 << 20, PartBytes: 64 << 20, Operators: 5_000_000,
		Members: 2000, MemberBytes: 2 << 30,
	}
}

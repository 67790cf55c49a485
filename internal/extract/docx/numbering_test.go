package docx

import (
	"strings"
	"testing"
)

func lvl(at, format, text, more string) string {
	return `<w:lvl w:ilvl="` + at + `"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text + `"/>` + more + `</w:lvl>`
}

const numTwo = `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`

func TestAutomaticNumbers(t *testing.T) {
	article := `<w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "Điều %1.", "") + lvl("1", "decimal", "%1.%2.", "") + lvl("2", "lowerLetter", "%3)", "") + lvl("3", "bullet", "\uf0b7", "") + `</w:abstractNum>`
	roman := `<w:abstractNum w:abstractNumId="0">` + lvl("0", "upperRoman", "%1", `<w:suff w:val="nothing"/>`) + lvl("1", "decimal", "%1.%2", `<w:isLgl/>`) + lvl("2", "bullet", "+", "") + `</w:abstractNum>`
	tests := []struct{ name, list, nums, body, want string }{
		{"articles, clauses, points", article, numTwo,
			numbered("1", "0", "a") + numbered("1", "1", "b") + numbered("1", "2", "c") + numbered("1", "2", "d") + numbered("1", "1", "e") + numbered("1", "2", "f") + numbered("1", "3", "g") + numbered("1", "0", "h") + numbered("1", "1", "i"),
			"Điều 1. a|1.1. b|a) c|b) d|1.2. e|a) f|- g|Điều 2. h|2.1. i"},
		{"instances count on, one with a start of its own begins", article, numTwo + `<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>`,
			numbered("1", "0", "a") + numbered("3", "0", "b") + numbered("2", "0", "c") + numbered("2", "0", "d"), "Điều 1. a|Điều 2. b|Điều 1. c|Điều 2. d"},
		{"a lower level first", article, numTwo, numbered("1", "1", "a") + numbered("1", "0", "b"), "1.1. a|Điều 2. b"},
		{"roman, glued, legal, plain sign", roman, numTwo, numbered("1", "0", "a") + numbered("1", "0", "b") + numbered("1", "1", "c") + numbered("1", "2", "d"), "Ia|IIb|2.1 c|+ d"},
		{"none", article, numTwo, numbered("1", "0", "a") + numbered("0", "0", "b") + numbered("9", "0", "c") + numbered("1", "0", "d"), "Điều 1. a|b|c|Điều 2. d"},
		{"empty paragraphs show their number, not their bullet", article, numTwo, numbered("1", "0", "") + numbered("1", "3", "") + numbered("1", "0", "b"), "Điều 1.|Điều 2. b"},
		{"empty cells show", article, numTwo, table(row(cell(numbered("1", "0", "")), cell(para("x")))), "Điều 1.\tx"},
		{"override of a level", article, `<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">` + lvl("0", "decimalZero", "%1/", "") + `</w:lvlOverride></w:num>`, numbered("1", "0", "a"), "01/ a"},
		{"never starts again", `<w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "%1.", "") + lvl("1", "decimal", "(%2)", `<w:lvlRestart w:val="0"/>`) + `</w:abstractNum>`, numTwo,
			numbered("1", "0", "a") + numbered("1", "1", "b") + numbered("1", "0", "c") + numbered("1", "1", "d"), "1. a|(1) b|2. c|(2) d"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustRead(t, made(tt.body, parts{"numbering": `<w:numbering ` + nsW + `>` + tt.list + tt.nums + `</w:numbering>`}))
			var got []string
			for _, b := range r.Pages[0].Blocks {
				got = append(got, b.Text)
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestNumbersOfStyles(t *testing.T) {
	styles := `<w:styles ` + nsW + `><w:style w:type="paragraph" w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Khoan"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Dieu"/></w:style></w:styles>`
	list := `<w:numbering ` + nsW + `><w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "Điều %1.", `<w:pStyle w:val="Dieu"/>`) + lvl("1", "decimal", "%2.", `<w:pStyle w:val="Khoan"/>`) + `</w:abstractNum>` + numTwo + `</w:numbering>`
	in := func(style, more, text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	body := in("Dieu", "", "a") + in("Khoan", "", "b") + in("Khoan", "", "c") + in("Con", "", "d") + in("Dieu", `<w:numPr><w:numId w:val="0"/></w:numPr>`, "e")
	got := show(mustRead(t, made(body, parts{"styles": styles, "numbering": list})))
	const want = "Điều 1. a\n1. b\n2. c\nĐiều 2. d\ne\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestFormatNumber(t *testing.T) {
	for _, tt := range []struct {
		n      int
		format string
		want   string
	}{
		{4, "upperRoman", "IV"}, {1999, "lowerRoman", "mcmxcix"}, {0, "upperRoman", "0"}, {5000, "upperRoman", "5000"},
		{1, "lowerLetter", "a"}, {27, "upperLetter", "AA"}, {1 << 30, "lowerLetter", "1073741824"}, {-3, "lowerLetter", "-3"},
		{7, "decimalZero", "07"}, {12, "decimalZero", "12"}, {3, "none", ""}, {3, "vietnameseCounting", "3"},
	} {
		if got := formatNumber(tt.n, tt.format); got != tt.want {
			t.Errorf("%d as %s: %q, want %q", tt.n, tt.format, got, tt.want)
		}
	}
}

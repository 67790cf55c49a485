package docx

import (
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func r(props, inner string) string { return `<w:r><w:rPr>` + props + `</w:rPr>` + inner + `</w:r>` }

func wt(text string) string { return `<w:t xml:space="preserve">` + text + `</w:t>` }

func fld(kind, inner string) string {
	return `<w:r><w:fldChar w:fldCharType="` + kind + `">` + inner + `</w:fldChar></w:r>`
}

func font(name string) string { return `<w:rFonts w:ascii="` + name + `" w:hAnsi="` + name + `"/>` }

func TestFeatures(t *testing.T) {
	code := func(s string) string { return `<w:r><w:instrText>` + s + `</w:instrText></w:r>` }
	p := func(inner ...string) string { return `<w:p>` + strings.Join(inner, "") + `</w:p>` }
	control := func(props, inner string) string {
		return `<w:sdt><w:sdtPr>` + props + `</w:sdtPr><w:sdtContent>` + inner + `</w:sdtContent></w:sdt>`
	}
	gone := func(text string) string {
		return `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + text + `</w:p>`
	}
	tests := []struct{ name, body, want string }{
		// Fields and forms.
		{"a field in the code of another", p(r("", wt("Năm ")), fld("begin", ""), code("IF "), fld("begin", ""), code("MERGEFIELD x"), fld("separate", ""), r("", wt("trong mã")), fld("end", ""), code(" = 1"), fld("separate", ""), r("", wt("2020")), fld("end", "")), "Năm 2020\n"},
		{"a field without result", p(r("", wt("a")), fld("begin", ""), r("", wt("XE mục lục")), fld("end", ""), r("", wt("b"))), "ab\n"},
		{"a field that never ends loses no words", p(fld("begin", ""), r("", wt("còn chữ"))) + para("sau"), "còn chữ\nsau\n"},
		{"ends without begin", p(fld("end", ""), fld("separate", ""), r("", wt("chữ"))), "chữ\n"},
		{"check boxes of forms", p(fld("begin", `<w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>`), code("FORMCHECKBOX"), fld("end", ""), r("", wt(" Có ")), fld("begin", `<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>`), fld("end", ""), r("", wt(" Không"))), "☑ Có ☐ Không\n"},
		{"drop-down lists of forms", p(fld("begin", `<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Tốt"/><w:listEntry w:val="Khá"/></w:ddList></w:ffData>`), code("FORMDROPDOWN"), fld("end", "")), "Khá\n"},
		// Content controls.
		{"the prompt of an empty control", p(r("", wt("Họ tên: ")), control(`<w:showingPlcHdr/>`, r(`<w:rStyle w:val="Goi"/>`, wt("Bấm vào đây")))), "Họ tên:\n"},
		{"a prompt in brackets", control(`<w:showingPlcHdr/>`, p(r("", wt("[Tên")), r("", wt(" cơ quan]")))) + para("sau"), "sau\n"},
		{"a control filled in by a program", p(control(`<w:showingPlcHdr/>`, r("", wt("Nguyễn Văn Mẫu")))), "Nguyễn Văn Mẫu\n"},
		{"a control in a control", p(control(`<w:showingPlcHdr/>`, control(``, r(`<w:rStyle w:val="Goi"/>`, wt("thật"))))), "thật\n"},
		{"rows and cells in controls", table(control(``, row(cell(para("a")), control(``, cell(para("b")))))), "<row>a¦b\n"},
		// Tracked changes.
		{"a paragraph mark that was deleted", gone(r("", wt("Điều một "))) + para("và hai") + para("ba"), "Điều một và hai\nba\n"},
		{"a paragraph that was deleted", gone(`<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>`) + para("còn"), "còn\n"},
		{"a row that was deleted, a hidden one", table(row(cell(para("a")), cell(para("b"))), `<w:tr><w:trPr><w:del w:id="1"/></w:trPr>`+cell(para("bỏ"))+`</w:tr>`, `<w:tr><w:trPr><w:hidden/></w:trPr>`+cell(para("ẩn"))+`</w:tr>`), "<row>a¦b\n"},
		{"a row whose mark is not hidden", table(`<w:tr><w:trPr><w:hidden w:val="0"/></w:trPr>` + cell(para("a")) + cell(para("b")) + `</w:tr>`), "<row>a¦b\n"},
		// Symbols.
		{"w:sym of the symbol fonts", p(`<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5 và </w:t><w:sym w:font="Symbol" w:char="F0A3"/><w:t> 9 </w:t><w:sym w:font="Wingdings" w:char="F0A8"/><w:sym w:font="Wingdings 2" w:char="F052"/><w:sym w:font="Wingdings" w:char="F04F"/></w:r>`), "≥ 5 và ≤ 9 ☐☑\n"},
		{"runs in symbol fonts", p(r(font("Wingdings"), wt("o")), r("", wt(" chưa ")), r(font("Wingdings"), wt("\uf0fe")), r("", wt(" rồi ")), r(font("Symbol"), wt("a \uf0b1 b"))), "☐ chưa ☑ rồi α ± β\n"},
		{"words in a symbol font stay", p(r(font("Wingdings"), wt("Nội dung cần đọc"))), "Nội dung cần đọc\n"},
		{"symbols nobody knows", p(r(font("Wingdings 3"), wt("\uf0aa")), r(font("Webdings"), wt("\uf0ff")), r("", wt("chữ"))), "chữ\n"},
		// Drawings.
		{"WordArt of old", p(`<w:r><w:pict><v:shape><v:textpath string="DỰ THẢO"/></v:shape></w:pict></w:r>`, r("", wt("a"))), "a\nDỰ THẢO\n"},
		{"hidden drawings", p(`<w:r><w:drawing><wp:anchor><wp:docPr hidden="1"/><a:graphic><wps:txbx><w:txbxContent>` + para("ẩn") + `</w:txbxContent></wps:txbx></a:graphic></wp:anchor></w:drawing><w:pict><v:shape style="left:0; visibility: hidden"><v:textbox><w:txbxContent>` + para("ẩn") + `</w:txbxContent></v:textbox></v:shape></w:pict><w:t>hiện</w:t></w:r>`), "hiện\n"},
		{"a text box in a cell stays in it", table(row(cell(p(r("", wt("a")), `<w:r><w:pict><v:textbox><w:txbxContent>`+para("hộp")+`</w:txbxContent></v:textbox></w:pict></w:r>`)), cell(para("b")))), "<row>a⏎hộp¦b\n"},
		// The rest.
		{"drop cap", `<w:p><w:pPr><w:framePr w:dropCap="drop" w:lines="3"/></w:pPr><w:r><w:t>C</w:t></w:r></w:p>` + para("ăn cứ Luật"), "Căn cứ Luật\n"},
		{"line ends in characters are blanks", p(`<w:r><w:t>một` + "\n" + `hai</w:t></w:r>`), "một hai\n"},
		{"fractions", p(`<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>`), "a/b\n"},
		{"hidden in the web view only", p(r(`<w:webHidden/>`, wt("trang 5"))), "trang 5\n"},
		{"hidden by its style", p(r(`<w:rStyle w:val="An"/>`, wt("ẩn")), r(`<w:rStyle w:val="An"/><w:vanish w:val="0"/>`, wt("hiện"))), "hiện\n"},
		{"comments", p(`<w:commentRangeStart w:id="0"/>`, r("", wt("chữ")), `<w:commentRangeEnd w:id="0"/>`, r("", `<w:commentReference w:id="0"/>`)), "chữ\n"},
	}
	styles := `<w:styles ` + nsW + `><w:style w:type="character" w:styleId="Goi"><w:name w:val="Placeholder Text"/></w:style><w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`
	comments := `<w:comments ` + nsW + `><w:comment w:id="0">` + para("lời bàn") + `</w:comment></w:comments>`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(mustRead(t, made(tt.body, parts{"styles": styles, "comments": comments}))); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestDrawnParts(t *testing.T) {
	const (
		nsC = `xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
		nsD = `xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
		cat = `<c:cat><c:strRef><c:f>Sheet1!A2</c:f><c:strCache><c:pt idx="0"><c:v>Quý I</c:v></c:pt><c:pt idx="1"><c:v>Quý II</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>4.3</c:v></c:pt></c:numCache></c:numRef></c:val>`
	)
	series := func(name string) string {
		return `<c:ser><c:tx><c:strRef><c:f>Sheet1!B1</c:f><c:strCache><c:pt idx="0"><c:v>` + name + `</c:v></c:pt></c:strCache></c:strRef></c:tx>` + cat + `</c:ser>`
	}
	others := parts{
		"chart1": `<c:chartSpace ` + nsC + `><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Hồ sơ </a:t></a:r><a:r><a:t>đúng hạn</a:t></a:r></a:p></c:rich></c:tx></c:title>` + series("Cấp tỉnh") + series("Cấp xã") + `</c:chart></c:chartSpace>`,
		"diagramData1": `<dgm:dataModel ` + nsD + `><dgm:ptLst><dgm:pt><dgm:prSet phldr="1"/><dgm:t><a:p><a:r><a:t>[Chữ]</a:t></a:r></a:p></dgm:t></dgm:pt>` +
			`<dgm:pt><dgm:prSet/><dgm:t><a:p><a:r><a:t>Giám </a:t></a:r><a:r><a:t>đốc</a:t></a:r></a:p><a:p><a:r><a:t>Phòng</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
	}
	draw := `<w:r><w:drawing><a:graphic><a:graphicData><c:chart xmlns:c="x" r:id="chart1"/></a:graphicData></a:graphic></w:drawing></w:r>`
	body := `<w:p>` + draw + `<w:r><w:t>Hình 1</w:t></w:r></w:p>` + `<w:p>` + draw + `<w:r><w:t>lần nữa</w:t></w:r></w:p>` +
		`<w:p><w:r><w:drawing><dgm:relIds xmlns:dgm="d" r:dm="diagramData1" r:lo="none"/></w:drawing></w:r></w:p>` + `<w:p><w:r><w:drawing><c:chart xmlns:c="x" r:id="thiếu"/></w:drawing></w:r></w:p>`
	const want = "Hình 1\nHồ sơ đúng hạn⏎Cấp tỉnh⏎Quý I⏎Quý II⏎Cấp xã\nlần nữa\nGiám đốc⏎Phòng\n"
	if got := show(mustRead(t, made(body, others))); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestEmbeddedDocuments(t *testing.T) {
	const html = `<html><head><title>Quyết định</title></head><body><p>Căn cứ <b>Luật</b></p><table><tr><td>1</td><td>Việc</td></tr></table></body></html>`
	const fromHTML = "*Quyết định\nCăn cứ Luật\n<row>1¦Việc\n"
	mht := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
		"<html><body><p>C=C4=83n c=E1=BB=A9 Lu=\r\n=E1=BA=ADt</p></body></html>\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
	inner := string(zipped(t, made(para("Phụ lục")+table(row(cell(para("x")), cell(para("y")))), nil)))
	nested := inner
	for range 5 {
		nested = string(zipped(t, withChunk(nested)))
	}
	tests := []struct {
		name, content, want string
		note                cchc.Code
	}{
		{"HTML", html, fromHTML, ""},
		{"web archive", mht, "Căn cứ Luật\n", ""},
		{"web archive of one part", "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+YWJjPC9wPg==\n", "abc\n", ""},
		{"web archive without HTML", "MIME-Version: 1.0\nContent-Type: image/png\n\nx", "", "embedded-unread"},
		{"DOCX", inner, "Phụ lục\n<row>x¦y\n", ""},
		{"plain text", "Thông báo\nKính gửi các đơn vị", "Thông báo\nKính gửi các đơn vị\n", ""},
		{"RTF", `{\rtf1 abc}`, "", "embedded-unread"},
		{"other XML", `<?xml version="1.0"?><pkg:package/>`, "", "embedded-unread"},
		{"binary", "\x00\x01\x02", "", "embedded-unread"},
		{"damaged DOCX", "PK\x03\x04....", "", "embedded-unread"},
		{"nothing", "", "", "embedded-unread"},
		{"too deep", nested, "trước\ntrước\ntrước\nsau\nsau\nsau\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reading := mustRead(t, withChunk(tt.content))
			if got := show(reading); got != "trước\n"+tt.want+"sau\n" {
				t.Errorf("got\n%swant\n%s", got, "trước\n"+tt.want+"sau\n")
			}
			if tt.note == "" && len(reading.Notes) > 0 || tt.note != "" && (len(reading.Notes) != 1 || reading.Notes[0].Code != tt.note) {
				t.Errorf("notes %v, want %q", reading.Notes, tt.note)
			}
		})
	}
}

// withChunk makes a document around an embedded one.
func withChunk(content string) parts {
	p := made(para("trước")+`<w:altChunk r:id="aFChunk1"/>`+para("sau"), parts{"aFChunk1": content})
	return p
}

func TestMarginsShown(t *testing.T) {
	head := func(s string) string { return `<w:hdr ` + nsW + `>` + para(s) + `</w:hdr>` }
	others := parts{"header1": head("trang đầu"), "header2": head("thường"), "header3": head("chẵn"), "header4": head("phần hai"),
		"settings": `<w:settings ` + nsW + `><w:evenAndOddHeaders w:val="0"/></w:settings>`}
	refs := `<w:headerReference w:type="first" r:id="header1"/><w:headerReference r:id="header2"/><w:headerReference w:type="even" r:id="header3"/>`
	first := `<w:p><w:pPr><w:sectPr>` + refs + `</w:sectPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>`
	for name, tt := range map[string]struct{ body, even, want string }{
		"first and even pages are not told apart": {para("a") + `<w:sectPr>` + refs + `</w:sectPr>`, "", "<header>thường\na\n"},
		"a later section has a first page":        {first + `<w:sectPr><w:headerReference w:type="default" r:id="header4"/><w:titlePg/></w:sectPr>`, "", "<header>thường\n<header>trang đầu\n<header>phần hai\na\n"},
		"even pages are told apart":               {para("a") + `<w:sectPr>` + refs + `</w:sectPr>`, `<w:settings ` + nsW + `><w:evenAndOddHeaders/></w:settings>`, "<header>thường\n<header>chẵn\na\n"},
	} {
		t.Run(name, func(t *testing.T) {
			with := parts{}
			for k, v := range others {
				with[k] = v
			}
			if tt.even != "" {
				with["settings"] = tt.even
			}
			if got := show(mustRead(t, made(tt.body, with))); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestNotesStandApart(t *testing.T) {
	note := func(id string) string { return `<w:r><w:footnoteReference w:id="` + id + `"/></w:r>` }
	body := table(row(cell(`<w:p><w:r><w:t>ô</w:t></w:r>`+note("1")+`</w:p>`+table(row(cell(`<w:p><w:r><w:t>trong</w:t></w:r>`+note("2")+`</w:p>`)))), cell(para("kia")))) +
		`<w:p><w:r><w:t>sau</w:t></w:r>` + note("1") + `<w:r><w:endnoteReference w:id="1"/></w:r></w:p>`
	notes := func(root, element string, texts ...string) string {
		s := `<w:` + root + ` ` + nsW + `>`
		for i, x := range texts {
			s += `<w:` + element + ` w:id="` + string(rune('1'+i)) + `">` + para(x) + `</w:` + element + `>`
		}
		return s + `</w:` + root + `>`
	}
	got := show(mustRead(t, made(body, parts{"footnotes": notes("footnotes", "footnote", "chú một", "chú hai", "không ai gọi"), "endnotes": notes("endnotes", "endnote", "cuối bài")})))
	const want = "<row>ô⏎trong¦kia\n<note>chú một\n<note>chú hai\nsau\n<note>cuối bài\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestNumbersFollowTheirFont(t *testing.T) {
	list := `<w:numbering ` + nsW + `><w:abstractNum w:abstractNumId="0">` +
		lvl("0", "decimal", "§iÒu %1.", `<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>`) + lvl("1", "decimal", "điều %2", `<w:rPr><w:caps/></w:rPr>`) +
		lvl("2", "decimal", "ẩn %3", `<w:rPr><w:vanish/></w:rPr>`) + lvl("3", "bullet", "\uf0a8", `<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>`) +
		`<w:lvl w:ilvl="4"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:start w:val="7"/><w:lvlText w:val="%5"/></w:lvl>` +
		`</w:abstractNum>` + numTwo + `</w:numbering>`
	legacy := `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>` + r(font(".VnTime"), wt("Thùc hiÖn c¶i c¸ch hµnh chÝnh, b¸o c¸o kÕt qu¶")) + `</w:p>`
	deleted := `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>`
	got := show(mustRead(t, made(legacy+deleted+legacy+numbered("1", "1", "a")+numbered("1", "2", "b")+numbered("1", "3", "c")+numbered("1", "4", "d"), parts{"numbering": list})))
	const line = "Thực hiện cải cách hành chính, báo cáo kết quả\n"
	const want = "Điều 1. " + line + "Điều 2. " + line + "ĐIỀU 1 a\nb\n☐ c\n007 d\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// A letterhead of two words is too short to be judged alone.
func TestLegacyFamily(t *testing.T) {
	body := `<w:p>` + r(font(".VnTimeH"), wt("Bé y tÕ")) + `</w:p><w:p>` + r(font(".VnTime"), wt("Thùc hiÖn c¶i c¸ch hµnh chÝnh, b¸o c¸o kÕt qu¶ ®\u00adîc giao")) + `</w:p>` +
		`<w:p>` + r(font(".VnArialH"), wt("Ủy ban")) + `</w:p>`
	const want = "BỘ Y TẾ\nThực hiện cải cách hành chính, báo cáo kết quả được giao\nỦy ban\n"
	if got := show(mustRead(t, made(body, nil))); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

package docx

import (
	"strings"
	"testing"
)

func TestBlocks(t *testing.T) {
	const pict = `<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>`
	tests := []struct{ name, body, want string }{
		{"paragraphs", para("Kính gửi: các đơn vị") + para("  ") + para("Thực hiện   kế hoạch "), "Kính gửi: các đơn vị\nThực hiện kế hoạch\n"},
		{"bold and centred", `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>KẾ HOẠCH</w:t></w:r></w:p>` +
			`<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>không đậm</w:t></w:r></w:p>`, "*|KẾ HOẠCH\nkhông đậm\n"},
		{"half bold is not bold", `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Điều 1.</w:t></w:r><w:r><w:t> Ban hành quy chế</w:t></w:r></w:p>`, "Điều 1. Ban hành quy chế\n"},
		{"letterhead", table(row(cell(para("UBND TỈNH SÔNG LAM")+para("SỞ THÔNG TIN VÀ TRUYỀN THÔNG")), cell(para("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")+para("Độc lập - Tự do - Hạnh phúc")))),
			"<row>UBND TỈNH SÔNG LAM⏎SỞ THÔNG TIN VÀ TRUYỀN THÔNG¦CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM⏎Độc lập - Tự do - Hạnh phúc\n"},
		{"empty cells keep their columns", table(row(cell(para("1")), cell(`<w:p/>`), cell(para("Tổng")))), "<row>1¦¦Tổng\n"},
		{"empty row", table(row(cell(`<w:p/>`), cell(`<w:p/>`)), row(cell(para("a")), cell(para("b")))), "<row>a¦b\n"},
		{"table in a cell", table(row(cell(para("ngoài")+table(row(cell(para("x")), cell(para("y"))))), cell(para("kia")))), "<row>ngoài⏎x→y¦kia\n"},
		{"a table of single cells is a frame", table(row(cell(para("một")+para("hai"))), row(cell(para("ba")))), "một\nhai\nba\n"},
		{"signs", `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t><w:cr/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>`, "a→b⏎c-de⏎☑\n"},
		{"tab stops are no tabs", `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:t>chữ</w:t></w:r></w:p>`, "chữ\n"},
		{"what was deleted or moved away", `<w:p><w:r><w:t>còn</w:t></w:r><w:del><w:r><w:delText>mất</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>dời</w:t></w:r></w:moveFrom><w:ins><w:r><w:t> thêm</w:t></w:r></w:ins></w:p>`, "còn thêm\n"},
		{"fields show their result", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE \* MERGEFORMAT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r></w:p>`, "7\n"},
		{"hidden text", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>`, "hiện\n"},
		{"capitals", `<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>ủy ban nhân dân</w:t></w:r></w:p>`, "ỦY BAN NHÂN DÂN\n"},
		{"controls, links, smart tags", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t> thẻ</w:t></w:r></w:smartTag></w:p></w:sdtContent></w:sdt>`, "liên kết thẻ\n"},
		{"a text box once, after its paragraph", `<w:p><w:r><w:t>trước</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + para("hộp") + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + para("hộp") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> sau</w:t></w:r></w:p>`, "trước sau\nhộp\n"},
		{"a fallback without choice", `<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>dự phòng</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "dự phòng\n"},
		{"decomposed letters", para("Số\u00a0văn ba\u0309n"), "Số văn bản\n"},
		{"a picture and no words", `<w:p>` + pict + `</w:p>`, "<ocr>\n"},
		{"a picture and words", `<w:p>` + pict + `<w:r><w:t>chú thích</w:t></w:r></w:p>`, "chú thích\n"},
		{"nothing", `<w:p/><w:sectPr/>`, ""},
		{"other prefix", `<x:p xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:r><x:t>nghiêm ngặt</x:t></x:r></x:p>`, "nghiêm ngặt\n"},
		{"wide gap of blanks", para("UBND TỈNH" + strings.Repeat(" ", 20) + "CỘNG HÒA"), "UBND TỈNH→CỘNG HÒA\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(mustRead(t, made(tt.body, nil))); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestPages(t *testing.T) {
	const (
		mark = `<w:r><w:lastRenderedPageBreak/></w:r>`
		hard = `<w:r><w:br w:type="page"/></w:r>`
		pict = `<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>`
	)
	text := func(s string) string { return `<w:r><w:t>` + s + `</w:t></w:r>` }
	p := func(inner string) string { return `<w:p>` + inner + `</w:p>` }
	section := `<w:p><w:pPr><w:sectPr/></w:pPr></w:p>`
	tests := []struct{ name, body, want string }{
		{"marks of the layout", p(text("a")) + p(mark+text("b")) + p(text("c")), "#a\n##b\n##c\n"},
		{"a paragraph stays whole where it begins", p(text("a ")+mark+text("tiếp")) + p(text("b")), "#a tiếp\n##b\n"},
		{"a set break and its mark are one boundary", p(text("a")+hard) + p(mark+text("b")), "#a\n##b\n"},
		{"a set break divides its paragraph", p(text("a") + hard + text("b")), "#a\n##b\n"},
		{"break before", p(text("a")) + `<w:p><w:pPr><w:pageBreakBefore/></w:pPr>` + mark + text("b") + `</w:p>`, "#a\n##b\n"},
		{"no breaks: page unknown", p(text("a")) + p(text("b")), "a\nb\n"},
		{"set breaks too far apart: page unknown", p(text(strings.Repeat("chữ ", 1500))+hard) + p(text("b")), strings.TrimSpace(strings.Repeat("chữ ", 1500)) + "\nb\n"},
		{"set breaks and sections: page unknown", p(text("a")+hard) + p(text("b")) + section + p(text("c")), "a\nb\nc\n"},
		{"cells stand side by side", table(row(cell(p(text("a")+mark+text("a2"))), cell(p(text("b")+mark+text("b2"))))) + p(text("c")), "#<row>aa2¦bb2\n##c\n"},
		{"a row on a new page", p(text("a")) + table(row(cell(p(mark+text("b"))), cell(p(mark+text("c"))))) + p(text("d")), "#a\n##<row>b¦c\n##d\n"},
		{"a row on a new page marked in one cell", p(text("a")) + table(row(cell(p(text("b"))), cell(p(mark+text("c"))))), "#a\n##<row>b¦c\n"},
		{"a page of a picture", p(pict+hard) + p(text("b")), "#<ocr>\n##b\n"},
		{"marks in text boxes do not count", p(text("a")) + `<w:p><w:r><w:pict><v:textbox><w:txbxContent>` + p(mark+text("hộp")) + `</w:txbxContent></v:textbox></w:pict></w:r></w:p>`, "a\nhộp\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustRead(t, made(tt.body, nil))
			if got := show(r); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			if last := r.Pages[len(r.Pages)-1].Number; r.PageTotal != last {
				t.Errorf("total %d, last page %d", r.PageTotal, last)
			}
		})
	}
}

func TestMarginsAndNotes(t *testing.T) {
	head := func(s string) string { return `<w:hdr ` + nsW + `>` + para(s) + `</w:hdr>` }
	body := para("Căn cứ") + `<w:p><w:r><w:t>Luật</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>` + para("Kết thúc") +
		`<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="default" r:id="header2"/><w:headerReference w:type="even" r:id="header3"/><w:footerReference r:id="footer1"/><w:titlePg/></w:sectPr>`
	got := show(mustRead(t, made(body, parts{
		"header1": head("SỞ THÔNG TIN VÀ TRUYỀN THÔNG"), "header2": head("2"), "header3": head("SỞ THÔNG TIN VÀ TRUYỀN THÔNG"),
		"header4": head("không dùng đến"), "footer1": head("Lưu hành nội bộ"),
		"footnotes": `<w:footnotes ` + nsW + `><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote><w:footnote w:id="2">` + para("Ban hành năm 2020") + `</w:footnote></w:footnotes>`,
	})))
	const want = "<header>SỞ THÔNG TIN VÀ TRUYỀN THÔNG\nCăn cứ\nLuật\n<note>Ban hành năm 2020\nKết thúc\n<footer>Lưu hành nội bộ\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestStylesAreInherited(t *testing.T) {
	styles := `<w:styles ` + nsW + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="N"/><w:rPr><w:b/><w:caps/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="L"><w:basedOn w:val="H"/><w:pPr><w:jc w:val="left"/></w:pPr><w:rPr><w:caps w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="C"><w:rPr><w:b w:val="false"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="X"><w:basedOn w:val="Y"/></w:style><w:style w:type="paragraph" w:styleId="Y"><w:basedOn w:val="X"/></w:style></w:styles>`
	in := func(style, run, text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r>` + run + `<w:t>` + text + `</w:t></w:r></w:p>`
	}
	got := show(mustRead(t, made(para("thường")+in("H", "", "đề mục")+in("L", "", "trái")+in("H", `<w:rPr><w:rStyle w:val="C"/></w:rPr>`, "nhạt")+in("X", "", "vòng"), parts{"styles": styles})))
	const want = "|thường\n*|ĐỀ MỤC\n*trái\n|NHẠT\nvòng\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestLegacyFonts(t *testing.T) {
	run := func(font, text string) string {
		return `<w:r><w:rPr><w:rFonts w:ascii="` + font + `"/></w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
	}
	body := `<w:p>` + run(".VnTimeH", "céng hßa x· héi chñ nghÜa viÖt nam ®éc lËp") + `</w:p>` +
		`<w:p>` + run(".VnTime", "Thùc hiÖn c¶i c¸ch hµnh chÝnh ") + run("Times New Roman", "năm nay của tỉnh được giao") + `</w:p>` +
		`<w:p>` + run(".VnTime", "B¸o c¸o kÕt qu¶ ®\u00adîc giao") + `</w:p>`
	const want = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ĐỘC LẬP\nThực hiện cải cách hành chính năm nay của tỉnh được giao\nBáo cáo kết quả được giao\n"
	if got := show(mustRead(t, made(body, nil))); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

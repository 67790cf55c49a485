package docx

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhchung/internal/cchc"
	"minhchung/internal/extract/plain"
)

func FuzzWalk(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:jc w:val="center"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>`, "")
	f.Add(table(row(cell(para("a")), cell(para("b")+table(row(cell(para("c"))))))), "")
	f.Add(`<w:tr><w:tc><w:p><w:r><w:lastRenderedPageBreak/><w:t>x</w:t></w:r></w:tc></w:p></w:tr>`, "")
	f.Add(`<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></w:pict><w:footnoteReference w:id="1"/></w:r></w:p>`, "")
	f.Add("<mc:AlternateContent><mc:Choice/><mc:Fallback><w:p/></mc:Fallback></mc:AlternateContent>&#x1;\x00", "")
	f.Add(`<w:p><w:r><w:sym w:char="F0FE" w:font="Wingdings"/><w:sym w:char="D800"/><w:t>&#xD800;</w:t></w:r></w:p>`, "")
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:t>x</w:t></w:r></w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>[y]</w:t></w:r></w:p></w:sdtContent></w:sdt>`, "")
	f.Add(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p><w:altChunk r:id="x"/><w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:altChunk/></w:tr></w:tbl>`, `<html><table><tr><td>a<td>b</table>`)
	f.Add(`<w:altChunk/>`, "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+eA==\n--b--")
	f.Add(`<w:p><w:r><c:chart r:id="x"/></w:r></w:p>`, `<c:ser><c:tx><c:v>a</c:v></c:tx><c:cat><c:pt><c:v>b</c:v></c:pt></c:cat><a:p><a:t>c</a:t></a:p></c:ser>`)
	f.Add(`<w:p><w:r><dgm:relIds r:dm="x"/></w:r></w:p>`, `<dgm:pt><dgm:prSet phldr="1"/><dgm:t><a:p><a:t>c</a:t></a:p></dgm:t></dgm:pt>`)
	f.Fuzz(func(t *testing.T, body, other string) {
		const most = 4096
		d := newDocument(context.Background(), &archive{maxBytes: 1 << 20}, usualMain, withDefaults(cchc.Limits{TextBytes: most}))
		d.body.part = func(string) string { return other }
		d.body.embedded = New(WithHTML(plain.HTMLBlocks), WithText(plain.TextBlocks)).embedded(d.ctx, d.lim, 0)
		if d.readMain(`<w:document `+nsW+`><w:body>`+body+`</w:body></w:document>`) != nil {
			return
		}
		r := d.reading()
		size := 0
		for i, p := range r.Pages {
			if p.Number != 0 && p.Number != i+1 {
				t.Fatalf("page %d has number %d", i, p.Number)
			}
			for _, b := range p.Blocks {
				size += len(b.Text)
				if !utf8.ValidString(b.Text) || !norm.NFC.IsNormalString(b.Text) {
					t.Fatalf("not NFC: %q", b.Text)
				}
				if b.Kind == cchc.BlockRow && b.Text != strings.Join(b.Cells, "\t") {
					t.Fatalf("row %q of %q", b.Text, b.Cells)
				}
			}
		}
		if size > 8*most { // joints, labels and capitals of few bytes
			t.Fatalf("%d bytes of text", size)
		}
	})
}

func FuzzNumbering(f *testing.F) {
	f.Add(`<w:abstractNum w:abstractNumId="0">`+lvl("0", "decimal", "Điều %1.", "")+lvl("1", "lowerLetter", "%2)", "")+`</w:abstractNum>`+numTwo, 1, 0, 3)
	f.Add(`<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="9"><w:startOverride w:val="-5"/></w:lvlOverride></w:num>`, 1, 8, 2)
	f.Add(`<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum><w:lvl w:ilvl="99">%9%`, 0, 2, 1)
	f.Fuzz(func(t *testing.T, list string, id, level, times int) {
		n := parseNumbering(`<w:numbering ` + nsW + `>` + list + `</w:numbering>`)
		for range min(max(times, 0), 50) {
			label, _ := n.next(numRef{set: true, id: id, level: min(max(level, 0), levels-1)})
			if len(label) > 30*longestLabel {
				t.Fatalf("label of %d bytes", len(label))
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var body strings.Builder
	for range 400 {
		body.WriteString(numbered("1", "0", "Triển khai kế hoạch cải cách hành chính năm 2020 của Sở Thông tin và Truyền thông tỉnh Sông Lam"))
		body.WriteString(table(row(cell(para("Nhiệm vụ")), cell(para("Đơn vị chủ trì")), cell(para("Thời hạn")))))
	}
	list := `<w:numbering ` + nsW + `><w:abstractNum w:abstractNumId="0">` + lvl("0", "decimal", "Điều %1.", "") + `</w:abstractNum>` + numTwo + `</w:numbering>`
	file := zipped(b, made(body.String(), parts{"numbering": list}))
	b.SetBytes(int64(body.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readBytes(b, file, cchc.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

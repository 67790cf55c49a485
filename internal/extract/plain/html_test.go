package plain

import (
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func TestHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"title and paragraphs", `<html><head><title> Sở Thông tin
 và Truyền thông </title><style>p{}</style><script>var x="<p>"</script></head><body><p>Một   <i>hai</i>
ba</p><p>&nbsp;</p><div>bốn<div>năm</div>sáu</div></body>`, "*Sở Thông tin và Truyền thông\nMột hai ba\nbốn\nnăm\nsáu\n"},
		{"title said twice", `<title>Kế hoạch</title><h1>KẾ HOẠCH</h1><p>a`, "*KẾ HOẠCH\na\n"},
		{"what is not content", `<nav>Trang chủ</nav><p hidden>x</p><div style="display: none">y</div><noscript>z</noscript><template><p>t</p></template><!-- c --><button>Gửi</button><p>nội dung</p><select><option>1</select>`, "nội dung\n"},
		{"bold and centred", `<p align=center><b>KẾ HOẠCH</b></p><center>dòng</center><p style="text-align:center; font-weight: bold">đậm</p><p><b>Điều 1.</b> Phạm vi điều chỉnh</p>`, "*|KẾ HOẠCH\n|dòng\n*|đậm\nĐiều 1. Phạm vi điều chỉnh\n"},
		{"lists", `<ul><li>a<li><p>b</p><p>c</p></ul><ol start=3><li>d<ul><li>e</ul><li>g</ol>`, "- a\n- b\nc\n3. d\n- e\n4. g\n"},
		{"table", `<table><caption>Biểu 1</caption><thead><tr><th>TT<th>Nhiệm vụ</tr></thead><tr><td>1</td><td><p>Rà soát</p><p>thủ tục</p></td></tr><tr><td></td><td>&nbsp;</td></tr></table>`, "Biểu 1\n<row>*TT¦Nhiệm vụ\n<row>1¦Rà soát⏎thủ tục\n"},
		{"tables for layout", `<table><tr><td><p>trái</p><table><tr><td>a</td><td>b</td></tr></table></td><td>phải</td></tr></table><table><tr><td>một</td></tr><tr><td>hai</td></tr></table>`, "trái\n<row>a¦b\nphải\nmột\nhai\n"},
		{"breaks and typed text", `<p>a<br>b</p><pre>x
y</pre>`, "a⏎b\nx⏎y\n"},
		{"entities", `S&#7903; n&#x1ED9;i v&#7909; &amp; c&aacute;c ban`, "Sở nội vụ & các ban\n"},
		{"picture only", `<img src="https://example.invalid/scan.png" alt="x">`, ""},
		{"unclosed everything", `<table><tr><td>a<td>b<tr><td>c<td><b>d`, "<row>a¦b\n<row>c¦d\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readHTML([]byte(tt.in), false)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(r); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestCharsets(t *testing.T) {
	const tcvn3 = "<font face='.VnTime'>Thùc hiÖn c¶i c¸ch hµnh chÝnh, b¸o c¸o kÕt qu¶ ®\u00adîc giao</font>"
	var raw []byte
	for _, r := range tcvn3 {
		raw = append(raw, byte(r))
	}
	const legacy = "Thực hiện cải cách hành chính, báo cáo kết quả được giao"
	tests := []struct{ name, in, want string }{
		{"no word of it", "<p>" + sentence, sentence},
		{"said to be another", `<meta charset="iso-8859-1"><p>` + sentence, sentence},
		{"windows-1258", `<meta charset="windows-1258"><p>` + in1258(t, sentence), sentence},
		{"UTF-16", "\xff\xfe" + utf16Bytes("<p>"+sentence, false), sentence},
		{"Japanese", "<meta charset=shift_jis><p>\x93\xfa\x96{", "日本"},
		{"TCVN3 bytes", `<meta charset="windows-1252"><p>` + string(raw), legacy},
		{"TCVN3 in capitals", "<p><font face='.VnTimeH'>b¸o c¸o kÕt qu¶ c¶i c¸ch</font><font face='.VnTime'> hµnh chÝnh cña tØnh</font> <span style='color:red; font-family:\".VnArialH\",serif'>n¨m</span>", "BÁO CÁO KẾT QUẢ CẢI CÁCH hành chính của tỉnh NĂM"},
		{"Unicode in such a font", "<p><font face='.VnTimeH'>Báo cáo kết quả cải cách của tỉnh</font>", "Báo cáo kết quả cải cách của tỉnh"},
		{"TCVN3 as entities", "<p>" + tcvn3, legacy},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readHTML([]byte(tt.in), false)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(r); got != tt.want+"\n" {
				t.Errorf("got  %swant %s", got, tt.want)
			}
		})
	}
}

func TestNestedHTML(t *testing.T) {
	const depth = 100_000
	r, err := readHTML([]byte("<title>t</title><script>no</script>"+strings.Repeat("<div>", depth)+"x<br>y<b>z</b>"+strings.Repeat("<table><tr><td>", 1000)+"w</p>"), false)
	if err != nil || show(r) != "x⏎yz\nw\n" || len(r.Notes) != 1 {
		t.Errorf("%v %v\n%s", err, r.Notes, show(r))
	}
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte("<title>a</title><table><tr><td>b<td><table><tr><td>c"))
	f.Add([]byte("<ol start=9223372036854775807><li>x<li>y"))
	f.Add([]byte("<meta charset=utf-16><p>\x00a"))
	f.Add([]byte("<svg><title>x</title></svg><select><option>a<table>"))
	f.Add([]byte("<pre>a\r\nb</pre><p style='text-align:center'>\xc3"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := readHTML(b, false)
		if err != nil {
			return
		}
		check(t, r, len(b))
	})
}

// BenchmarkRead reads about 20 printed pages.
func BenchmarkRead(b *testing.B) {
	row := "<tr><td>1</td><td><p>" + sentence + "</p></td></tr>"
	for name, bench := range map[string]struct {
		file string
		read func([]byte, bool) (cchc.Reading, error)
	}{
		"text": {strings.Repeat(sentence+"\n", 1000), readText},
		"html": {"<table>" + strings.Repeat(row, 300) + "</table>" + strings.Repeat("<p>"+sentence+"</p>", 300), readHTML},
	} {
		b.Run(name, func(b *testing.B) {
			file := []byte(bench.file)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bench.read(file, false); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

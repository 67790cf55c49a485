package search

import (
	"strings"
	"testing"

	"minhchung/internal/vi"
)

// paint shows the marks as brackets.
func paint(s string, marks [][2]int) string {
	for i := len(marks) - 1; i >= 0; i-- {
		m := marks[i]
		s = s[:m[0]] + "[" + s[m[0]:m[1]] + "]" + s[m[1]:]
	}
	return s
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("Phần mở đầu chưa nói đến việc gì. ", 20) +
		"Tỷ lệ hồ sơ trả đúng hạn đạt chín mươi phần trăm. " + strings.Repeat("Phần kết cũng vậy. ", 20)
	for _, c := range []struct {
		text, query, want string
		max               int
	}{
		{text: "Rà soát hồ sơ", query: "hồ sơ", want: "Rà soát [hồ sơ]"},
		{text: "Rà soát hồ sơ", query: "ho so", want: "Rà soát [hồ sơ]"},
		{text: "Mua bàn, bán ghế", query: "bàn", want: "Mua [bàn], bán ghế"},
		{text: "Mua bán ghế", query: "bàn", want: "Mua [bán] ghế"},
		{text: "Quản lý, quản lí", query: "quản lí", want: "[Quản lý], [quản lí]"},
		{text: "Kết quả của sở và của phòng", query: "kết quả của phòng", want: "[Kết quả của] sở và [của phòng]"},
		{text: "Ban hành thủ tục hành chính", query: "thủ tục hành chính", want: "Ban hành [thủ tục hành chính]"},
		{text: "Ban hành, chính thức", query: "thủ tục hành chính", want: "Ban [hành], [chính] thức"},
		{text: "Báo cáo của sở", query: "của", want: "Báo cáo [của] sở"},
		{text: "Theo số 15/KH-STTTT\n và  15 người", query: "15/kh-stttt", want: "Theo số [15/KH-STTTT] và 15 người"},
		{text: "Bộ TTHC mới", query: "thủ tục hành chính", want: "Bộ [TTHC] mới"},
		{text: "Bộ thủ tục hành chính", query: "TTHC", want: "Bộ [thủ tục hành chính]"},
		{text: "  Một\n\n đoạn  ", query: "không", want: "Một đoạn "},
		{text: "", query: "a", want: ""},
		{text: "Văn bản", query: "", want: "Văn bản"},
		{text: long, query: "hồ sơ đúng hạn", max: 120, want: "[hồ sơ] trả [đúng hạn]"},
	} {
		p := Parse(c.query, testAbbreviations())
		s, marks := Snippet(c.text, p, c.max)
		got := paint(s, marks)
		if c.max > 0 {
			if !strings.Contains(got, c.want) || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") || len(s) > c.max+16 {
				t.Errorf("%q: %q", c.query, got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func TestSnippetOfDecomposedText(t *testing.T) {
	text := "Quản lí hồ sơ" // decomposed as some systems write it
	s, marks := Snippet(text, Parse("quản lý", vi.Abbreviations{}), 0)
	if s != text || len(marks) != 1 || s[marks[0][0]:marks[0][1]] != "Quản lí" {
		t.Errorf("%q %v", s, marks)
	}
}

func TestSnippetOfAHugeText(t *testing.T) {
	text := strings.Repeat("hồ sơ ", 200_000)
	s, marks := Snippet(text, Parse("hồ sơ", vi.Abbreviations{}), 100)
	if len(s) > 116 || len(marks) == 0 {
		t.Errorf("%d bytes, %d marks", len(s), len(marks))
	}
}

func TestMarks(t *testing.T) {
	for _, c := range []struct{ text, query, want string }{
		{"Thanh tra, thanh tịnh", "thanh tr*", "[Thanh tra], thanh tịnh"},
		{"Tập huấn và tập hợp", "tập hu*", "[Tập huấn] và tập hợp"},
		{"Tuyên truyền, tuyến đường", "tuyên*", "[Tuyên] truyền, [tuyến] đường"},
		{"Công tác kiểm tra công vụ", `"kiểm tra"`, "Công tác [kiểm tra] công vụ"},
		{"Công tác kiểm tra công vụ", `trích yếu:"kiểm tra"`, "Công tác [kiểm tra] công vụ"},
		{"Công tác kiểm tra", `tên tệp:"kiểm tra"`, "Công tác kiểm tra"},
		{"Kế hoạch số 15/KH-STTTT và 15 người", "kế hoạch số 15", "[Kế hoạch số 15/KH-STTTT] và 15 người"},
		{"Báo cáo, kế hoạch", "báo cáo OR kế hoạch", "[Báo cáo], [kế hoạch]"},
		{"Hoà giải, hòa giải", "hòa giải", "[Hoà giải], [hòa giải]"},
		{"Bộ TTHC và thu\u0309 tu\u0323c ha\u0300nh chi\u0301nh", "tthc", "Bộ [TTHC] và [thu\u0309 tu\u0323c ha\u0300nh chi\u0301nh]"},
		{"Báo cáo", "-cáo", "Báo [cáo]"},
		{"", "a", ""},
	} {
		if got := paint(c.text, Parse(c.query, testAbbreviations()).Terms.Marks(c.text)); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func TestMarksOfALongText(t *testing.T) {
	text := strings.Repeat("Rà soát đơn giản hóa quy trình, đường truyền thông suốt. ", 2000) + "\n" + strings.Repeat("đ", 10_000) + " hồ sơ"
	marks := Parse("quy trình hồ sơ", vi.Abbreviations{}).Terms.Marks(text)
	if len(marks) != 2001 {
		t.Fatalf("%d marks", len(marks))
	}
	for i, m := range marks[:2000] {
		if got := text[m[0]:m[1]]; got != "quy trình" {
			t.Fatalf("mark %d is %q", i, got)
		}
	}
	if last := marks[2000]; text[last[0]:] != "hồ sơ" || last[1] != len(text) {
		t.Errorf("last mark %v", last)
	}
}

func BenchmarkMarks(b *testing.B) {
	text := strings.Repeat("Rà soát, đơn giản hóa quy trình giải quyết hồ sơ của người dân.\n", 15_000)
	p := Parse("đơn giản hóa quy trình hồ sơ", vi.Abbreviations{})
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		p.Terms.Marks(text)
	}
}

func BenchmarkSnippet(b *testing.B) {
	text := strings.Repeat("Rà soát, đơn giản hóa quy trình giải quyết hồ sơ của người dân. ", 8)
	p := Parse("đơn giản hóa quy trình hồ sơ", vi.Abbreviations{})
	for b.Loop() {
		Snippet(text, p, 200)
	}
}

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

func BenchmarkSnippet(b *testing.B) {
	text := strings.Repeat("Rà soát, đơn giản hóa quy trình giải quyết hồ sơ của người dân. ", 8)
	p := Parse("đơn giản hóa quy trình hồ sơ", vi.Abbreviations{})
	for b.Loop() {
		Snippet(text, p, 200)
	}
}

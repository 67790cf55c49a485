package vi

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestKeyUnifiesSpellings(t *testing.T) {
	for _, same := range [][]string{
		{"hóa", "hoá", "HÓA", "HOÁ", "Hoá"},
		{"thủy", "thuỷ", "THUỶ"},
		{"ủy", "uỷ", "Uỷ"},
		{"khỏe", "khoẻ"},
		{"hòa", "hoà"},
		{"toàn", "tòan"},
		{"quý", "qúy"},
		{"giá", "gía"},
		{"kĩ", "kỹ", "KỸ"},
		{"lí", "lý", "Lý"},
		{"mĩ", "mỹ"},
		{"hi", "hy"},
		{"sĩ", "sỹ"},
		{"tỉ", "tỷ"},
		{"đ", "Đ", "Ð", "ð"},
		{"đường", "ĐƯỜNG", "Ðường", norm.NFD.String("đường")},
		{"việt", norm.NFD.String("Việt")},
	} {
		for _, s := range same[1:] {
			if Key(s) != Key(same[0]) {
				t.Errorf("Key(%q) = %q, Key(%q) = %q", s, Key(s), same[0], Key(same[0]))
			}
		}
	}
}

func TestKeyKeepsWordsApart(t *testing.T) {
	for _, differ := range [][2]string{
		{"thúy", "thúi"}, {"quý", "quí"}, {"tay", "tai"}, {"mây", "mâi"}, {"hoa", "hóa"}, {"y", "i"},
		{"đa", "da"}, {"ban", "bàn"}, {"uy", "ui"}, {"cúa", "của"},
	} {
		if Key(differ[0]) == Key(differ[1]) {
			t.Errorf("%q and %q have one key %q", differ[0], differ[1], Key(differ[0]))
		}
	}
}

func TestKeyLeavesOtherWords(t *testing.T) {
	for in, want := range map[string]string{
		"Café": "café", "9001": "9001", "STTTT": "stttt", "naïve": "naïve", "": "",
		"QUẢ": "quả", "qúy": "quý", "gía": "giá", "Giữa": "giữa", "khuỷu": "khuỷu", "ngoài": "ngoài", "huỳnh": "huỳnh",
		"Nghiêng": "nghiêng", "Ωμέγα": "ωμέγα", "résumé": "résumé",
	} {
		if got := Key(in); got != want {
			t.Errorf("Key(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Kế hoạch số 15/KH-STTTT, ngày 03 tháng 02": "ke hoach so 15/kh-stttt, ngay 03 thang 02",
		"ĐƯỜNG Ðất": "duong dat",
		norm.NFD.String("Thuỷ lợi – “Đê”"): "thuy loi – “de”",
		"kỹ kĩ":         "ky ki",
		"Ångström café": "angstrom cafe",
		"a ≠ b":         "a ≠ b",
		"":              "",
		"x\xff":         "x\xff",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	text := "Số: 15/KH-STTTT – " + norm.NFD.String("Uỷ ban") + " (lần 2)"
	var got []string
	for _, tok := range Tokens(text) {
		got = append(got, tok.Key+"|"+tok.Fold)
	}
	want := []string{"số|so", "15|15", "kh|kh", "stttt|stttt", "ủy|uy", "ban|ban", "lần|lan", "2|2"}
	if !slices.Equal(got, want) {
		t.Errorf("tokens %q, want %q", got, want)
	}
	if n := CountSyllables(text); n != len(want) {
		t.Errorf("CountSyllables = %d, want %d", n, len(want))
	}
}

func TestContainsPhrase(t *testing.T) {
	tokens := Tokens("Kế hoạch kiểm tra công tác cải cách hành chính")
	phrase := []string{"cải", "cách", "hành", "chính"}
	if at, ok := ContainsPhrase(tokens, phrase); !ok || at != 6 {
		t.Errorf("found at %d, %v", at, ok)
	}
	for _, absent := range [][]string{nil, {"cải", "tiến"}, {"chính", "phủ"}, {"hoạch", "tra"}} {
		if _, ok := ContainsPhrase(tokens, absent); ok {
			t.Errorf("found %q", absent)
		}
	}
}

func TestUpper(t *testing.T) {
	for s, want := range map[string]bool{"SỞ THÔNG TIN": true, "Sở": false, "A": false, "15/KH": true, "12": false, "ĐỀ Án": false} {
		if Upper(s) != want {
			t.Errorf("Upper(%q) = %v", s, !want)
		}
	}
}

// texts are strings as hard as files give them: Vietnamese letters, marks, any rune and
// broken UTF-8.
func texts() *rapid.Generator[string] {
	const vietnamese = "aàảãáạăằâấbcdđeẹêệghiỉklmnoòôốơợpqrstuụưứvxyỳýABĐÊQUYÐ \u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b-/.,12"
	return rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom([]rune(vietnamese)), 0, 30, -1),
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

func TestFoldTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := texts().Draw(t, "text")
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, twice)
		}
	})
}

func TestKeyTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, tok := range Tokens(texts().Draw(t, "text")) {
			if again := Key(tok.Key); again != tok.Key {
				t.Fatalf("Key(%q) = %q, again %q", tok.Text, tok.Key, again)
			}
			if tok.Key != Key(tok.Text) || tok.Fold != Fold(tok.Text) {
				t.Fatalf("token %+v: Key %q, Fold %q", tok, Key(tok.Text), Fold(tok.Text))
			}
		}
	})
}

// Vietnamese words have one searched form, whichever of the two is made first.
func TestKeyAndFoldCommute(t *testing.T) {
	letter := rapid.SampledFrom([]rune("aàảạăằâấbcdđeẹêệghiỉklmnoòôốơợpqrstuụưứvxyỳý"))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(letter, 1, 8, -1).Draw(t, "word")
		if a, b := Key(Fold(s)), Fold(Key(s)); a != b {
			t.Fatalf("%q: Key(Fold) %q, Fold(Key) %q", s, a, b)
		}
	})
}

func TestTokensHoldWhatTheyPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkTokens(t, texts().Draw(t, "text")) })
}

type failer interface{ Fatalf(string, ...any) }

func checkTokens(t failer, s string) {
	last := 0
	tokens := Tokens(s)
	for _, tok := range tokens {
		if tok.Start < last || tok.End <= tok.Start || tok.End > len(s) {
			t.Fatalf("%q: token %+v after %d", s, tok, last)
		}
		if s[tok.Start:tok.End] != tok.Text {
			t.Fatalf("%q: token %+v is not the text at its offsets", s, tok)
		}
		if tok.Key == "" || tok.Fold == "" || !utf8.ValidString(tok.Text) {
			t.Fatalf("%q: token %+v", s, tok)
		}
		if CountSyllables(s[last:tok.Start]) != 0 {
			t.Fatalf("%q: a word before %+v was passed over", s, tok)
		}
		last = tok.End
	}
	if CountSyllables(s[last:]) != 0 || CountSyllables(s) != len(tokens) {
		t.Fatalf("%q: %d tokens, %d counted", s, len(tokens), CountSyllables(s))
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{
		"", "Số: 15/KH-STTTT", norm.NFD.String("Uỷ ban nhân dân tỉnh Sông Lam"), "a\u0301\u0323", "\u0301a", "x\xffy",
		"Ðiều 5", "ﬁ ½ Ⅳ 漢字", "İstanbul", "K\u212A", "\u1100\u1161\u11a8", strings.Repeat("ư", 50),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkTokens(t, s)
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, Fold(once))
		}
		if q := Quality(s); q < 0 || q > 1 || q != q {
			t.Fatalf("Quality(%q) = %v", s, q)
		}
	})
}

var paragraph = strings.Repeat("Căn cứ Kế hoạch số 15/KH-STTTT ngày 03 tháng 02 năm 2020 của Sở Thông tin và Truyền thông tỉnh Sông Lam "+
	"về kiểm tra công tác cải cách hành chính, các phòng và đơn vị trực thuộc tự đánh giá, chấm điểm và gửi tài liệu kiểm chứng.\n", 20)

func BenchmarkTokens(b *testing.B) {
	n := CountSyllables(paragraph)
	b.SetBytes(int64(len(paragraph)))
	b.ReportAllocs()
	for b.Loop() {
		if len(Tokens(paragraph)) != n {
			b.Fatal("tokens differ")
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkQuality(b *testing.B) {
	b.SetBytes(int64(len(paragraph)))
	for b.Loop() {
		Quality(paragraph)
	}
}

func BenchmarkDecodeLegacy(b *testing.B) {
	b.SetBytes(int64(len(paragraph)))
	for b.Loop() {
		DecodeLegacy(paragraph)
	}
}

// TestComposedIsNFC: each character composed knows is a starter that joins with none
// before it, so that any row of them is NFC.
func TestComposedIsNFC(t *testing.T) {
	known := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := string(r)
		if !utf8.ValidRune(r) || !composed(s) {
			continue
		}
		known++
		if p := norm.NFC.PropertiesString(s); !norm.NFC.IsNormalString(s) || !p.BoundaryBefore() || p.CCC() != 0 {
			t.Errorf("%U is not", r)
		}
	}
	if known < 900 {
		t.Errorf("only %d characters known", known)
	}
}

// TestLetterAt: it decodes what the tables hold, and nothing else.
func TestLetterAt(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		l, n := letterAt(string(r), 0)
		want := letters.at(r)
		if want != nil && want.base == 0 {
			want = nil
		}
		if utf8.ValidRune(r) && (l != want || l != nil && n != utf8.RuneLen(r)) {
			t.Errorf("%U: %v of %d bytes, want %v", r, l, n, want)
		}
	}
	for _, s := range []string{"\xc3", "\xc3a", "\xe1\xba", "\xe1\xbaa", "\xe1\xba\xff", "\xff", "\x80", "\xc0\xa1", "\xc1\xa1"} {
		if l, _ := letterAt(s, 0); l != nil {
			t.Errorf("%q: %v", s, l)
		}
	}
}

package vi

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

const sample = "Kế hoạch kiểm tra công tác cải cách hành chính năm 2020 của Sở Thông tin và Truyền thông tỉnh Sông Lam.\n" +
	"Các đơn vị được kiểm tra báo cáo kết quả tự đánh giá, nêu rõ những hạn chế, đề xuất giải pháp khắc phục.\n"

// asTCVN3 writes Vietnamese as a TCVN3 font would have it typed; capitals with tones,
// which those fonts lack, are typed small.
func asTCVN3(s string) string {
	return strings.Map(func(r rune) rune {
		for i, d := range tcvn3 {
			if d == r && i+tcvn3First != 0xFF {
				return rune(i + tcvn3First)
			}
		}
		return r
	}, s)
}

// asVNI writes Vietnamese as a VNI font would have it typed.
func asVNI(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(vniOf(r))
	}
	return b.String()
}

func vniOf(r rune) string {
	low := unicode.ToLower(r)
	for code := rune(0xC0); code <= 0xFF; code++ {
		if d, ok := vniSingle(code); ok && d == low {
			return upperIf(string(code), r != low)
		}
	}
	for _, base := range "aeouyôö" {
		for _, second := range vniTones + vniHat + vniBreve {
			if d, ok := vniPair(base, second); ok && d == low {
				return upperIf(string([]rune{base, second}), r != low)
			}
		}
	}
	return string(r)
}

func upperIf(s string, upper bool) string {
	if upper {
		return strings.ToUpper(s)
	}
	return s
}

func TestDecodeLegacyWholeText(t *testing.T) {
	for name, c := range map[string]struct{ in, encoding string }{
		"tcvn3":        {asTCVN3(sample), TCVN3},
		"vni":          {asVNI(sample), VNI},
		"vni capitals": {asVNI(strings.ToUpper(sample)), VNI},
		"short":        {"Céng hoµ x· héi chñ nghÜa ViÖt Nam", TCVN3},
	} {
		if c.in == sample {
			t.Fatalf("%s: the test encodes nothing", name)
		}
		got, enc, changed := DecodeLegacy(c.in)
		if !changed || enc != c.encoding {
			t.Errorf("%s: encoding %q, changed %v", name, enc, changed)
			continue
		}
		want := sample
		switch name {
		case "vni capitals":
			want = strings.ToUpper(sample)
		case "short":
			want = "Cộng hoà xã hội chủ nghĩa Việt Nam"
		}
		if got != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestDecodeLegacyLeavesUnicode(t *testing.T) {
	for _, s := range []string{
		sample, strings.ToUpper(sample), "", "Sè", "plain ASCII only",
		"La déclaration des droits de l’homme et du citoyen a été adoptée à Versailles",
		"São João é uma festa em coração português não é",
		"Nhiệt độ 30°C ± 2°, diện tích 120 m², 5 m³ «trích»",
		"Straße, Größe, Übergabe für Müller, schöne Grüße",
		"soft\u00adhy\u00adphen stays",
		"Các và cũng là những điều đã có",
	} {
		if got, enc, changed := DecodeLegacy(s); changed || enc != "" || got != s {
			t.Errorf("%q became %q (%s)", s, got, enc)
		}
	}
}

// Files with both kinds of font: the Unicode part must come through untouched, also its
// words of Latin-1 letters alone ("các", "và").
func TestDecodeLegacyMixed(t *testing.T) {
	unicodeLine := "Các phòng và đơn vị đã nộp báo cáo, có xác nhận của lãnh đạo từng phòng.\n"
	for name, mixed := range map[string]string{
		"mostly legacy":  strings.Repeat(asTCVN3(sample), 3) + unicodeLine,
		"mostly unicode": strings.Repeat(unicodeLine, 12) + asTCVN3(sample),
	} {
		got, enc, _ := DecodeLegacy(mixed)
		want := strings.Repeat(sample, 3) + unicodeLine
		if name == "mostly unicode" {
			want = strings.Repeat(unicodeLine, 12) + sample
		}
		if got != want || enc != TCVN3 {
			t.Errorf("%s (%s):\n%s", name, enc, got)
		}
	}
}

func TestDecodeTCVN3(t *testing.T) {
	for in, want := range map[string]string{
		"l\u00adu tr÷":   "lưu trữ",
		"§iÒu 5":         "Điều 5",
		"30°C":           "30°C",
		"120 m²":         "120 m²",
		"“Quèc héi” – ®": "“Quốc hội” – đ",
	} {
		if got := DecodeTCVN3(in); got != want {
			t.Errorf("DecodeTCVN3(%q) = %q, want %q", in, got, want)
		}
	}
	if got := DecodeTCVN3Bytes([]byte("H\xb9n ch\xd5")); got != "Hạn chế" {
		t.Errorf("bytes: %q", got)
	}
}

func TestDecodeVNI(t *testing.T) {
	for in, want := range map[string]string{
		"caùc ñôn vò ñöôïc": "các đơn vị được",
		"ÑIEÀU":             "ĐIỀU",
		"kyû luaät":         "kỷ luật",
		"lyù":               "lý",
		"nghieâm tuùc":      "nghiêm túc",
		"iø iù yû":          "ì í ỷ",
		"naêm, laép, maët":  "năm, lắp, mặt",
		"Mî, kî":            "Mỵ, kỵ",
	} {
		if got := DecodeVNI(in); got != want {
			t.Errorf("DecodeVNI(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFontDrawsCapitals(t *testing.T) {
	for font, want := range map[string]bool{".VnTimeH": true, ".VnArialH": true, ".vntimeH": true, ".VnTime": false, "Times New Roman": false, "HelveticaH": false, "": false} {
		if FontDrawsCapitals(font) != want {
			t.Errorf("%q: %v", font, !want)
		}
	}
}

// Whatever Vietnamese is typed, both encodings carry it there and back.
func TestDecodersInvertTyping(t *testing.T) {
	small := rapid.StringOfN(rapid.SampledFrom([]rune(strings.Join(vowelRows[:], "")+"bcdđghklmnpqrstvx .,")), 0, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := small.Draw(t, "text")
		if got := DecodeTCVN3(asTCVN3(s)); got != s {
			t.Fatalf("TCVN3: %q became %q", s, got)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		// A toned letter behind a bare vowel can read as a VNI pair of the two, in the
		// font as well as here; words of the language have no such neighbours.
		words := rapid.SliceOf(rapid.SampledFrom(strings.Fields(strings.ToLower(sample)))).Draw(t, "words")
		s := strings.Join(words, " ")
		if got := DecodeVNI(asVNI(s)); got != s {
			t.Fatalf("VNI: %q became %q", s, got)
		}
	})
}

func FuzzDecodeLegacy(f *testing.F) {
	for _, s := range []string{sample, asTCVN3(sample), asVNI(sample), "Céng hoµ x· héi chñ nghÜa", "\xff\xfe", "ÖÙ°²³", "a\u00ad\u00ad", "é\né\r\né"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, enc, changed := DecodeLegacy(s)
		if changed != (enc != "") || !changed && got != s {
			t.Fatalf("%q: %q %q %v", s, got, enc, changed)
		}
		if strings.Count(got, "\n") != strings.Count(s, "\n") {
			t.Fatalf("%q: lines lost in %q", s, got)
		}
		if _, enc, _ := decodeLines(s); !mayBeLegacy(s) && enc != "" {
			t.Fatalf("%q: is %s, passed over", s, enc)
		}
		DecodeTCVN3Bytes([]byte(s))
		DecodeVNI(s)
	})
}

// TestPassedOver: what is passed over without trying the encodings would not have changed.
func TestPassedOver(t *testing.T) {
	words := strings.Fields(sample)
	var all []string
	for _, w := range words {
		all = append(all, w, asTCVN3(w), asVNI(w))
	}
	all = append(all, "\n", "°", "«", "façade", "ĩ", "a\u0301")
	passed := 0
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(all), 0, 40).Draw(t, "words"), " ")
		if mayBeLegacy(s) {
			return
		}
		passed++
		if got, enc, changed := decodeLines(s); changed {
			t.Fatalf("%q is %s: %q", s, enc, got)
		}
	})
	if passed == 0 {
		t.Error("no text was passed over")
	}
}

package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// shelf is a vocabulary of a few words.
type shelf map[string]int // by key

func (s shelf) Count(fold string) int {
	n := 0
	for key, count := range s {
		if Words(key)[0].Fold == fold {
			n += count
		}
	}
	return n
}

func (s shelf) Near(word Word, most int) []Candidate {
	var out []Candidate
	for key, n := range s {
		w := Words(key)[0]
		if len(out) < most && Distance(word.Fold, w.Fold) <= 2 {
			out = append(out, Candidate{Key: w.Key, Fold: w.Fold, Count: n})
		}
	}
	return out
}

// usual is the shelf without anything near: what the slips alone can do.
type usual struct{ shelf }

func (usual) Near(Word, int) []Candidate { return nil }

// nearest has what differs by tones only, as an index that leaves out all but the nearest.
type nearest struct{ shelf }

func (c nearest) Near(word Word, most int) (out []Candidate) {
	for _, n := range c.shelf.Near(word, 1000) {
		if Distance(word.Key, n.Key) < 0.9 && len(out) < most {
			out = append(out, n)
		}
	}
	return out
}

func testShelf() shelf {
	out := shelf{}
	for _, w := range strings.Fields("kế hoạch cải cách hành chính sở trả trường giám đốc dân lập nông nghiệp kiểm tra được quản lý năm xã sơ nghĩa vụ văn thư lưu trữ ubnd") {
		out[w] = 5
	}
	out["chính"] = 50
	return out
}

// unknownIn are the words of a text that are not on the shelf.
func unknownIn(text string, s shelf) []Word {
	var out []Word
	for _, w := range Words(text) {
		if s.Count(w.Fold) == 0 {
			out = append(out, w)
		}
	}
	return out
}

func TestSuggest(t *testing.T) {
	s := testShelf()
	for text, want := range map[string]string{
		"kees hoachj":                 "kế hoạch",
		"ke61 hoach5":                 "kế hoạch",
		"Kees hoachj 2020":            "Kế hoạch 2020",
		"KẾ HOẠHC":                    "KẾ HOẠCH",
		"kế hoạhc kiểm tra":           "kế hoạch kiểm tra",
		"kế hoạc":                     "kế hoạch",
		"ke hoahc":                    "ke hoach",
		"cải cáhc":                    "cải cách",
		"hàh chính":                   "hành chính",
		"hành chínhh":                 "hành chính",
		"nưu trữ":                     "lưu trữ",
		"lông nghiệp":                 "nông nghiệp",
		"văn thư nưu chữ":             "văn thư lưu trữ",
		"rân":                         "dân",
		"giân":                        "dân",
		"nghỉa":                       "",
		"ngĩa vụ":                     "nghĩa vụ",
		"cảicách hành chính":          "cải cách hành chính",
		`"kế hoahc" -xã loại:KH`:      `"kế hoạch" -xã loại:KH`,
		"kế hoạch":                    "",
		"xyzzy":                       "",
		"zz":                          "",
		"15/KH-STTTT":                 "",
		"":                            "",
		"dduowcj":                     "được",
		strings.Repeat("hoahc ", 400): "",
	} {
		got := Suggest(text, unknownIn(text, s), s)
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"kế hoahc": "kế hoạch", "ke hoahc": "ke hoach", "kế hoạhc": "kế hoạch"} {
		if got := Suggest(text, unknownIn(text, s), nearest{s}); got != want {
			t.Errorf("%q with the nearest alone: %q, want %q", text, got, want)
		}
	}
	rare := testShelf()
	rare["hoạch"], rare["hoach"] = 100, 1
	if got := Suggest("kế hoahc", unknownIn("kế hoahc", rare), rare); got != "kế hoạch" {
		t.Errorf("a form of addresses is suggested: %q", got)
	}
	for text, want := range map[string]string{"kế hoạc": "kế hoạch", "nưu trữ": "lưu trữ", "cảicách": "cải cách", "kees": "kế", "xở": "sở"} {
		if got := Suggest(text, unknownIn(text, s), usual{s}); got != want {
			t.Errorf("%q by slips alone: %q, want %q", text, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		least float64
		most  float64
	}{
		{"hoạch", "hoạch", 0, 0}, {"hoạch", "hoách", 0.1, 0.4}, {"hoạhc", "hoạch", 0.6, 0.8}, {"xở", "sở", 0.5, 0.5}, {"chữ", "trữ", 0.5, 0.5},
		{"hoạc", "hoạch", 1, 1}, {"hoạchh", "hoạch", 0.5, 0.5}, {"", "hoạch", 5, 5}, {"năm", "lăm", 0.5, 0.5}, {"một", "hai", 2.5, 3},
	} {
		if d := Distance(c.a, c.b); d < c.least-1e-9 || d > c.most+1e-9 {
			t.Errorf("%q %q: %.2f", c.a, c.b, d)
		}
		if x, y := Distance(c.a, c.b), Distance(c.b, c.a); x-y > 1e-9 || y-x > 1e-9 {
			t.Errorf("%q %q: %.2f there, %.2f back", c.a, c.b, x, y)
		}
	}
}

func FuzzSuggest(f *testing.F) {
	s := testShelf()
	for _, text := range []string{"kees hoachj", "cảicách", "\xff", "ß ŉ", `"hoahc`, "hoa\u0323hc"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Suggest(text, unknownIn(text, s), s)
		if !utf8.ValidString(got) {
			t.Errorf("%q is not UTF-8", got)
		}
		if got != "" && got == text {
			t.Errorf("%q suggests itself", text)
		}
	})
}

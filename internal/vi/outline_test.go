package vi_test

import (
	"slices"
	"testing"

	"minhchung/internal/vi"
)

// holds looks for words with an outline, as they are looked for token by token.
func holds(o *vi.Outline, text string, words []vi.Token) (found, known bool) {
	folds := make([]string, len(words))
	for i, w := range words {
		folds[i] = w.Fold
	}
	letters := o.Words(folds...)
	if letters == nil || !o.Read(text) {
		return false, false
	}
	for from := 0; ; from++ {
		var start, end int
		if from, start, end = o.Find(letters, from); from < 0 {
			return false, true
		}
		if begins(vi.Tokens(text[start:end]), words) {
			return true, true
		}
	}
}

// begins reports whether the tokens begin with the folds of the words.
func begins(tokens, words []vi.Token) bool {
	return len(tokens) >= len(words) && slices.EqualFunc(tokens[:len(words)], words, func(a, b vi.Token) bool { return vi.Key(a.Fold) == vi.Key(b.Fold) })
}

func slowly(text string, words []vi.Token) bool {
	tokens := vi.Tokens(text)
	for i := range tokens {
		if begins(tokens[i:], words) {
			return true
		}
	}
	return false
}

func TestOutline(t *testing.T) {
	var o vi.Outline
	for _, tt := range []struct {
		text, words  string
		found, known bool
	}{
		{"Xử lý vi phạm; xử lý vi phạm hành chính.", "xu ly vi pham hanh chinh", true, true},
		{"xử lý vi phạm, phạt vi phạm hành chính", "xu ly vi pham hanh chinh", false, true},
		{"QUẢN LÍ ĐẤT ĐAI", "quản lý đất", true, true},
		{"quản lý", "quản lý đất", false, true},
		{"thủ  tục\n– hành chính", "tục hành", true, true},
		{"", "một cửa", false, true},
		{"một cửa", "một cử", false, true},
		{"mo\u0323\u0302t cu\u031b\u0309a", "mot cua", false, false}, // not composed: not known
		{"строка một cửa", "mot cua", false, false},
		{"15/KH-STTTT năm 2020", "KH STTTT", true, true},
	} {
		found, known := holds(&o, tt.text, vi.Tokens(tt.words))
		if found != tt.found || known != tt.known {
			t.Errorf("%q in %q: found %v, known %v", tt.words, tt.text, found, known)
		}
	}
}

func FuzzOutline(f *testing.F) {
	f.Add("Xử lý vi phạm; xử lý vi phạm hành chính.", "xu ly vi pham hanh chinh")
	f.Add("kỹ thuật 4.0, kĩ thuật", "ki thuat")
	f.Add("a\xffb Ðình-y y", "y y")
	f.Fuzz(func(t *testing.T, text, words string) {
		var o vi.Outline
		tokens := vi.Tokens(words)
		if len(tokens) == 0 {
			return
		}
		if found, known := holds(&o, text, tokens); known && found != slowly(text, tokens) {
			t.Fatalf("%q in %q: %v", words, text, found)
		}
	})
}

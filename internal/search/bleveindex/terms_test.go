package bleveindex

import (
	"strings"
	"testing"

	"minhchung/internal/search"
)

func TestTermsTellFormsApart(t *testing.T) {
	keys := []string{"hoach", "hoạch", "hoàch", "hơach", "hòạch", "đ", "d", "ki", "kí", "ký", "2020", "ﬁ", strings.Repeat("ă", 200), strings.Repeat("ă", 199) + "a"}
	seen := map[string]string{}
	for _, text := range keys {
		w := search.Words(text)[0]
		term := exactTerm(w)
		if !strings.HasPrefix(term, foldedSpan(w)) {
			t.Errorf("%q: term %q is not in the span of %q", text, term, foldedSpan(w))
		}
		if other, ok := seen[term]; ok && other != w.Key {
			t.Errorf("%q and %q share the term %q", other, w.Key, term)
		}
		seen[term] = w.Key
	}
	if exactTerm(search.Words("hoạch")[0]) != exactTerm(search.Words("HOẠCH")[0]) {
		t.Error("capitals have a term of their own")
	}
}

// FuzzVocabulary holds what is indexed to what is looked up, and marks to the difference
// between forms.
func FuzzVocabulary(f *testing.F) {
	f.Add("Kế hoạch hóa, quý III", "kê hoach hoá qui")
	f.Add("ký kĩ Đ ð", "ﬁ İ ß")
	f.Add("\xff a\xcc", "a\u0301\u0323")
	f.Fuzz(func(t *testing.T, a, b string) {
		v := newVocabulary()
		known := map[string]string{}
		for _, text := range []string{a, b} {
			words, indexed := search.Words(text), v.words(text)
			if len(words) != len(indexed) {
				t.Fatalf("%q: %d words, %d indexed", text, len(words), len(indexed))
			}
			for i, w := range words {
				if s := indexed[i]; s.text != exactTerm(w) || !strings.HasPrefix(s.text, foldedSpan(w)) {
					t.Errorf("%q is indexed as %q and looked up as %q in %q", w.Key, s.text, exactTerm(w), foldedSpan(w))
				}
				if other, ok := known[indexed[i].text]; ok && other != w.Key {
					t.Errorf("%q and %q share the term %q", other, w.Key, indexed[i].text)
				}
				known[indexed[i].text] = w.Key
				if i == 0 {
					continue
				}
				pair := v.pair(indexed[i-1], indexed[i]).text
				if pair != exactPairTerm(words[i-1], w) || !strings.HasPrefix(pair, foldedPairSpan(words[i-1], w)) {
					t.Errorf("pair %q %q is indexed as %q", words[i-1].Key, w.Key, pair)
				}
			}
		}
	})
}

func TestVocabularyCounts(t *testing.T) {
	v := newVocabulary()
	m := entryMaker{vocabulary: v}
	for range 2 { // the second time everything is known
		d := newIndexed()
		m.rank(&d.syllables, &d.pairs, v.words("kiểm tra"), v.words("Kiểm tra, kiểm kê, kiem"))
		for term, want := range map[string]int{"kiểm": 3, "tra": 2, "kê": 1, "kiem": 1} {
			tf := d.syllables.terms[exactTerm(search.Words(term)[0])]
			if tf == nil || tf.Frequency() != want {
				t.Errorf("%s: %v, want %d", term, tf, want)
			}
		}
		if d.syllables.length != 7 || d.pairs.length != 5 || len(d.pairs.terms) != 4 {
			t.Errorf("%d syllables, %d pairs, %d different", d.syllables.length, d.pairs.length, len(d.pairs.terms))
		}
	}
}

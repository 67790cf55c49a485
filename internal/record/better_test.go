package record

import (
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// A passage that matches by the title of its document alone gives way to one that holds
// the words; where none does, it stays.
func TestSearchShowsPassageThatHoldsTheWords(t *testing.T) {
	source := record()
	source.passages = append(source.passages, cchc.Passage{ID: "a#7", Paragraph: 30, Text: "Nơi nhận: - Như trên; - Lưu: VT."})
	found := hits("a#7")
	found[0].Next = []cchc.PassageID{"a#5", "a#2"} // the record lacks one
	engine := &asked{by: map[string]search.Result{"": {Total: 1, Hits: found}}}
	for _, tt := range []struct{ query, snippet, place string }{
		{"tuyên truyền", "Nội dung tuyên truyền trên báo.", "mục II.1, trang 3"},
		{"giao lưu", "Nơi nhận: - Như trên; - Lưu: VT.", "đoạn 30"}, // holds one of the words
		{`"tuyên truyền"`, "Nội dung tuyên truyền trên báo.", "mục II.1, trang 3"},
		{`lưu "truyền trên"`, "Nội dung tuyên truyền trên báo.", "mục II.1, trang 3"},     // shows more than one of the words
		{`"trên truyền" lưu`, "Nơi nhận: - Như trên; - Lưu: VT.", "đoạn 30"},              // no passage has the phrase
		{"tuyên truyền lưu động", "Nội dung tuyên truyền trên báo.", "mục II.1, trang 3"}, // holds more of the words
		{"sáng kiến", "Nơi nhận: - Như trên; - Lưu: VT.", "đoạn 30"},
	} {
		got, err := Search(t.Context(), engine, source, search.Query{Text: tt.query, Scope: cchc.Everything()})
		if err != nil || len(got.Hits) != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		if h := got.Hits[0]; h.Snippet != tt.snippet || h.Place != tt.place || tt.place == "đoạn 30" && h.Page != nil {
			t.Errorf("%s: %q, %s, %v", tt.query, h.Snippet, h.Place, h.Marks)
		}
	}
}

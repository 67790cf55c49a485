package bleveindex_test

import (
	"context"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
)

// Pairs alone do not tell whether three words follow one another; the text does.
func TestPhrasesAreVerified(t *testing.T) {
	texts := []string{
		"Người vi phạm bị xử lý vi phạm theo luật và bị xử phạt vi phạm hành chính.",
		"Về xử lý vi phạm hành chính tại cơ sở; vi phạm khác do tòa án xử.",
		"Xử lý vi phạm hành chính.",
	}
	passages := map[cchc.PassageID]cchc.Passage{}
	asked := 0
	x, err := bleveindex.Open(t.TempDir(), bleveindex.Options{
		Texts: func(_ context.Context, ids []cchc.PassageID, found func(int, string, string) error) error {
			asked += len(ids)
			for i, id := range ids {
				if err := found(i, passages[id].Heading, passages[id].Text); err != nil {
					return err
				}
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for i, text := range texts {
		d := cchc.Document{ID: cchc.DocumentID(string(rune('a' + i)))}
		p := cchc.Passage{ID: cchc.NewPassageID(d.ID, 1), Text: text}
		passages[p.ID] = p
		if err := x.Put(t.Context(), []bleveindex.Entry{{Document: d, Passages: []cchc.Passage{p}}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, query := range []string{`"xử lý vi phạm hành chính"`, `"xu ly vi pham hanh chinh"`} {
		asked = 0
		r, err := x.Search(t.Context(), search.Query{Text: query, Scope: cchc.Everything()})
		if err != nil {
			t.Fatal(err)
		}
		if r.Total != 2 || r.Hits[0].Document == "a" || r.Hits[1].Document == "a" {
			t.Errorf("%s: %+v", query, r.Hits)
		}
		// In the third text every inner word stands once: nothing is to be looked up.
		if asked != 2 {
			t.Errorf("%s: %d texts were asked for", query, asked)
		}
	}
}

package store

import (
	"errors"
	"testing"

	"minhchung/internal/cchc"
)

// Texts come with the places they were asked for at, whether they are looked up or read
// along with their neighbours.
func TestEachTextFindsWhatIsAskedFor(t *testing.T) {
	s := open(t)
	const passages = 200
	doc, other := longDocument(t, s, "/a", passages), longDocument(t, s, "/b", 3)
	of := func(doc cchc.DocumentID, numbers ...int) (ids []cchc.PassageID) {
		for _, n := range numbers {
			ids = append(ids, cchc.NewPassageID(doc, n))
		}
		return ids
	}
	var each []int
	for n := range passages {
		each = append(each, n+1)
	}
	for name, ids := range map[string][]cchc.PassageID{
		"none":         nil,
		"one":          of(doc, 7),
		"close":        of(doc, 9, 4, 6, 5, 8),
		"apart":        of(doc, 1, 50, 100, 150, 200),
		"all":          of(doc, each...),
		"twice":        of(doc, 4, 5, 5, 6, 7, 4),
		"beyond":       of(doc, 198, 199, 200, 201, 202),
		"of two":       append(of(other, 3, 1, 2), of(doc, 3, 4, 5, 6)...),
		"no identity":  {cchc.PassageID(doc), "x", cchc.NewPassageID(doc, 2)},
		"no documents": of("f00d-1", 1, 2, 3, 4),
	} {
		t.Run(name, func(t *testing.T) {
			want, err := s.PassagesByID(t.Context(), cchc.Everything(), ids)
			if err != nil {
				t.Fatal(err)
			}
			for _, scope := range []cchc.Scope{cchc.Everything(), {Units: []string{"p1"}}} {
				got := map[int]string{}
				err := s.EachText(t.Context(), scope, ids, func(i int, heading, text string) error {
					if _, again := got[i]; again {
						t.Errorf("%d comes twice", i)
					}
					got[i] = heading + "\n" + text
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				for i, id := range ids {
					p, there := want[id]
					if text, found := got[i]; found != there || there && text != p.Heading+"\n"+p.Text {
						t.Errorf("%s: %q, %v; want %q, %v", id, text, found, p.Text, there)
					}
				}
			}
		})
	}
	stop := errors.New("stop")
	for _, ids := range [][]cchc.PassageID{of(doc, 1), of(doc, 1, 2, 3, 4)} {
		calls := 0
		err := s.EachText(t.Context(), cchc.Everything(), ids, func(int, string, string) error { calls++; return stop })
		if !errors.Is(err, stop) || calls != 1 {
			t.Errorf("%d calls after an error, %v", calls, err)
		}
	}
}

func longDocument(t *testing.T, s *Store, path string, passages int) cchc.DocumentID {
	t.Helper()
	receive(t, s, sight(path, path, "p1"))
	r := result(claim(t, s, 1)[0], passages)
	commit(t, s, r)
	return r.Documents[0].Document.ID
}

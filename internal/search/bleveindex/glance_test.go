package bleveindex

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// An answer does not depend on the segments the index happens to have, and of long
// questions the longest lists are only glanced at.
func TestSegmentsDoNotMatter(t *testing.T) {
	long := ""
	for _, rime := range strings.Fields("an óng iền ưu uông á") {
		for _, onset := range "bcdf" {
			long += string(onset) + rime + " "
		}
	}
	filters := search.Filters{Units: []string{"phòng 1"}}
	queries := []search.Query{
		{Text: long, Filters: filters}, {Text: vi.Fold(long), Filters: filters}, {Text: long}, {Text: "ban cán"}, {Text: `"ban can" do*`},
	}
	all := made(0, 300)
	var want []search.Result
	for _, step := range []int{300, 30, 7} {
		x, err := Open(t.TempDir(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for some := range slices.Chunk(all, step) {
			if err := x.Put(t.Context(), some); err != nil {
				t.Fatal(err)
			}
		}
		var got []search.Result
		for _, q := range queries {
			q.Scope, q.Matched = cchc.Everything(), true
			r, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		if want == nil {
			want = got
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("written %d documents at a time: another answer", step)
		}
		if n := glanced(t, x, queries[0]); n < 5 {
			t.Errorf("%d lists were glanced at", n)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// glanced is how many lists of a query are glanced at.
func glanced(t *testing.T, x *Index, q search.Query) (n int) {
	t.Helper()
	parsed := search.Parse(q.Text, x.options.Abbreviations())
	err := x.session(parsed.Terms, func(s *session) error {
		if _, err := s.matches(t.Context(), q, parsed); err != nil {
			return err
		}
		asked, err := s.ask()
		if err != nil {
			return err
		}
		list, err := s.additions(asked)
		s.glances(list)
		for _, a := range list {
			if a.glance {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

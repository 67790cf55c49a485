package catalogue_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minhchung/internal/catalogue"
	"minhchung/internal/catalogue/sheets"
)

// awkward are texts that files of either form like to spoil.
var awkward = []string{
	"Báo cáo: quý I", "# không phải ghi chú", "- gạch đầu", "1.10", "2020-01-31", "true", "null", "~", "=1+2", "'nháy", `"nháy kép"`,
	"dòng một\ndòng hai", "tab\tgiữa", `gạch \ chéo`, `\n`, "_x000D_", "_x0041_x0042_", "_x005F_", "{year} và {prev}", "a, b; c", "<b>&amp;</b>", "hai  trống",
	"\u2028", "e\u0301", "\U0001F4C4", "[a]", "{a: b}", "%", "@", "|", ">", "&neo", "*neo", "!!str x", "0x1F", "1e3", ".5", "1_000", "12:30:45", "x",
	"ket\u00a0noi", "\u200b", "\ufeffx", "dòng\n  thụt vào\n\nsau dòng trống", "y", "no",
}

func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom(awkward),
		rapid.StringMatching(`[a-zA-ZđĐàệửỹ0-9 .,:;#'"&<>()/%=_\\-]{0,40}[a-zđệ0-9]`),
	)
}

func draw[T any](t *rapid.T, g *rapid.Generator[T]) T { return g.Draw(t, "v") }

func maybe(t *rapid.T) bool { return draw(t, rapid.IntRange(0, 3)) == 0 }

// write makes a catalogue that is in order.
func write(t *rapid.T) catalogue.Written {
	w := catalogue.Written{ID: "bo-thu", Title: draw(t, text()), Year: draw(t, rapid.SampledFrom([]int{0, 2020, 2021}))}
	if maybe(t) {
		w.Status, w.Level = draw(t, text()), draw(t, text())
	}
	if maybe(t) {
		w.TargetShare = draw(t, rapid.SampledFrom([]float64{0.8, 1, 0.333}))
	}
	w.Period = window(t, w.Year)
	for i := range draw(t, rapid.IntRange(0, 3)) {
		u := catalogue.WrittenUnit{ID: fmt.Sprintf("p%d", i), Name: draw(t, text()), Aliases: some(t, text())}
		for j := range draw(t, rapid.IntRange(0, 2)) {
			u.Succeeds = append(u.Succeeds, catalogue.WrittenUnit{ID: fmt.Sprintf("p%d.c%d", i, j), Name: draw(t, text()), Aliases: some(t, text())})
		}
		w.Units = append(w.Units, u)
	}
	n := 0
	for range draw(t, rapid.IntRange(1, 3)) {
		w.Criteria = append(w.Criteria, criterion(t, &n, w.Year, 1))
	}
	return w
}

func some(t *rapid.T, g *rapid.Generator[string]) []string {
	var out []string
	for range draw(t, rapid.IntRange(0, 2)) {
		out = append(out, draw(t, g))
	}
	return out
}

func window(t *rapid.T, year int) *catalogue.Window {
	if !maybe(t) {
		return nil
	}
	if year == 0 {
		return &catalogue.Window{From: "2019-12-15"}
	}
	return &catalogue.Window{
		From: draw(t, rapid.SampledFrom([]string{"", "{prev}-12-15", "2019-12-15"})),
		To:   draw(t, rapid.SampledFrom([]string{"{next}-01-31", "2022-12-14"})),
	}
}

// criterion makes ids that do not follow the tree: they need not.
func criterion(t *rapid.T, n *int, year, depth int) catalogue.WrittenCriterion {
	*n++
	x := catalogue.WrittenCriterion{
		ID:    fmt.Sprintf(draw(t, rapid.SampledFrom([]string{"%d", "1.%d0", "I.%d", "7.%d.x", "a_%d"})), *n),
		Title: draw(t, text()), Personal: maybe(t), Seed: maybe(t),
	}
	if maybe(t) {
		x.Note, x.NotApplicableWhen = draw(t, text()), draw(t, text())
	}
	if maybe(t) {
		x.Ratio = &catalogue.WrittenRatio{A: draw(t, text()), B: draw(t, text())}
		x.Target = &catalogue.WrittenTarget{ShareOf: draw(t, text()), AtLeast: 0.25}
	}
	if depth < 4 && draw(t, rapid.Bool()) {
		sum := 0.0
		for range draw(t, rapid.IntRange(1, 3)) {
			x.Children = append(x.Children, criterion(t, n, year, depth+1))
		}
		for _, child := range x.Children {
			if child.Points == 0 {
				return x
			}
			sum += child.Points
		}
		if maybe(t) {
			return x
		}
		for _, child := range x.Children {
			if len(child.Children) > 0 { // the sum is over leaves; a stated branch would count twice
				return x
			}
		}
		x.Points = sum
		return x
	}
	x.Points = draw(t, rapid.SampledFrom([]float64{0.25, 0.5, 1, 2.75, 20.5, 100}))
	if maybe(t) {
		x.ScoredBy = "survey"
		return x
	}
	for i := range draw(t, rapid.IntRange(1, 3)) {
		x.Requires = append(x.Requires, requirement(t, year, i > 0))
	}
	if n := len(x.Requires); n > 1 && maybe(t) {
		labels := draw(t, rapid.SampledFrom([][]string{{"A", "A", "A"}, {"1", "1", ""}, {"nhóm 1/a", "nhóm 1/b", "nhóm 1/a"}, {"1.10/x", "1.10", "1.10/x"}}))
		for i := range x.Requires {
			x.Requires[i].AnyOf = labels[i]
		}
	}
	return x
}

func requirement(t *rapid.T, year int, mayBeOptional bool) catalogue.WrittenRequirement {
	r := catalogue.WrittenRequirement{
		Name: draw(t, text()), Kinds: []string{draw(t, rapid.SampledFrom(catalogue.Kinds()))}, About: append(some(t, text()), "kế hoạch năm {year}"),
		Where: draw(t, rapid.SampledFrom([]string{"", "subject"})), Scope: draw(t, rapid.SampledFrom([]string{"", "agency", "unit", "each_unit_concerned"})),
		By: draw(t, rapid.SampledFrom([]string{"", "own", "superior", "any"})), Issued: window(t, year), InForce: maybe(t),
		Optional: mayBeOptional && maybe(t), Min: draw(t, rapid.SampledFrom([]int{0, 1, 4, 12})),
	}
	if maybe(t) {
		r.Kinds = append(r.Kinds, "BIEU", "QyĐ")
		r.Note = draw(t, text())
	}
	return r
}

// usable leaves out texts that say nothing once blanks are taken off, and braces that are
// no templates: the checker refuses them, rightly.
func usable(w catalogue.Written) (catalogue.Written, string, bool) {
	src, err := w.YAML()
	if err != nil {
		return w, "", false
	}
	read, cat, problems := catalogue.ReadWritten("thu.yaml", src)
	return read, cat.Version, len(problems) == 0
}

func TestYAMLAndXLSXLoseNothing(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		w, version, ok := usable(write(t))
		if !ok {
			t.Skip()
		}
		accepted++
		src, err := w.YAML()
		if err != nil {
			t.Fatal(err)
		}
		same(t, "YAML", w, version, func() (catalogue.Written, string, []catalogue.Problem) {
			got, cat, problems := catalogue.ReadWritten("thu.yaml", src)
			return got, cat.Version, problems
		})
		same(t, "XLSX", w, version, func() (catalogue.Written, string, []catalogue.Problem) {
			var file bytes.Buffer
			if err := sheets.Write(&file, w.Book()); err != nil {
				t.Fatal(err)
			}
			book, err := sheets.Read(file.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			got, cat, problems := catalogue.ReadBook("thu.xlsx", book)
			return got, cat.Version, problems
		})
	})
	if accepted == 0 {
		t.Error("every catalogue that was made was refused")
	}
}

type failer interface {
	Fatalf(format string, args ...any)
}

func same(t failer, form string, want catalogue.Written, version string, read func() (catalogue.Written, string, []catalogue.Problem)) {
	got, v, problems := read()
	if len(problems) > 0 {
		t.Fatalf("%s: %v", form, problems)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s:\n%s", form, diff)
	}
	if v != version {
		t.Fatalf("%s: another version", form)
	}
}

// What goes out with the project comes back equal, and also where the source is lost.
func TestShippedCataloguesComeBack(t *testing.T) {
	files, err := filepath.Glob("../../testdata/catalogues/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no catalogues", err)
	}
	sources := [][]byte{catalogue.SampleSource()}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, b)
	}
	for _, src := range sources {
		w, cat, problems := catalogue.ReadWritten("goc.yaml", src)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var file bytes.Buffer
		if err := sheets.Write(&file, w.Book()); err != nil {
			t.Fatal(err)
		}
		book, err := sheets.Read(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if !catalogue.IsBook(book) {
			t.Error("not recognised as ours")
		}
		got, again, problems := catalogue.ReadBook("goc.xlsx", book)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if diff := cmp.Diff(w, got); diff != "" || again.Version != cat.Version {
			t.Errorf("%s: version %s, want %s\n%s", cat.ID, again.Version, cat.Version, diff)
		}
		lost, err := catalogue.WrittenFrom(cat).YAML()
		if err != nil {
			t.Fatal(err)
		}
		if back, problems := catalogue.Read("mat.yaml", lost); len(problems) > 0 || back.Version != cat.Version {
			t.Errorf("%s without its source: %v", cat.ID, problems)
		}
		if !slices.Equal(must(w.YAML()), must(got.YAML())) {
			t.Error("not the same bytes")
		}
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

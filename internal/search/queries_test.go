package search

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/vi"
)

const understood = " → "

// TestQueries holds what queries are understood as, written by UPDATE=1. A file has a
// query a line; what stands behind the arrow is ours.
func TestQueries(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "queries", "*.txt"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for line := range strings.Lines(string(b)) {
			line = strings.TrimRight(line, "\n")
			query, want, _ := strings.Cut(line, understood)
			if query == "" || strings.HasPrefix(query, "#") {
				fmt.Fprintln(&out, line)
				continue
			}
			got := inWords(Parse(query, vi.DefaultAbbreviations()))
			fmt.Fprintln(&out, query+understood+got)
			if got != want && os.Getenv("UPDATE") == "" {
				t.Errorf("%s: %q\n  is understood as %s\n  not as           %s", filepath.Base(name), query, got, want)
			}
		}
		if os.Getenv("UPDATE") != "" && out.String() != string(b) {
			if err := os.WriteFile(name, []byte(out.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// inWords says on one line what a query was understood as.
func inWords(p Parsed) string {
	var out []string
	add := func(what, value string) {
		if value != "" {
			out = append(out, what+"["+value+"]")
		}
	}
	list := func(runs []Run) string {
		var parts []string
		for _, r := range runs {
			text := say([]Run{r})
			if r[len(r)-1].Prefix {
				text += "*"
			}
			parts = append(parts, text)
		}
		return strings.Join(parts, " | ")
	}
	t, f := p.Terms, p.Filters
	add("words", list(t.Runs))
	for _, g := range t.Required {
		add("must", list(g))
	}
	add("not", list(t.Excluded))
	for _, x := range t.Fields {
		add(string(x.Field), say(append([]Run{x.Words}, x.Others...)))
	}
	var codes []string
	for _, c := range t.Codes {
		text := c.Key()
		if c.Either {
			text += "?"
		}
		if c.Asked {
			text += "!"
		}
		codes = append(codes, text)
	}
	what := "number"
	if t.OnlyCodes {
		what = "only number"
	}
	add(what, strings.Join(codes, " "))
	add("type", strings.Join(f.Types, "|"))
	add("unit", strings.Join(f.Units, "|"))
	add("issuer", strings.Join(f.Issuers, "|"))
	add("signer", strings.Join(f.Signers, "|"))
	add("criterion", strings.Join(f.Criteria, "|"))
	add("state", strings.Join(f.States, "|"))
	if f.Qualities != nil {
		add("quality", strings.Trim(fmt.Sprint(f.Qualities), "[]"))
	}
	if f.Years != nil {
		add("year", strings.Trim(fmt.Sprint(f.Years), "[]"))
	}
	add("from", f.From.String())
	add("to", f.To.String())
	var also []string
	for _, e := range p.Expansions {
		also = append(also, e.Short+" = "+e.Long)
	}
	add("also", strings.Join(also, "; "))
	for _, n := range p.Notices {
		out = append(out, "!"+strings.Join(append([]string{string(n.Code)}, n.Args...), " "))
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, " ")
}

func TestQueriesAreMany(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "testdata", "queries", "*.txt"))
	var seen []string
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			query, _, ok := strings.Cut(line, understood)
			if !ok {
				continue
			}
			if slices.Contains(seen, query) {
				t.Errorf("%q stands twice", query)
			}
			seen = append(seen, query)
		}
	}
	if len(seen) < 80 {
		t.Errorf("%d queries", len(seen))
	}
}

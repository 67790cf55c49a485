// Command make writes the sample inbox testdata/corpus, testdata/corpus.tsv that says what
// is in it, and testdata/tables (the register, self-scores, an annex), from the texts in
// testdata/corpus-src. It is run by "make testdata" from the project root; running it
// twice gives the same bytes, so that a change of a text is a change of its file only.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

func main() {
	src := flag.String("src", "testdata/corpus-src", "folder of the texts")
	cat := flag.String("catalogue", "internal/catalogue/so-cchc-mau.yaml", "catalogue the self-scores are of")
	out := flag.String("out", "testdata/corpus", "folder to write")
	fonts := flag.String("fonts", "/usr/share/fonts/truetype/liberation2", "folder of the Liberation 2 fonts (Debian fonts-liberation2)")
	flag.Parse()
	if err := run(*src, *out, *fonts, *cat); err != nil {
		fmt.Fprintln(os.Stderr, "make testdata:", err)
		os.Exit(1)
	}
}

// run writes every document, then the damaged and doubled files made of them, and the
// tables.
func run(src, out, fonts, cat string) error {
	paths, err := filepath.Glob(filepath.Join(src, "*.yaml"))
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	var known truth
	var docs []Doc
	for _, p := range paths {
		if filepath.Base(p) == "odd.yaml" || strings.HasSuffix(p, sheetSource) {
			continue
		}
		d, err := document(p, out, fonts)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		if err := known.doc(&d); err != nil {
			return err
		}
		docs = append(append(docs, d), d.Then...)
	}
	if err := tables(filepath.Join(src, "tables"), filepath.Join(filepath.Dir(out), "tables"), cat, docs); err != nil {
		return err
	}
	var odd []Odd
	if err := load(filepath.Join(src, "odd.yaml"), &odd); err != nil {
		return err
	}
	for _, o := range odd {
		b, err := o.bytes(src, out)
		if err != nil {
			return err
		}
		if err := write(out, o.Out, b); err != nil {
			return err
		}
		known.odd(o)
	}
	return known.write(out)
}

// document makes one paper.
func document(source, out, fonts string) (Doc, error) {
	var d Doc
	if err := load(source, &d); err != nil {
		return d, err
	}
	d.fill()
	b, err := render(&d, fonts)
	if err != nil {
		return d, err
	}
	return d, write(out, d.Out, b)
}

// render chooses the writer by the extension of the file to make.
func render(d *Doc, fonts string) ([]byte, error) {
	switch {
	case d.Scan != nil:
		return writeScan(d, fonts)
	case strings.HasSuffix(d.Out, ".pdf"):
		return writePDF(d, fonts)
	case strings.HasSuffix(d.Out, ".docx"):
		return writeDOCX(d)
	}
	return nil, fmt.Errorf("no writer for %q", d.Out)
}

func load(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func write(dir, name string, b []byte) error {
	p := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o644)
}

// again reads what was read into a map into something typed, other keys left aside.
func again(from, into any) error {
	b, err := yaml.Marshal(from)
	if err != nil {
		return err
	}
	return yaml.Unmarshal(b, into)
}

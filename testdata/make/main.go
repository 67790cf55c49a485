// Command make writes the sample inbox testdata/corpus, and testdata/corpus.tsv that says
// what is in it, from the texts in testdata/corpus-src. It is run by "make testdata" from the project root; running it
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
	out := flag.String("out", "testdata/corpus", "folder to write")
	fonts := flag.String("fonts", "/usr/share/fonts/truetype/liberation2", "folder of the Liberation 2 fonts (Debian fonts-liberation2)")
	flag.Parse()
	if err := run(*src, *out, *fonts); err != nil {
		fmt.Fprintln(os.Stderr, "make testdata:", err)
		os.Exit(1)
	}
}

// run writes every document and then the damaged and doubled files made of them.
func run(src, out, fonts string) error {
	paths, err := filepath.Glob(filepath.Join(src, "*.yaml"))
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	var known truth
	for _, p := range paths {
		if filepath.Base(p) == "odd.yaml" {
			continue
		}
		var d Doc
		if err := load(p, &d); err != nil {
			return err
		}
		b, err := render(&d, fonts)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		if err := write(out, d.Out, b); err != nil {
			return err
		}
		if err := known.doc(&d); err != nil {
			return err
		}
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

// render chooses the writer by the extension of the file to make.
func render(d *Doc, fonts string) ([]byte, error) {
	switch {
	case d.Scan:
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

// Command licences names the licence of every module the product and its tests are
// built from and fails on one that may not be shipped, or that it cannot tell.
//
//	go run -C .ci/tools ./licences PROJECT_FOLDER
package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// refused are modules whose text looks harmless or is easily missed.
var refused = map[string]string{
	"github.com/fumiama/go-docx":   "AGPL",
	"github.com/gen2brain/go-fitz": "AGPL (MuPDF)",
	"github.com/unidoc/unioffice":  "commercial",
	"github.com/unidoc/unipdf":     "commercial",
}

// phrases tell a licence by its text, in lower case with single spaces. The phrase that
// stands first in the text counts: licences name one another further down.
var phrases = []struct {
	text, name string
	allowed    bool
}{
	{"gnu affero general public license", "AGPL", false},
	{"server side public license", "SSPL", false},
	{"business source license", "BUSL", false},
	{"elastic license", "Elastic", false},
	{"gnu lesser general public license", "LGPL", false},
	{"gnu general public license", "GPL", false},
	{"mozilla public license", "MPL-2.0", true},
	{"apache license", "Apache-2.0", true},
	{"redistribution and use in source and binary forms", "BSD", true},
	{"permission is hereby granted, free of charge", "MIT", true},
	{"permission to use, copy, modify, and/or distribute", "ISC", true},
	{"permission to use, copy, modify, and distribute", "ISC", true},
	{"this is free and unencumbered software released into the public domain", "Unlicense", true},
	{"is public domain", "public domain", true},
	{"creative commons legal code cc0", "CC0", true},
}

var errUnknown = errors.New("unknown licence")

type module struct {
	Path, Version, Dir string
	Main               bool
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: licences PROJECT_FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(project string, out io.Writer) error {
	found := map[string]module{}
	for _, system := range []string{"linux", "windows"} {
		if err := modules(project, system, found); err != nil {
			return err
		}
	}
	all := slices.SortedFunc(func(yield func(module) bool) {
		for _, m := range found {
			if !yield(m) {
				return
			}
		}
	}, func(a, b module) int { return cmp.Compare(a.Path, b.Path) })
	var bad []error
	for _, m := range all {
		name, err := licence(m)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s %s: %w", m.Path, m.Version, err))
			continue
		}
		fmt.Fprintf(out, "%-11s %s %s\n", name, m.Path, m.Version)
	}
	if len(all) == 0 {
		return errors.New("no modules found")
	}
	fmt.Fprintf(out, "%d modules, %d refused\n", len(all), len(bad))
	return errors.Join(bad...)
}

// modules adds the modules that packages and tests of the project use on a system.
func modules(project, system string, found map[string]module) error {
	cmd := exec.Command("go", "list", "-deps", "-test", "-json=Module", "./...")
	cmd.Dir = project
	cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0", "GOWORK=off")
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list for %s: %w", system, err)
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	for {
		var p struct{ Module *module }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if p.Module != nil && !p.Module.Main {
			found[p.Module.Path] = *p.Module
		}
	}
}

func licence(m module) (string, error) {
	for path, why := range refused {
		if m.Path == path || strings.HasPrefix(m.Path, path+"/") {
			return "", fmt.Errorf("refused: %s", why)
		}
	}
	files, err := os.ReadDir(m.Dir)
	if err != nil {
		return "", err
	}
	var names []string
	missing := errors.New("no licence file")
	for _, f := range files {
		name := strings.ToUpper(f.Name())
		if f.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(m.Dir, f.Name()))
		if err != nil {
			return "", err
		}
		known, err := classify(string(b))
		switch {
		case errors.Is(err, errUnknown): // a side file, e.g. of a logo; the main one must be known
			missing = fmt.Errorf("%s: %w", f.Name(), err)
		case err != nil:
			return "", fmt.Errorf("%s: %w", f.Name(), err)
		case !slices.Contains(names, known):
			names = append(names, known)
		}
	}
	if len(names) == 0 {
		return "", missing
	}
	return strings.Join(names, ", "), nil
}

// classify names the licence a text is.
func classify(text string) (string, error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if strings.Contains(text, "commons clause") {
		return "", errors.New("refused: Commons Clause")
	}
	first, found := len(text), -1
	for i, p := range phrases {
		if at := strings.Index(text, p.text); at >= 0 && at < first {
			first, found = at, i
		}
	}
	switch {
	case found < 0:
		return "", errUnknown
	case !phrases[found].allowed:
		return "", fmt.Errorf("refused: %s", phrases[found].name)
	}
	return phrases[found].name, nil
}

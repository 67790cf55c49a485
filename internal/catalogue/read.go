package catalogue

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of a catalogue: generous for the largest provincial ones (some 150 leaves,
// five levels) and small enough that a hostile file costs nothing.
const (
	maxBytes    = 4 << 20
	maxCriteria = 5000
	maxDepth    = 8
)

//go:embed so-cchc-mau.yaml
var sample []byte

// SampleSource returns the YAML of the embedded sample.
func SampleSource() []byte { return bytes.Clone(sample) }

// Sample returns the embedded sample catalogue of a provincial department (sở): not an
// official one; its Status is "sample".
func Sample() (cchc.Catalogue, error) {
	cat, problems := Read("so-cchc-mau.yaml", sample)
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	if err := errors.Join(errs...); err != nil {
		return cchc.Catalogue{}, fmt.Errorf("embedded catalogue: %w", err)
	}
	return cat, nil
}

// Read reads and checks a catalogue in YAML. name stands in the problems only. With
// problems the catalogue holds what could be understood and must not be used; without,
// it is complete: templates are filled, requirements have identities, Version is set.
func Read(name string, b []byte) (cchc.Catalogue, []Problem) {
	_, cat, problems := ReadWritten(name, b)
	return cat, problems
}

func (c *checker) parse(b []byte) (*yaml.Node, bool) {
	if len(b) > maxBytes {
		c.report(nil, "", cchc.NewReason("catalogue-too-large", strconv.Itoa(maxBytes>>20)+" MB"), "")
		return nil, false
	}
	var doc, more yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(b))
	err := dec.Decode(&doc)
	if err == nil && !errors.Is(dec.Decode(&more), io.EOF) {
		err = errors.New("more than one document")
	}
	if errors.Is(err, io.EOF) || (err == nil && len(doc.Content) == 0) {
		c.report(nil, "", cchc.NewReason("catalogue-empty"), "")
		return nil, false
	}
	if err != nil {
		line, text := syntaxError(err)
		c.problems = append(c.problems, Problem{File: c.file, Line: line, Reason: cchc.NewReason("catalogue-syntax", text)})
		return nil, false
	}
	return doc.Content[0], true
}

var yamlLine = vi.Pattern(`^yaml: line (\d+): `)

func syntaxError(err error) (int, string) {
	text := err.Error()
	if m := yamlLine().FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		return line, strings.TrimPrefix(text, m[0])
	}
	return 0, strings.TrimPrefix(text, "yaml: ")
}

// digest is the version: 16 hexadecimal digits of the SHA-256 of the content as JSON.
func digest(cat cchc.Catalogue) (string, error) {
	cat.Version = ""
	b, err := json.Marshal(cat)
	if err != nil {
		return "", fmt.Errorf("digest of a catalogue: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8]), nil
}

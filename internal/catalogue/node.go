package catalogue

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// checker walks the nodes of one file and gathers what is wrong with them.
type checker struct {
	file     string
	year     int
	ids      map[string]int // criterion id → line of its first use
	criteria int
	problems []Problem
	places   map[*yaml.Node]place // where nodes stand in a workbook; nil for YAML
}

func (c *checker) report(n *yaml.Node, field string, r cchc.Reason, suggestion string) {
	line := 0
	if n != nil {
		line = n.Line
	}
	p := Problem{File: c.file, Line: line, Field: field, Reason: r, Suggestion: suggestion}
	if c.places != nil {
		c.place(n, &p)
	}
	c.problems = append(c.problems, p)
}

// fields holds the values of a mapping by key.
type fields map[string]*yaml.Node

// mapping returns the known keys of a mapping; unknown and repeated keys are reported.
func (c *checker) mapping(n *yaml.Node, field string, known ...string) (fields, bool) {
	if n.Kind != yaml.MappingNode {
		c.wrongType(n, field, "mapping")
		return nil, false
	}
	out := fields{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !contains(known, key.Value) {
			c.report(key, join(field, key.Value), cchc.NewReason("catalogue-unknown-key", key.Value), nearest(key.Value, known))
			continue
		}
		if _, twice := out[key.Value]; twice {
			c.report(key, join(field, key.Value), cchc.NewReason("catalogue-duplicate-key", key.Value), "")
			continue
		}
		out[key.Value] = value
	}
	return out, true
}

// require reports the keys that are absent.
func (c *checker) require(n *yaml.Node, f fields, field string, keys ...string) {
	for _, k := range keys {
		if f[k] == nil {
			c.report(n, join(field, k), cchc.NewReason("catalogue-missing-field", k), "")
		}
	}
}

func (c *checker) sequence(n *yaml.Node, field string) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		c.wrongType(n, field, "list")
		return nil
	}
	return n.Content
}

// text returns a string that is not blank, in NFC. Numbers and dates written without
// quotes count as text.
func (c *checker) text(n *yaml.Node, field string) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Tag == "!!bool" || n.Tag == "!!binary" {
		c.wrongType(n, field, "text")
		return ""
	}
	s := strings.TrimSpace(vi.NFC(n.Value))
	if s == "" {
		c.wrongType(n, field, "text")
	}
	if i := strings.IndexFunc(s, unprintable); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		c.report(n, field, cchc.NewReason("catalogue-control-character", fmt.Sprintf("U+%04X", r)), "")
	}
	return s
}

// unprintable reports characters no text of an office holds and no XLSX can.
func unprintable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF
}

func (c *checker) flag(n *yaml.Node, field string) bool {
	if n == nil {
		return false
	}
	var v bool
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" || n.Decode(&v) != nil {
		c.wrongType(n, field, "true/false")
		return false
	}
	return v
}

func (c *checker) integer(n *yaml.Node, field string) (int, bool) {
	if n == nil {
		return 0, false
	}
	v, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || n.Tag != "!!int" || err != nil {
		c.wrongType(n, field, "number")
		return 0, false
	}
	return v, true
}

func (c *checker) decimal(n *yaml.Node, field string) (float64, bool) {
	if n == nil {
		return 0, false
	}
	v, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || (n.Tag != "!!int" && n.Tag != "!!float") || err != nil || v != v || v > 1e9 || v < -1e9 {
		c.wrongType(n, field, "number")
		return 0, false
	}
	return v, true
}

// oneOf returns a value of a closed list, or def where the key is absent.
func (c *checker) oneOf(n *yaml.Node, field, def string, valid []string) string {
	if n == nil {
		return def
	}
	s := c.text(n, field)
	if s != "" && !contains(valid, s) {
		c.report(n, field, cchc.NewReason("catalogue-unknown-value", s), nearest(s, valid))
		return def
	}
	return s
}

func (c *checker) wrongType(n *yaml.Node, field, want string) {
	var r cchc.Reason
	switch {
	case n != nil && n.Kind == yaml.AliasNode:
		// Aliases are refused: they let a short file unfold into a huge one.
		r = cchc.NewReason("catalogue-alias")
	case want == "mapping":
		r = cchc.NewReason("catalogue-want-mapping")
	case want == "list":
		r = cchc.NewReason("catalogue-want-list")
	case want == "number":
		r = cchc.NewReason("catalogue-want-number")
	case want == "true/false":
		r = cchc.NewReason("catalogue-want-flag")
	default:
		r = cchc.NewReason("catalogue-want-text")
	}
	c.report(n, field, r, "")
}

func join(field, key string) string {
	if field == "" {
		return key
	}
	return field + "." + key
}

func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

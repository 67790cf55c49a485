package evidence

import (
	"bytes"
	_ "embed"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Version of the proposing rules. It rises whenever the same document and catalogue
// would give other links; the store then proposes again.
const Version = 3

// Weights are the numbers and words proposing goes by. They are set by hand, each with
// its reason in weights.yaml and words.yaml; nothing is learned from data. A value is
// read only and safe to share between goroutines.
type Weights struct {
	// Where the subject phrase stands; the best place counts.
	Subject float64 `yaml:"subject"`
	Heading float64 `yaml:"heading"`
	Body    float64 `yaml:"body"`
	// What else speaks for the paper.
	Topic  float64 `yaml:"topic"`
	Kind   float64 `yaml:"kind"`
	Year   float64 `yaml:"year"`
	Window float64 `yaml:"window"`
	Issuer float64 `yaml:"issuer"`
	// What speaks against it.
	NotThePaper float64 `yaml:"not_the_paper"`
	// Threshold is the score from which a link is proposed.
	Threshold float64 `yaml:"threshold"`

	words words
}

//go:embed weights.yaml
var weightsYAML []byte

//go:embed words.yaml
var wordsYAML []byte

// DefaultWeights returns the embedded weights and words.
func DefaultWeights() (Weights, error) {
	var w Weights
	if err := strict(weightsYAML, &w); err != nil {
		return Weights{}, fmt.Errorf("embedded weights: %w", err)
	}
	if err := strict(wordsYAML, &w.words); err != nil {
		return Weights{}, fmt.Errorf("embedded words: %w", err)
	}
	return w, nil
}

func strict(b []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	return dec.Decode(into)
}

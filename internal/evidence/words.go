package evidence

// words are the lists of words.yaml.
type words struct {
	Topics      []string            `yaml:"topics"`
	Contexts    [][]string          `yaml:"contexts"`
	Titled      map[string][]string `yaml:"titled"`
	Terms       []string            `yaml:"terms"`
	Everyday    []string            `yaml:"everyday"`
	Filling     []string            `yaml:"filling"`
	Heads       []string            `yaml:"heads"`
	Lookalikes  []string            `yaml:"lookalikes"`
	Aftermath   []string            `yaml:"aftermath"`
	Synonyms    [][]string          `yaml:"synonyms"`
	Spans       []string            `yaml:"spans"`
	Passing     []string            `yaml:"passing"`
	Asking      []string            `yaml:"asking"`
	Requesting  []string            `yaml:"requesting"`
	OtherActs   []string            `yaml:"other_acts"`
	Belonging   []string            `yaml:"belonging"`
	Figures     map[string][]string `yaml:"figures"`
	Teaching    []string            `yaml:"teaching"`
	Drafting    []string            `yaml:"drafting"`
	Planned     []string            `yaml:"planned"`
	Kinds       map[string]string   `yaml:"kinds"`
	ManyMatters []string            `yaml:"many_matters"`
	Issuing     []string            `yaml:"issuing"`
	Organs      []string            `yaml:"organs"`
	Cited       []string            `yaml:"cited"`
	Levels      []level             `yaml:"levels"`
}

type level struct {
	Level string   `yaml:"level"`
	Opens []string `yaml:"opens"`
}

package catalogue

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Written is a catalogue as its author writes it: templates such as {year} are not filled
// in, defaults left out stay out, remarks are kept. It is what is exported, so that
// nothing is lost on the way from YAML to XLSX and back.
type Written struct {
	ID          string             `yaml:"id"`
	Title       string             `yaml:"title"`
	Status      string             `yaml:"status,omitempty"`
	Level       string             `yaml:"level,omitempty"`
	Year        int                `yaml:"year,omitempty"`
	Period      *Window            `yaml:"period,omitempty,flow"`
	TargetShare float64            `yaml:"target_share,omitempty"`
	Units       []WrittenUnit      `yaml:"units,omitempty"`
	Criteria    []WrittenCriterion `yaml:"criteria"`
}

// Window is a stretch of time; its ends are ISO dates that may hold templates.
type Window struct {
	From string `yaml:"from,omitempty"`
	To   string `yaml:"to,omitempty"`
}

// WrittenUnit is a part of the assessed office.
type WrittenUnit struct {
	ID       string        `yaml:"id"`
	Name     string        `yaml:"name"`
	Aliases  []string      `yaml:"aliases,omitempty,flow"`
	Succeeds []WrittenUnit `yaml:"succeeds,omitempty"`
}

// WrittenCriterion is a node of the tree.
type WrittenCriterion struct {
	ID                string               `yaml:"id"`
	Title             string               `yaml:"title"`
	Points            float64              `yaml:"points,omitempty"` // on a branch: the sum, as stated
	ScoredBy          string               `yaml:"scored_by,omitempty"`
	Personal          bool                 `yaml:"personal,omitempty"`
	NotApplicableWhen string               `yaml:"not_applicable_when,omitempty"`
	Ratio             *WrittenRatio        `yaml:"ratio,omitempty,flow"`
	Target            *WrittenTarget       `yaml:"target,omitempty,flow"`
	Seed              bool                 `yaml:"seed,omitempty"`
	Note              string               `yaml:"note,omitempty"`
	Requires          []WrittenRequirement `yaml:"requires,omitempty"`
	Children          []WrittenCriterion   `yaml:"children,omitempty"`
}

// WrittenRatio is a criterion scored by a/b.
type WrittenRatio struct {
	A string `yaml:"a"`
	B string `yaml:"b"`
}

// WrittenTarget is a share to be reached.
type WrittenTarget struct {
	ShareOf string  `yaml:"share_of"`
	AtLeast float64 `yaml:"at_least"`
}

// WrittenRequirement is one kind of paper a criterion asks for. All requirements of a
// criterion have to be met, but of those in one group AnyOf only one; of the kinds and
// phrases of one any will do.
type WrittenRequirement struct {
	Name     string   `yaml:"name"`
	Kinds    []string `yaml:"kinds,flow"`
	About    []string `yaml:"about"`
	Where    string   `yaml:"where,omitempty"`
	Scope    string   `yaml:"scope,omitempty"`
	By       string   `yaml:"by,omitempty"`
	Issued   *Window  `yaml:"issued,omitempty,flow"`
	InForce  bool     `yaml:"in_force,omitempty"`
	Optional bool     `yaml:"optional,omitempty"`
	Min      int      `yaml:"min,omitempty"`
	AnyOf    string   `yaml:"any_of,omitempty"` // see cchc.Requirement
	Note     string   `yaml:"note,omitempty"`
}

// ReadWritten reads and checks a catalogue in YAML like [Read] and returns it both as
// written and as it is used.
func ReadWritten(name string, b []byte) (Written, cchc.Catalogue, []Problem) {
	c := &checker{file: name, ids: map[string]int{}}
	root, ok := c.parse(b)
	if !ok {
		return Written{}, cchc.Catalogue{}, c.problems
	}
	return c.read(root)
}

// read checks the tree and turns it into both forms.
func (c *checker) read(root *yaml.Node) (Written, cchc.Catalogue, []Problem) {
	cat := c.catalogue(root)
	var w Written
	if len(c.problems) == 0 {
		if err := root.Decode(&w); err != nil {
			c.report(root, "", cchc.NewReason("catalogue-syntax", err.Error()), "")
		}
		w.tidy()
	}
	if len(c.problems) > 0 {
		sortProblems(c.problems)
		return Written{}, cat, c.problems
	}
	version, err := digest(cat)
	if err != nil {
		c.report(nil, "", cchc.NewReason("catalogue-syntax", err.Error()), "")
	}
	cat.Version = version
	return w, cat, c.problems
}

// YAML returns the catalogue in the form [Read] reads: always the same bytes for the same
// content.
func (w Written) YAML() ([]byte, error) {
	var n yaml.Node
	if err := n.Encode(w); err != nil {
		return nil, fmt.Errorf("write a catalogue: %w", err)
	}
	return encode(&n)
}

func encode(n *yaml.Node) ([]byte, error) {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(n); err != nil {
		return nil, fmt.Errorf("write a catalogue: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("write a catalogue: %w", err)
	}
	return out.Bytes(), nil
}

// WrittenFrom returns the written form of a catalogue whose source was not kept: dates and
// phrases are those of its year, remarks are gone. Reading it again gives the same version.
func WrittenFrom(cat cchc.Catalogue) Written {
	w := Written{
		ID: cat.ID, Title: cat.Title, Status: cat.Status, Level: cat.Level, Year: cat.Year,
		Period: window(cat.Period), TargetShare: cat.TargetShare,
	}
	for _, u := range cat.Units {
		w.Units = append(w.Units, writtenUnit(u))
	}
	for _, x := range cat.Criteria {
		w.Criteria = append(w.Criteria, writtenCriterion(x))
	}
	return w
}

func writtenUnit(u cchc.Unit) WrittenUnit {
	out := WrittenUnit{ID: u.ID, Name: u.Name, Aliases: u.Aliases}
	for _, old := range u.Succeeds {
		out.Succeeds = append(out.Succeeds, writtenUnit(old))
	}
	return out
}

func writtenCriterion(x cchc.Criterion) WrittenCriterion {
	out := WrittenCriterion{
		ID: x.ID, Title: x.Title, Points: x.Points, ScoredBy: x.ScoredBy, Personal: x.Personal,
		NotApplicableWhen: x.NotApplicableWhen, Ratio: (*WrittenRatio)(x.Ratio), Target: (*WrittenTarget)(x.Target),
	}
	for _, r := range x.Requires {
		out.Requires = append(out.Requires, WrittenRequirement{
			Name: r.Name, Kinds: r.Kinds, About: r.About, Where: r.Where, Scope: string(r.Scope), By: string(r.By),
			Issued: window(r.Issued), InForce: r.InForce, Optional: r.Optional, Min: r.Min, AnyOf: r.AnyOf,
		})
	}
	for _, child := range x.Children {
		out.Children = append(out.Children, writtenCriterion(child))
	}
	return out
}

func window(p cchc.Period) *Window {
	if p.From.IsZero() && p.To.IsZero() {
		return nil
	}
	return &Window{From: p.From.String(), To: p.To.String()}
}

// tidy gives texts the form the checker compares: NFC, without blanks around them.
func (w *Written) tidy() {
	tidyAll(&w.ID, &w.Title, &w.Status, &w.Level)
	w.Period.tidy()
	tidyUnits(w.Units)
	tidyCriteria(w.Criteria)
}

func (p *Window) tidy() {
	if p != nil {
		tidyAll(&p.From, &p.To)
	}
}

func tidyUnits(units []WrittenUnit) {
	for i := range units {
		tidyAll(&units[i].ID, &units[i].Name)
		tidyList(units[i].Aliases)
		tidyUnits(units[i].Succeeds)
	}
}

func tidyCriteria(cs []WrittenCriterion) {
	for i := range cs {
		x := &cs[i]
		tidyAll(&x.ID, &x.Title, &x.ScoredBy, &x.NotApplicableWhen, &x.Note)
		if x.Ratio != nil {
			tidyAll(&x.Ratio.A, &x.Ratio.B)
		}
		if x.Target != nil {
			tidyAll(&x.Target.ShareOf)
		}
		for j := range x.Requires {
			r := &x.Requires[j]
			tidyAll(&r.Name, &r.Where, &r.Scope, &r.By, &r.AnyOf, &r.Note)
			r.Issued.tidy()
			tidyList(r.Kinds)
			tidyList(r.About)
		}
		tidyCriteria(x.Children)
	}
}

func tidyAll(texts ...*string) {
	for _, t := range texts {
		*t = strings.TrimSpace(vi.NFC(*t))
	}
}

func tidyList(list []string) {
	for i := range list {
		tidyAll(&list[i])
	}
}

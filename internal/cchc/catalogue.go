package cchc

import (
	"strconv"
	"strings"
)

// Catalogue is a versioned tree of criteria ("Bộ tiêu chí"). It is data, never code.
type Catalogue struct {
	ID          string      `json:"id"`
	Version     string      `json:"version"` // hex digest of the content; a change is a new version
	Title       string      `json:"title"`
	Status      string      `json:"status,omitempty"` // "sample" for the embedded one
	Level       string      `json:"level,omitempty"`
	Year        int         `json:"year,omitempty"` // 0: judges without year
	Period      Period      `json:"period,omitzero"`
	TargetShare float64     `json:"target_share,omitempty"` // 0..1 of the points
	Units       []Unit      `json:"units,omitempty"`
	Criteria    []Criterion `json:"criteria"`
}

// Ref is "id@version", what links and stored catalogues are keyed by.
func (c Catalogue) Ref() string { return c.ID + "@" + c.Version }

// Unit is a part of the assessed office.
type Unit struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases,omitempty"`
	Succeeds []Unit   `json:"succeeds,omitempty"`
	// Valid is when the unit existed, SucceededBy the identity of the unit that took its
	// tasks over; both are of the installation's units, see [UnitsIn].
	Valid       Period `json:"valid,omitzero"`
	SucceededBy string `json:"succeeded_by,omitempty"`
}

// Criterion is a node of the tree; a node without children is a leaf and may have
// requirements.
type Criterion struct {
	ID                string        `json:"id"` // dotted: "1.4"
	Title             string        `json:"title"`
	Points            float64       `json:"points,omitempty"` // maximum, of a leaf
	ScoredBy          string        `json:"scored_by,omitempty"`
	Personal          bool          `json:"personal,omitempty"` // pay, ranking, discipline: restricted
	NotApplicableWhen string        `json:"not_applicable_when,omitempty"`
	Ratio             *Ratio        `json:"ratio,omitempty"`
	Target            *Target       `json:"target,omitempty"`
	Requires          []Requirement `json:"requires,omitempty"`
	Children          []Criterion   `json:"children,omitempty"`
}

// ScoredBySurvey marks a leaf scored by điều tra xã hội học: no file proves it.
const ScoredBySurvey = "survey"

// Ratio is a criterion scored by a/b.
type Ratio struct {
	A string `json:"a"`
	B string `json:"b"`
}

// Target is a share to be reached.
type Target struct {
	ShareOf string  `json:"share_of"`
	AtLeast float64 `json:"at_least"`
}

// Leaves returns the leaves of the tree in order.
func (c Catalogue) Leaves() []Criterion {
	var out []Criterion
	var walk func([]Criterion)
	walk = func(cs []Criterion) {
		for _, x := range cs {
			if len(x.Children) == 0 {
				out = append(out, x)
			} else {
				walk(x.Children)
			}
		}
	}
	walk(c.Criteria)
	return out
}

// HasLeaf reports whether the catalogue has a leaf of that identity.
func (c Catalogue) HasLeaf(id string) bool {
	for _, leaf := range c.Leaves() {
		if leaf.ID == id {
			return true
		}
	}
	return false
}

// RequirementScope says per what a requirement is counted.
type RequirementScope string

// The scopes of a requirement; agency is the default.
const (
	ScopeAgency            RequirementScope = "agency"              // once for the assessed office
	ScopeUnit              RequirementScope = "unit"                // by each unit
	ScopeEachUnitConcerned RequirementScope = "each_unit_concerned" // one about each unit
)

// Issuer says whose paper counts.
type Issuer string

// Who may have issued the evidence; own is the default.
const (
	ByOwn      Issuer = "own"
	BySuperior Issuer = "superior"
	ByAny      Issuer = "any"
)

// Requirement is one kind of paper a criterion asks for.
type Requirement struct {
	ID       string           `json:"id"` // "1.4/2": criterion and position, set by the catalogue reader
	Name     string           `json:"name"`
	Kinds    []string         `json:"kinds"` // abbreviations of Nghị định 30 and BIEU, TIN, ANH, WEB, HTHONG
	About    []string         `json:"about"` // subject phrases; {year} {prev} {next} are filled in
	Where    string           `json:"where,omitempty"`
	Scope    RequirementScope `json:"scope,omitempty"`
	By       Issuer           `json:"by,omitempty"`
	Issued   Period           `json:"issued,omitzero"`
	InForce  bool             `json:"in_force,omitempty"` // older papers count while not replaced
	Optional bool             `json:"optional,omitempty"`
	Min      int              `json:"min"` // papers needed, at least 1
	// AnyOf groups the requirements of a criterion that stand for one another: one of each
	// group has to be met. Of "A/1" and "A/2" the group is A; those that share the whole
	// label make one alternative and have to be met together. "" stands alone.
	AnyOf string `json:"any_of,omitempty"`
}

// Group splits AnyOf into the group and the alternative, which is the requirement itself
// where none is named.
func (r Requirement) Group() (group, alternative string) {
	group, alternative, named := strings.Cut(r.AnyOf, "/")
	if !named {
		alternative = r.ID
	}
	return group, alternative
}

// WhereSubject restricts a requirement to the subject of the document.
const WhereSubject = "subject"

// Criterion returns the criterion a requirement identity belongs to.
func (r Requirement) Criterion() string {
	id, _, _ := strings.Cut(r.ID, "/")
	return id
}

// ResolveYears fills the templates of a phrase or date: {year} the year of the catalogue,
// {prev} and {next} the years around it. Year 0 (a catalogue that judges without year)
// takes them out and closes the gap: "kế hoạch CCHC năm {year}" becomes "kế hoạch CCHC
// năm".
func ResolveYears(phrase string, year int) string {
	if !strings.Contains(phrase, "{") {
		return phrase
	}
	this, prev, next := "", "", ""
	if year != 0 {
		this, prev, next = strconv.Itoa(year), strconv.Itoa(year-1), strconv.Itoa(year+1)
	}
	s := strings.NewReplacer("{year}", this, "{prev}", prev, "{next}", next).Replace(phrase)
	return strings.Join(strings.Fields(s), " ")
}

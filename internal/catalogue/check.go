package catalogue

import (
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// An identity stands in link keys and on the command line: no spaces, "/", "@".
var identity = vi.Pattern(`^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$`)

func (c *checker) catalogue(n *yaml.Node) cchc.Catalogue {
	var cat cchc.Catalogue
	f, ok := c.mapping(n, "", "id", "title", "status", "level", "year", "period", "target_share", "units", "criteria")
	if !ok {
		return cat
	}
	c.require(n, f, "", "id", "title", "criteria")
	cat.ID = c.identity(f["id"], "id")
	cat.Title = c.text(f["title"], "title")
	cat.Status = c.text(f["status"], "status")
	cat.Level = c.text(f["level"], "level")
	if y, ok := c.integer(f["year"], "year"); ok {
		if y != 0 && (y < 1990 || y > 2100) {
			c.report(f["year"], "year", cchc.NewReason("catalogue-bad-year", strconv.Itoa(y)), "")
		}
		cat.Year, c.year = y, y
	}
	cat.Period = c.period(f["period"], "period")
	cat.TargetShare = c.share(f["target_share"], "target_share")
	cat.Units = c.units(f["units"], "units", true)
	c.unitsOnce(f["units"], cat.Units)
	if s := f["criteria"]; s != nil && s.Kind == yaml.SequenceNode && len(s.Content) == 0 {
		c.report(s, "criteria", cchc.NewReason("catalogue-missing-field", "criteria"), "")
	}
	cat.Criteria = c.list(f["criteria"], "criteria", 1)
	return cat
}

func (c *checker) identity(n *yaml.Node, field string) string {
	s := c.text(n, field)
	if s != "" && !identity().MatchString(s) {
		c.report(n, field, cchc.NewReason("catalogue-bad-id", s), "")
	}
	return s
}

func (c *checker) share(n *yaml.Node, field string) float64 {
	v, ok := c.decimal(n, field)
	if ok && (v <= 0 || v > 1) {
		c.report(n, field, cchc.NewReason("catalogue-bad-share", n.Value), "")
	}
	return v
}

func (c *checker) units(n *yaml.Node, field string, top bool) []cchc.Unit {
	var out []cchc.Unit
	for i, x := range c.sequence(n, field) {
		at := at(field, i)
		keys := []string{"id", "name", "aliases"}
		if top {
			keys = append(keys, "succeeds")
		}
		f, ok := c.mapping(x, at, keys...)
		if !ok {
			continue
		}
		c.require(x, f, at, "id", "name")
		u := cchc.Unit{ID: c.identity(f["id"], at+".id"), Name: c.text(f["name"], at+".name"),
			Aliases: c.texts(f["aliases"], at+".aliases")}
		u.Succeeds = c.units(f["succeeds"], at+".succeeds", false)
		out = append(out, u)
	}
	return out
}

func (c *checker) unitsOnce(n *yaml.Node, units []cchc.Unit) {
	seen := map[string]bool{}
	once := func(id string) {
		if id != "" && seen[id] {
			c.report(n, "units", cchc.NewReason("catalogue-duplicate-id", id), "")
		}
		seen[id] = true
	}
	for _, u := range units {
		once(u.ID)
		for _, old := range u.Succeeds {
			once(old.ID)
		}
	}
}

func (c *checker) texts(n *yaml.Node, field string) []string {
	var out []string
	for i, x := range c.sequence(n, field) {
		if s := c.text(x, at(field, i)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (c *checker) list(n *yaml.Node, field string, depth int) []cchc.Criterion {
	items := c.sequence(n, field)
	if len(items) > 0 && depth > maxDepth {
		c.report(n, field, cchc.NewReason("catalogue-too-large", strconv.Itoa(maxDepth)+" cấp"), "")
		return nil
	}
	var out []cchc.Criterion
	for i, x := range items {
		if c.criteria++; c.criteria > maxCriteria {
			c.report(x, field, cchc.NewReason("catalogue-too-large", strconv.Itoa(maxCriteria)+" tiêu chí"), "")
			return out
		}
		if crit, ok := c.criterion(x, at(field, i), depth); ok {
			out = append(out, crit)
		}
	}
	return out
}

func (c *checker) criterion(n *yaml.Node, field string, depth int) (cchc.Criterion, bool) {
	f, ok := c.mapping(n, field, "id", "title", "points", "scored_by", "personal", "not_applicable_when",
		"ratio", "target", "requires", "children", "seed", "note")
	if !ok {
		return cchc.Criterion{}, false
	}
	c.require(n, f, field, "id", "title")
	x := cchc.Criterion{
		ID:                c.identity(f["id"], field+".id"),
		Title:             c.text(f["title"], field+".title"),
		ScoredBy:          c.oneOf(f["scored_by"], field+".scored_by", "", []string{cchc.ScoredBySurvey}),
		Personal:          c.flag(f["personal"], field+".personal"),
		NotApplicableWhen: c.text(f["not_applicable_when"], field+".not_applicable_when"),
		Ratio:             c.ratio(f["ratio"], field+".ratio"),
		Target:            c.target(f["target"], field+".target"),
	}
	// Remarks of the author: checked for their type, no part of the content.
	c.flag(f["seed"], field+".seed")
	c.text(f["note"], field+".note")
	if x.ID != "" {
		if line, twice := c.ids[x.ID]; twice {
			c.report(f["id"], field+".id", cchc.NewReason("catalogue-duplicate-id", x.ID, strconv.Itoa(line)), "")
		} else {
			c.ids[x.ID] = f["id"].Line
		}
	}
	if f["children"] != nil {
		c.filled(f["children"], field+".children")
		x.Children = c.list(f["children"], field+".children", depth+1)
	}
	x.Requires = c.requirements(f["requires"], field+".requires", x.ID)
	if f["children"] != nil {
		c.branch(f, field, x)
	} else {
		x.Points = c.leaf(n, f, field, x)
	}
	return x, true
}

// branch: a node with children has no evidence of its own; points, if stated, are the sum.
func (c *checker) branch(f fields, field string, x cchc.Criterion) {
	if f["requires"] != nil {
		c.report(f["requires"], field+".requires", cchc.NewReason("catalogue-branch-requires"), "")
	}
	if p := f["points"]; p != nil {
		sum := points(x.Children)
		if v, ok := c.decimal(p, field+".points"); ok && math.Abs(v-sum) > 1e-9 {
			c.report(p, field+".points", cchc.NewReason("catalogue-bad-sum", p.Value, number(sum)), number(sum))
		}
	}
}

func (c *checker) leaf(n *yaml.Node, f fields, field string, x cchc.Criterion) float64 {
	c.require(n, f, field, "points")
	v, ok := c.decimal(f["points"], field+".points")
	// Two decimals are the finest seen in provincial catalogues (steps of 0.25).
	if hundred := v * 100; ok && (v <= 0 || v > 1000 || math.Abs(hundred-math.Round(hundred)) > 1e-6) {
		c.report(f["points"], field+".points", cchc.NewReason("catalogue-bad-points", f["points"].Value), "")
	}
	survey := x.ScoredBy == cchc.ScoredBySurvey
	switch {
	case survey && f["requires"] != nil:
		c.report(f["requires"], field+".requires", cchc.NewReason("catalogue-survey-requires"), "")
	case !survey && len(x.Requires) == 0:
		c.report(n, field+".requires", cchc.NewReason("catalogue-no-requires"), "")
	case !survey && onlyOptional(x.Requires):
		c.report(f["requires"], field+".requires", cchc.NewReason("catalogue-only-optional"), "")
	}
	return v
}

func onlyOptional(rs []cchc.Requirement) bool {
	for _, r := range rs {
		if !r.Optional {
			return false
		}
	}
	return true
}

func points(cs []cchc.Criterion) float64 {
	sum := 0.0
	for _, x := range cs {
		sum += x.Points + points(x.Children)
	}
	return sum
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func (c *checker) ratio(n *yaml.Node, field string) *cchc.Ratio {
	if n == nil {
		return nil
	}
	f, ok := c.mapping(n, field, "a", "b")
	if !ok {
		return nil
	}
	c.require(n, f, field, "a", "b")
	return &cchc.Ratio{A: c.text(f["a"], field+".a"), B: c.text(f["b"], field+".b")}
}

func (c *checker) target(n *yaml.Node, field string) *cchc.Target {
	if n == nil {
		return nil
	}
	f, ok := c.mapping(n, field, "share_of", "at_least")
	if !ok {
		return nil
	}
	c.require(n, f, field, "share_of", "at_least")
	return &cchc.Target{ShareOf: c.text(f["share_of"], field+".share_of"), AtLeast: c.share(f["at_least"], field+".at_least")}
}

func (c *checker) requirements(n *yaml.Node, field, criterion string) []cchc.Requirement {
	var out []cchc.Requirement
	for i, x := range c.sequence(n, field) {
		if r, ok := c.requirement(x, at(field, i)); ok {
			r.ID = criterion + "/" + strconv.Itoa(i+1)
			out = append(out, r)
		}
	}
	c.groups(n, field, out)
	return out
}

func (c *checker) requirement(n *yaml.Node, field string) (cchc.Requirement, bool) {
	f, ok := c.mapping(n, field, "name", "kinds", "about", "where", "scope", "by", "issued", "in_force", "optional", "min", "any_of", "note")
	if !ok {
		return cchc.Requirement{}, false
	}
	c.require(n, f, field, "name", "kinds", "about")
	c.text(f["note"], field+".note")
	r := cchc.Requirement{
		Name:     c.text(f["name"], field+".name"),
		Kinds:    c.kinds(f["kinds"], field+".kinds"),
		About:    c.about(f["about"], field+".about"),
		Where:    c.oneOf(f["where"], field+".where", "", []string{cchc.WhereSubject}),
		Scope:    cchc.RequirementScope(c.oneOf(f["scope"], field+".scope", string(cchc.ScopeAgency), scopes())),
		By:       cchc.Issuer(c.oneOf(f["by"], field+".by", string(cchc.ByOwn), issuers())),
		Issued:   c.period(f["issued"], field+".issued"),
		InForce:  c.flag(f["in_force"], field+".in_force"),
		Optional: c.flag(f["optional"], field+".optional"),
		Min:      1,
		AnyOf:    c.text(f["any_of"], field+".any_of"),
	}
	if v, ok := c.integer(f["min"], field+".min"); ok {
		if r.Min = v; v < 1 || v > 1000 {
			c.report(f["min"], field+".min", cchc.NewReason("catalogue-bad-min", f["min"].Value), "1")
		}
	}
	return r, true
}

func (c *checker) kinds(n *yaml.Node, field string) []string {
	var out []string
	for i, x := range c.filled(n, field) {
		if s := c.text(x, at(field, i)); s != "" {
			if !contains(Kinds(), s) {
				c.report(x, field, cchc.NewReason("catalogue-unknown-value", s), nearest(s, Kinds()))
			}
			out = append(out, s)
		}
	}
	return out
}

func (c *checker) about(n *yaml.Node, field string) []string {
	var out []string
	for i, x := range c.filled(n, field) {
		s := c.text(x, at(field, i))
		c.template(x, at(field, i), s)
		if s = cchc.ResolveYears(s, c.year); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// filled is a sequence with at least one item.
func (c *checker) filled(n *yaml.Node, field string) []*yaml.Node {
	items := c.sequence(n, field)
	if n != nil && n.Kind == yaml.SequenceNode && len(items) == 0 {
		c.report(n, field, cchc.NewReason("catalogue-empty-list"), "")
	}
	return items
}

func (c *checker) template(n *yaml.Node, field, s string) {
	if bad, ok := unknownTemplate(s); ok {
		c.report(n, field, cchc.NewReason("catalogue-bad-template", bad), nearest(bad, []string{"{year}", "{prev}", "{next}"}))
	}
}

func (c *checker) period(n *yaml.Node, field string) cchc.Period {
	var p cchc.Period
	if n == nil {
		return p
	}
	f, ok := c.mapping(n, field, "from", "to")
	if !ok {
		return p
	}
	if f["from"] == nil && f["to"] == nil {
		c.report(n, field, cchc.NewReason("catalogue-missing-field", "from"), "")
	}
	p.From, p.To = c.date(f["from"], field+".from"), c.date(f["to"], field+".to")
	if !p.From.IsZero() && !p.To.IsZero() && p.To.Before(p.From) {
		c.report(n, field, cchc.NewReason("catalogue-period-reversed", p.From.String(), p.To.String()), "")
	}
	return p
}

func (c *checker) date(n *yaml.Node, field string) cchc.Date {
	s := c.text(n, field)
	if s == "" {
		return cchc.Date{}
	}
	before := len(c.problems)
	c.template(n, field, s)
	if len(c.problems) > before {
		return cchc.Date{}
	}
	if c.year == 0 && strings.Contains(s, "{") {
		c.report(n, field, cchc.NewReason("catalogue-template-needs-year", s), "")
		return cchc.Date{}
	}
	d, err := cchc.ParseDate(cchc.ResolveYears(s, c.year))
	if err != nil {
		c.report(n, field, cchc.NewReason("catalogue-bad-date", s), "")
	}
	return d
}

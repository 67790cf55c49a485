package agency

import (
	"slices"
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Agency is an office with the time it existed.
type Agency struct {
	ID        string      `json:"id" doc:"Short and lasting, letters, digits and hyphens"`
	Name      string      `json:"name"`
	Sign      string      `json:"sign,omitempty" doc:"As in its numbers: STTTT"`
	Aliases   []Alias     `json:"aliases,omitempty" doc:"Other names and signs, with the time they were used"`
	Valid     cchc.Period `json:"valid,omitzero" doc:"When the office existed; open ends are blank"`
	Successor string      `json:"successor,omitempty" doc:"Id of the office that took its tasks over"`
}

// Alias is another name or sign of an agency.
type Alias struct {
	Name  string      `json:"name"` // a name or a sign
	Valid cchc.Period `json:"valid,omitzero"`
}

// Bounds of what is kept of one agency and of all.
const (
	MaxAgencies = 5000
	maxAliases  = 100
	maxName     = 300 // bytes
)

// Check reports what is wrong with an agency, as a usage error; others are those there are.
func (a Agency) Check(others []Agency) error {
	switch {
	case a.ID == "" || len(a.ID) > 60 || strings.ContainsFunc(a.ID, func(r rune) bool {
		return r != '-' && r != '.' && !(r >= 'a' && r <= 'z') && !(r >= '0' && r <= '9')
	}):
		return cchc.Usage("agency-bad-id", nil, a.ID)
	case key(a.Name) == "" || len(a.Name) > maxName:
		return cchc.Usage("agency-no-name", nil, a.ID)
	case len(a.Aliases) > maxAliases || len(others) >= MaxAgencies:
		return cchc.Usage("agency-too-many", nil)
	case backwards(a.Valid):
		return cchc.Usage("agency-bad-period", nil, a.Name)
	}
	for _, al := range a.Aliases {
		if key(al.Name) == "" || len(al.Name) > maxName || backwards(al.Valid) {
			return cchc.Usage("agency-bad-period", nil, al.Name)
		}
	}
	return a.checkSuccessor(others)
}

func backwards(p cchc.Period) bool { return !p.From.IsZero() && !p.To.IsZero() && p.To.Before(p.From) }

// checkSuccessor follows the successors: each has to exist, and none may come back.
func (a Agency) checkSuccessor(others []Agency) error {
	seen := map[string]bool{a.ID: true}
	for next := a.Successor; next != ""; {
		i := slices.IndexFunc(others, func(o Agency) bool { return o.ID == next })
		if seen[next] || i < 0 {
			return cchc.Usage("agency-bad-successor", nil, next)
		}
		seen[next] = true
		next = others[i].Successor
	}
	return nil
}

// Registry finds agencies by name or sign. The zero value knows none.
type Registry struct {
	byID map[string]Agency
	by   map[string][]entry // by key of name and sign
}

// entry is a name of an agency with the time it meant that agency.
type entry struct {
	id    string
	valid cchc.Period
	own   bool // its name or sign, not an alias
}

// NewRegistry makes a registry of agencies.
func NewRegistry(agencies []Agency) Registry {
	r := Registry{byID: map[string]Agency{}, by: map[string][]entry{}}
	for _, a := range agencies {
		r.byID[a.ID] = a
		for _, name := range []string{a.Name, a.Sign} {
			r.add(name, entry{a.ID, a.Valid, true})
		}
		for _, al := range a.Aliases {
			valid := al.Valid
			if valid == (cchc.Period{}) {
				valid = a.Valid
			}
			r.add(al.Name, entry{a.ID, valid, false})
		}
	}
	return r
}

func (r Registry) add(name string, e entry) {
	if k := key(name); k != "" {
		r.by[k] = append(r.by[k], e)
	}
}

// Empty reports a registry without agencies.
func (r Registry) Empty() bool { return len(r.byID) == 0 }

// Agency returns an agency by its identity.
func (r Registry) Agency(id string) (Agency, bool) {
	a, ok := r.byID[id]
	return a, ok
}

// Resolve returns the agency that a name or sign meant on a day; the zero day is unknown.
// Where the name meant no agency on that day, but one agency alone ever bore it, it is
// that one: papers are dated wrongly, and old seals are used up. A name several agencies
// bear then is nobody's.
func (r Registry) Resolve(name string, day cchc.Date) (Agency, bool) {
	entries := r.by[key(name)]
	if a, ok := r.only(entries, func(e entry) bool { return day.IsZero() || e.valid.Contains(day) }); ok {
		return a, true
	}
	if a, ok := r.only(entries, func(e entry) bool { return e.own && (day.IsZero() || e.valid.Contains(day)) }); ok {
		return a, true
	}
	return r.only(entries, func(entry) bool { return true })
}

func (r Registry) only(entries []entry, fits func(entry) bool) (Agency, bool) {
	id := ""
	for _, e := range entries {
		if !fits(e) || e.id == id {
			continue
		}
		if id != "" {
			return Agency{}, false
		}
		id = e.id
	}
	a, ok := r.byID[id]
	return a, ok
}

// ByCode returns the agency the sign of a number names: the part behind the type in
// "KH-STTTT", the first in "STTTT-CNTT", which is that of a công văn.
func (r Registry) ByCode(notation string, day cchc.Date) (Agency, bool) {
	parts := strings.FieldsFunc(notation, func(c rune) bool { return c == '-' || c == '/' || c == '–' })
	for i := len(parts) - 1; i >= 0; i-- {
		if a, ok := r.Resolve(parts[i], day); ok {
			return a, true
		}
	}
	return Agency{}, false
}

// Issuer is the agency a paper was issued by: by its name, or by its sign where the name
// is blank or unknown.
func (r Registry) Issuer(p cchc.Particulars) (Agency, bool) {
	if r.Empty() {
		return Agency{}, false
	}
	if p.OrganName != "" {
		if a, ok := r.Resolve(p.OrganName, p.IssuedDate); ok {
			return a, true
		}
		return Agency{}, false
	}
	return r.ByCode(p.CodeNotation, p.IssuedDate)
}

// Successors are the agencies that took over from one, the next first.
func (r Registry) Successors(id string) (out []Agency) {
	seen := map[string]bool{id: true}
	for next := r.byID[id].Successor; next != "" && !seen[next]; next = r.byID[next].Successor {
		a, ok := r.byID[next]
		if !ok {
			break
		}
		seen[next] = true
		out = append(out, a)
	}
	return out
}

// Family are an agency and all it came from, however many mergers ago: whoever asks for
// the papers of the office of today also means those. The agency itself is first.
func (r Registry) Family(id string) (out []Agency) {
	queue, seen := []string{id}, map[string]bool{}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		a, ok := r.byID[next]
		if !ok || seen[next] {
			continue
		}
		seen[next] = true
		out = append(out, a)
		var before []string
		for _, b := range r.byID {
			if b.Successor == next {
				before = append(before, b.ID)
			}
		}
		slices.Sort(before)
		queue = append(queue, before...)
	}
	return out
}

// Names are all names and signs of an agency, its own first.
func (a Agency) Names() []string {
	out := []string{a.Name}
	if a.Sign != "" {
		out = append(out, a.Sign)
	}
	for _, al := range a.Aliases {
		if !slices.Contains(out, al.Name) {
			out = append(out, al.Name)
		}
	}
	return out
}

// SameName reports whether two names are one, however written; blank ones never are.
func SameName(a, b string) bool { return key(a) != "" && key(a) == key(b) }

// key is what names compare by: letters and digits, folded, the usual abbreviations
// written out one way.
func key(name string) string {
	var b strings.Builder
	for _, r := range vi.Fold(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return strings.NewReplacer("uybannhandan", "ubnd", "hoidongnhandan", "hdnd").Replace(b.String())
}

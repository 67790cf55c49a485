package catalogue

import (
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Provisional is the status of a catalogue in use until the one of its year comes.
const Provisional = "provisional"

// statusSample is the status of the embedded sample, which stays one.
const statusSample = "sample"

// ForYear makes last year's catalogue one to go on with until the new one comes: dates and
// the years named move along, its status is "provisional". Identities of criteria and
// requirements stay, so that scores and reviewed links are carried over later. source is
// the YAML it was read from; where it is of another version, the catalogue as it is used is
// taken. The YAML of the new version is returned with it.
func ForYear(cat cchc.Catalogue, source []byte, year int) (cchc.Catalogue, []byte, error) {
	w, again, problems := ReadWritten("", source)
	if len(problems) > 0 || again.Version != cat.Version {
		w = WrittenFrom(cat)
	}
	yaml, err := w.ForYear(year).YAML()
	if err != nil {
		return cchc.Catalogue{}, nil, err
	}
	next, problems := Read(cat.ID, yaml)
	if len(problems) > 0 {
		return cchc.Catalogue{}, nil, cchc.Usage("catalogue-not-for-year", problems[0], cat.ID, strconv.Itoa(year), problems[0].Error())
	}
	return next, yaml, nil
}

// ForYear is the written form moved to another year; see [ForYear]. A catalogue that
// judges without year gets the year and is otherwise as it was.
func (w Written) ForYear(year int) Written {
	m := move{from: w.Year, by: year - w.Year}
	if w.Year == 0 {
		m.by = 0
	}
	w.ID, w.Title = m.id(w.ID), m.text(w.Title)
	w.Period, w.Year = m.window(w.Period), year
	if w.Status != statusSample {
		w.Status = Provisional
	}
	w.Criteria = m.criteria(w.Criteria)
	return w
}

// move takes texts of one year to another.
type move struct{ from, by int }

func (m move) criteria(cs []WrittenCriterion) []WrittenCriterion {
	out := make([]WrittenCriterion, len(cs))
	for i, c := range cs {
		c.Title, c.NotApplicableWhen = m.text(c.Title), m.text(c.NotApplicableWhen)
		if c.Ratio != nil {
			c.Ratio = &WrittenRatio{A: m.text(c.Ratio.A), B: m.text(c.Ratio.B)}
		}
		if c.Target != nil {
			c.Target = &WrittenTarget{ShareOf: m.text(c.Target.ShareOf), AtLeast: c.Target.AtLeast}
		}
		requires := make([]WrittenRequirement, len(c.Requires))
		for j, r := range c.Requires {
			about := make([]string, len(r.About))
			for k, s := range r.About {
				about[k] = m.text(s)
			}
			r.Name, r.About, r.Issued = m.text(r.Name), about, m.window(r.Issued)
			requires[j] = r
		}
		c.Requires = requires
		c.Children = m.criteria(c.Children)
		out[i] = c
	}
	return out
}

// namedYear is a year that is spoken of: "năm 2020". What stands before it tells a stretch
// of years ("giai đoạn 2016 - 2020", "đến năm 2020"), which does not move along.
var namedYear = vi.Pattern(`(?i)(\S*\s*)(năm\s+)(\d{4})\b`)

func (m move) text(s string) string {
	if m.by == 0 {
		return s
	}
	return namedYear().ReplaceAllStringFunc(vi.NFC(s), func(found string) string {
		parts := namedYear().FindStringSubmatch(found)
		before := strings.ToLower(strings.TrimSpace(parts[1]))
		year, err := strconv.Atoi(parts[3])
		if err != nil || year < m.from-1 || year > m.from+1 || before == "đến" || before == "từ" {
			return found
		}
		return parts[1] + parts[2] + strconv.Itoa(year+m.by)
	})
}

// id moves a year that is a part of an identity of its own: "so-2020".
func (m move) id(id string) string {
	parts := strings.FieldsFunc(id, func(r rune) bool { return r == '-' || r == '.' || r == '_' })
	for _, p := range parts {
		if m.by != 0 && p == strconv.Itoa(m.from) {
			return strings.Replace(id, p, strconv.Itoa(m.from+m.by), 1)
		}
	}
	return id
}

// window moves ISO dates; those with templates move by themselves.
func (m move) window(w *Window) *Window {
	if w == nil {
		return nil
	}
	return &Window{From: m.date(w.From), To: m.date(w.To)}
}

func (m move) date(s string) string {
	d, err := cchc.ParseDate(s)
	if err != nil || d.IsZero() || m.by == 0 {
		return s
	}
	next := cchc.NewDate(d.Year+m.by, d.Month, d.Day)
	if next.IsZero() { // 29 February
		next = cchc.NewDate(d.Year+m.by, d.Month, d.Day-1)
	}
	return next.String()
}

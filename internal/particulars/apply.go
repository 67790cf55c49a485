package particulars

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"minhchung/internal/cchc"
)

// Apply lays corrections, the oldest first, over a document as it was read. What people
// said is certain: its confidence is 1. unfit names fields whose value no longer fits the
// type of the field; they stay as they were read.
func Apply(found cchc.Document, corrections []cchc.Correction) (d cchc.Document, unfit []string) {
	d = found
	d.Particulars.Confidence = maps.Clone(found.Particulars.Confidence)
	for _, c := range corrections {
		if c.Field == FieldUnit {
			var u struct {
				Unit string `json:"unit"`
			}
			if strict(c.Value, &u) != nil {
				unfit = append(unfit, c.Field)
				continue
			}
			d.Unit = u.Unit
			continue
		}
		p, err := set(d.Particulars, c.Value)
		if err != nil {
			unfit = append(unfit, c.Field)
			continue
		}
		if p.Confidence == nil {
			p.Confidence = map[string]float64{}
		}
		p.Spans = maps.Clone(p.Spans)
		for _, key := range Keys(c.Field) {
			p.Confidence[key] = 1
			if c.Kind == cchc.Corrected {
				delete(p.Spans, key) // it does not stand there
			}
		}
		d.Particulars = p
	}
	return d, unfit
}

// set returns particulars with the fields of a patch set. The particulars handed in keep
// their lists: every field that is set starts from nothing.
func set(p cchc.Particulars, patch json.RawMessage) (cchc.Particulars, error) {
	all, err := fieldsOf(p)
	if err != nil {
		return p, err
	}
	var more map[string]json.RawMessage
	if err := json.Unmarshal(patch, &more); err != nil {
		return p, err
	}
	maps.Copy(all, more)
	b, err := json.Marshal(all)
	if err != nil {
		return p, err
	}
	var out cchc.Particulars
	err = strict(b, &out)
	return out, err
}

func fieldsOf(p cchc.Particulars) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	all := map[string]json.RawMessage{}
	return all, json.Unmarshal(b, &all)
}

// Values are the fields of a document that a correction of the named field sets, as the
// document has them: what is confirmed, or what was found. Blank ones are null.
func Values(d cchc.Document, name string) (json.RawMessage, error) {
	out := map[string]json.RawMessage{}
	if name == FieldUnit {
		b, err := json.Marshal(d.Unit)
		if err != nil {
			return nil, err
		}
		out[FieldUnit] = b
		return json.Marshal(out)
	}
	all, err := fieldsOf(d.Particulars)
	if err != nil {
		return nil, err
	}
	for _, key := range Keys(name) {
		out[key] = json.RawMessage("null")
		if v, ok := all[key]; ok {
			out[key] = v
		}
	}
	return json.Marshal(out)
}

// Same reports whether two sets of fields say the same.
func Same(a, b json.RawMessage) bool {
	return bytes.Equal(canonical(a), canonical(b))
}

// canonical writes fields one way: sorted, without blank ones.
func canonical(raw json.RawMessage) []byte {
	var m map[string]any
	if json.Unmarshal(raw, &m) != nil {
		return raw
	}
	for k, v := range m {
		if blank(v) {
			delete(m, k)
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		return raw
	}
	return b
}

func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0 || !slices.ContainsFunc(slices.Collect(maps.Values(v)), func(x any) bool { return !blank(x) })
	}
	return false
}

// State is one field of a document with what is known of it.
type State struct {
	Field string
	// Value and Found are the fields as people see them and as they were read.
	Value, Found json.RawMessage
	Confidence   float64           // of what was read; 0 where it is blank
	Correction   *cchc.Correction  // the one that holds, nil where nobody said anything
	Earlier      []cchc.Correction // that hold again, the last first, when it is undone
	// Reread is true where the program reads the field differently today from what it read
	// when the correction was made.
	Reread bool
}

// States are all fields of a document; corrections are those that hold, the oldest first.
func States(d, found cchc.Document, corrections []cchc.Correction) ([]State, error) {
	var out []State
	for _, name := range Fields() {
		s := State{Field: name}
		var err error
		if s.Value, err = Values(d, name); err != nil {
			return nil, err
		}
		if s.Found, err = Values(found, name); err != nil {
			return nil, err
		}
		s.Confidence = found.Particulars.Confidence[Keys(name)[0]]
		for i := len(corrections) - 1; i >= 0; i-- {
			c := corrections[i]
			switch {
			case c.Field != name:
			case s.Correction == nil:
				s.Correction, s.Reread = &c, !Same(c.Found, s.Found)
			default:
				s.Earlier = append(s.Earlier, c)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

package particulars

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
)

// Shown is the value of a field in the shape [Patch] takes: a number and a type as one
// text, anything else as its JSON. nil for a blank one.
func Shown(name string, values json.RawMessage) any {
	var all map[string]any
	if json.Unmarshal(values, &all) != nil {
		return nil
	}
	v := all[name]
	if notation, _ := all["code_notation"].(string); name == "code" && blank(v) && notation != "" {
		v = "/" + notation
	}
	if blank(v) && name != "draft" {
		return nil
	}
	return v
}

// Text is the value of a field as people read it, "" for a blank one.
func Text(name string, values json.RawMessage) string {
	v := Shown(name, values)
	switch x := v.(type) {
	case nil:
		return ""
	case bool:
		if x {
			return "x"
		}
		return ""
	case string:
		if d, err := cchc.ParseDate(x); name == "issued_date" && err == nil {
			return d.Vietnamese()
		}
		if name == "type" {
			return typeText(x, values)
		}
		return x
	case []any:
		if name == "periods" {
			return periodsText(values)
		}
		parts := make([]string, len(x))
		for i, p := range x {
			parts[i] = part(p)
		}
		return strings.Join(parts, "; ")
	}
	return part(v)
}

// typeText is the name of a type with its abbreviation: "Kế hoạch (KH)".
func typeText(abbr string, values json.RawMessage) string {
	var p cchc.Particulars
	if json.Unmarshal(values, &p) != nil || p.TypeName == "" || p.TypeName == abbr {
		return abbr
	}
	return p.TypeName + " (" + abbr + ")"
}

// periodsText writes periods as a trích yếu would: "quý III năm 2020".
func periodsText(values json.RawMessage) string {
	var p cchc.Particulars
	if json.Unmarshal(values, &p) != nil {
		return ""
	}
	out := make([]string, len(p.Periods))
	for i, x := range p.Periods {
		year := " năm " + strconv.Itoa(x.Year)
		switch x.Unit {
		case cchc.SpokenMonth:
			out[i] = "tháng " + strconv.Itoa(x.Number) + year
		case cchc.SpokenQuarter:
			out[i] = "quý " + []string{"?", "I", "II", "III", "IV"}[min(max(x.Number, 0), 4)] + year
		case cchc.SpokenHalfYear:
			out[i] = "6 tháng " + map[bool]string{true: "cuối", false: "đầu"}[x.Number == 2] + year
		case cchc.SpokenNineMonths:
			out[i] = "9 tháng" + year
		case cchc.SpokenYear:
			out[i] = year[1:]
		}
	}
	return strings.Join(out, "; ")
}

func part(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case map[string]any:
		var out []string
		for _, key := range []string{"name", "full_name", "capacity", "position"} {
			if p, ok := x[key]; ok && !blank(p) {
				out = append(out, part(p))
			}
		}
		return strings.Join(out, ", ")
	}
	return fmt.Sprint(v)
}

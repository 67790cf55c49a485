package particulars

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// FieldUnit is the one field that is of the document and not of its particulars.
const FieldUnit = "unit"

// field is what a person corrects at once: number and notation belong together.
type field struct {
	name  string   // the JSON name of the first of keys
	keys  []string // of cchc.Particulars
	other []string // what a command line may call it
}

func fields() []field {
	one := func(name string, other ...string) field { return field{name, []string{name}, other} }
	return []field{
		{"type", []string{"type", "type_name"}, []string{"loai"}},
		{"code", []string{"code", "code_number", "code_notation"}, []string{"so"}},
		one("issued_date", "ngay"),
		one("place", "dia-danh"),
		one("organ_name", "co-quan"),
		one("parent_organ", "co-quan-chu-quan"),
		one("subject", "trich-yeu"),
		one("speaks_of", "nam"),
		one("periods", "ky"),
		one("signer", "nguoi-ky"),
		one("recipients", "noi-nhan"),
		one("draft", "du-thao"),
		one("drafter", "soan-thao"),
		one("urgency", "khan"),
		one("attachments", "kem-theo"),
		one("units", "don-vi-lien-quan"),
		{FieldUnit, []string{FieldUnit}, []string{"don-vi"}}, // every field has an other name: see Unknown
	}
}

// Fields lists the names of what may be corrected, in the order a form shows them.
func Fields() []string {
	all := fields()
	out := make([]string, len(all))
	for i, f := range all {
		out[i] = f.name
	}
	return out
}

// Named returns the field a command line means by a name, its own or the Vietnamese one.
func Named(name string) (string, bool) {
	name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_")
	for _, f := range fields() {
		if f.name == name || slices.Contains(f.other, strings.ReplaceAll(name, "_", "-")) {
			return f.name, true
		}
	}
	return "", false
}

// Keys are the JSON names a field is made of, nil for an unknown one.
func Keys(name string) []string {
	for _, f := range fields() {
		if f.name == name {
			return slices.Clone(f.keys)
		}
	}
	return nil
}

// Label is what people call a field.
func Label(name string) cchc.Reason {
	switch name {
	case "type":
		return cchc.NewReason("field-type")
	case "code":
		return cchc.NewReason("field-code")
	case "issued_date":
		return cchc.NewReason("field-issued-date")
	case "place":
		return cchc.NewReason("field-place")
	case "organ_name":
		return cchc.NewReason("field-organ")
	case "parent_organ":
		return cchc.NewReason("field-parent-organ")
	case "subject":
		return cchc.NewReason("field-subject")
	case "speaks_of":
		return cchc.NewReason("field-years")
	case "periods":
		return cchc.NewReason("field-periods")
	case "signer":
		return cchc.NewReason("field-signer")
	case "recipients":
		return cchc.NewReason("field-recipients")
	case "draft":
		return cchc.NewReason("field-draft")
	case "drafter":
		return cchc.NewReason("field-drafter")
	case "urgency":
		return cchc.NewReason("field-urgency")
	case "attachments":
		return cchc.NewReason("field-attachments")
	case "units":
		return cchc.NewReason("field-units")
	}
	return cchc.NewReason("field-unit")
}

// Bounds of one value, in bytes of JSON, and of a list.
const (
	maxValue = 32 << 10
	maxList  = 200
)

// Patch turns what was sent for a field, as JSON of its type, into the fields to be set.
// A number is given whole ("15/KH-STTTT") and taken apart; a type by its abbreviation,
// whose name typeName knows. Text is tidied: NFC, single spaces. An error is a usage
// error, "bad-particular" or "no-such-field".
func Patch(name string, value json.RawMessage, typeName func(abbr string) string) (json.RawMessage, error) {
	if Keys(name) == nil {
		return nil, Unknown(name)
	}
	if len(value) > maxValue {
		return nil, bad(name, string(value[:maxShown]))
	}
	set := map[string]any{}
	var err error
	switch name {
	case "code":
		err = patchCode(value, set)
	case "type":
		err = patchType(value, set, typeName)
	case "units":
		err = patchUnits(value, set)
	default:
		var v any
		if err = json.Unmarshal(value, &v); err == nil {
			set[name] = tidy(v)
		}
	}
	if err != nil {
		return nil, bad(name, string(value))
	}
	out, err := json.Marshal(set)
	if err != nil {
		return nil, err
	}
	if err := check(name, out); err != nil {
		return nil, bad(name, string(value))
	}
	return out, nil
}

// Unknown is the usage error of a name that is no field.
func Unknown(name string) error {
	var names []string
	for _, f := range fields() {
		names = append(names, f.other[0])
	}
	return cchc.Usage("no-such-field", nil, name, strings.Join(names, ", "))
}

// maxShown is how much of a value that cannot be used is told, in bytes.
const maxShown = 200

func bad(name, value string) error {
	var text string
	if json.Unmarshal([]byte(value), &text) == nil {
		value = text
	}
	if len(value) > maxShown {
		value = strings.ToValidUTF8(value[:maxShown], "") + "…"
	}
	return cchc.Usage("bad-particular", nil, "@"+string(Label(name).Code), value)
}

var errValue = errors.New("the value is not of the field's type")

func patchCode(value json.RawMessage, set map[string]any) error {
	text, err := textOf(value)
	if err != nil {
		return err
	}
	text = strings.Join(strings.Fields(text), "")
	number, notation := splitCode(text)
	if text != "" && number == "" && notation == "" {
		return errValue
	}
	set["code"], set["code_number"], set["code_notation"] = text, number, notation
	if number == "" {
		set["code"] = "" // a number is not known yet, only the notation
	}
	return nil
}

// splitCode takes a number apart: "15/KH-STTTT", "19/2012/QĐ-UBND" whose year belongs to
// the notation, and the Party's "01-NQ/TU". "/KH-STTTT" is a draft's, without number.
func splitCode(text string) (number, notation string) {
	end := strings.IndexAny(text, "/-")
	if end < 0 {
		if strings.Trim(text, "0123456789") == "" {
			return text, ""
		}
		return "", ""
	}
	number, notation = text[:end], text[end+1:]
	if number != "" && (number[0] < '0' || number[0] > '9') || notation == "" {
		return "", ""
	}
	return number, notation
}

func patchType(value json.RawMessage, set map[string]any, typeName func(string) string) error {
	text, err := textOf(value)
	if err != nil {
		return err
	}
	name := typeName(text)
	if text != "" && name == "" {
		return errValue
	}
	set["type"], set["type_name"] = text, name
	return nil
}

// patchUnits takes names alone as well as names with their pages.
func patchUnits(value json.RawMessage, set map[string]any) error {
	var names []string
	if json.Unmarshal(value, &names) != nil {
		var v any
		err := json.Unmarshal(value, &v)
		set["units"] = tidy(v)
		return err
	}
	units := []cchc.Mention{}
	for _, n := range names {
		if n = strings.Join(strings.Fields(vi.NFC(n)), " "); n != "" {
			units = append(units, cchc.Mention{Name: n})
		}
	}
	set["units"] = units
	return nil
}

func textOf(value json.RawMessage) (string, error) {
	var text string
	err := json.Unmarshal(value, &text)
	return strings.TrimSpace(vi.NFC(text)), err
}

// tidy makes every text in a value NFC with single spaces, and drops blank ones of a list.
func tidy(v any) any {
	switch v := v.(type) {
	case string:
		return strings.Join(strings.Fields(vi.NFC(v)), " ")
	case []any:
		out := make([]any, 0, len(v))
		for _, x := range v {
			if x = tidy(x); x != "" {
				out = append(out, x)
			}
		}
		return out
	case map[string]any:
		for k, x := range v {
			v[k] = tidy(x)
		}
	}
	return v
}

// check reports a patch that does not fit the types of its fields, or sets others.
func check(name string, patch json.RawMessage) error {
	var set map[string]json.RawMessage
	if err := json.Unmarshal(patch, &set); err != nil {
		return err
	}
	for key, raw := range set {
		if !slices.Contains(Keys(name), key) {
			return errValue
		}
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil && len(list) > maxList {
			return errValue
		}
	}
	if name == FieldUnit {
		var u struct{ Unit string }
		return strict(patch, &u)
	}
	var p cchc.Particulars
	if err := strict(patch, &p); err != nil {
		return err
	}
	if d := p.IssuedDate; !d.IsZero() && (d.Year < 1945 || d.Year > 2200) {
		return errValue
	}
	for _, y := range p.SpeaksOf {
		if y < 1900 || y > 2200 {
			return errValue
		}
	}
	return nil
}

func strict(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// FromText turns what is written on a command line into the JSON of a field: dates as
// 15/01/2020 or 2020-01-15, years and lists separated by commas (recipients by
// semicolons), a signer as "Họ và tên, chức vụ". "" clears the field.
func FromText(name, text string) (json.RawMessage, error) {
	text = strings.TrimSpace(vi.NFC(text))
	var v any = text
	switch name {
	case "issued_date":
		d, err := readDate(text)
		if err != nil {
			return nil, bad(name, text)
		}
		v = d
	case "speaks_of":
		years := []int{}
		for _, y := range split(text, ",") {
			n, err := strconv.Atoi(y)
			if err != nil {
				return nil, bad(name, text)
			}
			years = append(years, n)
		}
		slices.Sort(years)
		v = slices.Compact(years)
	case "signer":
		full, position, _ := strings.Cut(text, ",")
		v = cchc.Signer{FullName: strings.TrimSpace(full), Position: strings.TrimSpace(position)}
	case "recipients", "attachments", "units":
		v = split(text, ";")
	case "draft":
		v = slices.Contains([]string{"true", "1", "co", "x", "yes"}, vi.Fold(text))
	case "periods":
		if !json.Valid([]byte(text)) {
			return nil, bad(name, text)
		}
		return json.RawMessage(text), nil
	}
	return json.Marshal(v)
}

func split(text, by string) []string {
	out := []string{}
	for part := range strings.SplitSeq(text, by) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func readDate(text string) (cchc.Date, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) != 3 || len(parts[0]) == 4 {
		return cchc.ParseDate(text)
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return cchc.Date{}, err
		}
	}
	d := cchc.NewDate(n[2], n[1], n[0])
	if d.IsZero() {
		return d, errValue
	}
	return d, nil
}

package particulars

import (
	"encoding/json"
	"reflect"
	"testing"

	"minhchung/internal/cchc"
)

func typeName(abbr string) string {
	return map[string]string{"KH": "Kế hoạch", "BC": "Báo cáo"}[abbr]
}

func TestPatch(t *testing.T) {
	for _, c := range []struct {
		field, text, want string // want "" is a usage error
	}{
		{"so", "15 / KH-STTTT", `{"code":"15/KH-STTTT","code_notation":"KH-STTTT","code_number":"15"}`},
		{"code", "19/2012/QĐ-UBND", `{"code":"19/2012/QĐ-UBND","code_notation":"2012/QĐ-UBND","code_number":"19"}`},
		{"code", "01-NQ/TU", `{"code":"01-NQ/TU","code_notation":"NQ/TU","code_number":"01"}`},
		{"code", "/KH-STTTT", `{"code":"","code_notation":"KH-STTTT","code_number":""}`},
		{"code", "", `{"code":"","code_notation":"","code_number":""}`},
		{"code", "không số", ""},
		{"ngay", "15/1/2020", `{"issued_date":"2020-01-15"}`},
		{"ngay", "2020-01-15", `{"issued_date":"2020-01-15"}`},
		{"ngay", "31/2/2020", ""},
		{"ngay", "15/1/0020", ""},
		{"ngay", "", `{"issued_date":""}`},
		{"loai", "KH", `{"type":"KH","type_name":"Kế hoạch"}`},
		{"loai", "XX", ""},
		{"Trích_yếu", "x", ""}, // named with diacritics: unknown, see Named
		{"trich-yeu", "  Kế   hoạch ", `{"subject":"Kế hoạch"}`},
		{"nam", "2021, 2020, 2021", `{"speaks_of":[2020,2021]}`},
		{"nam", "20", ""},
		{"nguoi-ky", "Nguyễn Văn Mẫu, Giám đốc", `{"signer":{"full_name":"Nguyễn Văn Mẫu","position":"Giám đốc"}}`},
		{"noi-nhan", "Sở Nội vụ; ; Lưu: VT", `{"recipients":["Sở Nội vụ","Lưu: VT"]}`},
		{"don-vi-lien-quan", "Phòng A; Phòng B", `{"units":[{"name":"Phòng A"},{"name":"Phòng B"}]}`},
		{"du-thao", "có", `{"draft":true}`},
		{"don-vi", "phong-cntt", `{"unit":"phong-cntt"}`},
	} {
		field, known := Named(c.field)
		var got json.RawMessage
		var err error
		if !known {
			field = c.field
		}
		raw, err := FromText(field, c.text)
		if err == nil {
			got, err = Patch(field, raw, typeName)
		}
		if c.want == "" {
			if err == nil || cchc.AsError(err).Fault != cchc.FaultUsage {
				t.Errorf("%s=%q: %s, %v, want a usage error", c.field, c.text, got, err)
			}
			continue
		}
		if err != nil || string(got) != c.want {
			t.Errorf("%s=%q: %s, %v, want %s", c.field, c.text, got, err, c.want)
		}
	}
}

func TestPatchRefusesOtherShapes(t *testing.T) {
	for _, c := range [][2]string{{"subject", `["a"]`}, {"recipients", `"a"`}, {"signer", `{"salary":1}`}, {"issued_date", `5`}, {"code", `{}`}, {"confidence", `{}`}} {
		if got, err := Patch(c[0], json.RawMessage(c[1]), typeName); err == nil {
			t.Errorf("%s %s became %s", c[0], c[1], got)
		}
	}
}

func read() cchc.Document {
	return cchc.Document{Unit: "phong-a", Particulars: cchc.Particulars{
		Type: "KH", TypeName: "Kế hoạch", Code: "15/KH-STTTT", CodeNumber: "15", CodeNotation: "KH-STTTT", Subject: "Cũ",
		Recipients: []string{"Sở Nội vụ", "Lưu: VT"}, Signer: cchc.Signer{FullName: "Nguyễn Văn Mẫu", Position: "Giám đốc"},
		Spans: map[string]cchc.Span{"subject": {Page: 1}, "code": {Page: 1}}, Confidence: map[string]float64{"code": 0.6, "code_number": 0.6, "subject": 0.9},
	}}
}

func TestApply(t *testing.T) {
	found := read()
	said := []cchc.Correction{
		{Field: "subject", Kind: cchc.Corrected, Value: json.RawMessage(`{"subject":"Mới"}`)},
		{Field: "subject", Kind: cchc.Corrected, Value: json.RawMessage(`{"subject":"Mới hơn"}`)},
		{Field: "recipients", Kind: cchc.Corrected, Value: json.RawMessage(`{"recipients":["UBND tỉnh"]}`)},
		{Field: "signer", Kind: cchc.Corrected, Value: json.RawMessage(`{"signer":{"full_name":"Lê Thị Thí Dụ"}}`)},
		{Field: "code", Kind: cchc.Confirmed, Value: json.RawMessage(`{"code":"15/KH-STTTT","code_number":"15","code_notation":"KH-STTTT"}`)},
		{Field: "unit", Kind: cchc.Corrected, Value: json.RawMessage(`{"unit":"phong-b"}`)},
		{Field: "place", Kind: cchc.Corrected, Value: json.RawMessage(`{"place":["không còn hợp kiểu"]}`)},
	}
	d, unfit := Apply(found, said)
	p := d.Particulars
	if p.Subject != "Mới hơn" || !reflect.DeepEqual(p.Recipients, []string{"UBND tỉnh"}) || p.Signer != (cchc.Signer{FullName: "Lê Thị Thí Dụ"}) || d.Unit != "phong-b" {
		t.Errorf("corrected to %+v of %q", p, d.Unit)
	}
	if p.Confidence["code"] != 1 || p.Confidence["code_notation"] != 1 || p.Confidence["subject"] != 1 {
		t.Errorf("what people said has the confidence %v", p.Confidence)
	}
	if _, there := p.Spans["subject"]; there || p.Spans["code"].Page != 1 {
		t.Errorf("spans are %v", p.Spans)
	}
	if !reflect.DeepEqual(unfit, []string{"place"}) {
		t.Errorf("unfit are %v", unfit)
	}
	if !reflect.DeepEqual(found, read()) {
		t.Errorf("what was read changed to %+v", found)
	}
}

func TestStatesTellARereading(t *testing.T) {
	found := read()
	said := []cchc.Correction{
		{ID: 1, Field: "subject", Kind: cchc.Corrected, Value: json.RawMessage(`{"subject":"Mới"}`), Found: json.RawMessage(`{"subject":"Cũ"}`)},
		{ID: 2, Field: "place", Kind: cchc.Corrected, Value: json.RawMessage(`{"place":"Sông Lam"}`), Found: json.RawMessage(`{"place":null}`)},
	}
	for _, reread := range []bool{false, true} {
		if reread {
			found.Particulars.Subject = "Khác"
		}
		d, _ := Apply(found, said)
		states, err := States(d, found, said)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, s := range states {
			if s.Correction != nil {
				got[s.Field] = s.Reread
			}
		}
		if !reflect.DeepEqual(got, map[string]bool{"subject": reread, "place": false}) {
			t.Errorf("read again %v: %v", reread, got)
		}
	}
}

func TestDoubt(t *testing.T) {
	day := cchc.NewDate(2020, 1, 15)
	for name, c := range map[string]struct {
		p    cchc.Particulars
		want []string
	}{
		"both there":               {cchc.Particulars{Type: "KH", CodeNumber: "15", IssuedDate: day}, nil},
		"no number":                {cchc.Particulars{Type: "KH", IssuedDate: day}, []string{"code"}},
		"neither":                  {cchc.Particulars{Type: "QĐ"}, []string{"code", "issued_date"}},
		"doubtful":                 {cchc.Particulars{Type: "CV", CodeNumber: "15", IssuedDate: day, Confidence: map[string]float64{"code": 0.7, "issued_date": 0.95}}, []string{"code"}},
		"confirmed blank":          {cchc.Particulars{Type: "KH", IssuedDate: day, Confidence: map[string]float64{"code": 1}}, nil},
		"draft":                    {cchc.Particulars{Type: "KH", Draft: true}, nil},
		"form":                     {cchc.Particulars{TypeName: "Tờ khai"}, nil},
		"table":                    {cchc.Particulars{Type: "BIEU"}, nil},
		"page of news":             {cchc.Particulars{Type: "TIN"}, nil},
		"minutes without number":   {cchc.Particulars{Type: "BB", IssuedDate: day}, nil},
		"minutes without date":     {cchc.Particulars{Type: "BB"}, []string{"issued_date"}},
		"regulation in an annex":   {cchc.Particulars{Type: "QC", IssuedDate: day}, nil},
		"minutes, doubtful number": {cchc.Particulars{Type: "BB", CodeNumber: "3", IssuedDate: day, Confidence: map[string]float64{"code": 0.5}}, []string{"code"}},
	} {
		got := Doubtful(c.p, 0.75)
		if !reflect.DeepEqual(got, c.want) || (Doubt(c.p) < 0.75) != (len(c.want) > 0) {
			t.Errorf("%s: %v (%v), want %v", name, got, Doubt(c.p), c.want)
		}
	}
}

func TestEveryFieldHasWordsAndValues(t *testing.T) {
	d := read()
	seen := map[cchc.Code]bool{}
	for _, f := range Fields() {
		code := Label(f).Code
		if seen[code] {
			t.Errorf("%s shares its label with another", f)
		}
		seen[code] = true
		values, err := Values(d, f)
		if err != nil {
			t.Fatal(err)
		}
		if f == "signer" && Text(f, values) != "Nguyễn Văn Mẫu, Giám đốc" || f == "code" && Shown(f, values) != "15/KH-STTTT" {
			t.Errorf("%s is shown as %v", f, Text(f, values))
		}
		if err := check(f, values); err != nil {
			t.Errorf("%s: what is read does not fit the field: %v", f, err)
		}
	}
}

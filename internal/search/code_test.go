package search

import (
	"slices"
	"testing"
)

func TestCodesInText(t *testing.T) {
	for text, want := range map[string][]string{
		"Căn cứ Kế hoạch số 15/KH-STTTT ngày 10/02/2020": {"15/khstttt"},
		"theo 15 /KH–STTTT.":                        {"15/khstttt"},
		"số15/KH - STTTT":                           {"15/khstttt"},
		"Nghị định 30/2020/NĐ-CP và 07/2021/TT-BNV": {"30/2020/ndcp", "7/2021/ttbnv"},
		"673/QĐUBND":                                {"673/qdubnd"},
		"Luật số 45/2019/QH14":                      {"45/2019/qh14"},
		"Chỉ thị 05-CT/TU, Kết luận 217-KL/TW":      {"5/cttu", "217/kltw"},
		"Nghị quyết 30c/NQ-CP":                      {"30c/nqcp"},
		"12/CTr-UBND; 8/TTr-NV1":                    {"12/ctrubnd", "8/ttrnv1"},
		"141/KH-BCĐTKNQ18":                          {"141/khbcdtknq18"},
		"40/SNV-CCHC&PC":                            {"40/snvcchcpc"},
		"ngày 01/01/2020, 3/4 số hộ, 24/24 giờ, 15/2020, 5 km/h": nil,
		"123456/KH-UBND": nil,
		"A15/KH-UBND":    nil,
		"15/Kế hoạch":    nil,
		"/QĐ-UBND":       nil,
		"":               nil,
	} {
		var got []string
		for _, c := range Codes(text) {
			got = append(got, c.Key())
			if text[c.Start:c.End] != c.Text {
				t.Errorf("%q: text %q at %d:%d", text, c.Text, c.Start, c.End)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestKeysOfACode(t *testing.T) {
	c := NewCode("015", "KH-STTTT", 2020)
	want := []string{"15/khstttt", "15", "15/kh", "15/2020/khstttt", "15/2020", "15/2020/kh", "/khstttt"}
	got := c.OwnKeys()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("own keys %q, want %q", got, want)
	}
	if got := c.CitedKeys(); !slices.Equal(got, []string{"15/khstttt", "15/kh", "15/2020/khstttt", "15/2020/kh", "15/2020"}) {
		t.Errorf("cited keys %q", got)
	}
	if got := NewCode("15", "KH-STTTT", 0).CitedKeys(); !slices.Equal(got, []string{"15/khstttt"}) {
		t.Errorf("cited keys of a number without year %q", got)
	}
	if got := (Code{}).OwnKeys(); len(got) != 0 {
		t.Errorf("an empty code has keys %q", got)
	}
	if got := NewCode("", "KH-STTTT", 0).OwnKeys(); !slices.Equal(got, []string{"/khstttt"}) {
		t.Errorf("a draft without number answers to %q, not to its sign alone", got)
	}
}

func TestANumberOfSeveral(t *testing.T) {
	c := NewCode("15", "KH-STTTT", 0)
	if !c.Full() {
		t.Error("a whole number is not compulsory")
	}
	key := c.Key()
	c.Either = true
	if c.Full() || c.Key() != key {
		t.Errorf("one of several numbers is compulsory %v, key %q", c.Full(), c.Key())
	}
}

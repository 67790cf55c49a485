package vi

import "testing"

func TestTyped(t *testing.T) {
	for keys, want := range map[string]string{
		"hoachj": "hoạch", "dduowcj": "được", "dduwowcj": "được", "dduwocj": "được", "duocwdj": "được", "vieetj": "việt", "vietje": "việt",
		"truowngf": "trường", "nguwowif": "người", "thuowr": "thuở", "quyeets": "quyết", "chuwa": "chưa", "chuaw": "chưa", "hanhf": "hành",
		"nhw": "như", "tuwf": "từ", "giaays": "giấy", "Hoachj": "Hoạch", "KEES": "KẾ", "thuyr": "thủy", "hoaf": "hòa", "sowr": "sở", "đuowcj": "được",
		"ke61": "kế", "kê1": "kế", "hoach5": "hoạch", "d9uoc75": "được", "duong972": "đường", "ngu7o7i2": "người", "na8m": "năm", "Vie65t": "Việt",
		// Nothing is turned, or nothing comes of it.
		"hoach": "", "hoạch": "", "ban": "", "web": "", "index": "", "2020": "", "15": "", "a": "", "": "", "kes1": "", "xyz": "", "www": "",
		"hoachjj": "", "khoong khi": "", "nghieengf1": "", "aaaaaaaaaaaaaaaaa": "", "日本": "", "k2": "",
	} {
		got, ok := Typed(keys)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", keys, got, want)
		}
		if ok && (!IsSyllable(got) || NFC(got) != got) {
			t.Errorf("%q: %q is no syllable in NFC", keys, got)
		}
	}
}

func FuzzTyped(f *testing.F) {
	for _, s := range []string{"hoachj", "ke61", "dduowcj", "w", "\xff", "uw9", "gif", "quj"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Typed(s)
		if ok && !IsSyllable(got) {
			t.Errorf("%q: %q is no syllable", s, got)
		}
		if !ok && got != "" {
			t.Errorf("%q: %q though it is none", s, got)
		}
	})
}

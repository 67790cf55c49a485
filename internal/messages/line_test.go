package messages

import (
	"testing"

	"minhchung/internal/cchc"
)

func TestLine(t *testing.T) {
	rs := []cchc.Reason{
		cchc.NewReason("kind-match", "KH"), cchc.NewReason("subject-match", "kế hoạch cải cách hành chính năm 2020"),
		cchc.NewReason("window-ok", "15/01/2020", "31/01/2020"),
	}
	want := "Đúng loại KH; trích yếu khớp “kế hoạch cải cách hành chính năm 2020”; ban hành 15/01/2020, trong hạn 31/01/2020"
	if got := Line(rs, Vietnamese); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Line(nil, English); got != "" {
		t.Errorf("of nothing: %q", got)
	}
	for in, want := range map[string]string{"Nói về": "nói về", "TTHC": "TTHC", "Đúng": "đúng", "": ""} {
		if in != "" && lowered(in) != want {
			t.Errorf("%q gives %q", in, lowered(in))
		}
	}
}

package docx

import (
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// TestTidyStays: what is taken for tidy is what the long way makes of it.
func TestTidyStays(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := "x " + string(r) + string(r) + "y"
		if isTidy(s) && tidyLines(s) != s {
			t.Errorf("%U: %q becomes %q", r, s, tidyLines(s))
		}
	}
	tidied := 0
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aĐệ– \u00a0°\t\n\u00ad\u2011\u200b")), 0, 6, -1).Draw(t, "text")
		if rapid.Bool().Draw(t, "broken") {
			s += string(rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(t, "bytes"))
		}
		if !isTidy(s) {
			return
		}
		tidied++
		if got := tidyLines(s); got != s {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
	if !isTidy("Điều 1. Phạm vi – “điều chỉnh”…") || tidied == 0 {
		t.Error("nothing is tidy")
	}
}

package agency

import "testing"

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"UBND tỉnh Sông Lam", "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", true},
		{"UBND tỉnh Sông Lam", "UBND huyện Đồng Mẫu", false},
		{"", "", false},
		{"–", "-", false},
	} {
		if got := SameName(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

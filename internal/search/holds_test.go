package search

import (
	"math"
	"testing"

	"minhchung/internal/vi"
)

func TestHolds(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        float64
	}{
		{"kiểm tra công vụ", "Kết quả kiểm tra công vụ năm nay.", 1},
		{"kiểm tra công vụ", "Công vụ được kiểm tra.", 6.0 / 7},
		{"kiểm tra công vụ", "Nơi nhận: như trên.", 0},
		{"kiểm tra", "Hành lang kiểm lâm.", 1.0 / 3},
		{"phúc", "Kế hoạch khắc phục.", 0.5},
		{"phuc", "Kế hoạch khắc phục.", 1},
		{"kiem tra", "Kiểm tra sổ sách.", 1},
		{"niêm yết TTHC", "Niêm yết thủ tục hành chính.", 4.0 / 5},
		{"niêm yết TTHC", "Danh sách TTHC", 1.0 / 5},
		{"thủ tục hành chính", "Bộ TTHC của xã.", 1},
		{"tuyên tru*", "Tuyên truyền miệng.", 1},
		{`"một cửa" liên thông`, "Bộ phận Một cửa.", 2.0 / 5},
		{"của và", "Sổ theo dõi.", 1},
		{"", "Sổ theo dõi.", 1},
	} {
		if got := NewMeasure(Parse(c.query, vi.DefaultAbbreviations()).Terms).Holds(c.text); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%q holds %.3f of %q, want %.3f", c.text, got, c.query, c.want)
		}
	}
}

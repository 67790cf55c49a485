package vi

import (
	"strings"
	"testing"
)

func TestQualityTellsGoodFromBroken(t *testing.T) {
	english := "The committee of the province shall publish the report and send it to the ministry in accordance with the plan for the year."
	for name, c := range map[string]struct {
		text     string
		min, max float64
	}{
		"official":         {sample, 0.95, 1},
		"capitals":         {strings.ToUpper(sample), 0.95, 1},
		"decomposed":       {strings.Repeat("Căn cứ Kế hoạch ", 5), 0.95, 1},
		"short title":      {"KẾ HOẠCH", 0.9, 1},
		"short, few marks": {"BIÊN BẢN\nSong Lam", 0.9, 1},
		"numbers":          {"1 250 300 12/2020 45,6", 0.95, 1},
		"abbreviations":    {"UBND, HĐND, CCHC, TTHC: 15/KH-STTTT", 0.9, 1},
		"english":          {strings.Repeat(english+" ", 3), 0.9, 1},
		"no diacritics":    {strings.Repeat("BQ GIAO DUC VA DAO TAO KE HOACH NAM HOC ", 6), 0, 0.45},
		"lost letters":     {strings.Repeat("K? ho?ch ki?m tra c?ng tác c?i cách hành ch?nh c?a các ??n v? ", 5), 0, 0.55},
		"fallen apart":     {strings.Repeat("Ph n M m Th ng k h n t c s ", 10), 0, 0.3},
		"legacy":           {asTCVN3(sample), 0, 0.5},
		"replaced":         {strings.ReplaceAll(sample, "ế", "\uFFFD"), 0, 0.95},
		"private use":      {strings.Repeat("\uE012\uE013\uE014 kế", 10), 0, 0.01},
		"empty":            {" \n", 0, 0},
		"signs":            {"--- *** ---", 0, 0},
	} {
		if q := Quality(c.text); q < c.min || q > c.max {
			t.Errorf("%s: quality %.3f, want %.2f to %.2f", name, q, c.min, c.max)
		}
	}
}

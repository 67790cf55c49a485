package cchc

import (
	"reflect"
	"testing"
)

func TestUnitsIn(t *testing.T) {
	merged := NewDate(2025, 2, 28)
	own := []Unit{
		{ID: "a", Name: "Phòng A", Aliases: []string{"PA"}, Valid: Period{To: merged}, SucceededBy: "c"},
		{ID: "b", Name: "Phòng B", Valid: Period{To: NewDate(2023, 6, 30)}, SucceededBy: "a"},
		{ID: "c", Name: "Phòng C", Valid: Period{From: NewDate(2025, 3, 1)}},
		{ID: "d", Name: "Phòng D"},
		{ID: "e", Name: "Tổ E", Valid: Period{To: NewDate(2024, 6, 30)}}, // dissolved
		{ID: "f", Name: "Tổ F", SucceededBy: "d"},                        // some day
	}
	year := func(y int) Period { return Period{From: NewDate(y-1, 12, 15), To: NewDate(y, 12, 14)} }
	for name, tt := range map[string]struct {
		period Period
		want   map[string][]string // unit → what it succeeds
	}{
		"before all":      {year(2022), map[string][]string{"a": nil, "b": nil, "d": {"f"}, "e": nil}},
		"b went into a":   {year(2023), map[string][]string{"a": {"b"}, "d": {"f"}, "e": nil}},
		"e was dissolved": {year(2024), map[string][]string{"a": {"b"}, "d": {"f"}, "e": nil}},
		"a went into c":   {year(2025), map[string][]string{"c": {"a", "b"}, "d": {"f"}}},
		"today":           {Period{}, map[string][]string{"c": {"a", "b"}, "d": {"f"}}},
	} {
		got := map[string][]string{}
		for _, u := range UnitsIn(own, tt.period) {
			var olds []string
			for _, old := range u.Succeeds {
				olds = append(olds, old.ID)
			}
			got[u.ID] = olds
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestWithUnits(t *testing.T) {
	cat := Catalogue{ID: "x", Version: "1", Units: []Unit{{ID: "old", Name: "Cũ"}}}
	if got := cat.WithUnits(nil); len(got.Units) != 1 || got.Units[0].ID != "old" {
		t.Errorf("an installation without units: %+v", got.Units)
	}
	got := cat.WithUnits([]Unit{{ID: "new", Name: "Mới"}})
	if len(got.Units) != 1 || got.Units[0].ID != "new" || got.Ref() != cat.Ref() || cat.Units[0].ID != "old" {
		t.Errorf("with units: %+v", got)
	}
}

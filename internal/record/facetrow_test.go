package record

import (
	"testing"

	"minhchung/internal/cchc"
)

func TestUnitsAreNamedByTheirFolders(t *testing.T) {
	name := UnitNames(cchc.Catalogue{Units: []cchc.Unit{
		{ID: "vp", Name: "Văn phòng Sở", Aliases: []string{"Văn phòng"}, Succeeds: []cchc.Unit{{ID: "tckh", Name: "Phòng Tài chính kế hoạch"}}},
		{ID: "cntt", Name: "Phòng Công nghệ thông tin", Aliases: []string{"Phòng CNTT"}},
	}})
	for folder, want := range map[string]string{
		"vp": "Văn phòng Sở", "van-phong": "Văn phòng Sở", "Văn phòng": "Văn phòng Sở", "phong_tai_chinh_ke_hoach": "Văn phòng Sở",
		"phong-cntt": "Phòng Công nghệ thông tin", "phong-khac": "", "": "",
	} {
		if got := name(folder); got != want {
			t.Errorf("%q is %q, want %q", folder, got, want)
		}
	}
}

func TestANumberNobodyBearsIsNotFound(t *testing.T) {
	unknown := []cchc.Reason{cchc.NewReason("search-number-unknown", "99/QĐ-XYZ")}
	for _, c := range []struct {
		row  BatchRow
		want bool
	}{{BatchRow{Total: 3}, true}, {BatchRow{}, false}, {BatchRow{Total: 3, Notices: unknown}, false}} {
		if got := c.row.Found(); got != c.want {
			t.Errorf("%+v: %v", c.row, got)
		}
	}
}

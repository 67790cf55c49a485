package agency

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func table(lines ...string) [][]string {
	out := make([][]string, len(lines))
	for i, l := range lines {
		out[i] = strings.Split(l, "|")
	}
	return out
}

func TestReadList(t *testing.T) {
	known := []Agency{{ID: "stttt", Name: "Sở Thông tin và Truyền thông", Aliases: []Alias{{Name: "Sở BCVT"}}}}
	got, err := ReadList(table(
		"DANH MỤC CƠ QUAN TỈNH SÔNG LAM",
		"",
		"STT|Tên cơ quan|Ký hiệu|Tên gọi khác|Từ ngày|Đến ngày|Cơ quan kế thừa",
		"1|SỞ THÔNG TIN  VÀ TRUYỀN THÔNG|STTTT|Sở TTTT; Sở BCVT|01/03/2008|28/02/2025|SKHCN",
		"2|Sở Khoa học và Công nghệ|SKHCN||2025||",
		"3|Phòng Văn hóa||||hôm qua|Sở Không Có",
		"|||||||",
		"4||VP||||",
		"5|Sở khoa học và công nghệ|SKHCN||||",
		"6|Ban Quản lý|SKHCN||||",
	), known)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, a := range got.Agencies {
		var aliases []string
		for _, al := range a.Aliases {
			aliases = append(aliases, al.Name)
		}
		said = append(said, fmt.Sprintf("%s %s %s %q %s..%s %s", a.ID, a.Name, a.Sign, aliases, a.Valid.From, a.Valid.To, a.Successor))
	}
	want := []string{
		`stttt SỞ THÔNG TIN VÀ TRUYỀN THÔNG STTTT ["Sở BCVT" "Sở TTTT"] 2008-03-01..2025-02-28 skhcn`,
		`skhcn Sở Khoa học và Công nghệ SKHCN [] 2025-01-01.. `,
		`phong-van-hoa Phòng Văn hóa  [] .. `,
		`skhcn-ban-quan-ly-2 Ban Quản lý SKHCN [] .. `,
	}
	if !slices.Equal(said, want) {
		t.Errorf("agencies\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	var problems []string
	for _, p := range got.Problems {
		problems = append(problems, fmt.Sprint(p.Line, " ", p.Reason.Code))
	}
	if want := []string{"6 agency-row-bad-date", "6 agency-row-no-successor", "8 agency-row-no-name", "9 agency-row-twice"}; !slices.Equal(problems, want) {
		t.Errorf("problems %q", problems)
	}
	for i, a := range got.Agencies {
		if err := a.Check(slices.Delete(slices.Clone(got.Agencies), i, i+1)); err != nil {
			t.Errorf("%s is refused: %v", a.ID, err)
		}
	}
}

func TestReadListWithoutHeading(t *testing.T) {
	if _, err := ReadList(table("1|Sở Thông tin"), nil); cchc.AsError(err).Reason.Code != "agency-no-heading" {
		t.Errorf("%v", err)
	}
}

func FuzzReadList(f *testing.F) {
	f.Add("Tên|Ký hiệu|Mã\nSở A|SA|\nSở A 2|SA|sa\n")
	f.Add("mã|tên|kế thừa\nĐÀ NẴNG-1|Sở Đ|Sở Đ")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ReadList(table(strings.Split(text, "\n")...), []Agency{{ID: "sa", Name: "Sở A"}})
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, a := range got.Agencies {
			if a.ID == "" || seen[a.ID] {
				t.Errorf("%q twice or blank in %q", a.ID, text)
			}
			seen[a.ID] = true
		}
	})
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const unnumbered = `UBND TỈNH SÔNG LAM
SỞ THÔNG TIN VÀ TRUYỀN THÔNG
Số:      /TTr-STTTT

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sông Lam, ngày 20 tháng 3 năm 2020

TỜ TRÌNH
Về việc mua sắm máy quét phục vụ số hóa hồ sơ

Căn cứ Kế hoạch số 15/KH-STTTT ngày 15 tháng 01 năm 2020 của Sở Thông tin và Truyền thông;
Phòng Công nghệ thông tin kính trình Giám đốc Sở phê duyệt mua ba máy quét.

Nơi nhận:
- Như trên;
- Lưu: VT, CNTT.

GIÁM ĐỐC
Nguyễn Văn Mẫu
`

// A blank number is confirmed only by who says so, and everything that is known of a paper
// is shown.
func TestConfirmingAndShowing(t *testing.T) {
	t.Parallel()
	inbox, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(filepath.Join(inbox, "to-trinh.txt"), []byte(unnumbered), 0o600); err != nil {
		t.Fatal(err)
	}
	ends(t, exitDone, "--data", data, "ingest", inbox)
	confirm := func(args ...string) map[string]int {
		t.Helper()
		out, _ := ends(t, exitDone, append([]string{"--data", data, "--json", "document", "confirm"}, args...)...)
		got := map[string]int{}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := confirm("--all"); got["fields"] != 0 || got["blank"] != 1 || got["left"] != 1 {
		t.Errorf("everything at once confirmed %v", got)
	}
	if got := confirm("to-trinh"); got["fields"] != 0 || got["left"] != 1 {
		t.Errorf("by name alone confirmed %v", got)
	}
	ends(t, exitUsage, "--data", data, "document", "confirm", "--all", "--none", "so")
	ends(t, exitUsage, "--data", data, "document", "confirm", "to-trinh", "--none", "mau")
	if got := confirm("to-trinh", "--none", "so", "--note", "tờ trình nội bộ"); got["fields"] != 1 || got["left"] != 0 {
		t.Errorf("without number confirmed %v", got)
	}
	if _, stderr := ends(t, exitUsage, "--data", data, "document", "correct", "to-trinh", "--set", "ngay=hôm qua"); !strings.Contains(stderr, "“hôm qua” cho mục “Ngày ban hành”") {
		t.Errorf("a wrong day is told as %s", stderr)
	}
	out, _ := ends(t, exitDone, "--data", data, "document", "show", "to-trinh")
	for _, want := range []string{"Tờ trình (TTr)", "xác nhận]  ghi chú: tờ trình nội bộ", "căn cứ 15/KH-STTTT → chưa có", "Đã sửa, đã xác nhận", "Số, ký hiệu: "} {
		if !strings.Contains(out, want) {
			t.Errorf("shown without %q:\n%s", want, out)
		}
	}
	out, _ = ends(t, exitDone, "--data", data, "--json", "document", "show", "to-trinh")
	var line documentLine
	if err := json.Unmarshal([]byte(out), &line); err != nil || len(line.Versions) != 1 || len(line.Citations) != 1 || len(line.History) != 1 || line.History[0].Note == "" {
		t.Errorf("shown as %s, %v", out, err)
	}
}

func TestImportingAgencies(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	list := save(t, "co-quan.csv", "Tên;Ký hiệu;Tên khác;Từ ngày;Đến ngày;Kế thừa\nSở Thông tin và Truyền thông;STTTT;Sở TTTT, Sở BCVT;01/03/2008;28/02/2025;SKHCN\nSở Khoa học và Công nghệ;SKHCN;;2025;;\nPhòng Lạ;PL;;hôm qua;;\n")
	out, stderr := ends(t, exitNotTaken, "--data", data, "agency", "import", list)
	if !strings.Contains(out, "3 cơ quan") || !strings.Contains(stderr, "dòng 4") || !strings.Contains(stderr, "hôm qua") {
		t.Errorf("imported: %s %s", out, stderr)
	}
	if out, _ = ends(t, exitDone, "--data", data, "agency", "resolve", "STTTT", "--date", "2020-01-15"); !strings.Contains(out, "Sở Khoa học và Công nghệ") {
		t.Errorf("the successor is not known: %s", out)
	}
	if _, stderr := ends(t, exitUsage, "--data", data, "agency", "import", save(t, "khac.csv", "a;b;c\n1;2;3\n")); !strings.Contains(stderr, "tên cơ quan") {
		t.Errorf("a table of something else: %s", stderr)
	}
}

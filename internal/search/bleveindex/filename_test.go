package bleveindex

import "testing"

func TestFileWords(t *testing.T) {
	for path, want := range map[string]string{
		"/kho/KeHoachCaiCach.docx":        "KeHoachCaiCach Ke Hoach Cai Cach ",
		"/kho/12-songlam-kehoach2020.txt": "12 songlam song lam kehoach2020 ke hoach 2020 ",
		"Báo cáo_quý 3.pdf":               "Báo cáo quý 3 ",
		"tayninhkiemtra.doc":              "tayninhkiemtra tay ninh kiem tra ",
		"scan0001.pdf":                    "scan0001 scan 0001 ",
		"monthly_template.docx":           "monthly template ",
		"báocáo.docx":                     "báocáo báo cáo ",
		"khoahoc.docx":                    "khoahoc khoa hoc ",
	} {
		if got := fileWords(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

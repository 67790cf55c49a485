package coverage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
	"minhchung/internal/evidence"
	"minhchung/internal/messages"
)

// filed is an invented paper in the folder of the fictional Sở of tỉnh Sông Lam, 2020.
type filed struct {
	code, kind, name, subject string
	date                      string
	speaks                    []int
	organ                     string
	body                      []string
}

const (
	office   = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
	province = "ỦY BAN NHÂN DÂN TỈNH SÔNG LAM"
)

func folder() []filed {
	y := []int{2020}
	return []filed{
		{"45/KH-STTTT", "KH", "Kế hoạch", "Cải cách hành chính năm 2020 của Sở Thông tin và Truyền thông", "2019-12-27", y, office, nil},
		{"12/BC-STTTT", "BC", "Báo cáo", "Kết quả thực hiện công tác cải cách hành chính quý I năm 2020", "2020-03-13", y, office, []string{
			"Hồ sơ giải quyết đúng hạn đạt 99%; kết quả giải quyết thủ tục hành chính tại bộ phận một cửa được cập nhật hằng ngày."}},
		{"40/BC-STTTT", "BC", "Báo cáo", "Công tác CCHC 6 tháng đầu năm 2020", "2020-06-12", y, office, []string{
			"## II. Phương hướng, nhiệm vụ 6 tháng cuối năm", "Mở chuyên mục CCHC trên Trang thông tin điện tử của Sở."}},
		{"95/BC-STTTT", "BC", "Báo cáo", "Kết quả công tác cải cách hành chính năm 2020", "2020-12-04", y, office, nil},
		{"60/QĐ-STTTT", "QĐ", "Quyết định", "Về việc thành lập Tổ kiểm tra công tác cải cách hành chính năm 2020", "2020-09-08", y, office, nil},
		{"01/BB-TKT", "BB", "Biên bản", "Kiểm tra công tác cải cách hành chính năm 2020 tại Phòng Công nghệ thông tin", "2020-10-06", y, office, nil},
		{"02/BB-TKT", "BB", "Biên bản", "Kiểm tra công tác cải cách hành chính năm 2020 tại Văn phòng Sở", "2020-10-07", y, office, nil},
		{"70/TB-STTTT", "TB", "Thông báo", "Kết luận kiểm tra công tác cải cách hành chính năm 2020", "2020-10-20", y, office, nil},
		{"31/KH-STTTT", "KH", "Kế hoạch", "Theo dõi tình hình thi hành pháp luật năm 2020", "2020-04-15", y, office, nil},
		{"17/KH-STTTT", "KH", "Kế hoạch", "Tuyển dụng viên chức năm 2019", "2019-05-20", []int{2019}, office, nil},
		{"808/QĐ-UBND", "QĐ", "Quyết định", "Về việc công bố Danh mục thủ tục hành chính lĩnh vực bưu chính năm 2020", "2020-07-01", y, province, nil},
		{"22/QĐ-STTTT", "QĐ", "Quyết định", "Ban hành Quy chế chi tiêu nội bộ", "2018-01-25", nil, office, nil},
		{"510/STTTT-VP", "CV", "Công văn", "V/v đề nghị báo cáo kết quả đào tạo, bồi dưỡng công chức, viên chức năm 2020", "2020-11-02", y, office, nil},
		{"33/QĐ-STTTT", "QĐ", "Quyết định", "Về việc phân công trực lễ", "2020-04-20", y, office, nil},
	}
}

func (f filed) build(t testing.TB, n int) (cchc.Document, []cchc.Passage) {
	t.Helper()
	date, err := cchc.ParseDate(f.date)
	if err != nil {
		t.Fatal(err)
	}
	id := cchc.NewDocumentID(cchc.FileID(fmt.Sprintf("%064x", n+1)), 1)
	d := cchc.Document{ID: id, File: id.File(), Path: strings.ReplaceAll(f.code, "/", "-") + ".docx", Format: cchc.FormatDOCX}
	d.Particulars = cchc.Particulars{Type: f.kind, TypeName: f.name, Code: f.code, Subject: f.subject, IssuedDate: date, SpeaksOf: f.speaks, OrganName: f.organ}
	var out []cchc.Passage
	heading := ""
	for _, s := range append([]string{f.name + " " + f.subject}, f.body...) {
		if h, ok := strings.CutPrefix(s, "## "); ok {
			heading = h
			continue
		}
		out = append(out, cchc.Passage{ID: cchc.NewPassageID(id, len(out)+1), Page: 1, Paragraph: len(out) + 1, Heading: heading, Text: s})
	}
	return d, out
}

func assessed(t testing.TB, order []int) coverage.Input {
	cat, err := catalogue.Sample()
	if err != nil {
		t.Fatal(err)
	}
	w, err := evidence.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	p := evidence.Prepare(cat, w)
	in := coverage.Input{Catalogue: cat, Documents: map[cchc.DocumentID]cchc.Document{}, Unread: 1}
	papers := folder()
	for _, i := range order {
		d, passages := papers[i].build(t, i)
		in.Documents[d.ID] = d
		in.Links = append(in.Links, p.Propose(d, passages)...)
	}
	return in
}

func inOrder() []int {
	out := make([]int, len(folder()))
	for i := range out {
		out[i] = i
	}
	return out
}

// review accepts and rejects as an inspector would after a first look.
func review(t *testing.T, in *coverage.Input) {
	at := time.Date(2020, 12, 10, 2, 0, 0, 0, time.UTC)
	actor := cchc.Actor{Name: "Nguyễn Văn Mẫu", Role: cchc.RoleOperator}
	for i, l := range in.Links {
		var err error
		switch code := in.Documents[l.Document].Particulars.Code; {
		case l.Requirement == "1.1/1" && code == "45/KH-STTTT", l.Requirement == "6.1/1" && l.Fulfils, l.Requirement == "1.2/1" && l.Fulfils:
			in.Links[i], err = evidence.Review(l, cchc.LinkAccepted, actor, "", at)
		case l.Requirement == "1.4/3" && l.Fulfils:
			in.Links[i], err = evidence.Review(l, cchc.LinkRejected, actor, "thiếu chữ ký", at)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// The golden was read line by line against the papers above; UPDATE=1 writes it anew.
func TestScenario(t *testing.T) {
	in := assessed(t, inOrder())
	review(t, &in)
	rows := coverage.Assess(in)
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %q %s %v\n", r.Criterion, r.Unit, r.Verdict, r.Points)
		for _, q := range r.Requirements {
			optional := ""
			if q.Optional {
				optional = " (không bắt buộc)"
			}
			fmt.Fprintf(&b, "  %s%s: %d/%d %s\n", q.Name, optional, q.Have, q.Need, papersOf(in, q.Links))
			for _, m := range q.Missing {
				fmt.Fprintf(&b, "    thiếu: %s\n", messages.Words(m.Reason, messages.Vietnamese).Message)
				for _, n := range m.Nearest {
					fmt.Fprintf(&b, "      gần nhất: %s\n", n.Title)
					for _, why := range n.Why {
						fmt.Fprintf(&b, "        %s\n", messages.Words(why, messages.Vietnamese).Message)
					}
				}
			}
		}
	}
	fmt.Fprintf(&b, "%+v\n", coverage.Totals(rows, in.Catalogue.TargetShare))
	golden(t, "scenario.txt", b.String())
}

func papersOf(in coverage.Input, ids []cchc.LinkID) string {
	var out []string
	for _, id := range ids {
		for _, l := range in.Links {
			if l.ID == id {
				out = append(out, in.Documents[l.Document].Particulars.Code+" "+string(l.State))
			}
		}
	}
	return strings.Join(out, "; ")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n"); got != string(want) {
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("%s:%d\n got %s\nwant %s", path, i+1, a[i], b[i])
			}
		}
		t.Fatalf("%s: %d lines, want %d", path, len(a), len(b))
	}
}

// Documents in any order give the same verdicts.
func TestOrderOfIntakeIsOfNoConsequence(t *testing.T) {
	want := fmt.Sprintf("%+v", coverage.Assess(assessed(t, inOrder())))
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.Permutation(inOrder()).Draw(rt, "order")
		if got := fmt.Sprintf("%+v", coverage.Assess(assessed(t, order))); got != want {
			rt.Fatal("other verdicts for another order of intake")
		}
	})
}

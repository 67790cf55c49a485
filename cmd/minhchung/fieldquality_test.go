//go:build quality

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/store"
)

// How often each particular is found over all real documents, and how often it is right:
// twenty documents drawn at random for each field were read by eye, testdata/judged/fields.tsv
// holds the verdicts. A verdict counts for the value it was given on, which the file
// remembers as a hash: where the program says something else today, it is out of date.

// The bounds of the requirements for the fields an office looks papers up by.
const (
	fieldLeast   = 0.9
	mostInvented = 1 // numbers that no page bears
)

// field is a particular as docs/QUALITY.md lists it.
type field struct {
	key, label string
	main       bool // bounded below
	missed     bool // documents where it is blank were looked at too
	value      func(cchc.Particulars) string
}

func fieldsJudged() []field {
	signer := func(pick func(cchc.Signer) string) func(cchc.Particulars) string {
		return func(p cchc.Particulars) string { return pick(p.Signer) }
	}
	return []field{
		{"code", "Số, ký hiệu", true, true, func(p cchc.Particulars) string { return p.Code }},
		{"code_notation", "Ký hiệu", false, false, func(p cchc.Particulars) string { return p.CodeNotation }},
		{"issued_date", "Ngày ban hành", true, true, func(p cchc.Particulars) string { return p.IssuedDate.String() }},
		{"place", "Địa danh", false, false, func(p cchc.Particulars) string { return p.Place }},
		{"parent_organ", "Cơ quan chủ quản", false, false, func(p cchc.Particulars) string { return p.ParentOrgan }},
		{"organ_name", "Cơ quan ban hành", true, true, func(p cchc.Particulars) string { return p.OrganName }},
		{"type_name", "Loại văn bản", true, true, func(p cchc.Particulars) string { return p.TypeName }},
		{"subject", "Trích yếu", true, true, func(p cchc.Particulars) string { return p.Subject }},
		{"signer.full_name", "Người ký", false, true, signer(func(s cchc.Signer) string { return s.FullName })},
		{"signer.position", "Chức vụ người ký", false, false, signer(func(s cchc.Signer) string { return s.Position })},
		{"signer.capacity", "Quyền hạn ký", false, false, signer(func(s cchc.Signer) string { return s.Capacity })},
		{"recipients", "Nơi nhận", false, false, func(p cchc.Particulars) string { return strings.Join(p.Recipients, "; ") }},
		{"drafter", "Đơn vị soạn thảo", false, false, func(p cchc.Particulars) string { return p.Drafter }},
		{"speaks_of", "Năm nói tới", false, false, func(p cchc.Particulars) string { return strings.Trim(fmt.Sprint(p.SpeaksOf), "[]") }},
		{"periods", "Kỳ nói tới", false, false, func(p cchc.Particulars) string {
			return listed(p.Periods, func(s cchc.SpokenPeriod) string { return fmt.Sprintf("%s %d %d", s.Unit, s.Number, s.Year) })
		}},
		{"units", "Đơn vị liên quan", false, false, func(p cchc.Particulars) string {
			return listed(p.Units, func(m cchc.Mention) string { return fmt.Sprintf("%s@%d", m.Name, m.Page) })
		}},
		{"urgency", "Độ khẩn", false, false, func(p cchc.Particulars) string { return p.Urgency }},
		{"attachments", "Tài liệu kèm theo", false, false, func(p cchc.Particulars) string { return strings.Join(p.Attachments, "; ") }},
		{"citations", "Văn bản viện dẫn", false, false, nil},
		{"draft", "Dự thảo", false, false, func(p cchc.Particulars) string {
			if p.Draft {
				return "true"
			}
			return ""
		}},
	}
}

func listed[T any](in []T, text func(T) string) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = text(v)
	}
	return strings.Join(out, "; ")
}

func citedValue(c store.Cited) string {
	return strings.TrimRight(strings.Join([]string{string(c.Relation), c.Code, c.IssuedDate.String(), c.Organ}, " "), " ")
}

// valueHash remembers a value without its words; "-" is a blank field.
func valueHash(value string) string {
	if value == "" {
		return "-"
	}
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:4])
}

// fieldVerdict is a line of testdata/judged/fields.tsv.
type fieldVerdict struct{ hash, is, why string }

// verdicts reads them by field and file.
func verdicts(t *testing.T) map[string]map[string]fieldVerdict {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root(t), "testdata", "judged", "fields.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]fieldVerdict{}
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		part := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(part) != 5 || !slices.Contains([]string{"right", "part", "wrong", "absent", "missed"}, part[3]) {
			t.Fatalf("fields.tsv: %q", line)
		}
		if out[part[1]] == nil {
			out[part[1]] = map[string]fieldVerdict{}
		}
		out[part[1]][part[0]] = fieldVerdict{part[2], part[3], part[4]}
	}
	return out
}

// tally is what came out for a field.
type tally struct {
	filled, right, part, wrong, absent, missed, stale int
	kinds                                             map[string]int // of errors
}

func (c *tally) count(v fieldVerdict, value string) {
	if v.hash != valueHash(value) {
		c.stale++
		return
	}
	switch v.is {
	case "right":
		c.right++
	case "part":
		c.part++
	case "wrong":
		c.wrong++
	case "absent":
		c.absent++
	case "missed":
		c.missed++
	}
	if v.why != "" {
		c.kinds[v.why]++
	}
}

// fieldQuality counts the fields of the documents that were taken in and joins the verdicts.
func fieldQuality(t *testing.T, data string) measure {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(data, recordName), store.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	fields, judgements := fieldsJudged(), verdicts(t)
	tallies := make([]tally, len(fields))
	read, unread := 0, 0
	err = s.EachDocument(t.Context(), cchc.Everything(), func(d cchc.Document, _ []cchc.Passage) error {
		if d.PagesRead == 0 {
			unread++
			return nil
		}
		read++
		cited, _, err := s.Citations(t.Context(), cchc.Everything(), d.ID)
		if err != nil {
			return err
		}
		for i, f := range fields {
			c, value := &tallies[i], ""
			if f.value != nil {
				value = f.value(d.Particulars)
			} else {
				value = listed(cited, citedValue)
			}
			if value != "" {
				c.filled++
			}
			if v, ok := judgements[f.key][string(d.File)]; ok {
				if c.kinds == nil {
					c.kinds = map[string]int{}
				}
				c.count(v, value)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return measure{
		title:   "Từng thông tin của văn bản",
		command: "bin/minhchung ingest --no-ocr --data D corpus/vi; testdata/judged/fields.tsv",
		figure:  fmt.Sprintf("%d văn bản có chữ; %d văn bản chỉ có trang ảnh không tính (lần đo này không nhận dạng chữ)", read, unread),
		table:   fieldTable(t, fields, tallies, read),
		limit:   limitFields,
	}
}

// fieldTable writes what came out, and fails where a bound is not held.
func fieldTable(t *testing.T, fields []field, tallies []tally, read int) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "| Thông tin | Có ở | Đúng trên số đã xem (khoảng Wilson 95 %%) | Đúng một phần | Để trống: đúng là không có / bỏ sót | Kiểu sai |\n|---|---:|---|---:|---|---|\n")
	for i, f := range fields {
		c := tallies[i]
		judged := c.right + c.part + c.wrong
		right, blank := "–", "–"
		if judged > 0 {
			right = fmt.Sprintf("%d/%d (%s)", c.right, judged, wilson(c.right, judged))
		}
		if f.missed {
			blank = fmt.Sprintf("%d / %d", c.absent, c.missed)
		}
		if c.stale > 0 {
			right += fmt.Sprintf("; %d lần xem đã cũ (giá trị đã đổi)", c.stale)
		}
		fmt.Fprintf(&b, "| %s | %d (%.0f %%) | %s | %d | %s | %s |\n", f.label, c.filled, 100*float64(c.filled)/float64(max(1, read)), right, c.part, blank, kindsOfError(t, c.kinds))
		if f.main && (judged < 10 || float64(c.right) < fieldLeast*float64(judged)) {
			t.Errorf("%s: %d of %d right, %d out of date", f.key, c.right, judged, c.stale)
		}
		if f.key == "code" && c.wrong > mostInvented {
			t.Errorf("%d numbers are wrong", c.wrong)
		}
	}
	return b.String()
}

// kindsOfError lists them, the most frequent first.
func kindsOfError(t *testing.T, kinds map[string]int) string {
	t.Helper()
	names := make([]string, 0, len(kinds))
	for k := range kinds {
		names = append(names, k)
	}
	slices.SortFunc(names, func(a, b string) int {
		if kinds[a] != kinds[b] {
			return kinds[b] - kinds[a]
		}
		return strings.Compare(a, b)
	})
	for i, k := range names {
		said, ok := errorKinds[k]
		if !ok {
			t.Errorf("the kind of error %q has no words", k)
		}
		if names[i] = said; kinds[k] > 1 {
			names[i] += fmt.Sprintf(" (%d)", kinds[k])
		}
	}
	return strings.Join(names, "; ")
}

// errorKinds are the kinds of error fields.tsv names, as docs/QUALITY.md says them.
var errorKinds = map[string]string{
	"two lines joined":           "hai dòng ghép thành một tên",
	"event instead of title":     "tên sự kiện thay cho tên bài",
	"torn by columns":            "hai cột của PDF đan vào nhau",
	"another unit stands first":  "nhiều đơn vị sau “Lưu: VT”, không rõ đơn vị nào soạn",
	"year of the meeting":        "năm của cuộc họp, không phải năm báo cáo",
	"span read as its ends":      "giai đoạn đọc thành hai năm đầu, cuối",
	"no unit":                    "phòng là căn phòng, không phải đơn vị",
	"one is missing":             "thiếu một mục",
	"part of a group":            "một phần của tên nhóm đơn vị",
	"said of other papers":       "lời dặn gửi kèm, không phải tài liệu kèm văn bản này",
	"date on the next line":      "ngày ở dòng sau không đọc được",
	"code broken by a space":     "số bị ngắt vì dấu cách lạc",
	"letters lost in the file":   "tệp mất chữ (dấu hỏi thay chữ)",
	"own number":                 "số của chính văn bản coi là viện dẫn",
	"relation":                   "nhầm quan hệ viện dẫn",
	"line of a program":          "dòng lệnh trong bài về máy tính",
	"title in small letters":     "sót: tên bài viết chữ thường",
	"title beside another cell":  "sót: tên bài nằm chung hàng với ô khác",
	"organ without a letterhead": "sót: cơ quan trên biểu mẫu không có quốc hiệu",
	"title of a foreign text":    "sót: tên tài liệu tiếng nước ngoài",
	"name behind a label":        "sót: tên người đứng sau nhãn “Chuyên viên:”",
}

const limitFields = "rút ngẫu nhiên một lần, một lượt xem, đọc phần đầu và phần cuối của từng văn bản (viện dẫn: bảy đến mười hai mục đầu); nhiều lỗi thấy khi xem đã được sửa theo nguyên nhân chung và các trường đó được rút thêm, " +
	"nên tỷ lệ ở đây hơi đẹp hơn tỷ lệ của văn bản chưa ai xem. Số “Có ở” thấp vì phần lớn tệp trong bộ đo là biểu mẫu, hợp đồng, bảng tính, bài viết. " +
	"Bản scan: 20 tệp ngắn rút riêng, nhận dạng chữ rồi so với ảnh (một lần, không đo lại): 13 văn bản hành chính, số đọc được 4, đúng 4; ngày đọc được 5, đúng 5; " +
	"loại đúng 13/13; cơ quan đúng 12/13, một tên lẫn chữ sai; trích yếu đúng 8/11, hai cái dính dòng bên cạnh, một cái đọc sai số trong đó, một văn bản bỏ sót; số và ngày còn lại viết tay hoặc đóng dấu, để trống."

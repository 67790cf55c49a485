package main

import (
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// needs skips loudly where a program is not installed; where everything has to be tested,
// that is a failure.
func needs(t *testing.T, program, untested string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	why := program + " is not installed: " + untested + " NOT tested"
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// taken takes sample files into a data folder and returns their documents by sample path.
func taken(t *testing.T, samples ...string) (data string, documents map[string]string) {
	t.Helper()
	dir := t.TempDir()
	inbox, data := filepath.Join(dir, "inbox"), filepath.Join(dir, "data")
	for _, s := range samples {
		b, err := os.ReadFile(filepath.Join(sampleFolder(t), s))
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, filepath.Join(inbox, s), b)
	}
	ingestQuietly(t, data, inbox)
	stdout, stderr, code := program(t, "intake", "--data", data, "--json")
	if code != exitDone {
		t.Fatalf("intake ended with %d: %s", code, stderr)
	}
	documents = map[string]string{}
	for line := range strings.Lines(stdout) {
		var row struct{ Path, Document string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if name, err := filepath.Rel(inbox, row.Path); err == nil && row.Document != "" {
			documents[filepath.ToSlash(name)] = row.Document
		}
	}
	for _, s := range samples {
		if documents[s] == "" {
			t.Fatalf("%s is no document: %s", s, stdout)
		}
	}
	return data, documents
}

// drawn draws a page and checks that what is marked in the picture is what is said to be.
func drawn(t *testing.T, data, document string, args ...string) pageLine {
	t.Helper()
	out := filepath.Join(t.TempDir(), "trang.png")
	stdout, stderr, code := program(t, append([]string{"page", document, "--data", data, "--json", "--width", "600", "--out", out}, args...)...)
	if code != exitDone {
		t.Fatalf("page %v ended with %d: %s", args, code, stderr)
	}
	var line pageLine
	if err := json.Unmarshal([]byte(stdout), &line); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	page, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if size := page.Bounds(); size.Dx() != 600 || size.Dy() < 700 {
		t.Errorf("the picture is %v", size)
	}
	in, outside := marked(page, line.Boxes)
	if outside > 0 || (in == 0) != (len(line.Boxes) == 0) {
		t.Errorf("%v: %d marked pixels in %v, %d elsewhere", args, in, line.Boxes, outside)
	}
	return line
}

// marked counts the pixels of the marker's colour in and outside of some rectangles.
func marked(page image.Image, boxes []cchc.Box) (in, outside int) {
	const pad = 4 // thousandths
	size := page.Bounds()
	for y := range size.Dy() {
	pixels:
		for x := range size.Dx() {
			c := color.RGBAModel.Convert(page.At(x, y)).(color.RGBA)
			if int(c.R)-int(c.B) < 90 {
				continue
			}
			for _, b := range boxes {
				if px, py := 1000*x/size.Dx(), 1000*y/size.Dy(); px >= b.Left-pad && px <= b.Right+pad && py >= b.Top-pad && py <= b.Bottom+pad {
					in++
					continue pixels
				}
			}
			outside++
		}
	}
	return in, outside
}

func TestPagesOfPDF(t *testing.T) {
	t.Parallel()
	const plan, web = "van-phong/2020/15-KH-STTTT Kế hoạch CCHC năm 2020.pdf", "phong-ttbcxb/2020/tin-sinh-hoat-chuyen-de-cchc.html"
	data, documents := taken(t, plan, web)
	const quote = "5. Cải cách tài chính công và hiện đại hóa hành chính"
	if line := drawn(t, data, documents[plan], "--quote", quote); line.Page != 2 || line.Rendition || len(line.Boxes) == 0 {
		t.Errorf("the quote is found at %+v", line)
	}
	if line := drawn(t, data, documents[plan], "--quote", quote, "--page", "1"); line.Page != 1 || len(line.Boxes) != 0 {
		t.Errorf("another page: %+v", line)
	}
	if line := drawn(t, data, documents[plan]); line.Page != 1 {
		t.Errorf("without a page: %+v", line)
	}
	for _, bad := range []struct{ document, page, out, want string }{
		{documents[plan], "4", "a.png", "các trang từ 1 đến 3"},
		{documents[plan], "-1", "a.png", "không được âm"},
		{documents[plan], "1", filepath.Join("khong", "co", "a.png"), "Không ghi được"},
		{strings.Repeat("0", 64), "1", "a.png", "Không có văn bản"},
		{documents[web], "1", "a.png", "không xem được ảnh trang"},
	} {
		out := filepath.Join(t.TempDir(), bad.out)
		_, stderr, code := program(t, "page", bad.document, "--data", data, "--page", bad.page, "--out", out)
		if code == exitDone || !strings.Contains(stderr, bad.want) {
			t.Errorf("%+v ended with %d: %s", bad, code, stderr)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%+v left a picture", bad)
		}
	}
	// The pictures are no part of what is checked and backed up, and may go at any time.
	if stdout, stderr, code := program(t, "check", "--data", data); code != exitDone {
		t.Errorf("check ended with %d: %s%s", code, stdout, stderr)
	}
	folder := filepath.Join(data, picturesName)
	overwrite(t, filepath.Join(folder, "pages", ".part-1"), []byte("half")) // of a crash
	overwrite(t, filepath.Join(folder, "prints", printParts+"1", "a.pdf"), []byte("half"))
	drawn(t, data, documents[plan])
	for _, half := range []string{"pages/.part-1", "prints/" + printParts + "1"} {
		if _, err := os.Stat(filepath.Join(folder, half)); err == nil {
			t.Errorf("%s is still there", half)
		}
	}
	removeAll(t, folder)
	drawn(t, data, documents[plan])
	removeAll(t, filepath.Join(data, originalsName, documents[plan][:2]))
	if _, stderr, code := program(t, "page", documents[plan], "--data", data, "--page", "2", "--out", filepath.Join(t.TempDir(), "a.png")); code == exitDone || !strings.Contains(stderr, "bị mất") {
		t.Errorf("without its original a page ended with %d: %s", code, stderr)
	}
}

func TestPageOfScan(t *testing.T) {
	t.Parallel()
	needs(t, "tesseract", "quotes on scanned pages are")
	const minutes = "phong-ttbcxb/2020/Scan biên bản kiểm tra.pdf"
	data, documents := taken(t, minutes)
	line := drawn(t, data, documents[minutes], "--quote", "Giải quyết 34 hồ sơ xuất bản, in, tất cả đúng hạn")
	if line.Page != 1 || line.Rendition || len(line.Boxes) != 1 {
		t.Fatalf("%+v", line)
	}
	if b := line.Boxes[0]; b.Bottom-b.Top > 30 || b.Right-b.Left < 300 || b.Top < 350 || b.Top > 500 {
		t.Errorf("the line is marked at %+v", b)
	}
}

func TestPagesAsPrinted(t *testing.T) {
	t.Parallel()
	needs(t, "soffice", "print renditions are")
	const plan, note = "van-phong/2020/22-KH-STTTT tuyên truyền CCHC.docx", "van-phong/2020/ghi chú kiểm tra.txt"
	data, documents := taken(t, plan, note)
	const quote = "Văn phòng Sở tổng hợp sản phẩm tuyên truyền, đưa vào báo cáo cải cách hành chính định kỳ"
	line := drawn(t, data, documents[plan], "--quote", quote)
	if !line.Rendition || len(line.Boxes) == 0 {
		t.Errorf("%+v", line)
	}
	prints := func() (made []os.FileInfo) {
		names, err := filepath.Glob(filepath.Join(data, picturesName, "prints", "*"+printEnd))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			st, err := os.Stat(n)
			if err != nil {
				t.Fatal(err)
			}
			made = append(made, st)
		}
		return made
	}
	first := prints()
	if again := drawn(t, data, documents[plan], "--page", "1"); again.Page != 1 || !again.Rendition {
		t.Errorf("%+v", again)
	}
	if second := prints(); len(first) != 1 || len(second) != 1 || !os.SameFile(first[0], second[0]) {
		t.Errorf("printed again: %v %v", first, second)
	}
	if line := drawn(t, data, documents[note], "--quote", "Nhắc Phòng TT-BC-XB gửi danh sách"); !line.Rendition || len(line.Boxes) == 0 {
		t.Errorf("%+v", line)
	}
}

//go:build linux

package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// paper is a small file that is poured into a watched folder.
type paper struct {
	name  string // below the folder, with slashes
	bytes []byte
}

// papers are n files of all kinds in lexical order: letters as text, pages as HTML,
// documents made from the sample ones with other words, copies of earlier files, damaged
// files, archives, lock files. Copies come long after what they are copies of, so that
// the first place of a content does not depend on how the files arrive.
func papers(t *testing.T, n int) []paper {
	t.Helper()
	sample := templates(t)
	out := make([]paper, 0, n)
	for i := range n {
		out = append(out, onePaper(t, sample, out, i))
	}
	return out
}

// copyDistance is how many files lie between a file and its copy.
const copyDistance = 150

func onePaper(t *testing.T, sample []template, before []paper, i int) paper {
	t.Helper()
	// One folder a thousand, so that the order of the walk is that of the names.
	name := func(ending string) string {
		return fmt.Sprintf("đợt %02d/%05d %s", i/1000, i, ending)
	}
	switch k := i % 40; {
	case k == 7 && i > copyDistance, k == 27 && i > copyDistance:
		of := before[i-copyDistance]
		return paper{name("bản sao" + filepath.Ext(of.name)), of.bytes}
	case k == 11:
		return paper{name("chép dở.docx"), sample[i%len(sample)].whole[:2000+i%20000]}
	case k == 31:
		return paper{name("rác.pdf"), []byte("%PDF-1.7\n" + strings.Repeat(strconv.Itoa(i)+"\x00\xff", 300))}
	case k == 15:
		return paper{name("gói.zip"), zipOf(t, map[string][]byte{
			"một.txt":       letter(i, "trong gói"),
			"sâu/hai.html":  webPage(i),
			"sâu/~$ba.docx": []byte("khóa"),
		})}
	case k == 35:
		inner := zipOf(t, map[string][]byte{"trong.txt": letter(i, "trong hai lớp")})
		return paper{name("gói kép.zip"), zipOf(t, map[string][]byte{"lớp hai.zip": inner, "ngoài.txt": letter(i, "lớp ngoài")})}
	case k == 19:
		return paper{fmt.Sprintf("đợt %02d/~$%05d.docx", i/1000, i), []byte("khóa")}
	case k%10 == 3:
		return paper{name("tin.html"), webPage(i)}
	case k%20 == 5:
		return paper{name("văn bản.docx"), sample[i%len(sample)].with(t, i)}
	}
	return paper{name("công văn.txt"), letter(i, "văn bản rời")}
}

// letter is a plan or report in plain text, different for each number.
func letter(i int, what string) []byte {
	kinds := [][3]string{
		{"KH", "KẾ HOẠCH", "cải cách hành chính năm 2020"}, {"BC", "BÁO CÁO", "kết quả cải cách hành chính quý II năm 2020"},
		{"TB", "THÔNG BÁO", "kết quả kiểm tra cải cách hành chính năm 2020"}, {"QĐ", "QUYẾT ĐỊNH", "ban hành quy chế làm việc"},
	}
	k := kinds[i%len(kinds)]
	return fmt.Appendf(nil, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG\nSố: %d/%s-STTTT\nSông Lam, ngày %02d tháng %02d năm 2020\n\n%s\nVề %s\n\nPhòng số %d thực hiện %d nhiệm vụ rà soát thủ tục hành chính, %s thứ %d.\nGiao các phòng, đơn vị theo dõi và báo cáo trước ngày 25 hằng tháng.\n",
		i+1000, k[0], 1+i%28, 1+i%12, k[1], k[2], i%37, i%91+3, what, i)
}

func webPage(i int) []byte {
	return fmt.Appendf(nil, "<!DOCTYPE html><html lang=vi><meta charset=utf-8><title>Tin số %d</title><h1>Sinh hoạt chuyên đề cải cách hành chính lần %d</h1><p>Ngày %d/5/2020, %d công chức của Sở dự buổi sinh hoạt chuyên đề.</p></html>", i, i, 1+i%28, i%60+5)
}

func zipOf(t *testing.T, members map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range sortedKeys(members) {
		m, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = m.Write(members[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// template is a sample DOCX in its parts; the styles, which are most of it, are left out.
type template struct {
	whole []byte
	parts map[string][]byte
}

const documentPart = "word/document.xml"

func templates(t *testing.T) []template {
	t.Helper()
	var out []template
	for _, name := range []string{"118-KH-STTTT kiểm tra CCHC.docx", "205-QĐ-STTTT công bố ISO.docx", "27-BC-STTTT báo cáo CCHC quý I.docx", "318-STTTT-VP số liệu quý III.docx"} {
		whole, err := os.ReadFile(filepath.Join("../../testdata/corpus/van-phong/2020", name))
		if err != nil {
			t.Fatal(err)
		}
		r, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
		if err != nil {
			t.Fatal(err)
		}
		one := template{whole, map[string][]byte{}}
		for _, f := range r.File {
			if strings.HasPrefix(f.Name, "word/styles") {
				continue
			}
			part, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if one.parts[f.Name], err = io.ReadAll(part); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, one)
	}
	return out
}

// with is the document with other words: another number and a few figures.
func (d template) with(t *testing.T, i int) []byte {
	t.Helper()
	parts := map[string][]byte{}
	for name, b := range d.parts {
		parts[name] = b
	}
	text := strings.NewReplacer("STTTT", fmt.Sprintf("STTTT%d", i), "2020", "2020", "Văn phòng", fmt.Sprintf("Văn phòng số %d", i)).Replace(string(d.parts[documentPart]))
	parts[documentPart] = []byte(text)
	return zipOf(t, parts)
}

// drop puts files into a folder, each whole or not at all, in their order.
func drop(t *testing.T, dir string, files []paper) {
	t.Helper()
	for _, p := range files {
		to := filepath.Join(dir, filepath.FromSlash(p.name))
		part := filepath.Join(filepath.Dir(dir), "part")
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(part, p.bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(part, to); err != nil {
			t.Fatal(err)
		}
	}
}

package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
)

// tcvn3Letters are the letters a TCVN3 (ABC) font has, code by code from 0xA1: TCVN
// 5712:1993. The spaces are the combining marks, which no keyboard of the time typed.
const tcvn3Letters = "ĂÂÊÔƠƯĐăâêôơưđẰ     àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"

var (
	runElement = regexp.MustCompile(`(?s)<w:r>.*?</w:r>`)
	fontNames  = regexp.MustCompile(`(w:(?:ascii|hAnsi|cs|eastAsia)=)"[^"]*"`)
	textOf     = regexp.MustCompile(`(?s)(<w:t[^>]*>)(.*?)(</w:t>)`)
)

// legacyFonts sets a DOCX in .VnTime, and what is in capitals in .VnTimeH, which draws
// capitals from the codes of small letters: only six of them have codes of their own.
func legacyFonts(b []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		if f.Name != "word/document.xml" {
			if err := w.Copy(f); err != nil {
				return nil, err
			}
			continue
		}
		if err := legacyPart(w, f); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func legacyPart(w *zip.Writer, f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	part, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	var failed error
	part = runElement.ReplaceAllFunc(part, func(run []byte) []byte {
		found := textOf.FindSubmatch(run)
		if found == nil {
			return run
		}
		text, font := string(found[2]), ".VnTime"
		if strings.ToUpper(text) == text && strings.ContainsFunc(text, unicode.IsLetter) {
			text, font = strings.ToLower(text), ".VnTimeH"
		}
		coded, err := tcvn3(text)
		if err != nil {
			failed = err
		}
		run = fontNames.ReplaceAll(run, []byte(`${1}"`+font+`"`))
		return textOf.ReplaceAllFunc(run, func([]byte) []byte { return []byte(string(found[1]) + coded + string(found[3])) })
	})
	if failed != nil {
		return failed
	}
	to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = to.Write(part)
	return err
}

// tcvn3 writes a text in the codes of a TCVN3 font, each as the Latin-1 letter Word takes
// it for. A letter the font does not have is an error: the text is to be worded without it.
func tcvn3(s string) (string, error) {
	codes := map[rune]rune{}
	next := rune(0xA1)
	for _, r := range tcvn3Letters {
		if r != ' ' {
			codes[r] = next
		}
		next++
	}
	var b strings.Builder
	for _, r := range s {
		c, ok := codes[r]
		switch {
		case ok:
			b.WriteRune(c)
		case r > 0x7F:
			return "", fmt.Errorf("no code for %q in a TCVN3 font: %s", r, s)
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), nil
}

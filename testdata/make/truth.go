package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// abbreviations of the types the samples use (Nghị định 30/2020/NĐ-CP, Phụ lục III).
var abbreviations = map[string]string{
	"": "CV", "KẾ HOẠCH": "KH", "BÁO CÁO": "BC", "QUYẾT ĐỊNH": "QĐ", "BIÊN BẢN": "BB", "THÔNG BÁO": "TB", "TỜ TRÌNH": "TTr",
	"GIẤY MỜI": "GM",
}

// truth collects what is so about every file made: the answers tests compare with.
type truth struct{ rows []string }

func (t *truth) add(path, outcome string, fields ...string) {
	for len(fields) < 7 {
		fields = append(fields, "")
	}
	t.rows = append(t.rows, strings.Join(append([]string{path, outcome}, fields...), "\t"))
}

func (t *truth) doc(d *Doc) error {
	outcome := "indexed"
	switch {
	case d.Scan != nil:
		outcome = "waiting"
	case d.Password != "", slices.Contains(d.Stamp, "MẬT"):
		outcome = "quarantined"
	}
	if filepath.Ext(d.Out) == ".jpg" { // a photograph is no paper
		t.add(d.Out, outcome)
		return nil
	}
	kind, ok := abbreviations[d.Type]
	if !ok {
		return fmt.Errorf("%s: no abbreviation for type %q", d.Out, d.Type)
	}
	signer := ""
	if len(d.Sign) == 1 {
		signer = d.Sign[0].Name
	}
	code := strings.TrimSpace(d.Number)
	if strings.HasPrefix(code, "/") { // not numbered yet
		code = ""
	}
	t.add(d.Out, outcome, kind, code, d.Date, strings.ReplaceAll(d.Organ, "\n", " "), d.Parent, d.Subject, signer)
	return nil
}

func (t *truth) odd(o Odd) {
	outcome := "indexed"
	switch {
	case o.Lock != "":
		outcome = "ignored"
	case o.Keep > 0:
		outcome = "quarantined"
	case strings.HasSuffix(o.From, ".pdf"), strings.HasSuffix(o.From, ".docx"):
		outcome = "duplicate"
	}
	t.add(o.Out, outcome)
}

// write keeps the table beside the corpus, in the order of the paths.
func (t *truth) write(out string) error {
	slices.Sort(t.rows)
	head := "path\toutcome\ttype\tcode\tissued_date\torgan_name\tparent_organ\tsubject\tsigner\n"
	return write(filepath.Dir(out), filepath.Base(out)+".tsv", []byte(head+strings.Join(t.rows, "\n")+"\n"))
}

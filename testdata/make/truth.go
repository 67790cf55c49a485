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
	case d.Scan:
		outcome = "waiting"
	case d.Password != "":
		outcome = "quarantined"
	}
	kind, ok := abbreviations[d.Type]
	if !ok {
		return fmt.Errorf("%s: no abbreviation for type %q", d.Out, d.Type)
	}
	signer := ""
	if len(d.Sign) == 1 {
		signer = d.Sign[0].Name
	}
	t.add(d.Out, outcome, kind, strings.ReplaceAll(d.Number, " ", ""), d.Date, d.Organ, d.Parent, d.Subject, signer)
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

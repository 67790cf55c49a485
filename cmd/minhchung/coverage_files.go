package main

import (
	"fmt"
	"io"
	"time"

	"minhchung/internal/coverage"
	"minhchung/internal/export"
)

// coverageFiles are the files coverage is written to, "" for none.
type coverageFiles struct{ xlsx, docx, csv string }

// writeCoverage writes each file whole or not at all.
func (inv *invocation) writeCoverage(files coverageFiles, r coverage.Report) error {
	c := export.Coverage{Report: r, Lang: inv.lang(), Made: time.Now()}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{{files.xlsx, c.XLSX}, {files.docx, c.DOCX}, {files.csv, c.CSV}} {
		if f.name == "" {
			continue
		}
		if err := inv.replaceFile(f.name, f.write); err != nil {
			return err
		}
		if inv.json {
			if err := inv.emit(map[string]string{"file": f.name}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(inv.stdout, "Đã ghi %s.\n", f.name)
	}
	return nil
}

package main

import (
	"fmt"
	"time"
)

// now is the clock of the command line.
func now() time.Time { return time.Now() }

// printExtract prints one file as NDJSON or for people.
func (inv *invocation) printExtract(l extractLine) error {
	if inv.json {
		return inv.emit(l)
	}
	out := inv.stdout
	fmt.Fprintf(out, "== %s\n", l.Path)
	if l.Reason != nil {
		fmt.Fprintf(out, "%s %s\n", l.Reason.Message, l.Reason.Remedy)
	}
	if m := l.Metadata; m != nil {
		for _, row := range [][2]string{
			{"Loại", m.TypeName}, {"Số, ký hiệu", m.Code}, {"Ngày", m.IssuedDate.Vietnamese()}, {"Nơi ban hành", m.Place},
			{"Cơ quan", m.OrganName}, {"Trích yếu", m.Subject}, {"Người ký", m.Signer.FullName},
		} {
			if row[1] != "" {
				fmt.Fprintf(out, "%s: %s\n", row[0], row[1])
			}
		}
	}
	for _, p := range l.Pages {
		if p.Number > 0 {
			fmt.Fprintf(out, "-- trang %d\n", p.Number)
		}
		if p.NeedsOCR {
			fmt.Fprintln(out, "(trang ảnh, chờ nhận dạng chữ)")
		}
		fmt.Fprintln(out, p.Text)
	}
	return nil
}

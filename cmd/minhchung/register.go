package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/export"
	"minhchung/internal/messages"
	"minhchung/internal/register"
)

// maxRegister bounds the file of a register, in bytes.
const maxRegister = 32 << 20

func registerCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "register", Short: "Sổ văn bản đi: nhập, liệt kê, đối chiếu với văn bản đã có"}
	cmd.AddCommand(importRegister(inv), listRegisters(inv), compareRegister(inv))
	return cmd
}

func importRegister(inv *invocation) *cobra.Command {
	var o register.Options
	cmd := &cobra.Command{
		Use: "import TỆP", Short: "Nhập sổ văn bản đi (XLSX, CSV); nhập lại thì thay sổ của năm đó",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := inv.readFile(args[0])
			if err != nil {
				return err
			}
			if len(b) > maxRegister {
				return cchc.Usage("register-too-large", nil, strconv.Itoa(maxRegister>>20))
			}
			return inv.withEngines(cmd.Context(), true, func(e *engines) error {
				sheets, err := e.reading.tables(cmd.Context(), filepath.Join(e.dir, tempName), bytes.NewReader(b))
				if err != nil {
					return err
				}
				r, err := register.Import(sheets, o)
				if err != nil {
					return err
				}
				if err := e.store.SaveRegister(cmd.Context(), cchc.Operator(), r, filepath.Base(args[0])); err != nil {
					return err
				}
				return inv.printImport(r)
			})
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&o.Year, "year", 0, "năm của sổ; không nêu thì theo ngày trong sổ")
	fl.StringVar(&o.Sheet, "sheet", "", "tên hoặc số thứ tự trang tính")
	fl.StringVar(&o.Columns, "columns", "", "cột, khi không hiểu tiêu đề: so=A,ngay=B,trich-yeu=C")
	return cmd
}

// registerProblem is a line that was not taken in `--json`.
type registerProblem struct {
	Line   int           `json:"line"`
	Reason messages.Said `json:"reason"`
}

func (inv *invocation) printImport(r register.Register) error {
	for _, p := range r.Problems {
		said := messages.Say(p.Reason, inv.lang())
		if inv.json {
			if err := inv.emit(registerProblem{p.Line, said}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(inv.stderr, "dòng %d: %s %s\n", p.Line, said.Message, said.Remedy)
	}
	if inv.json {
		if err := inv.emit(map[string]any{"year": r.Year, "entries": len(r.Entries), "problems": len(r.Problems)}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(inv.stdout, "Sổ văn bản đi năm %d: %d dòng.\n", r.Year, len(r.Entries))
	}
	if len(r.Problems) > 0 {
		return exitError(exitNotTaken)
	}
	return nil
}

func listRegisters(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Các sổ đã nhập", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				rows, err := e.store.Registers(cmd.Context(), cchc.Everything())
				if err != nil {
					return err
				}
				for _, r := range rows {
					if inv.json {
						err = inv.emit(map[string]any{"year": r.Year, "name": r.Name, "entries": r.Entries, "problems": r.Problems, "by": r.By, "imported": r.Imported})
					} else {
						_, err = fmt.Fprintf(inv.stdout, "%d  %d dòng  %s\n", r.Year, r.Entries, r.Name)
					}
					if err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

// registerLine is a line of `register compare --json`.
type registerLine struct {
	List     register.List       `json:"list"`
	Entry    *cchc.RegisterEntry `json:"entry,omitempty"`
	Document cchc.DocumentID     `json:"document,omitempty"`
	Path     string              `json:"path,omitempty"`
	Others   int                 `json:"others,omitempty"`
	Differs  []string            `json:"differs,omitempty"`
	Maybe    []cchc.DocumentID   `json:"maybe,omitempty"`
}

func compareRegister(inv *invocation) *cobra.Command {
	var year int
	var only, csvFile string
	cmd := &cobra.Command{
		Use: "compare", Short: "Đối chiếu sổ với văn bản đã có: có đủ, có trong sổ chưa có tệp, có tệp không có trong sổ",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch register.List(only) {
			case "", register.ListReceived, register.ListMissing, register.ListUnregistered:
			default:
				return cchc.Usage("bad-flag", nil, only+" không phải received, missing hay unregistered", cmd.CommandPath())
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				return inv.compareRegister(cmd.Context(), e, year, register.List(only), csvFile)
			})
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&year, "year", 0, "năm của sổ; không nêu thì sổ mới nhất")
	fl.StringVar(&only, "list", "", "chỉ một danh sách: received, missing hoặc unregistered")
	fl.StringVar(&csvFile, "csv", "", "ghi ra tệp CSV")
	return cmd
}

func (inv *invocation) compareRegister(ctx context.Context, e *engines, year int, only register.List, csvFile string) error {
	if year == 0 {
		rows, err := e.store.Registers(ctx, cchc.Everything())
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return cchc.Usage("no-register", nil)
		}
		year = rows[0].Year
	}
	_, report, err := e.store.RegisterReport(ctx, cchc.Everything(), year)
	if errors.Is(err, cchc.ErrNotFound) {
		return cchc.Usage("no-such-register", err, strconv.Itoa(year))
	}
	if err != nil {
		return err
	}
	lines := report.Lines(only)
	ids := make([]cchc.DocumentID, len(lines))
	for i, l := range lines {
		ids[i] = l.Document
	}
	docs, err := e.store.DocumentsByID(ctx, cchc.Everything(), ids)
	if err != nil {
		return err
	}
	if csvFile != "" {
		return inv.registerCSV(csvFile, lines, docs)
	}
	return inv.printComparison(year, report, lines, docs)
}

func (inv *invocation) printComparison(year int, report register.Report, lines []register.Line, docs map[cchc.DocumentID]cchc.Document) error {
	for _, l := range lines {
		d := docs[l.Document]
		if inv.json {
			if err := inv.emit(registerLine{l.List, l.Entry, l.Document, d.Path, l.Others, l.Differs, l.Maybe}); err != nil {
				return err
			}
			continue
		}
		cells := l.Cells(d)
		if l.Entry != nil {
			fmt.Fprintf(inv.stdout, "%s: %s  %s  %s\n", cells[0], cells[2], cells[3], cells[4])
		} else {
			fmt.Fprintf(inv.stdout, "%s: %s\n", cells[0], title(d))
		}
	}
	if inv.json {
		return inv.emit(map[string]any{"summary": map[string]int{
			"year": year, "received": len(report.Received), "missing": len(report.Missing), "unregistered": len(report.Unregistered), "doubled": len(report.Doubled),
		}})
	}
	fmt.Fprintf(inv.stdout, "Năm %d: %d đã có tệp, %d chưa có tệp, %d không có trong sổ.\n", year, len(report.Received), len(report.Missing), len(report.Unregistered))
	return nil
}

func (inv *invocation) registerCSV(name string, lines []register.Line, docs map[cchc.DocumentID]cchc.Document) error {
	t := export.Table{Name: "Sổ văn bản đi", Head: register.Head()}
	for _, l := range lines {
		t.Rows = append(t.Rows, l.Cells(docs[l.Document]))
	}
	f, err := os.Create(inv.abs(name))
	if err != nil {
		return cchc.OurFault("output-failed", err, cause(err))
	}
	err = t.CSV(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return cchc.OurFault("output-failed", err, cause(err))
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/export"
	"minhchung/internal/round"
	"minhchung/internal/vi"
)

func unitCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "unit", Short: "Đơn vị của cơ quan: tên, tên gọi khác, thời gian tồn tại, đơn vị kế thừa"}
	cmd.AddCommand(listUnits(inv), setUnit(inv), removeUnit(inv), importUnits(inv), mergeUnits(inv))
	return cmd
}

func listUnits(inv *invocation) *cobra.Command {
	var csvFile string
	cmd := &cobra.Command{
		Use: "list", Short: "Liệt kê đơn vị của cơ quan; khi chưa khai thì là đơn vị của bộ tiêu chí đang dùng", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				all, err := e.unitsInUse(cmd.Context())
				if err != nil {
					return err
				}
				if csvFile != "" {
					t := export.Table{Name: "Đơn vị", Head: round.UnitHead()}
					for _, u := range all {
						t.Rows = append(t.Rows, round.UnitRow(u))
					}
					return inv.writeFile(csvFile, t.CSV)
				}
				for _, u := range all {
					if err := inv.printUnit(u); err != nil {
						return err
					}
				}
				if len(e.ownUnits()) == 0 && len(all) > 0 && !inv.json {
					fmt.Fprintln(inv.stderr, "Cơ quan chưa khai đơn vị: đây là đơn vị ghi trong bộ tiêu chí đang dùng.")
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&csvFile, "csv", "", "ghi ra tệp CSV để sửa rồi nhập lại bằng unit import")
	return cmd
}

func (inv *invocation) printUnit(u cchc.Unit) error {
	if inv.json {
		return inv.emit(u)
	}
	fmt.Fprintf(inv.stdout, "%-14s %s%s\n", u.ID, u.Name, span(u.Valid))
	if len(u.Aliases) > 0 {
		fmt.Fprintf(inv.stdout, "               còn gọi: %s\n", strings.Join(u.Aliases, "; "))
	}
	if u.SucceededBy != "" {
		fmt.Fprintf(inv.stdout, "               kế thừa: %s\n", u.SucceededBy)
	}
	return nil
}

func setUnit(inv *invocation) *cobra.Command {
	var name, successor string
	var aliases []string
	var days periodFlags
	cmd := &cobra.Command{
		Use: "set MÃ", Short: "Thêm đơn vị hoặc sửa những gì nêu trong tùy chọn", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := days.period(cmd)
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), true, func(e *engines) error {
				all, err := e.unitsInUse(cmd.Context())
				if err != nil {
					return err
				}
				u := cchc.Unit{ID: args[0]}
				if i := slices.IndexFunc(all, func(o cchc.Unit) bool { return o.ID == args[0] }); i >= 0 {
					u = all[i]
				}
				changed := cmd.Flags().Changed
				set(changed("name"), &u.Name, vi.NFC(strings.TrimSpace(name)))
				set(changed("alias"), &u.Aliases, aliases)
				set(changed("successor"), &u.SucceededBy, successor)
				set(changed("from"), &u.Valid.From, p.From)
				set(changed("to"), &u.Valid.To, p.To)
				u = round.TidyUnit(u)
				if err := e.saveUnits(cmd.Context(), cchc.Operator(), u); err != nil {
					return err
				}
				return inv.printUnit(u)
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&name, "name", "", "tên đầy đủ")
	fl.StringArrayVar(&aliases, "alias", nil, "tên gọi khác, nêu nhiều lần được; thay các tên đã có")
	fl.StringVar(&successor, "successor", "", "mã đơn vị kế thừa")
	days.add(cmd)
	return cmd
}

func removeUnit(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "remove MÃ", Short: "Xóa một đơn vị khai nhầm (đơn vị đã giải thể thì ghi ngày kết thúc bằng unit set --to)", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				err := e.removeUnit(cmd.Context(), cchc.Operator(), args[0])
				if errors.Is(err, cchc.ErrNotFound) {
					return round.NoUnit(e.ownUnits(), args[0])
				}
				return err
			})
		},
	}
}

func mergeUnits(inv *invocation) *cobra.Command {
	var into, last string
	cmd := &cobra.Command{
		Use: "merge MÃ… --into MÃ", Short: "Sáp nhập: các đơn vị nêu tên kết thúc, văn bản của chúng được tính cho đơn vị kế thừa", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := cchc.ParseDate(last)
			if err != nil {
				return cchc.Usage("bad-flag", err, err.Error(), cmd.CommandPath())
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				changed, err := e.mergeUnits(cmd.Context(), cchc.Operator(), args, into, day)
				if err != nil {
					return err
				}
				for _, u := range changed {
					if err := inv.printUnit(u); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "mã đơn vị kế thừa")
	cmd.Flags().StringVar(&last, "on", "", "ngày cuối cùng của các đơn vị cũ, 2025-02-28")
	return cmd
}

func importUnits(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "import TỆP", Short: "Nhập danh sách đơn vị (XLSX, CSV: mã đơn vị, tên đơn vị, tên gọi khác, từ ngày, đến ngày, đơn vị kế thừa)",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := inv.readFile(args[0])
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), true, func(e *engines) error { return inv.importUnits(cmd.Context(), e, args[0], b) })
		},
	}
}

func (inv *invocation) importUnits(ctx context.Context, e *engines, name string, b []byte) error {
	sheets, err := e.tablesOf(ctx, name, b)
	if err != nil {
		return err
	}
	units, problems, err := round.ReadUnits(sheets)
	if err != nil {
		return err
	}
	if err := inv.printCells(name, problems); err != nil {
		return err
	}
	if len(problems) > 0 {
		return cchc.OurFault("units-problems", nil, itoa(len(problems)))
	}
	if err := e.saveUnits(ctx, cchc.Operator(), round.InOrder(units)...); err != nil {
		return err
	}
	if inv.json {
		return inv.emit(map[string]int{"units": len(units)})
	}
	fmt.Fprintf(inv.stdout, "Đã nhập %d đơn vị.\n", len(units))
	return nil
}

// cellProblem is a cell or row that was not taken in `--json`.
type cellProblem struct {
	File    string `json:"file"`
	Sheet   string `json:"sheet,omitempty"`
	Row     int    `json:"row,omitempty"`
	Cell    string `json:"cell,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
	Notice  bool   `json:"notice,omitempty"` // passed over; nothing is wrong
}

// printCells names each cell on a line.
func (inv *invocation) printCells(name string, problems []round.Problem) error {
	return inv.printCellsAs(name, problems, false)
}

func (inv *invocation) printCellsAs(name string, problems []round.Problem, notice bool) error {
	for _, p := range problems {
		said := inv.said(&p.Reason)
		if inv.json {
			line := cellProblem{name, p.Sheet, p.Row, p.Cell, string(p.Reason.Code), said.Message, said.Remedy, notice}
			if err := inv.emit(line); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(inv.stderr, "%s: %s\n", placeOf(name, p), strings.TrimSpace(said.Message+" "+said.Remedy))
	}
	return nil
}

func placeOf(name string, p round.Problem) string {
	if p.Sheet != "" {
		name += ", trang '" + p.Sheet + "'"
	}
	switch {
	case p.Cell != "":
		return name + ", ô " + p.Cell
	case p.Row > 0:
		return name + ", dòng " + itoa(p.Row)
	}
	return name
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/register"
)

func importAgencies(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "import TỆP", Short: "Nhập danh mục cơ quan (XLSX, CSV): tên, ký hiệu, tên khác, từ ngày, đến ngày, kế thừa",
		Long: "Nhập danh mục cơ quan từ bảng tính. Dòng tiêu đề có các cột tên, ký hiệu, tên khác (cách nhau bằng dấu chấm phẩy), từ ngày,\n" +
			"đến ngày, kế thừa và có thể thêm mã; chỉ cần cột tên. Cơ quan đã có thì được bổ sung, không mất tên khác đã ghi.",
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
				listed, err := e.importAgencies(cmd.Context(), cchc.Operator(), sheets)
				if err != nil {
					return err
				}
				return inv.printAgencies(listed)
			})
		},
	}
}

// importAgencies takes the agencies of the first sheet that has a heading.
func (e *engines) importAgencies(ctx context.Context, actor cchc.Actor, sheets []register.Sheet) (listed agency.Listed, err error) {
	known, err := e.store.Agencies(ctx, cchc.Everything())
	if err != nil {
		return listed, err
	}
	err = cchc.Usage("agency-no-heading", nil)
	for i := 0; i < len(sheets) && err != nil; i++ {
		listed, err = agency.ReadList(sheets[i].Rows, known)
	}
	if err != nil || len(listed.Agencies) == 0 {
		return listed, err
	}
	if err := e.note(ctx, metaGroups, groupsDue); err != nil {
		return listed, err
	}
	if err := e.store.SaveAgencies(ctx, actor, listed.Agencies); err != nil {
		return listed, err
	}
	return listed, e.regroup(ctx, actor)
}

func (inv *invocation) printAgencies(listed agency.Listed) error {
	for _, p := range listed.Problems {
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
		if err := inv.emit(map[string]any{"agencies": len(listed.Agencies), "problems": len(listed.Problems)}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(inv.stdout, "Đã nhập %d cơ quan.\n", len(listed.Agencies))
	}
	if len(listed.Problems) > 0 {
		return exitError(exitNotTaken)
	}
	return nil
}

package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
	"minhchung/internal/evidence"
	"minhchung/internal/record"
	"minhchung/internal/store"
)

func absenceCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "absence", Short: "Biên bản tìm kiếm: đã tìm gì, ở đâu, vì sao kết luận là chưa có tài liệu"}
	cmd.AddCommand(absenceRunCommand(inv), absenceListCommand(inv),
		&cobra.Command{
			Use: "show SỐ", Short: "Xem một biên bản tìm kiếm",
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return inv.withEngines(cmd.Context(), false, func(e *engines) error {
					a, changes, err := e.absence(cmd.Context(), args[0])
					if err != nil {
						return err
					}
					return inv.printAbsence(a, changes)
				})
			},
		},
		&cobra.Command{
			Use: "again SỐ", Short: "Tìm lại như một biên bản trước và nêu những gì đã đổi",
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return inv.withEngines(cmd.Context(), false, func(e *engines) error {
					was, _, err := e.absence(cmd.Context(), args[0])
					if err != nil {
						return err
					}
					f := coverage.Filter{Round: was.Round, Office: was.Office, Unit: was.Unit, Criterion: was.Criterion, Period: was.Period}
					a, err := e.searchAbsence(cmd.Context(), f, was.Requirement, was.ID)
					if err != nil {
						return err
					}
					return inv.printAbsence(a, record.CompareAbsences(was, a))
				})
			},
		})
	return cmd
}

func absenceRunCommand(inv *invocation) *cobra.Command {
	var f coverage.Filter
	var requirement string
	cmd := &cobra.Command{
		Use: "run TIÊU_CHÍ", Short: "Tìm tài liệu còn thiếu của một tiêu chí và lưu biên bản tìm kiếm",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.Criterion = args[0]
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				a, err := e.searchAbsence(cmd.Context(), f, requirement, 0)
				if err != nil {
					return err
				}
				return inv.printAbsence(a, nil)
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&requirement, "requirement", "", "chỉ một yêu cầu của tiêu chí, ví dụ 1.4/2")
	fl.StringVar(&f.Unit, "unit", "", "của một đơn vị")
	fl.StringVar(&f.Office, "office", "", "của một đơn vị được đánh giá, khi đợt đánh giá chấm nhiều đơn vị")
	fl.StringVar(&f.Round, "round", "", "đợt đánh giá (mặc định: đợt của bộ tiêu chí đang dùng)")
	fl.StringVar(&f.Period, "period", "", "chỉ văn bản của một kỳ, như lệnh coverage")
	return cmd
}

func absenceListCommand(inv *invocation) *cobra.Command {
	var f store.AbsenceFilter
	cmd := &cobra.Command{
		Use: "list", Short: "Liệt kê các biên bản tìm kiếm, mới nhất trước",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				all, total, err := e.store.Absences(cmd.Context(), cchc.Everything(), f)
				if err != nil {
					return err
				}
				for _, a := range all {
					row := coverage.SayAbsence(a, nil, inv.lang())
					if inv.json {
						if err := inv.emit(row); err != nil {
							return err
						}
						continue
					}
					fmt.Fprintf(inv.stdout, "%4d  %s  %s %s %s – %s\n", a.ID, a.At.Local().Format("02/01/2006 15:04"), firstOf(a.Requirement, a.Criterion), a.Whose, row.VerdictName, row.Said.Message)
				}
				if !inv.json && total > len(all) {
					fmt.Fprintf(inv.stdout, "… và %d biên bản khác (--offset, --limit).\n", total-len(all))
				}
				return nil
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.Criterion, "criterion", "", "chỉ một tiêu chí")
	fl.StringVar(&f.Unit, "unit", "", "chỉ một đơn vị")
	fl.StringVar(&f.Round, "round", "", "chỉ một đợt đánh giá")
	fl.IntVar(&f.Limit, "limit", 50, "số dòng nhiều nhất")
	fl.IntVar(&f.Offset, "offset", 0, "bỏ qua số dòng đầu")
	return cmd
}

// searchAbsence searches for what a gap lacks and keeps what was done.
func (e *engines) searchAbsence(ctx context.Context, f coverage.Filter, requirement string, former int64) (cchc.Absence, error) {
	p, err := coverage.Prepare(ctx, e.store, cchc.Everything(), f.Round, f.Period)
	if err != nil {
		return cchc.Absence{}, err
	}
	base, look, err := p.Absence(f, requirement)
	if err != nil {
		return base, err
	}
	base.Former, base.Rules = former, strconv.Itoa(evidence.Version)
	a, err := record.ProveAbsence(ctx, e.index, e.store, cchc.Everything(), p.Catalogue(), base, record.Looked(look))
	if err != nil {
		return a, err
	}
	return e.store.SaveAbsence(ctx, cchc.Operator(), a)
}

// absence reads a search, with what changed since the run it repeats.
func (e *engines) absence(ctx context.Context, number string) (a cchc.Absence, changes []cchc.Reason, err error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return a, nil, cchc.Usage("no-such-absence", cchc.ErrNotFound, number)
	}
	if a, err = e.store.Absence(ctx, cchc.Everything(), id); err != nil || a.Former == 0 {
		return a, nil, err
	}
	was, err := e.store.Absence(ctx, cchc.Everything(), a.Former)
	return a, record.CompareAbsences(was, a), err
}

func (inv *invocation) printAbsence(a cchc.Absence, changes []cchc.Reason) error {
	row := coverage.SayAbsence(a, changes, inv.lang())
	if inv.json {
		return inv.emit(row)
	}
	fmt.Fprintf(inv.stdout, "Biên bản tìm kiếm số %d\n", a.ID)
	for _, line := range row.Text {
		fmt.Fprintln(inv.stdout, line)
	}
	if a.Former != 0 && len(changes) == 0 {
		fmt.Fprintf(inv.stdout, "Không có gì đổi so với biên bản số %d.\n", a.Former)
	}
	return nil
}

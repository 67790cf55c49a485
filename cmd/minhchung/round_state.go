package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

func lockRound(inv *invocation, f *roundFlags) *cobra.Command {
	return &cobra.Command{
		Use: "lock [ĐỢT]", Short: "Khóa đợt: lưu bản chụp điểm, tình trạng minh chứng và liên kết; tài liệu đến sau là bổ sung sau khi khóa", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				r, err := f.pick(cmd.Context(), e, args)
				if err != nil {
					return err
				}
				if r, err = e.store.Lock(cmd.Context(), f.actor(), r.ID, e.roundReport); err != nil {
					return err
				}
				return inv.printRound(roundLine{Round: r})
			})
		},
	}
}

func unlockRound(inv *invocation, f *roundFlags) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use: "unlock [ĐỢT] --note LÝ-DO", Short: "Mở khóa đợt để sửa điểm tự chấm (chỉ người vận hành)", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return inv.step(cmd, f, args, cchc.RoundOpen, note) },
	}
	cmd.Flags().StringVar(&note, "note", "", "lý do mở khóa, bắt buộc")
	return cmd
}

func advanceRound(inv *invocation, f *roundFlags) *cobra.Command {
	var to, note string
	cmd := &cobra.Command{
		Use: "advance [ĐỢT]", Short: "Chuyển đợt đã khóa sang bước tiếp theo: thẩm định lần 1, giải trình, thẩm định lần 2, công bố", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.step(cmd, f, args, cchc.RoundState(to), note)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "bước: appraising, explaining, reappraised, published; không nêu thì bước kế tiếp")
	cmd.Flags().StringVar(&note, "note", "", "ghi chú")
	return cmd
}

func (inv *invocation) step(cmd *cobra.Command, f *roundFlags, args []string, to cchc.RoundState, note string) error {
	return inv.withEngines(cmd.Context(), false, func(e *engines) error {
		r, err := f.pick(cmd.Context(), e, args)
		if err != nil {
			return err
		}
		if to == "" {
			to = round.Next(r.State)
			if to == "" {
				return cchc.Usage("round-published", nil, r.ID)
			}
		}
		if r, err = e.store.Advance(cmd.Context(), f.actor(), r.ID, to, note); err != nil {
			return err
		}
		return inv.printRound(roundLine{Round: r})
	})
}

func totalsOfRound(inv *invocation, f *roundFlags) *cobra.Command {
	return &cobra.Command{
		Use: "totals [ĐỢT]", Short: "Tổng điểm của từng đơn vị, mỗi loại điểm một cột", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				l, err := e.roundLine(cmd.Context(), f, args)
				if err != nil {
					return err
				}
				if !inv.json {
					inv.printTotalsOfRound(l.Totals)
					return nil
				}
				for _, t := range l.Totals {
					if err := inv.emit(t); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func (inv *invocation) printTotalsOfRound(totals []round.OfficeTotal) {
	for _, t := range totals {
		fmt.Fprintf(inv.stdout, "%s: tối đa %s (không kể điều tra XHH %s); tự chấm %s (%d/%d tiêu chí); thẩm định lần 1 %s (%d); thẩm định lần 2 %s (%d); giải trình %d",
			t.Name, round.Decimal(t.Points), round.Decimal(t.Survey), round.Decimal(t.Self), t.SelfScored, t.Criteria,
			round.Decimal(t.First), t.FirstScored, round.Decimal(t.Second), t.SecondScored, t.Explained)
		if t.Exempt > 0 {
			fmt.Fprintf(inv.stdout, "; không áp dụng %d tiêu chí, %s điểm", t.Exempt, round.Decimal(t.NotApplicable))
		}
		fmt.Fprintln(inv.stdout)
	}
}

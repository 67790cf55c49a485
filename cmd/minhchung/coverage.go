package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/coverage"
)

func coverageCommand(inv *invocation) *cobra.Command {
	var f coverage.Filter
	var out coverageFiles
	cmd := &cobra.Command{
		Use: "coverage", Short: "Tình trạng minh chứng: tiêu chí nào đủ, tiêu chí nào thiếu, thiếu gì và vì sao",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				r, err := coverage.Compute(cmd.Context(), e.store, cchc.Everything(), f)
				if err != nil {
					return err
				}
				if out != (coverageFiles{}) {
					return inv.writeCoverage(out, r)
				}
				return inv.printCoverage(r)
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.Round, "round", "", "đợt đánh giá (mặc định: đợt của bộ tiêu chí đang dùng)")
	fl.StringVar(&f.Office, "office", "", "chỉ một đơn vị được đánh giá, khi đợt đánh giá chấm nhiều đơn vị")
	fl.StringVar(&f.Period, "period", "", "chỉ văn bản của một kỳ: 2020-Q3, 2020-H1 (6 tháng), 2020-9T, 2020-07 hoặc 2020-01-01..2020-03-31")
	fl.StringVar(&f.Unit, "unit", "", "chỉ một đơn vị")
	fl.StringVar(&f.Criterion, "criterion", "", "chỉ một tiêu chí hoặc lĩnh vực")
	fl.StringVar(&out.xlsx, "xlsx", "", "ghi ra bảng tính Excel: tổng hợp, tình trạng, lý do thiếu, tài liệu")
	fl.StringVar(&out.docx, "docx", "", "ghi ra văn bản Word")
	fl.StringVar(&out.csv, "csv", "", "ghi ra tệp CSV")
	return cmd
}

// totalsLine is the last line of `coverage --json`.
type totalsLine struct {
	Totals    coverage.Sum         `json:"totals"`
	Offices   []coverage.Sum       `json:"offices,omitempty"`
	Unread    int                  `json:"unread"`
	Files     []coverage.UnreadRow `json:"unread_files,omitempty"`
	Catalogue string               `json:"catalogue"`
	Round     string               `json:"round,omitempty"`
}

func (inv *invocation) printCoverage(r coverage.Report) error {
	rows := coverage.Say(r.Rows, inv.lang())
	if inv.json {
		for _, row := range rows {
			if err := inv.emit(row); err != nil {
				return err
			}
		}
		last := totalsLine{Totals: r.Totals, Offices: r.Offices, Unread: r.Unread, Files: coverage.SayUnread(r.Files, inv.lang()), Catalogue: r.Catalogue.Ref()}
		if r.Round != nil {
			last.Round = r.Round.ID
		}
		return inv.emit(last)
	}
	fmt.Fprintf(inv.stdout, "%s\n\n", r.Catalogue.Title)
	for _, row := range rows {
		inv.printVerdict(row)
	}
	inv.printSums(r)
	return nil
}

func (inv *invocation) printVerdict(row coverage.Row) {
	out := inv.stdout
	unit := ""
	if row.Office != "" {
		unit = " [" + row.Office + "]"
	}
	if row.Unit != "" {
		unit = " [" + row.Unit + "]"
	}
	fmt.Fprintf(out, "%-5s %s%s – %s (%s điểm%s)\n", row.Criterion, row.Title, unit, verdictName(row.Verdict, inv.lang()), decimal(row.Points), selfWords(row.Self))
	for _, n := range row.Notes {
		fmt.Fprintf(out, "      %s\n", n.Message)
	}
	for _, q := range row.Requirements {
		if q.Satisfied || q.Optional || q.Spared {
			continue
		}
		fmt.Fprintf(out, "      thiếu: %s (có %d/%d)\n", q.Name, q.Have, q.Need)
		for _, m := range q.Missing {
			fmt.Fprintf(out, "        · %s\n", m.Message)
			if m.Nearest != nil {
				printNearest(out, *m.Nearest)
			}
		}
	}
}

func printNearest(out io.Writer, n coverage.NearRow) {
	page := ""
	if n.Page > 0 {
		page = ", trang " + itoa(n.Page)
	}
	fmt.Fprintf(out, "          gần nhất: %s%s\n", firstOf(n.Title, n.Path), page)
	for _, why := range n.Why {
		fmt.Fprintf(out, "            – %s\n", why)
	}
}

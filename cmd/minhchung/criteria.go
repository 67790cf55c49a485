package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
)

func criteriaCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "criteria", Short: "Bộ tiêu chí: nhập, xuất, liệt kê, kiểm tra, so sánh hai phiên bản"}
	cmd.AddCommand(
		criteriaImportCommand(inv), criteriaExportCommand(inv), criteriaDiffCommand(inv), criteriaRowsCommand(inv),
		&cobra.Command{
			Use: "check TỆP", Short: "Kiểm tra bộ tiêu chí (YAML, XLSX), nêu từng lỗi với dòng hoặc ô và giá trị gần đúng",
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				cat, _, err := inv.readCatalogue(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return inv.printCatalogue(catalogueLine(cat, false))
			},
		},
		&cobra.Command{
			Use: "list", Short: "Liệt kê các bộ tiêu chí đã nhập và tiêu chí của bộ đang dùng",
			Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return inv.withEngines(cmd.Context(), false, func(e *engines) error {
					return inv.listCatalogues(cmd.Context(), e)
				})
			},
		},
	)
	return cmd
}

// problemLine is a fault of a catalogue in `--json`.
type problemLine struct {
	File       string `json:"file"`
	Line       int    `json:"line"` // in a workbook the row
	Sheet      string `json:"sheet,omitempty"`
	Cell       string `json:"cell,omitempty"`
	Field      string `json:"field"`
	Code       string `json:"code"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`
}

// catalogueSummary is a catalogue of `criteria list --json`.
type catalogueSummary struct {
	ID       string          `json:"id"`
	Version  string          `json:"version"`
	Title    string          `json:"title"`
	Year     int             `json:"year,omitempty"`
	Current  bool            `json:"current"`
	Points   float64         `json:"points,omitempty"`
	Criteria []criterionLine `json:"criteria,omitempty"`
}

type criterionLine struct {
	ID           string   `json:"id"`
	Title        string   `json:"title"`
	Points       float64  `json:"points"`
	ScoredBy     string   `json:"scored_by,omitempty"`
	Requirements []string `json:"requirements,omitempty"`
}

func catalogueLine(cat cchc.Catalogue, current bool) catalogueSummary {
	s := catalogueSummary{ID: cat.ID, Version: cat.Version, Title: cat.Title, Year: cat.Year, Current: current}
	for _, c := range cat.Leaves() {
		line := criterionLine{ID: c.ID, Title: c.Title, Points: c.Points, ScoredBy: c.ScoredBy}
		for _, r := range c.Requires {
			line.Requirements = append(line.Requirements, r.Name)
		}
		s.Points += c.Points
		s.Criteria = append(s.Criteria, line)
	}
	return s
}

func (inv *invocation) listCatalogues(ctx context.Context, e *engines) error {
	rows, err := e.store.Catalogues(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	for _, row := range rows {
		s := catalogueSummary{ID: row.ID, Version: row.Version, Title: row.Title}
		if row.Current {
			cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
			if err != nil {
				return err
			}
			s = catalogueLine(cat, true)
		}
		if err := inv.printCatalogue(s); err != nil {
			return err
		}
	}
	return nil
}

func (inv *invocation) printCatalogue(s catalogueSummary) error {
	if inv.json {
		return inv.emit(s)
	}
	out := inv.stdout
	fmt.Fprintf(out, "%s (%s, bản %s)", s.Title, s.ID, short(s.Version, 12))
	if s.Current {
		fmt.Fprint(out, " – đang dùng")
	}
	fmt.Fprintln(out)
	for _, c := range s.Criteria {
		fmt.Fprintf(out, "  %-6s %s (%g điểm)\n", c.ID, c.Title, c.Points)
	}
	if len(s.Criteria) > 0 {
		fmt.Fprintf(out, "  Tổng: %g điểm, %d tiêu chí.\n", s.Points, len(s.Criteria))
	}
	return nil
}

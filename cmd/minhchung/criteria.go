package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

func criteriaCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "criteria", Short: "Bộ tiêu chí: nhập, liệt kê, kiểm tra"}
	cmd.AddCommand(
		&cobra.Command{
			Use: "import TỆP", Short: "Nhập bộ tiêu chí (YAML) và đề xuất lại liên kết cho mọi văn bản đã có",
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				cat, source, err := inv.readCatalogue(args[0])
				if err != nil {
					return err
				}
				return inv.withEngines(cmd.Context(), true, func(e *engines) error {
					return inv.importCatalogue(cmd.Context(), e, cat, source)
				})
			},
		},
		&cobra.Command{
			Use: "check TỆP", Short: "Kiểm tra bộ tiêu chí, nêu từng lỗi với dòng và giá trị gần đúng",
			Args: cobra.ExactArgs(1),
			RunE: func(_ *cobra.Command, args []string) error {
				cat, _, err := inv.readCatalogue(args[0])
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
	Line       int    `json:"line"`
	Field      string `json:"field"`
	Code       string `json:"code"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`
}

// readCatalogue reads a catalogue file; each of its faults is named on a line.
func (inv *invocation) readCatalogue(name string) (cchc.Catalogue, []byte, error) {
	b, err := inv.readFile(name)
	if err != nil {
		return cchc.Catalogue{}, nil, err
	}
	cat, problems := catalogue.Read(filepath.ToSlash(name), b)
	for _, p := range problems {
		if inv.json {
			err := inv.emit(problemLine{name, p.Line, p.Field, string(p.Reason.Code), inv.said(&p.Reason).Message, p.Suggestion})
			if err != nil {
				return cat, nil, err
			}
			continue
		}
		fmt.Fprintln(inv.stderr, p.Error())
	}
	if len(problems) > 0 {
		return cat, nil, cchc.OurFault("catalogue-invalid", nil, itoa(len(problems)))
	}
	return cat, b, nil
}

func (inv *invocation) importCatalogue(ctx context.Context, e *engines, cat cchc.Catalogue, source []byte) error {
	if err := e.store.SaveCatalogue(ctx, cchc.Operator(), cat, source); err != nil {
		return err
	}
	if err := e.pipeline.Relink(ctx, cchc.System(), cat, nil); err != nil {
		return err
	}
	return inv.printCatalogue(catalogueLine(cat, true))
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

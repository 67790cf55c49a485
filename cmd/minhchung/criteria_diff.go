package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
)

func criteriaDiffCommand(inv *invocation) *cobra.Command {
	var mapping string
	cmd := &cobra.Command{
		Use: "diff CŨ MỚI", Short: "So hai phiên bản bộ tiêu chí: tệp, hoặc mã@phiên-bản đã nhập, hoặc @ là bản đang dùng",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			old, stored, err := inv.fileOrStored(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			next, alsoStored, err := inv.fileOrStored(cmd.Context(), args[1])
			if err != nil {
				return err
			}
			if !stored && !alsoStored {
				return inv.diffCatalogues(old, next, mapping)
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				for _, x := range []struct {
					stored bool
					ref    string
					into   *cchc.Catalogue
				}{{stored, args[0], &old}, {alsoStored, args[1], &next}} {
					if !x.stored {
						continue
					}
					ref := x.ref
					if ref == "@" {
						ref = ""
					}
					if *x.into, _, err = e.storedCatalogue(cmd.Context(), ref); err != nil {
						return err
					}
				}
				return inv.diffCatalogues(old, next, mapping)
			})
		},
	}
	cmd.Flags().StringVar(&mapping, "mapping", "", "ghi bảng nối tiêu chí cũ với mới ra tệp TSV mới để sửa, rồi nhập bằng criteria import --mapping")
	return cmd
}

// fileOrStored reads a file; what is no file is looked for in the record.
func (inv *invocation) fileOrStored(ctx context.Context, name string) (cat cchc.Catalogue, stored bool, err error) {
	if _, read := inv.files[name]; !read && name != "-" {
		if _, err := os.Stat(inv.abs(name)); errors.Is(err, os.ErrNotExist) {
			return cat, true, nil
		}
	}
	cat, _, err = inv.readCatalogue(ctx, name)
	return cat, false, err
}

func (inv *invocation) diffCatalogues(old, next cchc.Catalogue, mapping string) error {
	changes := catalogue.Diff(old, next)
	for _, c := range changes {
		if inv.json {
			if err := inv.emit(c); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintln(inv.stdout, changeWords(c))
	}
	if len(changes) == 0 && !inv.json {
		fmt.Fprintln(inv.stdout, "Hai phiên bản như nhau.")
	}
	if mapping == "" {
		return nil
	}
	return inv.writeNew(mapping, func(w io.Writer) error { return catalogue.WriteMapping(w, catalogue.Mapping(old, next)) })
}

// changeWords says a difference in one line.
func changeWords(c catalogue.Change) string {
	switch c.Kind {
	case catalogue.Added:
		return fmt.Sprintf("+ %s %s (%s điểm)", c.New, c.Title, c.Is)
	case catalogue.Removed:
		return fmt.Sprintf("- %s %s (%s điểm)", c.Old, c.Title, c.Was)
	case catalogue.RequirementAdded:
		return fmt.Sprintf("  + %s %s", c.New, c.Title)
	case catalogue.RequirementRemoved:
		return fmt.Sprintf("  - %s %s", c.Old, c.Title)
	case catalogue.RequirementChanged:
		return fmt.Sprintf("  ~ %s %s: %s → %s", c.New, c.Title, c.Was, c.Is)
	case catalogue.Renumbered, catalogue.Renamed, catalogue.PointsChanged, catalogue.ScoringChanged:
	}
	what := map[catalogue.ChangeKind]string{
		catalogue.Renumbered: "đổi số", catalogue.Renamed: "đổi tên", catalogue.PointsChanged: "đổi điểm", catalogue.ScoringChanged: "đổi cách chấm",
	}[c.Kind]
	return fmt.Sprintf("~ %s %s, %s: %s → %s", c.New, c.Title, what, c.Was, c.Is)
}

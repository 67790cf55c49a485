package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
	"minhchung/internal/record"
)

func savedCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "saved", Short: "Câu tìm đã lưu: lưu, liệt kê, chạy, xóa"}
	cmd.AddCommand(saveCommand(inv), runSavedCommand(inv),
		&cobra.Command{
			Use: "list", Short: "Liệt kê câu tìm đã lưu",
			Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return inv.withEngines(cmd.Context(), false, func(e *engines) error {
					all, err := e.store.SavedSearches(cmd.Context(), cchc.Everything())
					if err != nil {
						return err
					}
					return inv.printSaved(all...)
				})
			},
		},
		&cobra.Command{
			Use: "delete TÊN", Short: "Xóa một câu tìm đã lưu (tên hoặc số thứ tự)",
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return inv.withEngines(cmd.Context(), false, func(e *engines) error {
					s, err := e.saved(cmd.Context(), args[0])
					if err != nil {
						return err
					}
					if err := e.store.DeleteSearch(cmd.Context(), cchc.Operator(), s.ID); err != nil {
						return err
					}
					return inv.printSaved(s)
				})
			},
		})
	return cmd
}

func saveCommand(inv *invocation) *cobra.Command {
	var s record.Saved
	var replace bool
	cmd := &cobra.Command{
		Use: "save TÊN [CÂU_HỎI]", Short: "Lưu một câu tìm với bộ lọc và cách sắp xếp",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Name, s.Query = args[0], strings.Join(args[1:], " ")
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				saved, err := e.save(cmd.Context(), s, replace)
				if err != nil {
					return err
				}
				return inv.printSaved(saved)
			})
		},
	}
	filterFlags(cmd.Flags(), &s.Filters)
	cmd.Flags().StringVar(&s.Sort, "sort", "", "sắp xếp: relevance, newest, oldest")
	cmd.Flags().BoolVar(&replace, "replace", false, "thay câu tìm cùng tên đang có")
	return cmd
}

func (e *engines) save(ctx context.Context, s record.Saved, replace bool) (record.Saved, error) {
	if replace {
		was, err := e.saved(ctx, s.Name)
		if err == nil {
			s.ID = was.ID
			return e.store.ChangeSearch(ctx, cchc.Operator(), s)
		}
		if !errors.Is(err, cchc.ErrNotFound) {
			return s, err
		}
	}
	return e.store.SaveSearch(ctx, cchc.Operator(), s)
}

func runSavedCommand(inv *invocation) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use: "run TÊN", Short: "Chạy một câu tìm đã lưu (tên hoặc số thứ tự)",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				s, err := e.saved(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				q, err := s.Search(cchc.Everything())
				if err != nil {
					return err
				}
				q.Limit, q.Cursor = f.limit, f.cursor
				if q.Facets, err = record.ReadFacets(f.facets); err != nil {
					return err
				}
				return inv.ask(cmd.Context(), e, q, nil)
			})
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&f.limit, "limit", 20, "số kết quả nhiều nhất")
	fl.StringVar(&f.cursor, "cursor", "", "xem tiếp từ dấu trang của lần tìm trước")
	fl.StringSliceVar(&f.facets, "facets", nil, "đếm theo: type, unit, year, issuer, quality, criterion, state")
	return cmd
}

// saved finds a search by its name, or by its number.
func (e *engines) saved(ctx context.Context, name string) (record.Saved, error) {
	all, err := e.store.SavedSearches(ctx, cchc.Everything())
	if err != nil {
		return record.Saved{}, err
	}
	for _, s := range all {
		if record.NameKey(s.Name) == record.NameKey(name) {
			return s, nil
		}
	}
	for _, s := range all {
		if strconv.FormatInt(s.ID, 10) == name {
			return s, nil
		}
	}
	return record.Saved{}, cchc.Usage("no-such-search", cchc.ErrNotFound, name)
}

func (inv *invocation) printSaved(all ...record.Saved) error {
	for _, s := range all {
		if inv.json {
			if err := inv.emit(s); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(inv.stdout, "%4d  %s: %s\n", s.ID, s.Name, strings.TrimSpace(s.Query+" "+filterWords(s.Filters, s.Sort, inv.lang())))
	}
	return nil
}

// filterWords says filters in the words of an office.
func filterWords(f record.Filters, sort string, lang messages.Lang) string {
	var parts []string
	add := func(name string, values ...string) {
		if joined := strings.Join(values, ", "); joined != "" {
			parts = append(parts, name+" "+joined)
		}
	}
	years := make([]string, len(f.Year))
	for i, y := range f.Year {
		years[i] = itoa(y)
	}
	states := make([]string, len(f.State))
	for i, s := range f.State {
		states[i] = linkStateName(cchc.LinkState(s), lang)
	}
	add("đơn vị", f.Unit...)
	add("loại", f.Type...)
	add("năm", years...)
	add("cơ quan", f.Issuer...)
	add("người ký", f.Signer...)
	add("đọc", f.Quality...)
	add("tiêu chí", f.Criterion...)
	add("minh chứng", states...)
	add("từ", f.From)
	add("đến", f.To)
	if sort != "" && sort != "relevance" {
		add("sắp xếp", pick(lang, map[string][2]string{"newest": {"mới nhất trước", "newest first"}, "oldest": {"cũ nhất trước", "oldest first"}}, sort))
	}
	if len(parts) == 0 {
		return ""
	}
	return "[" + strings.Join(parts, "; ") + "]"
}

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

func agencyCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "agency", Short: "Danh mục cơ quan: tên, ký hiệu, thời gian tồn tại, cơ quan kế thừa"}
	cmd.AddCommand(listAgencies(inv), setAgency(inv), importAgencies(inv), removeAgency(inv), resolveAgency(inv))
	return cmd
}

func listAgencies(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Liệt kê danh mục cơ quan", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				all, err := e.store.Agencies(cmd.Context(), cchc.Everything())
				if err != nil {
					return err
				}
				for _, a := range all {
					if err := inv.printAgency(a); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func (inv *invocation) printAgency(a agency.Agency) error {
	if inv.json {
		return inv.emit(a)
	}
	fmt.Fprintf(inv.stdout, "%-14s %s", a.ID, a.Name)
	if a.Sign != "" {
		fmt.Fprintf(inv.stdout, " (%s)", a.Sign)
	}
	fmt.Fprintln(inv.stdout, span(a.Valid))
	for _, al := range a.Aliases {
		fmt.Fprintf(inv.stdout, "               còn gọi: %s%s\n", al.Name, span(al.Valid))
	}
	if a.Successor != "" {
		fmt.Fprintf(inv.stdout, "               kế thừa: %s\n", a.Successor)
	}
	return nil
}

// span is a time of validity in words, "" for one without ends.
func span(p cchc.Period) string {
	out := ""
	if !p.From.IsZero() {
		out += " từ " + p.From.Vietnamese()
	}
	if !p.To.IsZero() {
		out += " đến " + p.To.Vietnamese()
	}
	return out
}

// periodFlags are the days something was valid.
type periodFlags struct{ from, to string }

func (f *periodFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.from, "from", "", "ngày bắt đầu, 2020-01-15")
	cmd.Flags().StringVar(&f.to, "to", "", "ngày kết thúc, 2025-06-30")
}

func (f *periodFlags) period(cmd *cobra.Command) (p cchc.Period, err error) {
	if p.From, err = cchc.ParseDate(f.from); err == nil {
		p.To, err = cchc.ParseDate(f.to)
	}
	if err != nil {
		return p, cchc.Usage("bad-flag", err, err.Error(), cmd.CommandPath())
	}
	return p, nil
}

func setAgency(inv *invocation) *cobra.Command {
	var name, sign, successor string
	var days periodFlags
	cmd := &cobra.Command{
		Use: "set MÃ", Short: "Thêm cơ quan hoặc sửa những gì nêu trong tùy chọn; tên gọi khác giữ nguyên (xem lệnh alias)",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := days.period(cmd)
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), true, func(e *engines) error {
				a, err := e.agency(cmd.Context(), args[0])
				if err != nil && !errors.Is(err, cchc.ErrNotFound) {
					return err
				}
				a.ID = args[0]
				changed := cmd.Flags().Changed
				set(changed("name"), &a.Name, vi.NFC(strings.TrimSpace(name)))
				set(changed("sign"), &a.Sign, vi.NFC(strings.TrimSpace(sign)))
				set(changed("successor"), &a.Successor, successor)
				set(changed("from"), &a.Valid.From, p.From)
				set(changed("to"), &a.Valid.To, p.To)
				return inv.saveAgency(cmd.Context(), e, a)
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&name, "name", "", "tên đầy đủ")
	fl.StringVar(&sign, "sign", "", "ký hiệu trong số văn bản, ví dụ STTTT")
	fl.StringVar(&successor, "successor", "", "mã cơ quan kế thừa khi sáp nhập")
	days.add(cmd)
	return cmd
}

func set[T any](given bool, to *T, value T) {
	if given {
		*to = value
	}
}

func (inv *invocation) saveAgency(ctx context.Context, e *engines, a agency.Agency) error {
	if err := e.saveAgency(ctx, cchc.Operator(), a); err != nil {
		return err
	}
	return inv.printAgency(a)
}

// agency returns one by its identity; [cchc.ErrNotFound] is wrapped.
func (e *engines) agency(ctx context.Context, id string) (agency.Agency, error) {
	all, err := e.store.Agencies(ctx, cchc.Everything())
	if err != nil {
		return agency.Agency{}, err
	}
	for _, a := range all {
		if a.ID == id {
			return a, nil
		}
	}
	return agency.Agency{}, cchc.Usage("no-such-agency", cchc.ErrNotFound, id)
}

func removeAgency(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "remove MÃ", Short: "Xóa một cơ quan khỏi danh mục", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				err := e.removeAgency(cmd.Context(), cchc.Operator(), args[0])
				if errors.Is(err, cchc.ErrNotFound) {
					return cchc.Usage("no-such-agency", err, args[0])
				}
				return err
			})
		},
	}
}

func resolveAgency(inv *invocation) *cobra.Command {
	var date string
	cmd := &cobra.Command{
		Use: "resolve TÊN", Short: "Tên hoặc ký hiệu này, vào ngày này, là cơ quan nào; nay thuộc cơ quan nào", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := cchc.ParseDate(date)
			if err != nil {
				return cchc.Usage("bad-flag", err, err.Error(), cmd.CommandPath())
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				r := e.agencies.Load()
				a, ok := r.Resolve(args[0], day)
				if !ok {
					return cchc.Usage("no-such-agency", nil, args[0])
				}
				for _, one := range append([]agency.Agency{a}, r.Successors(a.ID)...) {
					if err := inv.printAgency(one); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&date, "date", "", "ngày của văn bản, 2020-01-15")
	return cmd
}

func aliasCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "alias", Short: "Tên gọi khác, tên cũ, ký hiệu khác của cơ quan, kèm thời gian dùng"}
	var days periodFlags
	add := &cobra.Command{
		Use: "add MÃ TÊN", Short: "Thêm một tên gọi khác", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := days.period(cmd)
			if err != nil {
				return err
			}
			return inv.withAlias(cmd.Context(), args, func(a *agency.Agency, name string) {
				a.Aliases = append(withoutAlias(a.Aliases, name), agency.Alias{Name: name, Valid: p})
			})
		},
	}
	days.add(add)
	cmd.AddCommand(add, &cobra.Command{
		Use: "remove MÃ TÊN", Short: "Bỏ một tên gọi khác", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withAlias(cmd.Context(), args, func(a *agency.Agency, name string) { a.Aliases = withoutAlias(a.Aliases, name) })
		},
	})
	return cmd
}

func (inv *invocation) withAlias(ctx context.Context, args []string, change func(*agency.Agency, string)) error {
	return inv.withEngines(ctx, false, func(e *engines) error {
		a, err := e.agency(ctx, args[0])
		if err != nil {
			return err
		}
		change(&a, vi.NFC(strings.TrimSpace(args[1])))
		return inv.saveAgency(ctx, e, a)
	})
}

func withoutAlias(aliases []agency.Alias, name string) []agency.Alias {
	return slices.DeleteFunc(slices.Clone(aliases), func(al agency.Alias) bool { return vi.Fold(al.Name) == vi.Fold(name) })
}

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/record"
	"minhchung/internal/store"
	"minhchung/internal/vi"
)

// wordList is the abbreviations queries are widened by: those of the office, and those of
// the program that are not switched off. It is asked at every search and read again only
// when the record changed. It is safe for concurrent use.
type wordList struct {
	store *store.Store
	log   *slog.Logger

	mu      sync.Mutex
	read    bool
	changes uint64
	office  []record.Abbreviation
	list    vi.Abbreviations
}

func newWordList(s *store.Store, log *slog.Logger) *wordList {
	return &wordList{store: s, log: log, list: vi.DefaultAbbreviations()}
}

// inUse returns the list of now. Where the record cannot be read, the last one goes on.
func (w *wordList) inUse() vi.Abbreviations {
	w.mu.Lock()
	defer w.mu.Unlock()
	changes := w.store.Changes()
	if w.read && w.changes == changes {
		return w.list
	}
	office, err := w.store.OfficeAbbreviations(context.Background(), cchc.Everything())
	if err != nil {
		w.log.Warn("abbreviations of the office cannot be read", "error", err)
		return w.list
	}
	if !slices.Equal(office, w.office) {
		w.list = vi.NewAbbreviations(record.InUse(record.Abbreviations(vi.ShippedAbbreviations(), office)))
	}
	w.read, w.changes, w.office = true, changes, office
	return w.list
}

func abbreviationCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "abbreviation", Short: "Chữ viết tắt dùng khi tìm: liệt kê, thêm, bỏ, tắt, bật, nhập, xuất"}
	cmd.AddCommand(
		listAbbreviationsCommand(inv), addAbbreviationCommand(inv),
		oneAbbreviationCommand(inv, "remove CHỮ_TẮT", "Bỏ một chữ viết tắt của cơ quan (dạng tắt hoặc mã)", func(ctx context.Context, e *engines, a record.Abbreviation) error {
			return record.RemoveAbbreviation(ctx, e.store, cchc.Operator(), a.ID)
		}),
		oneAbbreviationCommand(inv, "off CHỮ_TẮT", "Tắt một chữ viết tắt, kể cả chữ có sẵn", func(ctx context.Context, e *engines, a record.Abbreviation) error {
			return e.switchAbbreviation(ctx, a, true)
		}),
		oneAbbreviationCommand(inv, "on CHỮ_TẮT", "Bật lại một chữ viết tắt đang tắt", func(ctx context.Context, e *engines, a record.Abbreviation) error {
			return e.switchAbbreviation(ctx, a, false)
		}),
		importAbbreviationsCommand(inv), exportAbbreviationsCommand(inv),
	)
	return cmd
}

func (e *engines) abbreviations(ctx context.Context) ([]record.Abbreviation, error) {
	office, err := e.store.OfficeAbbreviations(ctx, cchc.Everything())
	return record.Abbreviations(vi.ShippedAbbreviations(), office), err
}

func (e *engines) switchAbbreviation(ctx context.Context, a record.Abbreviation, off bool) error {
	a.Off = off
	_, err := record.ChangeAbbreviation(ctx, e.store, cchc.Operator(), a.ID, a)
	return err
}

func listAbbreviationsCommand(inv *invocation) *cobra.Command {
	var own bool
	cmd := &cobra.Command{
		Use: "list", Short: "Liệt kê chữ viết tắt: của cơ quan trước, rồi chữ có sẵn",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				all, err := e.abbreviations(cmd.Context())
				if err != nil {
					return err
				}
				for _, a := range all {
					if own && a.Shipped && !a.Off {
						continue
					}
					if err := inv.printAbbreviation(a); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&own, "own", false, "chỉ chữ của cơ quan và chữ có sẵn đang tắt")
	return cmd
}

func addAbbreviationCommand(inv *invocation) *cobra.Command {
	var a record.Abbreviation
	cmd := &cobra.Command{
		Use: "add CHỮ_TẮT DẠNG_ĐẦY_ĐỦ", Short: "Thêm một chữ viết tắt của cơ quan; có hiệu lực ngay khi tìm",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.Short, a.Long = args[0], args[1]
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				added, err := record.AddAbbreviation(cmd.Context(), e.store, cchc.Operator(), a)
				if err != nil {
					return err
				}
				return inv.printAbbreviation(added)
			})
		},
	}
	cmd.Flags().StringVar(&a.Comment, "comment", "", "ghi chú")
	return cmd
}

// oneAbbreviationCommand does something to the abbreviation a person names.
func oneAbbreviationCommand(inv *invocation, use, short string, do func(context.Context, *engines, record.Abbreviation) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				all, err := e.abbreviations(cmd.Context())
				if err != nil {
					return err
				}
				a, err := record.FindAbbreviation(all, args[0])
				if err != nil {
					return err
				}
				return do(cmd.Context(), e, a)
			})
		},
	}
}

func importAbbreviationsCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "import TỆP", Short: "Nhập danh sách: mỗi dòng dạng tắt, dấu tab, dạng đầy đủ; dấu - đầu dòng là tắt chữ có sẵn",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := inv.readFile(args[0])
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), true, func(e *engines) error {
				return inv.importAbbreviations(cmd.Context(), e, string(b))
			})
		},
	}
}

// importedLine is the answer of `abbreviation import --json`.
type importedLine struct {
	Added   int `json:"added"`
	Known   int `json:"known"` // were there already
	Off     int `json:"off"`
	On      int `json:"on"`
	Refused int `json:"refused"`
}

func (inv *invocation) importAbbreviations(ctx context.Context, e *engines, text string) error {
	m, err := record.ImportAbbreviations(ctx, e.store, cchc.Operator(), text)
	if err != nil {
		return err
	}
	for _, p := range m.Problems {
		said := inv.message(p.Reason)
		if p.Fix != "" {
			said += " → " + p.Fix
		}
		line := cchc.NewReason("abbreviation-line", itoa(p.Line), said)
		if p.Warning {
			line = cchc.NewReason("abbreviation-line-doubt", itoa(p.Line), said)
		}
		fmt.Fprintln(inv.stderr, inv.message(line))
	}
	sum := importedLine{Added: m.Added, Known: m.Known, Off: m.Off, On: m.On, Refused: m.Refused()}
	if inv.json {
		if err := inv.emit(sum); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(inv.stdout, "Đã thêm %d chữ viết tắt, %d chữ đã có sẵn, tắt %d chữ, bật lại %d chữ, không nhận %d dòng.\n", sum.Added, sum.Known, sum.Off, sum.On, sum.Refused)
	}
	if sum.Refused > 0 {
		return exitError(exitNotTaken)
	}
	return nil
}

func exportAbbreviationsCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "export [TỆP]", Short: "Xuất chữ viết tắt của cơ quan và chữ đang tắt, nhập lại được bằng import",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "-"
			if len(args) > 0 {
				name = args[0]
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				all, err := e.abbreviations(cmd.Context())
				if err != nil {
					return err
				}
				var own []vi.Abbreviation
				for _, a := range all {
					if !a.Shipped || a.Off {
						own = append(own, vi.Abbreviation{Short: a.Short, Long: a.Long, Comment: a.Comment, Off: a.Off})
					}
				}
				return inv.writeFile(name, func(w io.Writer) error {
					_, err := io.WriteString(w, vi.FormatAbbreviations(own))
					return err
				})
			})
		},
	}
}

func (inv *invocation) printAbbreviation(a record.Abbreviation) error {
	if inv.json {
		return inv.emit(a)
	}
	origin := "của cơ quan"
	if a.Shipped {
		origin = "có sẵn"
	}
	if a.Off {
		origin += ", đang tắt"
	}
	_, err := fmt.Fprintf(inv.stdout, "%s  %s = %s (%s)\n", a.ID, a.Short, a.Long, origin)
	return err
}

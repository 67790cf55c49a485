package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
	"minhchung/internal/particulars"
	"minhchung/internal/store"
)

func documentCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "document", Short: "Thông tin của văn bản: xem, sửa, xác nhận; các bản, viện dẫn"}
	cmd.AddCommand(
		showDocument(inv), correctDocument(inv), undoDocument(inv), confirmDocuments(inv), unconfirmedDocuments(inv),
		workOfDocument(inv), doubledDocuments(inv), citationsOfDocument(inv), absentDocuments(inv),
	)
	return cmd
}

// withDocument runs f on the document a person names: by its identity, or by words of its
// number, trích yếu or file name that only one document has.
func (inv *invocation) withDocument(ctx context.Context, named string, f func(*engines, cchc.Document) error) error {
	return inv.withEngines(ctx, false, func(e *engines) error {
		d, err := e.named(ctx, named)
		if err != nil {
			return err
		}
		return f(e, d)
	})
}

func (e *engines) named(ctx context.Context, named string) (cchc.Document, error) {
	d, err := e.store.Document(ctx, cchc.Everything(), cchc.DocumentID(named))
	if !errors.Is(err, cchc.ErrNotFound) {
		return d, err
	}
	docs, _, total, listErr := e.store.Documents(ctx, cchc.Everything(), store.DocumentFilter{Text: named, Limit: 1})
	if listErr != nil {
		return d, listErr
	}
	if total != 1 {
		return d, cchc.Usage("no-such-document", err, named)
	}
	return docs[0], nil
}

func (inv *invocation) label(field string) string {
	return messages.Words(particulars.Label(field), inv.lang()).Message
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// title names a document on a line.
func title(d cchc.Document) string {
	p := d.Particulars
	var parts []string
	for _, s := range []string{p.Code, p.IssuedDate.Vietnamese(), p.Subject} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(append(parts, d.Path), "  ")
}

func correctDocument(inv *invocation) *cobra.Command {
	var sets []string
	var note string
	cmd := &cobra.Command{
		Use: "correct VĂN_BẢN --set MỤC=GIÁ_TRỊ…", Short: "Sửa thông tin của văn bản; có hiệu lực ngay và được giữ khi đọc lại tệp",
		Long: "Sửa thông tin của văn bản. Các mục: so, ngay, loai, trich-yeu, co-quan, co-quan-chu-quan, dia-danh, nguoi-ky, noi-nhan,\n" +
			"nam, ky, du-thao, soan-thao, khan, kem-theo, don-vi-lien-quan, don-vi. Để trống giá trị là xóa.\n\n" +
			"Ví dụ: document correct 15/KH-STTTT --set ngay=15/01/2020 --set nguoi-ky=\"Nguyễn Văn Mẫu, Giám đốc\"",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			edits, err := editsOf(sets, note)
			if err != nil {
				return err
			}
			return inv.withDocument(cmd.Context(), args[0], func(e *engines, d cchc.Document) error {
				for i := range edits {
					edits[i].Document = d.ID
				}
				if err := e.pipeline.Correct(cmd.Context(), cchc.Operator(), edits); err != nil {
					return err
				}
				return inv.printDocument(cmd.Context(), e, d.ID)
			})
		},
	}
	cmd.Flags().StringArrayVar(&sets, "set", nil, "mục=giá trị; dùng nhiều lần được")
	cmd.Flags().StringVar(&note, "note", "", "ghi chú")
	return cmd
}

// editsOf reads what is to be set.
func editsOf(sets []string, note string) ([]intake.Edit, error) {
	if len(sets) == 0 {
		return nil, cchc.Usage("nothing-to-correct", nil)
	}
	var edits []intake.Edit
	for _, set := range sets {
		name, text, _ := strings.Cut(set, "=")
		field, ok := particulars.Named(name)
		if !ok {
			return nil, particulars.Unknown(name)
		}
		raw, err := particulars.FromText(field, text)
		if err == nil {
			raw, err = particulars.Patch(field, raw, describe.TypeName)
		}
		if err != nil {
			return nil, err
		}
		edits = append(edits, intake.Edit{Field: field, Kind: cchc.Corrected, Value: raw, Note: note})
	}
	return edits, nil
}

func undoDocument(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "undo VĂN_BẢN MỤC", Short: "Hoàn tác lần sửa hoặc xác nhận cuối cùng của một mục",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			field, ok := particulars.Named(args[1])
			if !ok {
				return particulars.Unknown(args[1])
			}
			return inv.withDocument(cmd.Context(), args[0], func(e *engines, d cchc.Document) error {
				err := e.pipeline.Correct(cmd.Context(), cchc.Operator(), []intake.Edit{{Document: d.ID, Field: field, Undo: true}})
				if errors.Is(err, cchc.ErrNotFound) {
					return cchc.Usage("nothing-to-undo", err)
				}
				if err != nil {
					return err
				}
				return inv.printDocument(cmd.Context(), e, d.ID)
			})
		},
	}
}

func confirmDocuments(inv *invocation) *cobra.Command {
	var all bool
	var none []string
	var note string
	cmd := &cobra.Command{
		Use: "confirm [VĂN_BẢN…]", Short: "Xác nhận số và ngày đúng như đang hiện; văn bản không có số thì nêu --none so",
		Long: "Xác nhận số và ngày đúng như đang hiện. Mục để trống không được xác nhận theo: văn bản không có số hoặc không có ngày\n" +
			"thì nêu tên văn bản đó kèm --none so, --none ngay.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !all {
				return cchc.Usage("nothing-to-correct", nil)
			}
			if all && len(none) > 0 {
				return cchc.Usage("none-of-all", nil)
			}
			blank, err := fieldsNamed(none)
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				docs, err := e.toConfirm(cmd.Context(), args, all)
				if err != nil {
					return err
				}
				return inv.confirm(cmd.Context(), e, docs, blank, note)
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "mọi văn bản đang chờ xác nhận, trừ mục để trống")
	cmd.Flags().StringSliceVar(&none, "none", nil, "mục mà văn bản không có: so, ngay")
	cmd.Flags().StringVar(&note, "note", "", "ghi chú")
	return cmd
}

func fieldsNamed(names []string) (out []string, err error) {
	for _, name := range names {
		field, ok := particulars.Named(name)
		if !ok {
			return nil, particulars.Unknown(name)
		}
		out = append(out, field)
	}
	return out, nil
}

// confirm confirms what some documents show, and that they do not have the fields of none.
func (inv *invocation) confirm(ctx context.Context, e *engines, docs []cchc.Document, none []string, note string) error {
	var edits []intake.Edit
	done, waiting := 0, 0
	for _, d := range docs {
		before := len(edits)
		rest := 0
		for _, field := range particulars.Doubtful(d.Particulars, e.settings.Doubt) {
			if particulars.Blank(d.Particulars, field) && !slices.Contains(none, field) {
				rest++
				continue
			}
			edits = append(edits, intake.Edit{Document: d.ID, Field: field, Kind: cchc.Confirmed, Note: note})
		}
		done += min(1, len(edits)-before)
		waiting += min(1, rest)
	}
	if len(edits) > 0 {
		if err := e.pipeline.Correct(ctx, cchc.Operator(), edits); err != nil {
			return err
		}
	}
	left, err := e.store.UnsureCount(ctx, cchc.Everything(), e.settings.Doubt)
	if err != nil {
		return err
	}
	if inv.json {
		return inv.emit(map[string]int{"documents": done, "fields": len(edits), "blank": waiting, "left": left})
	}
	fmt.Fprintf(inv.stdout, "Đã xác nhận %d mục của %d văn bản; còn %d văn bản chờ xác nhận.\n", len(edits), done, left)
	if waiting > 0 {
		fmt.Fprintf(inv.stdout, "%d văn bản còn mục để trống: điền bằng lệnh document correct, hoặc nêu --none so, --none ngay nếu văn bản không có.\n", waiting)
	}
	return nil
}

func (e *engines) toConfirm(ctx context.Context, named []string, all bool) (out []cchc.Document, err error) {
	if all {
		err = e.eachUnsure(ctx, func(d cchc.Document) error {
			out = append(out, d)
			return nil
		})
		return out, err
	}
	for _, name := range named {
		d, err := e.named(ctx, name)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (e *engines) eachUnsure(ctx context.Context, f func(cchc.Document) error) error {
	filter := store.UnsureFilter{Below: e.settings.Doubt, Limit: 500}
	for {
		docs, next, _, err := e.store.Unsure(ctx, cchc.Everything(), filter)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if err := f(d); err != nil {
				return err
			}
		}
		if filter.Cursor = next; next == "" {
			return nil
		}
	}
}

// unsureLine is a document of `document unconfirmed --json`.
type unsureLine struct {
	Document cchc.DocumentID `json:"document"`
	Path     string          `json:"path"`
	Code     string          `json:"code"`
	Issued   cchc.Date       `json:"issued_date,omitzero"`
	Subject  string          `json:"subject"`
	Fields   []string        `json:"fields"`
}

func unconfirmedDocuments(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "unconfirmed", Short: "Văn bản chờ xác nhận: chưa rõ số hoặc ngày, dù loại văn bản thường có",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				return e.eachUnsure(cmd.Context(), func(d cchc.Document) error {
					p := d.Particulars
					line := unsureLine{d.ID, d.Path, p.Code, p.IssuedDate, p.Subject, particulars.Doubtful(p, e.settings.Doubt)}
					if inv.json {
						return inv.emit(line)
					}
					labels := make([]string, len(line.Fields))
					for i, f := range line.Fields {
						labels[i] = inv.label(f)
					}
					fmt.Fprintf(inv.stdout, "%s\n    %s\n    cần xác nhận: %s\n", title(d), d.ID, strings.Join(labels, ", "))
					return nil
				})
			})
		},
	}
}

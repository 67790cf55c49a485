package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/export"
	"minhchung/internal/messages"
	"minhchung/internal/store"
)

func linkExportCommand(inv *invocation) *cobra.Command {
	var f linkFlags
	cmd := &cobra.Command{
		Use: "export TỆP", Short: "Ghi liên kết ra tệp: .xlsx hoặc .csv để xem, .ndjson (hay - ra đầu ra chuẩn) để nhập vào nơi khác",
		Long: "Tệp .xlsx và .csv liệt kê các liên kết mà bộ lọc chọn ra. Tệp .ndjson giữ nguyên vẹn mọi ý kiến và liên kết bằng tay\n" +
			"của bộ tiêu chí đang dùng, để nhập lại bằng links import.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(cmd); err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error { return inv.exportLinks(cmd.Context(), e, args[0], f) })
		},
	}
	f.add(cmd.Flags())
	return cmd
}

func (inv *invocation) exportLinks(ctx context.Context, e *engines, to string, f linkFlags) error {
	ext := strings.ToLower(filepath.Ext(to))
	if to == "-" || ext == ".ndjson" {
		return inv.writeNew(to, func(w io.Writer) error { return e.writeKept(ctx, w) })
	}
	if ext != ".csv" && ext != ".xlsx" {
		return cchc.Usage("links-file-kind", nil, to)
	}
	links, err := e.links(ctx, f)
	if err != nil {
		return err
	}
	t, err := inv.linkTable(ctx, e, links)
	if err != nil {
		return err
	}
	write := t.XLSX
	if ext == ".csv" {
		write = t.CSV
	}
	return inv.writeNew(to, write)
}

// writeKept writes what people said, one line a link.
func (e *engines) writeKept(ctx context.Context, w io.Writer) error {
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	kept, err := e.store.KeptLinks(ctx, cchc.Everything(), cat.Ref())
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, k := range kept {
		if err := enc.Encode(k); err != nil {
			return err
		}
	}
	return nil
}

func (inv *invocation) linkTable(ctx context.Context, e *engines, links []cchc.Link) (export.Table, error) {
	t := export.Table{Name: "Liên kết", Head: []string{"Mã liên kết", "Tiêu chí", "Yêu cầu", "Tệp, địa chỉ", "Số, ký hiệu", "Trích yếu", "Trang", "Đoạn trích",
		"Mức tin cậy", "Lý do", "Điểm chưa khớp", "Trạng thái", "Người", "Đơn vị", "Lúc", "Ghi chú"}}
	if inv.lang() == messages.English {
		t.Name, t.Head = "Links", []string{"Link", "Criterion", "Requirement", "File or address", "Number", "Subject", "Page", "Quote",
			"Band", "Why", "Misses", "State", "By", "Unit", "At", "Note"}
	}
	ids := make([]cchc.DocumentID, 0, len(links))
	for _, l := range links {
		ids = append(ids, l.Document)
	}
	docs, err := e.store.DocumentsByID(ctx, cchc.Everything(), ids)
	if err != nil {
		return t, err
	}
	for _, l := range links {
		d := docs[l.Document]
		line := inv.linkLine(l, d)
		page := ""
		if line.Page != nil {
			page = strconv.Itoa(*line.Page)
		}
		state := linkStateName(l.State, inv.lang())
		if l.Stale {
			state += ", " + messages.Words(cchc.NewReason("state-stale"), inv.lang()).Message
		}
		t.Rows = append(t.Rows, []string{string(l.ID), l.Criterion, l.Requirement, d.Path, d.Particulars.Code, d.Particulars.Subject, page, line.Quote,
			line.BandWords, line.Why, messages.Line(l.Misses, inv.lang()), state, l.By, l.ByUnit, line.At, l.Note})
	}
	return t, nil
}

func linkImportCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "import TỆP", Short: "Nhập ý kiến và liên kết bằng tay từ tệp .ndjson do links export ghi ra",
		Long: "Ý kiến nào mới hơn thì giữ; văn bản chưa có ở đây thì ý kiến chờ đến khi văn bản được nhận. Nhập hai lần không đổi gì thêm.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := inv.readFile(args[0])
			if err != nil {
				return err
			}
			kept, err := readKept(args[0], b)
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				changed, err := e.store.KeepLinks(cmd.Context(), cchc.Operator(), kept)
				if errors.Is(err, cchc.ErrNotFound) {
					return cchc.Usage("links-file-catalogue", err, args[0])
				}
				if err != nil {
					return err
				}
				if inv.json {
					return inv.emit(map[string]int{"read": len(kept), "changed": changed})
				}
				fmt.Fprintf(inv.stdout, "Đã đọc %d liên kết, %d liên kết có thay đổi.\n", len(kept), changed)
				return nil
			})
		},
	}
}

// readKept reads what writeKept wrote. A line that is none is named.
func readKept(name string, b []byte) ([]store.KeptLink, error) {
	var out []store.KeptLink
	n := 0
	for line := range bytes.Lines(b) {
		n++
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		var k store.KeptLink
		if err := dec.Decode(&k); err != nil {
			return nil, cchc.Usage("links-file-line", err, name, itoa(n))
		}
		if err := k.Check(); err != nil {
			return nil, cchc.Usage("links-file-line", err, name, itoa(n))
		}
		out = append(out, k)
	}
	return out, nil
}

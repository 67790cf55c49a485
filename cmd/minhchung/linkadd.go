package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/intake"
	"minhchung/internal/store"
)

func linkCommand(inv *invocation) *cobra.Command {
	cmd := &cobra.Command{Use: "link", Short: "Liên kết bằng tay: văn bản, ảnh, trang web, số liệu trên hệ thống"}
	cmd.AddCommand(linkAddCommand(inv), linkRemoveCommand(inv))
	return cmd
}

type linkAddFlags struct {
	personFlags
	evidence.Manual
	document, seen, copied string
}

func linkAddCommand(inv *invocation) *cobra.Command {
	var f linkAddFlags
	cmd := &cobra.Command{
		Use: "add", Short: "Liên kết một tài liệu với yêu cầu của tiêu chí và mô tả nó chứng minh điều gì",
		Long: "Liên kết văn bản hoặc ảnh đã nhận (--document), trang web (--web, kèm ngày xem và bản lưu nếu có; chương trình\n" +
			"không tải gì về) hoặc số liệu trên hệ thống (--statistics). Không bắt buộc có trích dẫn.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if f.Seen, err = dayOf(f.seen); err != nil {
				return cchc.Usage("bad-date", err, f.seen)
			}
			if f.copied != "" { // a command that is passed on carries the bytes along
				if _, err := inv.readFile(f.copied); err != nil {
					return err
				}
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error { return inv.addLink(cmd.Context(), e, f) })
		},
	}
	fl := cmd.Flags()
	f.add(fl)
	fl.StringVar(&f.Criterion, "criterion", "", "tiêu chí, ví dụ 1.4")
	fl.StringVar(&f.Requirement, "requirement", "", "yêu cầu của tiêu chí, ví dụ 1.4/2 hoặc 2; không cần nếu tiêu chí chỉ có một")
	fl.StringVar(&f.document, "document", "", "văn bản hoặc ảnh đã nhận: mã, số, trích yếu hoặc tên tệp")
	fl.StringVar(&f.Web, "web", "", "địa chỉ trang web")
	fl.StringVar(&f.seen, "seen", "", "ngày xem trang web hoặc số liệu, ví dụ 05/12/2020")
	fl.StringVar(&f.Title, "title", "", "tên trang web")
	fl.StringVar(&f.copied, "copy", "", "tệp lưu trang web (ảnh chụp màn hình, PDF…), được giữ như mọi tệp đã nhận")
	fl.StringVar(&f.Statistics, "statistics", "", "số liệu trên hệ thống, mô tả bằng lời")
	fl.StringVar(&f.Quote, "quote", "", "đoạn trích")
	fl.IntVar(&f.Page, "page", 0, "trang của đoạn trích")
	fl.StringVar(&f.Section, "section", "", "mục của đoạn trích")
	fl.StringVar(&f.Note, "note", "", "tài liệu chứng minh điều gì")
	return cmd
}

// dayOf reads 2020-12-05 and 05/12/2020; "" is no date.
func dayOf(s string) (cchc.Date, error) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 {
		return cchc.ParseDate(s)
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return cchc.Date{}, err
		}
	}
	d := cchc.NewDate(n[2], n[1], n[0])
	if d.IsZero() {
		return d, fmt.Errorf("%q is no date", s)
	}
	return d, nil
}

func (inv *invocation) addLink(ctx context.Context, e *engines, f linkAddFlags) error {
	actor, units, err := e.person(ctx, f.personFlags)
	if err != nil {
		return err
	}
	cat, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	m := f.Manual
	m.Unit = units.Name(actor.Unit)
	if f.document != "" {
		d, err := e.named(ctx, f.document)
		if err != nil {
			return err
		}
		m.Document = d.ID
	}
	if _, _, err := m.Link(cat, actor, time.Now()); err != nil { // before a copy is kept
		return err
	}
	if f.copied != "" {
		if m.Copy, err = inv.keepCopy(ctx, e, actor, f.copied); err != nil {
			return err
		}
	}
	link, err := e.addLink(ctx, actor, cat, m)
	if err != nil {
		return err
	}
	return inv.printLinks(ctx, e, []cchc.Link{link})
}

func (e *engines) addLink(ctx context.Context, actor cchc.Actor, cat cchc.Catalogue, m evidence.Manual) (cchc.Link, error) {
	link, exhibit, err := m.Link(cat, actor, time.Now())
	if err != nil {
		return link, err
	}
	return e.store.AddLink(ctx, actor, store.ManualLink{Link: link, Exhibit: exhibit, Unit: m.Unit, Note: m.Words()})
}

// keepCopy takes in a copy of a web page like a file that came by hand.
func (inv *invocation) keepCopy(ctx context.Context, e *engines, actor cchc.Actor, name string) (cchc.FileID, error) {
	b, err := inv.readFile(name)
	if err != nil {
		return "", err
	}
	row, err := e.pipeline.Upload(ctx, actor, intake.Upload{Name: filepath.Base(name), Unit: actor.Unit}, bytes.NewReader(b))
	if err != nil {
		return "", troubled(err)
	}
	return row.File, nil
}

func linkRemoveCommand(inv *invocation) *cobra.Command {
	var f personFlags
	cmd := &cobra.Command{
		Use: "remove LIÊN_KẾT", Short: "Xóa một liên kết do người tạo; đề xuất của chương trình thì không xóa được",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				actor, _, err := e.person(cmd.Context(), f)
				if err != nil {
					return err
				}
				err = e.store.RemoveLink(cmd.Context(), actor, cchc.LinkID(args[0]), func(l cchc.Link) error { return evidence.Remove(l, actor) })
				if errors.Is(err, cchc.ErrNotFound) {
					return cchc.Usage("no-such-link", err, args[0])
				}
				return err
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

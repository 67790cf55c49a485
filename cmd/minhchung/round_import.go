package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/round"
)

// scoreImport is how a workbook of scores is taken.
type scoreImport struct {
	options round.BookOptions
	only    []string
	partial bool
	try     bool
}

func importScores(inv *invocation, f *roundFlags) *cobra.Command {
	var s scoreImport
	cmd := &cobra.Command{
		Use: "import TỆP", Short: "Nhập bảng điểm (XLSX, CSV) theo mẫu của tỉnh; có ô sai thì nêu từng ô và chưa lưu gì",
		Long: "Nhập bảng điểm. Cột nhận theo tiêu đề (STT, Tiêu chí, Điểm tự đánh giá, Điểm thẩm định lần 1…); tiêu đề khác lạ thì chỉ bằng --columns, tên cột:\n" +
			"stt, tieu-chi, toi-da, so-lieu, tu-cham, tham-dinh-1, giai-trinh, tham-dinh-2, ghi-chu, tu-so, mau-so, khong-ap-dung, ly-do, don-vi.\n" +
			"Ô trống giữ giá trị đã có; --replace thì ô trống xóa giá trị đã có.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, name := range s.only {
				field, err := round.ParseField(strings.TrimSpace(name))
				if err != nil {
					return err
				}
				s.options.Only = append(s.options.Only, field)
			}
			b, err := inv.readFile(args[0])
			if err != nil {
				return err
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error { return inv.importScores(cmd.Context(), e, f, args[0], b, s) })
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&s.options.Office, "office", "", "đơn vị của bảng (mã hoặc tên), khi tệp không ghi")
	fl.StringVar(&s.options.Sheet, "sheet", "", "chỉ một trang tính, tên hoặc số thứ tự")
	fl.StringVar(&s.options.Columns, "columns", "", "cột, khi không hiểu tiêu đề: stt=A,tu-cham=G")
	fl.StringSliceVar(&s.only, "only", nil, "chỉ nhập các mục này: self, figures, a, b, explanation, note…")
	fl.BoolVar(&s.options.BlankClears, "replace", false, "ô trống xóa giá trị đã có")
	fl.BoolVar(&s.partial, "partial", false, "nhập những ô đúng, bỏ qua những ô sai đã nêu")
	fl.BoolVar(&s.try, "dry-run", false, "chỉ kiểm tra, chưa lưu")
	return cmd
}

func (inv *invocation) importScores(ctx context.Context, e *engines, f *roundFlags, name string, b []byte, s scoreImport) error {
	r, err := f.pick(ctx, e, nil)
	if err != nil {
		return err
	}
	rules, _, err := e.roundRules(ctx, r)
	if err != nil {
		return err
	}
	held, err := e.store.ScoresOf(ctx, cchc.Everything(), r.ID)
	if err != nil {
		return err
	}
	sheets, err := e.tablesOf(ctx, name, b)
	if err != nil {
		return err
	}
	book, err := rules.ReadBook(f.actor(), sheets, held, s.options, time.Now())
	if err != nil {
		return err
	}
	if err := inv.printCellsAs(name, book.Notices, true); err != nil {
		return err
	}
	if err := inv.printCells(name, book.Problems); err != nil {
		return err
	}
	if len(book.Problems) > 0 && !s.partial && !s.try {
		return cchc.OurFault("book-problems", nil, itoa(len(book.Problems)))
	}
	changed := len(book.Edits)
	if !s.try {
		saved, err := e.store.SaveScores(ctx, f.actor(), r.ID, book.Edits)
		if err != nil {
			return err
		}
		changed = len(saved)
	}
	if err := inv.printImported(r, book, changed, s.try); err != nil {
		return err
	}
	if len(book.Problems) > 0 {
		return exitError(exitNotTaken)
	}
	return nil
}

func (inv *invocation) printImported(r cchc.Round, b round.Book, changed int, try bool) error {
	if inv.json {
		return inv.emit(map[string]any{"round": r.ID, "rows": b.Rows, "changed": changed, "kept": b.Kept, "problems": len(b.Problems), "saved": !try})
	}
	verb := "Đã nhập"
	if try {
		verb = "Nếu nhập"
	}
	fmt.Fprintf(inv.stdout, "%s vào đợt %s: đọc %d dòng tiêu chí, %d thay đổi", verb, r.ID, b.Rows, changed)
	if b.Kept > 0 {
		fmt.Fprintf(inv.stdout, ", %d ô trống giữ giá trị đã có", b.Kept)
	}
	fmt.Fprintln(inv.stdout, ".")
	return nil
}

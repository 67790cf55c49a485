package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
)

// pageFlags say which page is drawn, and how.
type pageFlags struct {
	page, width int
	quote, out  string
}

func pageCommand(inv *invocation) *cobra.Command {
	f := pageFlags{}
	cmd := &cobra.Command{
		Use:   "page TÀI_LIỆU --out TỆP.png",
		Short: "Vẽ một trang của văn bản ra ảnh PNG, tô vàng đoạn trích",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case f.out == "":
				return cchc.Usage("bad-flag", nil, "chưa nêu tệp ảnh cần ghi (--out)", cmd.CommandPath())
			case f.page < 0:
				return cchc.Usage("bad-flag", nil, "--page không được âm", cmd.CommandPath())
			}
			return inv.withEngines(cmd.Context(), false, func(e *engines) error {
				return inv.drawPage(cmd.Context(), e, cchc.DocumentID(args[0]), f)
			})
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&f.page, "page", 0, "số trang trong tệp; không nêu: trang có đoạn trích, hoặc trang đầu")
	fl.StringVar(&f.quote, "quote", "", "đoạn trích cần tô vàng")
	fl.IntVar(&f.width, "width", 1000, "bề ngang của ảnh, 100 đến 2400 điểm ảnh, làm tròn lên bội số của 50")
	fl.StringVar(&f.out, "out", "", "tệp PNG cần ghi")
	return cmd
}

// pageLine is what `page --json` prints.
type pageLine struct {
	Document  cchc.DocumentID `json:"document"`
	Page      int             `json:"page"`
	Out       string          `json:"out"`
	Rendition bool            `json:"rendition"` // as LibreOffice prints it
	Boxes     []cchc.Box      `json:"boxes"`     // of the quote, in thousandths of the page
}

func (inv *invocation) drawPage(ctx context.Context, e *engines, id cchc.DocumentID, f pageFlags) error {
	page, first, last, err := e.pictures.Find(ctx, id, f.page, f.quote)
	if err != nil {
		return err
	}
	line := pageLine{Document: id, Page: page, Out: inv.abs(f.out), Boxes: []cchc.Box{}}
	for attempt := 1; ; attempt++ {
		path, boxes, rendition, err := e.pictures.Page(ctx, id, page, f.width, f.quote)
		if err != nil {
			return err
		}
		line.Rendition, line.Boxes = rendition, append(line.Boxes[:0], boxes...)
		if err = copyWhole(path, line.Out); err == nil {
			break
		}
		if attempt > 2 || !errors.Is(err, errPictureGone) {
			return cchc.Usage("path-unwritable", err, f.out, cause(err))
		}
	}
	if inv.json {
		return inv.emit(line)
	}
	what := "trang"
	if line.Rendition {
		what = "trang bản in thử"
	}
	fmt.Fprintf(inv.stdout, "Đã ghi %s %d (các trang: %d–%d) ra %s.\n", what, page, first, last, f.out)
	if f.quote != "" && len(line.Boxes) == 0 {
		fmt.Fprintln(inv.stdout, "Không tìm thấy đoạn trích trên trang này.")
	}
	return nil
}

var errPictureGone = errors.New("the picture was removed for newer ones")

// copyWhole copies a file of the cache so that the copy is whole or not there.
func copyWhole(from, to string) (err error) {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return errPictureGone
	}
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	tmp, err := os.CreateTemp(filepath.Dir(to), ".page-*")
	if err != nil {
		return err
	}
	name := tmp.Name()
	if err = tmp.Close(); err == nil {
		err = writeFile(name, in)
	}
	if err == nil {
		err = os.Rename(name, to)
	}
	if err != nil {
		err = errors.Join(err, removeIfThere(name))
	}
	return err
}

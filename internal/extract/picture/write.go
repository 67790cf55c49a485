package picture

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"

	"minhchung/internal/cchc"
)

// writeScan straightens a page and writes it as PGM, which costs nothing to encode.
func writeScan(page *image.Gray, req Request, out *Rendered) error {
	page = quarterTurn(page, req.Turn)
	seen := look(page)
	out.Before = [2]int{page.Rect.Dx(), page.Rect.Dy()}
	out.Width, out.Height = out.Before[0], out.Before[1]
	out.Blank, out.Sideways = seen.blank, seen.sideways
	if out.Blank {
		return nil
	}
	if seen.skew > skewLeast || seen.skew < -skewLeast {
		out.Skew = -seen.skew
		page = rotate(page, out.Skew)
		out.Width, out.Height = page.Rect.Dx(), page.Rect.Dy()
	}
	return writeFile(req.Out, func(w io.Writer) error {
		if _, err := fmt.Fprintf(w, "P5\n%d %d\n255\n", out.Width, out.Height); err != nil {
			return err
		}
		for y := range out.Height {
			if _, err := w.Write(page.Pix[y*page.Stride : y*page.Stride+out.Width]); err != nil {
				return err
			}
		}
		return nil
	})
}

// writePage marks a page and writes it as PNG.
func writePage(page image.Image, req Request, marks []cchc.Box, out *Rendered) error {
	if req.Turn%360 != 0 {
		page = quarterTurnRGBA(page, req.Turn)
		for i, m := range marks {
			marks[i] = turnBox(m, req.Turn)
		}
	}
	if rgba, ok := page.(*image.RGBA); ok && len(marks) == 0 && colourless(rgba) {
		page = grayOf(page) // a third of the bytes
	}
	if len(marks) > 0 {
		page = highlight(page, marks)
	}
	out.Boxes = marks
	out.Width, out.Height = page.Bounds().Dx(), page.Bounds().Dy()
	out.Before = [2]int{out.Width, out.Height}
	return writeFile(req.Out, func(w io.Writer) error {
		e := png.Encoder{CompressionLevel: png.BestSpeed}
		return e.Encode(w, page)
	})
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return cchc.OurFault("internal", fmt.Errorf("picture: %w", err))
	}
	w := bufio.NewWriterSize(f, 1<<16)
	err = write(w)
	if err = errors.Join(err, w.Flush(), f.Close()); err != nil {
		return cchc.OurFault("internal", fmt.Errorf("picture: write: %w", err))
	}
	return nil
}

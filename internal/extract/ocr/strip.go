package ocr

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
)

// strip is a grey picture, or a part of one, a byte a pixel.
type strip struct {
	width, height int
	grey          []byte
}

var errStrip = errors.New("the picture of a page is no PGM file")

// stripOf cuts the lines out of the PGM file of a page, over its whole width. ok is false
// where they lie too far apart to be one letterhead's number and date.
func stripOf(path string, lines []row) (s strip, ok bool, err error) {
	top, bottom, high := lines[0].top, lines[0].bottom, 0
	for _, l := range lines {
		top, bottom, high = min(top, l.top), max(bottom, l.bottom), max(high, l.bottom-l.top)
	}
	margin := int(stripMargin * float64(high))
	if bottom-top > stripHigh*high {
		return strip{}, false, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return strip{}, false, fmt.Errorf("ocr: %w", err)
	}
	page, err := parsePGM(b)
	if err != nil {
		return strip{}, false, fmt.Errorf("ocr: %w", err)
	}
	top, bottom = max(0, top-margin), min(page.height, bottom+margin)
	if top >= bottom {
		return strip{}, false, nil
	}
	return strip{page.width, bottom - top, page.grey[top*page.width : bottom*page.width]}, true, nil
}

// parsePGM reads what is drawn for recognition: "P5", width, height, 255, the pixels.
func parsePGM(b []byte) (strip, error) {
	r := bytes.NewReader(b)
	var w, h, most int
	if n, err := fmt.Fscanf(r, "P5\n%d %d\n%d\n", &w, &h, &most); n != 3 || err != nil || w <= 0 || h <= 0 || most != 255 {
		return strip{}, errStrip
	}
	if int64(r.Len()) < int64(w)*int64(h) {
		return strip{}, errStrip
	}
	return strip{w, h, b[len(b)-r.Len():]}, nil
}

// scaled returns the strip at another size, pixels mixed from their neighbours.
func (s strip) scaled(by float64) strip {
	if by == 1 {
		return s
	}
	out := strip{width: max(1, int(float64(s.width)*by)), height: max(1, int(float64(s.height)*by))}
	out.grey = make([]byte, out.width*out.height)
	for y := range out.height {
		fy := min(float64(s.height-1), float64(y)/by)
		y0 := int(fy)
		y1, dy := min(s.height-1, y0+1), fy-float64(y0)
		upper, lower := s.grey[y0*s.width:(y0+1)*s.width], s.grey[y1*s.width:(y1+1)*s.width]
		for x := range out.width {
			fx := min(float64(s.width-1), float64(x)/by)
			x0 := int(fx)
			x1, dx := min(s.width-1, x0+1), fx-float64(x0)
			above := float64(upper[x0])*(1-dx) + float64(upper[x1])*dx
			below := float64(lower[x0])*(1-dx) + float64(lower[x1])*dx
			out.grey[y*out.width+x] = byte(above*(1-dy) + below*dy + .5)
		}
	}
	return out
}

func (s strip) write(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	_, head := fmt.Fprintf(w, "P5\n%d %d\n255\n", s.width, s.height)
	_, body := w.Write(s.grey)
	return errors.Join(head, body, w.Flush(), f.Close())
}

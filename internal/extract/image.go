package extract

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // its size
	_ "image/jpeg" // its size
	_ "image/png"  // its size
	"io"
	"os"
	"strconv"

	_ "golang.org/x/image/bmp"  // its size
	_ "golang.org/x/image/webp" // its size

	"minhchung/internal/cchc"
)

// Bounds on pictures.
const (
	// A picture of more pixels is not given to OCR: decoded it takes 4 bytes each. An A2
	// sheet at 600 dpi has 140 million.
	mostPixels = 200_000_000
	mostIFDs   = 100_000 // directories of a TIFF followed
	mostTags   = 1000    // of a directory looked at
)

// picture is the geometry of one page of a picture, in pixels; 0 where it is unknown.
type picture struct{ width, height int64 }

func (p picture) tooLarge() bool { return p.width > 0 && p.height > mostPixels/p.width }
func (p picture) String() string { return fmt.Sprintf("%d×%d", p.width, p.height) }

// readImage makes a page that waits for OCR of each page of a picture; only TIFF has more
// than one. Nothing is decoded.
func readImage(path string, lim cchc.Limits) (cchc.Reading, error) {
	out := cchc.Reading{Format: cchc.FormatImage}
	f, err := os.Open(path)
	if err != nil {
		return out, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // only read
	st, err := f.Stat()
	if err != nil {
		return out, cchc.OurFault("unreadable-file", err, err.Error())
	}
	pages := pictures(f, st.Size())
	if len(pages) == 1 && pages[0].tooLarge() {
		return out, cchc.FileFault("image-too-large", nil, pages[0].String())
	}
	most := lim.Pages
	if most <= 0 {
		most = cchc.DefaultLimits().Pages
	}
	out.PageTotal = len(pages)
	for i, p := range pages[:min(len(pages), most)] {
		if p.tooLarge() {
			out.Notes = append(out.Notes, cchc.NewReason("image-page-too-large", strconv.Itoa(i+1), p.String()))
		}
		out.Pages = append(out.Pages, cchc.Page{Number: i + 1, Source: cchc.SourceText, NeedsOCR: true})
	}
	if len(pages) > most {
		out.Notes = append(out.Notes, cchc.NewReason("limit-pages", strconv.Itoa(most), strconv.Itoa(len(pages))))
	}
	return out, nil
}

// pictures returns the pages of a picture, at least one.
func pictures(r io.ReaderAt, size int64) []picture {
	head := make([]byte, 8)
	if _, err := r.ReadAt(head, 0); err == nil || errors.Is(err, io.EOF) {
		if t, ok := openTIFF(r, size, head); ok {
			if pages := t.pages(head); len(pages) > 0 {
				return pages
			}
		}
	}
	c, _, err := image.DecodeConfig(io.NewSectionReader(r, 0, size))
	if err != nil {
		return []picture{{}} // whoever decodes it will say what is wrong
	}
	return []picture{{int64(c.Width), int64(c.Height)}}
}

// tiff walks the directories of a TIFF (TIFF 6.0, section 2; BigTIFF).
type tiff struct {
	r     io.ReaderAt
	size  int64
	order binary.ByteOrder
	big   bool
}

func openTIFF(r io.ReaderAt, size int64, head []byte) (tiff, bool) {
	t := tiff{r: r, size: size, order: binary.LittleEndian}
	switch string(head[:2]) {
	case "II":
	case "MM":
		t.order = binary.BigEndian
	default:
		return t, false
	}
	version := t.order.Uint16(head[2:])
	t.big = version == 43
	return t, t.big || version == 42
}

func (t tiff) pages(head []byte) (out []picture) {
	at := int64(t.order.Uint32(head[4:]))
	if t.big {
		b, ok := t.read(8, 8)
		if !ok {
			return nil
		}
		at = int64(t.order.Uint64(b))
	}
	seen := map[int64]bool{}
	for at > 0 && at < t.size && !seen[at] && len(seen) < mostIFDs {
		seen[at] = true
		p, reduced, next, ok := t.directory(at)
		if !ok {
			break
		}
		if !reduced {
			out = append(out, p)
		}
		at = next
	}
	return out
}

// directory reads one page: its size, whether it is only a preview or a mask of another,
// and where the next one stands.
func (t tiff) directory(at int64) (p picture, reduced bool, next int64, ok bool) {
	countSize, entrySize, nextSize := int64(2), int64(12), 4
	if t.big {
		countSize, entrySize, nextSize = 8, 20, 8
	}
	b, ok := t.read(at, int(countSize))
	if !ok {
		return p, false, 0, false
	}
	n := int64(t.order.Uint16(b))
	if t.big {
		n = int64(min(t.order.Uint64(b), 1<<16))
	}
	at += countSize
	for i := range min(n, mostTags) {
		e, ok := t.read(at+i*entrySize, int(entrySize))
		if !ok {
			return p, reduced, 0, p.width > 0
		}
		switch t.order.Uint16(e) {
		case 254: // NewSubfileType: 1 a reduced image, 4 a mask
			reduced = t.value(e)&5 != 0
		case 256:
			p.width = t.value(e)
		case 257:
			p.height = t.value(e)
		}
	}
	b, ok = t.read(at+n*entrySize, nextSize)
	if !ok {
		return p, reduced, 0, p.width > 0
	}
	next = int64(t.order.Uint32(b))
	if t.big {
		next = int64(t.order.Uint64(b) & (1<<62 - 1))
	}
	return p, reduced, next, true
}

// value reads a SHORT or LONG that stands in its entry.
func (t tiff) value(e []byte) int64 {
	v := e[8:]
	if t.big {
		v = e[12:]
	}
	if t.order.Uint16(e[2:]) == 3 {
		return int64(t.order.Uint16(v))
	}
	return int64(t.order.Uint32(v))
}

func (t tiff) read(at int64, n int) ([]byte, bool) {
	if at < 0 || at > t.size-int64(n) {
		return nil, false
	}
	b := make([]byte, n)
	_, err := t.r.ReadAt(b, at)
	return b, err == nil || errors.Is(err, io.EOF)
}

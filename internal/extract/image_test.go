package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/png"
	"testing"

	"minhchung/internal/cchc"
)

// tiffOf writes a TIFF of directories alone: pages of these sizes; a negative width stands
// for a preview.
func tiffOf(order binary.AppendByteOrder, sizes ...[2]int) []byte {
	out := []byte("II")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		out = []byte("MM")
	}
	out = order.AppendUint16(out, 42)
	out = order.AppendUint32(out, 8)
	for i, s := range sizes {
		kind := 0
		if s[0] < 0 {
			kind, s[0] = 1, -s[0]
		}
		out = order.AppendUint16(out, 3)
		for _, tag := range [][2]int{{254, kind}, {256, s[0]}, {257, s[1]}} {
			out = order.AppendUint16(out, uint16(tag[0]))
			out = order.AppendUint16(out, 4)
			out = order.AppendUint32(out, 1)
			out = order.AppendUint32(out, uint32(tag[1]))
		}
		next := 0
		if i+1 < len(sizes) {
			next = len(out) + 4
		}
		out = order.AppendUint32(out, uint32(next))
	}
	return out
}

func TestImages(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	huge := bytes.Clone(small.Bytes())
	binary.BigEndian.PutUint32(huge[16:], 40000) // IHDR; its checksum is wrong now, as in a hostile file
	binary.BigEndian.PutUint32(huge[20:], 40000)
	loop := tiffOf(binary.LittleEndian, [2]int{100, 200})
	binary.LittleEndian.PutUint32(loop[len(loop)-4:], 8)
	for _, c := range []struct {
		name  string
		bytes []byte
		most  int
		pages int
		total int
		code  cchc.Code
	}{
		{"png", small.Bytes(), 0, 1, 1, ""},
		{"tiff of three", tiffOf(binary.LittleEndian, [2]int{100, 200}, [2]int{100, 200}, [2]int{100, 200}), 0, 3, 3, ""},
		{"tiff, big end first, with a preview", tiffOf(binary.BigEndian, [2]int{100, 200}, [2]int{-10, 20}), 0, 1, 1, ""},
		{"tiff that leads back to itself", loop, 0, 1, 1, ""},
		{"tiff over the limit", tiffOf(binary.LittleEndian, [2]int{1, 1}, [2]int{1, 1}, [2]int{1, 1}), 2, 2, 3, "limit-pages"},
		{"tiff with one page too large", tiffOf(binary.LittleEndian, [2]int{1, 1}, [2]int{100000, 100000}), 0, 2, 2, "image-page-too-large"},
		{"tiff too large", tiffOf(binary.LittleEndian, [2]int{100000, 100000}), 0, 0, 0, "image-too-large"},
		{"tiff without pages", []byte("II*\x00\x08\x00\x00\x00"), 0, 1, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := NewMux(nil).Read(context.Background(), write(t, string(c.bytes)), cchc.Limits{Pages: c.most})
			if c.pages == 0 {
				if cchc.AsError(err).Reason.Code != c.code {
					t.Fatalf("%v", err)
				}
				return
			}
			if err != nil || len(r.Pages) != c.pages || r.PageTotal != c.total || r.PagesUnread() != c.pages {
				t.Fatalf("%+v, %v", r, err)
			}
			if c.code == "" && len(r.Notes) > 0 || c.code != "" && (len(r.Notes) != 1 || r.Notes[0].Code != c.code) {
				t.Errorf("notes %+v", r.Notes)
			}
		})
	}
	if p := pictures(bytes.NewReader(huge), int64(len(huge))); len(p) != 1 {
		t.Errorf("%+v", p)
	}
}

func FuzzPictures(f *testing.F) {
	f.Add(tiffOf(binary.LittleEndian, [2]int{100, 200}, [2]int{100, 200}))
	f.Add(tiffOf(binary.BigEndian, [2]int{100, 200}))
	f.Add([]byte("II\x2b\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		if p := pictures(bytes.NewReader(b), int64(len(b))); len(p) == 0 || len(p) > len(b)/6+1 {
			t.Errorf("%d pages in %d bytes", len(p), len(b))
		}
	})
}

package httpapi

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// painter is a Picturer whose pictures are as wide as asked and half as high.
type painter struct {
	t        *testing.T
	dir      string
	err      error
	vanishes int // so many pictures are gone before they can be opened
	asked    []pictureInput
}

func (p *painter) Find(_ context.Context, id cchc.DocumentID, page int, quote string) (found, first, last int, err error) {
	if page == 0 && quote != "" {
		page = 4
	}
	return max(page, 3), 3, 5, p.err
}

func (p *painter) Page(_ context.Context, id cchc.DocumentID, page, width int, quote string) (path string, boxes []cchc.Box, rendition bool, err error) {
	p.asked = append(p.asked, pictureInput{ID: string(id), Page: page, Width: width, Quote: quote})
	if p.err != nil {
		return "", nil, false, p.err
	}
	if p.vanishes > 0 {
		p.vanishes--
		return filepath.Join(p.dir, "gone.png"), nil, false, nil
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, width/2))); err != nil {
		p.t.Fatal(err)
	}
	path = filepath.Join(p.dir, "0a1b.png")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		p.t.Fatal(err)
	}
	if quote != "" {
		boxes = []cchc.Box{{Left: 100, Top: 200, Right: 300, Bottom: 220}}
	}
	return path, boxes, true, nil
}

func painted(t *testing.T) (*office, *painter) {
	t.Helper()
	p := &painter{t: t, dir: t.TempDir()}
	return filled(t, func(c *Config) { c.Pictures = p }), p
}

func TestPagePicture(t *testing.T) {
	t.Parallel()
	o, p := painted(t)
	target := "/api/v1/documents/" + o.id(planText) + "/pages/4/picture"
	w := o.do(http.MethodGet, target+"?quote="+url.QueryEscape("tuyên truyền"), "")
	h := w.Header()
	if w.Code != http.StatusOK || h.Get("Content-Type") != "image/png" || h.Get("ETag") != `"0a1b"` || h.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("%d %v", w.Code, h)
	}
	if size, err := png.DecodeConfig(w.Body); err != nil || size.Width != 1000 {
		t.Errorf("%+v %v", size, err)
	}
	if got := p.asked[0]; got.ID != o.id(planText) || got.Page != 4 || got.Quote != "tuyên truyền" {
		t.Errorf("asked for %+v", got)
	}
	w = o.do(http.MethodGet, target, "", func(r *http.Request) { r.Header.Set("If-None-Match", `"0a1b"`) })
	if w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("a known picture is %d with %d bytes", w.Code, w.Body.Len())
	}
}

// A picture that made room for others before it was opened is drawn again, not for ever.
func TestPictureVanishes(t *testing.T) {
	t.Parallel()
	o, p := painted(t)
	target := "/api/v1/documents/" + o.id(planText) + "/pages/4/picture"
	p.vanishes = pictureTries - 1
	if w := o.do(http.MethodGet, target, ""); w.Code != http.StatusOK || len(p.asked) != pictureTries {
		t.Errorf("%d after %d tries", w.Code, len(p.asked))
	}
	p.vanishes = pictureTries
	o.wantProblem(o.do(http.MethodGet, target, ""), http.StatusInternalServerError, "internal")
	if !strings.Contains(o.log.String(), "open picture") {
		t.Errorf("the cause is not in the log: %s", o.log)
	}
}

func TestPageMarks(t *testing.T) {
	t.Parallel()
	o, p := painted(t)
	target := "/api/v1/documents/" + o.id(planText) + "/pages/0/marks?width=400"
	got := get[pictureMarks](o, target+"&quote=x")
	if got.Page != 4 || got.First != 3 || got.Last != 5 || got.Width != 400 || got.Height != 200 || !got.Rendition || len(got.Boxes) != 1 || got.Boxes[0].Right != 300 {
		t.Errorf("%+v", got)
	}
	if p.asked[0].Page != 4 {
		t.Errorf("the picture of page %d was measured", p.asked[0].Page)
	}
	if got := get[pictureMarks](o, target); got.Page != 3 || len(got.Boxes) != 0 {
		t.Errorf("without a quote: %+v", got)
	}
}

func TestPictureProblems(t *testing.T) {
	t.Parallel()
	o, p := painted(t)
	plain := filled(t)
	tests := []struct {
		name   string
		o      *office
		err    error
		id     string
		query  string
		status int
		code   cchc.Code
	}{
		{"no document", o, nil, "khong-co", "", http.StatusNotFound, "no-such-document"},
		{"no page", o, cchc.Usage("page-outside", cchc.ErrNotFound, "9", "3", "5"), "", "", http.StatusNotFound, "page-outside"},
		{"no LibreOffice", o, cchc.Waiting("print-needs-office", "docx"), "", "", http.StatusServiceUnavailable, "print-needs-office"},
		{"no such format", o, cchc.FileFault("no-page-pictures", nil), "", "", http.StatusUnprocessableEntity, "no-page-pictures"},
		{"too wide", o, nil, "", "?width=9000", http.StatusUnprocessableEntity, "bad-request"},
		{"quote too long", o, nil, "", "?quote=" + strings.Repeat("a", 4001), http.StatusUnprocessableEntity, "bad-request"},
		{"nobody draws", plain, nil, "", "", http.StatusUnprocessableEntity, "no-page-pictures"},
	}
	for _, tt := range tests {
		p.err = tt.err
		id := tt.id
		if id == "" {
			id = o.id(planText)
		}
		for _, what := range []string{"picture", "marks"} {
			w := tt.o.do(http.MethodGet, "/api/v1/documents/"+id+"/pages/9/"+what+tt.query, "")
			if got := tt.o.wantProblem(w, tt.status, tt.code); got.Remedy == "" {
				t.Errorf("%s: no remedy: %+v", tt.name, got)
			}
		}
	}
	if w := o.do(http.MethodGet, "/api/v1/documents/"+o.id(planText)+"/pages/hai/picture", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a page that is no number is %d", w.Code)
	}
}

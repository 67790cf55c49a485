package httpapi

import (
	"context"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"minhchung/internal/cchc"
)

// pictureTries is how often a picture is asked for that was removed for newer ones before
// it was opened.
const pictureTries = 3

type pictureInput struct {
	ID    string `path:"id" doc:"SHA-256 of the file, with .n for the n-th document in it"`
	Page  int    `path:"page" minimum:"0" doc:"From 1, as in the file or in its print rendition; 0 is the page the quote stands on, or the first"`
	Width int    `query:"width" default:"1000" minimum:"100" maximum:"2400" doc:"Pixels; rounded up to a multiple of 50"`
	Quote string `query:"quote" maxLength:"4000" doc:"Text to be marked; tones may be missing, words misread"`
}

type pictureMarks struct {
	Page      int        `json:"page"`
	First     int        `json:"first" doc:"First page there is a picture of"`
	Last      int        `json:"last" doc:"Last page there is a picture of"`
	Width     int        `json:"width" doc:"Pixels of the picture"`
	Height    int        `json:"height" doc:"Pixels of the picture"`
	Rendition bool       `json:"rendition" doc:"The page is as LibreOffice prints it; its pages need not be those of the file"`
	Boxes     []cchc.Box `json:"boxes" doc:"Where the quote stands, in thousandths of width and height from the upper left; empty where it does not"`
}

func (a *api) registerPictures(h huma.API) {
	tags := []string{"Văn bản"}
	huma.Register(h, huma.Operation{
		OperationID: "get-page-picture", Method: http.MethodGet, Path: "/api/v1/documents/{id}/pages/{page}/picture", Tags: tags,
		Summary: "Ảnh một trang, đoạn trích được tô vàng",
		Responses: map[string]*huma.Response{
			"200":     {Description: "The page", Content: map[string]*huma.MediaType{"image/png": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
			"304":     {Description: "The picture is the one of If-None-Match"},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {}}},
		},
	}, a.pagePicture)
	huma.Register(h, huma.Operation{
		OperationID: "get-page-marks", Method: http.MethodGet, Path: "/api/v1/documents/{id}/pages/{page}/marks", Tags: tags,
		Summary: "Đoạn trích nằm ở đâu trên ảnh trang, trang nào có ảnh",
	}, a.pageMarks)
}

// shownPage is an open picture of a page.
type shownPage struct {
	file      *os.File
	boxes     []cchc.Box
	rendition bool
}

// shown opens the picture of a page, which is drawn again where it vanished.
func (a *api) shown(ctx context.Context, in *pictureInput, page int) (shownPage, error) {
	for tries := 1; ; tries++ {
		path, boxes, rendition, err := a.cfg.Pictures.Page(ctx, cchc.DocumentID(in.ID), page, in.Width, in.Quote)
		if err != nil {
			return shownPage{}, err
		}
		f, err := os.Open(path)
		if err == nil {
			return shownPage{f, boxes, rendition}, nil
		}
		if tries == pictureTries || !errors.Is(err, fs.ErrNotExist) {
			return shownPage{}, cchc.OurFault("internal", fmt.Errorf("open picture: %w", err))
		}
	}
}

// picturable refuses what no picture can be made of.
func (a *api) picturable(ctx context.Context, id string) error {
	_, err := a.document(ctx, id)
	if err == nil && a.cfg.Pictures == nil {
		err = cchc.FileFault("no-page-pictures", nil)
	}
	return err
}

// pagePicture sends a picture. Its name says what it shows, so a browser that has it need
// not fetch it again; but it asks, since a page may have been recognised meanwhile.
func (a *api) pagePicture(ctx context.Context, in *pictureInput) (*huma.StreamResponse, error) {
	if err := a.picturable(ctx, in.ID); err != nil {
		return nil, a.fail(ctx, err)
	}
	p, err := a.shown(ctx, in, in.Page)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer p.file.Close() //nolint:errcheck // read only
		c := humagin.Unwrap(hc)
		h := c.Writer.Header()
		h.Set("Content-Type", "image/png")
		h.Set("Cache-Control", "private, no-cache")
		h.Set("ETag", `"`+strings.TrimSuffix(filepath.Base(p.file.Name()), ".png")+`"`)
		http.ServeContent(c.Writer, c.Request, "", time.Time{}, p.file)
	}}, nil
}

func (a *api) pageMarks(ctx context.Context, in *pictureInput) (*body[pictureMarks], error) {
	if err := a.picturable(ctx, in.ID); err != nil {
		return nil, a.fail(ctx, err)
	}
	out, err := a.marks(ctx, in)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[pictureMarks]{out}, nil
}

func (a *api) marks(ctx context.Context, in *pictureInput) (pictureMarks, error) {
	page, first, last, err := a.cfg.Pictures.Find(ctx, cchc.DocumentID(in.ID), in.Page, in.Quote)
	if err != nil {
		return pictureMarks{}, err
	}
	p, err := a.shown(ctx, in, page)
	if err != nil {
		return pictureMarks{}, err
	}
	defer p.file.Close() //nolint:errcheck // read only
	size, err := png.DecodeConfig(p.file)
	if err != nil {
		return pictureMarks{}, cchc.OurFault("internal", fmt.Errorf("size of picture: %w", err))
	}
	return pictureMarks{
		Page: page, First: first, Last: last, Width: size.Width, Height: size.Height, Rendition: p.rendition, Boxes: orEmpty(p.boxes),
	}, nil
}

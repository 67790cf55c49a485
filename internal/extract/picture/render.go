package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"math"
	"os"
	"strconv"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

// Bounds of a picture. A page that would exceed them is drawn smaller.
const (
	presetPixels   = 16 << 20 // A3 at 200 dots an inch has 7.7 million
	presetDecodeMB = 400
	sideMost       = 12_000 // of one side in pixels
	dpiLeast       = 10
	dpiMost        = 600
	presetDPI      = 200
	widthMost      = 4000
	pointsPerInch  = 72.0
)

// Request asks for the picture of one page.
type Request struct {
	Page  int    `json:"page"`            // from 1
	DPI   int    `json:"dpi,omitempty"`   // dots an inch, at most 600; 0: see Width
	Width int    `json:"width,omitempty"` // in pixels, at most 4000, where DPI is 0; both 0: 200 dots an inch
	Turn  int    `json:"turn,omitempty"`  // degrees clockwise: 0, 90, 180 or 270
	Scan  bool   `json:"scan,omitempty"`  // for recognition: grey, straightened, a PGM file
	Out   string `json:"out"`             // file to write
	// Quote is marked where its words are found in the text of the page; Marks are
	// marked as they are. Scans are never marked.
	Quote string     `json:"quote,omitempty"`
	Marks []cchc.Box `json:"marks,omitempty"`
}

// Rendered says what the picture became.
type Rendered struct {
	Width    int        `json:"width"`  // in pixels
	Height   int        `json:"height"` // in pixels
	DPI      int        `json:"dpi"`    // dots an inch, less than asked for where Reduced
	Reduced  bool       `json:"reduced,omitempty"`
	Blank    bool       `json:"blank,omitempty"`    // nothing is on the page, no file was written; of scans only
	Sideways bool       `json:"sideways,omitempty"` // its lines seem to run upwards; of scans only
	Skew     float64    `json:"skew,omitempty"`     // degrees clockwise the picture was turned; of scans only
	Before   [2]int     `json:"before"`             // width and height before Skew was applied
	Boxes    []cchc.Box `json:"boxes,omitempty"`    // what was marked
}

// Document is an open file with pages, counted from 0. A renderer uses it from one
// goroutine at a time and closes it.
type Document interface {
	Pages() int
	// Size is in points, 1/72 inch, as the page is shown.
	Size(ctx context.Context, page int) (width, height float64, err error)
	// Draw returns an opaque picture of about this size; it may be grey where gray is true.
	Draw(ctx context.Context, page, width, height int, gray bool) (image.Image, error)
	// Scan returns the pictures a page consists of, the lower ones first, and the quarters
	// the page is to be turned clockwise; none where it has to be drawn.
	Scan(ctx context.Context, page int) (pictures []Placed, quarters int, err error)
	// Words are those written on the page, nil where none are known.
	Words(ctx context.Context, page int) ([]cchc.Word, error)
	Close() error
}

// Placed is a picture and where it lies on a page that is not turned, in shares of its
// width and height from the upper left corner; it may stand over the edges.
type Placed struct {
	Picture                  image.Image
	Left, Top, Right, Bottom float64
}

// Config describes a renderer. Only PDF is required, for PDF files.
type Config struct {
	PDF      func(ctx context.Context, path string) (Document, error)
	Pixels   int // most of a picture; default 16 Mi
	DecodeMB int // most memory for decoding an image file, in MiB; default 400
}

// Renderer draws pages. It keeps the last file open, since pages of one file are mostly
// asked for in a row; [Renderer.Release] lets go of it. Safe for use by several
// goroutines, which take turns.
type Renderer struct {
	cfg Config

	mu   sync.Mutex
	open Document
	of   stamp
}

// stamp tells whether a file is still the one that was opened.
type stamp struct {
	path string
	size int64
	at   time.Time
}

// NewRenderer returns a renderer without an open file.
func NewRenderer(cfg Config) *Renderer {
	if cfg.Pixels <= 0 {
		cfg.Pixels = presetPixels
	}
	if cfg.DecodeMB <= 0 {
		cfg.DecodeMB = presetDecodeMB
	}
	return &Renderer{cfg: cfg}
}

// Release closes the file that is kept open. Call it before anything else uses the
// engine behind [Config.PDF].
func (r *Renderer) Release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.release()
}

func (r *Renderer) release() {
	if r.open != nil {
		_ = r.open.Close() // nothing was written
	}
	r.open, r.of = nil, stamp{}
}

// Render writes the picture of a page to req.Out, a PNG or, for a scan, a grey PGM file.
// Errors are *[cchc.Error]:
//   - the file's: no-such-page (page, pages), image-too-large (pixels), picture-kind
//     (what it is) for a kind of image nobody decodes here, no-page-pictures for a format
//     without pages to draw, and damaged, encrypted, vanished;
//   - ours: unreadable-file, internal.
func (r *Renderer) Render(ctx context.Context, path string, req Request) (Rendered, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	d, err := r.document(ctx, path)
	if err != nil {
		return Rendered{}, err
	}
	out, err := r.render(ctx, d, req)
	if err != nil {
		r.release() // an engine that failed once is not asked again
		return Rendered{}, cchc.AsError(err)
	}
	return out, nil
}

// document opens a file, or finds it open.
func (r *Renderer) document(ctx context.Context, path string) (Document, error) {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cchc.FileFault("vanished", err)
	}
	if err != nil {
		return nil, cchc.OurFault("unreadable-file", err, err.Error())
	}
	of := stamp{path, st.Size(), st.ModTime()}
	if r.open != nil && r.of == of {
		return r.open, nil
	}
	r.release()
	head, err := readHead(path)
	if err != nil {
		return nil, cchc.OurFault("unreadable-file", err, err.Error())
	}
	var d Document
	if k := kindOf(head); k != "" {
		d, err = openImage(path, k, int64(r.cfg.DecodeMB)<<20)
	} else if r.cfg.PDF != nil && bytes.Contains(head, []byte("%PDF-")) {
		d, err = r.cfg.PDF(ctx, path)
	} else {
		err = cchc.FileFault("no-page-pictures", nil)
	}
	if err != nil {
		return nil, cchc.AsError(err)
	}
	r.open, r.of = d, of
	return d, nil
}

const headBytes = 1024

func readHead(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, headBytes)
	n, err := f.ReadAt(head, 0)
	if errors.Is(err, io.EOF) {
		err = nil // a short file
	}
	return head[:n], err
}

func (r *Renderer) render(ctx context.Context, d Document, req Request) (Rendered, error) {
	if req.Page < 1 || req.Page > d.Pages() {
		return Rendered{}, cchc.FileFault("no-such-page", nil, strconv.Itoa(req.Page), strconv.Itoa(d.Pages()))
	}
	wide, high, err := d.Size(ctx, req.Page-1)
	if err != nil {
		return Rendered{}, err
	}
	s, err := fit(wide, high, req, r.cfg.Pixels)
	if err != nil {
		return Rendered{}, err
	}
	out := Rendered{DPI: s.dpi, Reduced: s.reduced}
	if req.Scan {
		page, err := scan(ctx, d, req.Page-1, s, req.Turn == 0)
		if err != nil {
			return Rendered{}, err
		}
		out.DPI = max(1, s.dpi*page.Rect.Dx()/s.width)
		err = writeScan(page, req, &out)
		return out, err
	}
	drawn, err := d.Draw(ctx, req.Page-1, s.width, s.height, false)
	if err != nil {
		return Rendered{}, err
	}
	marks := req.Marks
	if req.Quote != "" {
		words, err := d.Words(ctx, req.Page-1)
		if err != nil {
			return Rendered{}, err
		}
		marks = append(Mark(words, req.Quote), marks...)
	}
	err = writePage(drawn, req, marks, &out)
	return out, err
}

// size is what a page is drawn at.
type size struct {
	width, height, dpi int
	reduced            bool
}

// fit finds the size of the picture of a page of so many points.
func fit(wide, high float64, req Request, pixels int) (size, error) {
	if !(wide > 0 && high > 0 && wide < 1e6 && high < 1e6) {
		return size{}, cchc.FileFault("damaged", fmt.Errorf("picture: a page of %g by %g points", wide, high))
	}
	scale := presetDPI / pointsPerInch
	switch {
	case req.DPI > 0:
		scale = float64(min(max(req.DPI, dpiLeast), dpiMost)) / pointsPerInch
	case req.Width > 0:
		across := wide
		if req.Turn%180 != 0 {
			across = high
		}
		scale = float64(min(req.Width, widthMost)) / across
	}
	least := min(scale, math.Sqrt(float64(pixels)/(wide*high)), sideMost/wide, sideMost/high)
	return size{
		width:  max(1, int(math.Round(wide*least))),
		height: max(1, int(math.Round(high*least))),
		dpi:    int(math.Round(least * pointsPerInch)), reduced: least < 0.99*scale,
	}, nil
}

package isolate

import (
	"context"
	"errors"
	"path/filepath"

	"minhchung/internal/cchc"
)

// RenderRequest asks for the picture of one page. Its fields are those of
// picture.Request, so that one converts to the other; see there for their bounds.
type RenderRequest struct {
	Page  int    `json:"page"`            // from 1
	DPI   int    `json:"dpi,omitempty"`   // dots an inch; 0: see Width
	Width int    `json:"width,omitempty"` // in pixels, where DPI is 0
	Turn  int    `json:"turn,omitempty"`  // degrees clockwise: 0, 90, 180 or 270
	Scan  bool   `json:"scan,omitempty"`  // for recognition: grey, straightened, a PGM file
	Out   string `json:"out"`             // file to write
	// Quote is marked where its words are found in the text of the page; Marks are
	// marked as they are.
	Quote string     `json:"quote,omitempty"`
	Marks []cchc.Box `json:"marks,omitempty"`
}

// Rendered says what the picture of a page became; its fields are those of
// picture.Rendered.
type Rendered struct {
	Width    int        `json:"width"`  // in pixels
	Height   int        `json:"height"` // in pixels
	DPI      int        `json:"dpi"`    // dots an inch, less than asked for where Reduced
	Reduced  bool       `json:"reduced,omitempty"`
	Blank    bool       `json:"blank,omitempty"`    // nothing is on the page; of scans only
	Sideways bool       `json:"sideways,omitempty"` // its lines seem to run upwards; of scans only
	Skew     float64    `json:"skew,omitempty"`     // degrees clockwise the picture was turned; of scans only
	Before   [2]int     `json:"before"`             // width and height before Skew was applied
	Boxes    []cchc.Box `json:"boxes,omitempty"`    // what was marked
}

// RenderFunc draws one page in the child. The paths are absolute.
type RenderFunc func(ctx context.Context, path string, req RenderRequest) (Rendered, error)

var errNoRenderer = errors.New("isolate: this child draws no pages")

// Render writes the picture of a page to req.Out in a child, waiting for a free one. The
// errors are those of [Pool.Read], and what the renderer itself said. After an error the
// file may be there, whole or in part.
func (p *Pool) Render(ctx context.Context, path string, req RenderRequest) (Rendered, error) {
	out, err := filepath.Abs(req.Out)
	if err != nil {
		return Rendered{}, cchc.OurFault("internal", err)
	}
	req.Out = out
	a, err := p.do(ctx, request{Path: path, Render: &req})
	if err != nil {
		return Rendered{}, err
	}
	return *a.Rendered, nil
}

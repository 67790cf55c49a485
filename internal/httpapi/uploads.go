package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
)

// Defaults of UploadLimits, and the bytes a form field may hold and may follow a form.
const (
	defaultMaxParts   = 5000
	defaultUploadIdle = time.Minute
	maxFieldBytes     = 4096
	maxBehindForm     = 64 << 10
)

type uploadItem struct {
	ID       int64           `json:"id,omitempty" doc:"Row of the ledger; absent where the file was not taken"`
	Path     string          `json:"path" doc:"Name of the file as it was understood"`
	State    cchc.State      `json:"state,omitempty" doc:"Absent where the file was not taken"`
	Document cchc.DocumentID `json:"document,omitempty"`
	Reason   *messages.Said  `json:"reason,omitempty"`
}

type uploadAnswer struct {
	Items  []uploadItem `json:"items" doc:"One an uploaded file, in the order of the parts"`
	Taken  int          `json:"taken"`
	Failed int          `json:"failed" doc:"Files that were not taken, those behind the bound of files included"`
}

func (a *api) registerUploads(router *gin.Engine, h huma.API) {
	const path = "/api/v1/uploads"
	router.POST(path, a.upload)
	schema := func(v any, hint string) *huma.Schema {
		return h.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(v), true, hint)
	}
	form := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{
		"unit":   {Type: huma.TypeString, Description: "Unit of the files behind it; without it the first folder of a name hints at the unit"},
		"sha256": {Type: huma.TypeString, Description: "SHA-256 of the next file, hexadecimal"},
		"file":   {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Format: "binary"}, Description: "Files; the file name of a part may be a relative path"},
	}}
	h.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "upload", Method: http.MethodPost, Path: path, Tags: []string{"Tiếp nhận"},
		Summary:     "Gửi tệp lên; tệp nào không nhận được có lý do riêng, các tệp khác vẫn được nhận",
		Description: "Parts are taken one by one as they arrive. Files may have any size and are never held in memory.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: form}}},
		Responses: map[string]*huma.Response{
			"202":     {Description: "Taken, and to be read", Content: map[string]*huma.MediaType{"application/json": {Schema: schema(uploadAnswer{}, "UploadAnswer")}}},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema(problem{}, "Problem")}}},
		},
	})
}

// upload takes in the files of a form, part by part.
func (a *api) upload(c *gin.Context) {
	if a.cfg.Intake == nil {
		refuse(c, cchc.Waiting("not-taking-in"))
		return
	}
	idle := a.cfg.Uploads.Idle
	if idle <= 0 {
		idle = defaultUploadIdle
	}
	sent := &watched{body: c.Request.Body, idle: idle, rc: http.NewResponseController(c.Writer)}
	c.Request.Body = sent
	parts, err := c.Request.MultipartReader()
	if err != nil {
		c.Header("Connection", "close") // whatever it is, it is not waited for
		refuse(c, cchc.Usage("upload-not-a-form", err))
		return
	}
	r := &reception{api: a, sent: sent, parts: parts, most: a.cfg.Uploads.MaxParts}
	if r.most <= 0 {
		r.most = defaultMaxParts
	}
	r.run(c.Request.Context())
	// What stands behind the form is read here, where a hanging sender is noticed.
	if _, err := io.CopyN(io.Discard, sent, maxBehindForm); !errors.Is(err, io.EOF) {
		c.Header("Connection", "close")
	}
	if len(r.answer.Items) == 0 {
		refuse(c, cchc.Usage("upload-empty", nil))
		return
	}
	c.JSON(http.StatusAccepted, r.answer)
}

// reception is the taking in of one form.
type reception struct {
	api     *api
	sent    *watched
	parts   *multipart.Reader
	most    int
	next    intake.Upload // what the fields said of the next file
	badSum  bool          // the field sha256 was none
	answer  uploadAnswer
	surplus int // files behind the bound
}

func (r *reception) run(ctx context.Context) {
	for {
		part, err := r.parts.NextRawPart()
		if err == io.EOF { // bare; a wrapped one is a form without its end
			break
		}
		if err != nil {
			r.broken(ctx, err)
			break
		}
		field, name, isFile := partName(part)
		switch {
		case !isFile:
			r.field(ctx, field, part)
		case len(r.answer.Items) >= r.most:
			r.surplus++ // the next part is looked for behind its bytes
		default:
			r.file(ctx, name, part)
		}
	}
	if r.surplus > 0 {
		r.refused(ctx, "", cchc.Usage("upload-too-many", nil, strconv.Itoa(r.most), strconv.Itoa(r.surplus)))
		r.answer.Failed += r.surplus - 1
	}
}

// broken notes that the form ended before its end, where the file it broke in does not
// say so already.
func (r *reception) broken(ctx context.Context, err error) {
	if n := len(r.answer.Items); n > 0 && r.answer.Items[n-1].Reason != nil && r.answer.Items[n-1].Reason.Code == "upload-broken" {
		return
	}
	r.refused(ctx, "", cchc.Usage("upload-broken", err))
}

func (r *reception) refused(ctx context.Context, path string, err error) {
	e := cchc.AsError(err)
	// Whoever went away is not our fault and reads no answer.
	if (e.Fault == cchc.FaultOurs || e.Fault == cchc.FaultWaiting) && ctx.Err() == nil {
		r.api.cfg.Log.ErrorContext(ctx, "upload failed", "path", path, "code", e.Reason.Code, "error", err)
	}
	r.answer.Items = append(r.answer.Items, uploadItem{Path: path, Reason: said(ctx, &e.Reason)})
	r.answer.Failed++
}

// field notes what a form field says of the files behind it. A field nobody knows is
// said to be so: it may be a misspelt checksum.
func (r *reception) field(ctx context.Context, name string, part io.Reader) {
	b, err := io.ReadAll(io.LimitReader(part, maxFieldBytes+1))
	if err != nil {
		return // the next part says so
	}
	value := strings.TrimSpace(strings.ToValidUTF8(string(b), "\uFFFD"))
	switch {
	case len(b) <= maxFieldBytes && name == "unit":
		r.next.Unit = value
	case len(b) <= maxFieldBytes && name == "sha256":
		r.next.SHA256 = strings.ToLower(value)
		r.badSum = value != "" && cchc.FileID(r.next.SHA256).Validate() != nil
	case len(r.answer.Items) < r.most:
		r.refused(ctx, "", cchc.Usage("upload-field", nil, shown(name)))
	default:
		r.surplus++
	}
}

func (r *reception) file(ctx context.Context, name string, part io.Reader) {
	up, badSum := r.next, r.badSum
	r.next.SHA256, r.badSum = "", false // of one file only
	var ok bool
	switch up.Name, ok = cleanName(name); {
	case !ok:
		r.refused(ctx, shown(name), cchc.Usage("upload-name", nil, shown(name)))
		return
	case badSum:
		r.refused(ctx, up.Name, cchc.Usage("upload-checksum", nil))
		return
	}
	bounded := &bounded{r: part, left: r.api.cfg.Uploads.MaxBytes, free: r.api.cfg.Uploads.MaxBytes <= 0}
	row, err := r.api.cfg.Intake.Upload(ctx, r.api.actor(ctx), up, bounded)
	switch {
	case err == nil:
		r.answer.Items = append(r.answer.Items, uploadItem{ID: row.ID, Path: up.Name, State: row.State, Document: row.Document, Reason: said(ctx, row.Reason)})
		r.answer.Taken++
	case bounded.over:
		r.refused(ctx, up.Name, cchc.Usage("upload-too-large", err, strconv.FormatInt((r.api.cfg.Uploads.MaxBytes+1<<20-1)>>20, 10)))
	case bounded.broken:
		r.refused(ctx, up.Name, cchc.Usage("upload-broken", err))
	default:
		r.refused(ctx, up.Name, err)
	}
}

// errTooLarge ends the reading of a file behind the bound.
var errTooLarge = errors.New("the file is larger than the setting allows")

// bounded reads a part up to a bound, and remembers why it ended early.
type bounded struct {
	r            io.Reader
	left         int64 // bytes
	free         bool  // no bound
	over, broken bool
}

// Read fails at the first byte behind the bound: a file that is cut is not a file.
func (b *bounded) Read(p []byte) (int, error) {
	if b.over {
		return 0, errTooLarge
	}
	n, err := b.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.broken = true
		err = fmt.Errorf("read upload: %w", err)
	}
	if b.free {
		return n, err
	}
	if b.left -= int64(n); b.left < 0 {
		b.over = true
		return 0, errTooLarge
	}
	return n, err
}

// watched is the body of a request that ends with an error where no byte comes for a
// while. The time spent between reads does not count: a slow disk is not a slow sender.
type watched struct {
	body io.ReadCloser
	idle time.Duration
	rc   *http.ResponseController
}

// Read reads from the connection.
func (w *watched) Read(p []byte) (int, error) {
	// A moment long past ends a read that hangs, whatever the clock says. A connection
	// that knows no deadlines is left to the end of its request.
	guard := time.AfterFunc(w.idle, func() { _ = w.rc.SetReadDeadline(time.Unix(1, 0)) })
	defer guard.Stop()
	return w.body.Read(p)
}

// Close closes the body.
func (w *watched) Close() error { return w.body.Close() }

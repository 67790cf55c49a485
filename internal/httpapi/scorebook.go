package httpapi

import (
	"context"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"minhchung/internal/cchc"
	"minhchung/internal/export"
	"minhchung/internal/messages"
	"minhchung/internal/round"
)

// maxBook bounds a workbook that is sent, in bytes.
const maxBook = 16 << 20

type bookInput struct {
	ID     string `path:"id" maxLength:"40"`
	Office string `query:"office" doc:"Only this office, by id or name"`
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
}

// cellProblem is a cell, row or sheet that was not taken.
type cellProblem struct {
	Sheet  string        `json:"sheet,omitempty"`
	Row    int           `json:"row,omitempty"`
	Cell   string        `json:"cell,omitempty" doc:"B7; absent for a row or sheet as a whole"`
	Reason messages.Said `json:"reason"`
}

// bookAnswer is what became of a workbook.
type bookAnswer struct {
	Round    string        `json:"round"`
	Rows     int           `json:"rows" doc:"Rows of criteria that were read"`
	Changed  int           `json:"changed" doc:"Scores that changed, or would"`
	Kept     int           `json:"kept" doc:"Blank cells beside values that are held and stay"`
	Saved    bool          `json:"saved" doc:"False where it was only tried, or something was wrong"`
	Problems []cellProblem `json:"problems" doc:"What could not be taken"`
	Notices  []cellProblem `json:"notices" doc:"What was passed over; nothing is wrong"`
}

func (a *api) registerScoreBook(router *gin.Engine, h huma.API, tags []string) {
	const path = "/api/v1/rounds/{id}/workbook"
	huma.Register(h, huma.Operation{
		OperationID: "export-scores", Method: http.MethodGet, Path: path, Tags: tags,
		Summary: "Tải bảng điểm theo mẫu của tỉnh (XLSX hoặc CSV); điền rồi nhập lại được",
		Responses: map[string]*huma.Response{"200": {Description: "XLSX or CSV", Content: map[string]*huma.MediaType{
			export.TypeXLSX: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}, "text/csv": {Schema: &huma.Schema{Type: huma.TypeString}},
		}}},
	}, a.exportScores)
	router.POST("/api/v1/rounds/:id/workbook", a.importScores)
	schema := h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[bookAnswer](), true, "BookAnswer")
	text, flag := &huma.Schema{Type: huma.TypeString}, &huma.Schema{Type: huma.TypeBoolean}
	h.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "import-scores", Method: http.MethodPost, Path: path, Tags: tags,
		Summary:     "Nhập bảng điểm (XLSX hoặc CSV, thân yêu cầu là nội dung tệp); có ô sai thì nêu từng ô và chưa lưu gì",
		Description: "The body is the file itself, at most 16 MB. It is read in a reading child. With dry_run nothing is saved.",
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: text},
			{Name: "office", In: "query", Schema: text, Description: "Whose it is, where the file does not say"},
			{Name: "sheet", In: "query", Schema: text, Description: "Name or number of the sheet; all with a heading where absent"},
			{Name: "columns", In: "query", Schema: text, Description: "stt=A,tu-cham=G where the headings are not understood"},
			{Name: "only", In: "query", Schema: text, Description: "Fields to take, with commas between: self,figures"},
			{Name: "replace", In: "query", Schema: flag, Description: "Blank cells take back what is held"},
			{Name: "partial", In: "query", Schema: flag, Description: "Take what is right, although something is wrong"},
			{Name: "dry_run", In: "query", Schema: flag, Description: "Only say what would become of it"},
			{Name: "name", In: "query", Schema: text, Description: "Name of the file, to be shown"},
			{Name: "by", In: "query", Schema: text, Description: "Who does it"},
			{Name: "unit", In: "query", Schema: text, Description: "The unit he speaks for"},
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses: map[string]*huma.Response{
			"200":     {Description: "What became of it", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[problem](), true, "Problem")}}},
		},
	})
}

// exportScores sends the workbook of scores.
func (a *api) exportScores(ctx context.Context, in *bookInput) (*huma.StreamResponse, error) {
	r, err := a.round(ctx, in.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	rules, cat, err := a.rulesOf(ctx, r)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	offices := round.Offices(r)
	if in.Office != "" {
		office, err := rules.Office(in.Office)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		offices = []string{office}
	}
	held, err := a.cfg.Store.ScoresOf(ctx, a.scope(ctx), r.ID)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	kind := export.TypeXLSX
	var write func(io.Writer) error
	if in.Format == "csv" {
		page, err := rules.Flat(cat, held, offices)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		kind, write = export.TypeCSV, func(w io.Writer) error { return export.ScoresCSV(w, page) }
	} else {
		pages, err := rules.Pages(cat, held, offices)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		write = func(w io.Writer) error { return export.WriteForms(w, export.Scores(pages)) }
	}
	return a.download(kind, "bang-diem-"+r.ID+"."+in.Format, write), nil
}

// importScores takes the bytes of a workbook as the body of the request.
func (a *api) importScores(c *gin.Context) {
	ctx := c.Request.Context()
	v, err := a.importedScores(ctx, c)
	if err != nil {
		_ = a.fail(ctx, err)
		refuse(c, err)
		return
	}
	c.Header("Content-Type", "application/json") // as the other operations say it
	c.JSON(http.StatusOK, v)
}

func (a *api) importedScores(ctx context.Context, c *gin.Context) (v bookAnswer, err error) {
	if a.cfg.Rounds == nil {
		return v, cchc.Waiting("not-taking-in")
	}
	r, err := a.round(ctx, c.Param("id"))
	if err != nil {
		return v, err
	}
	o := round.BookOptions{Office: c.Query("office"), Sheet: c.Query("sheet"), Columns: c.Query("columns"), BlankClears: isTrue(c, "replace")}
	if only := c.Query("only"); only != "" {
		for name := range strings.SplitSeq(only, ",") {
			field, err := round.ParseField(strings.TrimSpace(name))
			if err != nil {
				return v, err
			}
			o.Only = append(o.Only, field)
		}
	}
	sheets, err := a.sentBook(ctx, c)
	if err != nil {
		return v, err
	}
	rules, _, err := a.rulesOf(ctx, r)
	if err != nil {
		return v, err
	}
	held, err := a.cfg.Store.ScoresOf(ctx, a.scope(ctx), r.ID)
	if err != nil {
		return v, err
	}
	actor := a.scorer(ctx, c.Query("by"), c.Query("unit"))
	book, err := rules.ReadBook(actor, sheets, held, o, a.cfg.Now())
	if err != nil {
		return v, err
	}
	v = bookAnswer{Round: r.ID, Rows: book.Rows, Changed: len(book.Edits), Kept: book.Kept, Problems: cells(ctx, book.Problems), Notices: cells(ctx, book.Notices)}
	if isTrue(c, "dry_run") || len(book.Problems) > 0 && !isTrue(c, "partial") {
		return v, nil
	}
	changed, err := a.cfg.Store.SaveScores(ctx, actor, r.ID, book.Edits)
	a.computed.forget()
	v.Changed, v.Saved = len(changed), err == nil
	return v, err
}

func (a *api) sentBook(ctx context.Context, c *gin.Context) ([]round.Sheet, error) {
	sent := &watched{body: c.Request.Body, idle: defaultUploadIdle, rc: http.NewResponseController(c.Writer)}
	bounded := &bounded{r: sent, left: maxBook}
	sheets, err := a.cfg.Rounds.Book(ctx, shown(c.Query("name")), bounded)
	switch {
	case bounded.over:
		return nil, cchc.Usage("book-bytes", err, strconv.Itoa(maxBook>>20))
	case bounded.broken:
		return nil, cchc.Usage("upload-broken", err)
	}
	return sheets, err
}

func isTrue(c *gin.Context, name string) bool {
	v, err := strconv.ParseBool(c.Query(name))
	return err == nil && v
}

func cells(ctx context.Context, problems []round.Problem) []cellProblem {
	out := make([]cellProblem, 0, len(problems))
	for _, p := range problems {
		out = append(out, cellProblem{p.Sheet, p.Row, p.Cell, messages.Say(p.Reason, langOf(ctx))})
	}
	return out
}

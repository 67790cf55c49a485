package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"minhchung/internal/cchc"
	"minhchung/internal/export"
	"minhchung/internal/messages"
	"minhchung/internal/register"
	"minhchung/internal/store"
)

// Tabler reads the tables of a file that was sent, in a reading child.
type Tabler interface {
	Tables(ctx context.Context, content io.Reader) ([]register.Sheet, error)
}

// maxRegister bounds a register that is sent, in bytes.
const maxRegister = 32 << 20

type registerRow struct {
	Year     int       `json:"year"`
	Name     string    `json:"name" doc:"Of the file it was read from"`
	Entries  int       `json:"entries"`
	Problems int       `json:"problems" doc:"Lines with something wrong"`
	By       string    `json:"by"`
	Imported time.Time `json:"imported"`
}

func registerOf(r store.RegisterRow) registerRow {
	return registerRow{r.Year, r.Name, r.Entries, r.Problems, r.By, r.Imported}
}

type registerInput struct {
	Year   int    `query:"year" required:"true" minimum:"1945" maximum:"2200"`
	List   string `query:"list" enum:"received,missing,unregistered" doc:"Only this list; all three without it"`
	Offset int    `query:"offset" minimum:"0"`
	Limit  int    `query:"limit" default:"200" minimum:"1" maximum:"1000" doc:"Rows of the answer, over all lists"`
}

type registerLine struct {
	List     register.List       `json:"list" enum:"received,missing,unregistered"`
	Entry    *cchc.RegisterEntry `json:"entry,omitempty" doc:"Absent for what is not registered"`
	Document *brief              `json:"document,omitempty" doc:"Absent for what was not received"`
	Others   int                 `json:"others,omitempty" doc:"Further documents of the number"`
	Differs  []string            `json:"differs,omitempty" enum:"date,subject" doc:"What entry and document disagree on"`
	Maybe    []brief             `json:"maybe,omitempty" doc:"Documents without number that read the same"`
}

type registerView struct {
	Year         int               `json:"year"`
	Entries      int               `json:"entries"`
	Received     int               `json:"received" doc:"Registered, and there"`
	Missing      int               `json:"missing" doc:"Registered, but no file bears the number"`
	Unregistered int               `json:"unregistered" doc:"There, with a sign of the office, but not registered"`
	Doubled      int               `json:"doubled" doc:"Numbers entered twice"`
	Elsewhere    int               `json:"elsewhere" doc:"Registered, and there, but with a unit the reader does not see"`
	Problems     []registerProblem `json:"problems"`
	Items        []registerLine    `json:"items"`
	Total        int               `json:"total" doc:"Rows in all"`
}

type registerProblem struct {
	Line   int           `json:"line"`
	Reason messages.Said `json:"reason"`
}

type registerFileInput struct {
	Year   int    `query:"year" required:"true" minimum:"1945" maximum:"2200"`
	List   string `query:"list" enum:"received,missing,unregistered"`
	Format string `query:"format" enum:"csv,xlsx" default:"csv"`
}

func (a *api) registerRegister(router *gin.Engine, h huma.API) {
	tags := []string{"Sổ văn bản đi"}
	huma.Register(h, huma.Operation{
		OperationID: "list-registers", Method: http.MethodGet, Path: "/api/v1/registers", Tags: tags,
		Summary: "Các sổ văn bản đi đã nhập, mỗi năm một sổ",
	}, a.listRegisters)
	huma.Register(h, huma.Operation{
		OperationID: "compare-register", Method: http.MethodGet, Path: "/api/v1/register", Tags: tags,
		Summary: "Đối chiếu sổ văn bản đi với văn bản đã có: có trong sổ và đã có tệp, có trong sổ nhưng chưa có tệp, có tệp nhưng không có trong sổ",
	}, a.compareRegister)
	huma.Register(h, huma.Operation{
		OperationID: "export-register", Method: http.MethodGet, Path: "/api/v1/register/file", Tags: tags,
		Summary: "Tải kết quả đối chiếu sổ văn bản đi (XLSX, hoặc CSV mở được bằng Excel)",
		Responses: map[string]*huma.Response{"200": {
			Description: "The table", Content: map[string]*huma.MediaType{
				"text/csv":      {Schema: &huma.Schema{Type: huma.TypeString}},
				export.TypeXLSX: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
			},
		}},
	}, a.exportRegister)
	a.registerImport(router, h, tags)
	a.registerPreview(router, h, tags)
}

// registerImport adds the operation that takes the bytes of a file as they are.
func (a *api) registerImport(router *gin.Engine, h huma.API, tags []string) {
	const path = "/api/v1/register"
	router.POST(path, a.importRegister)
	schema := h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[registerView](), true, "RegisterView")
	text := &huma.Schema{Type: huma.TypeString}
	h.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "import-register", Method: http.MethodPost, Path: path, Tags: tags,
		Summary:     "Nhập sổ văn bản đi (XLSX hoặc CSV, thân yêu cầu là nội dung tệp); nhập lại thì thay sổ của năm đó",
		Description: "The body is the file itself, at most 32 MB. It is read in a reading child.",
		Parameters: []*huma.Param{
			{Name: "year", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger}, Description: "Without it that of most dates"},
			{Name: "sheet", In: "query", Schema: text, Description: "Name or number of the sheet; all that read as a register without it"},
			{Name: "columns", In: "query", Schema: text, Description: "so=A,ngay=B,trich-yeu=C where the headings are not understood"},
			{Name: "name", In: "query", Schema: text, Description: "Name of the file, to be shown"},
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses: map[string]*huma.Response{
			"200":     {Description: "The comparison, as GET gives it", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[problem](), true, "Problem")}}},
		},
	})
}

func (a *api) listRegisters(ctx context.Context, _ *struct{}) (*body[list[registerRow]], error) {
	rows, err := a.cfg.Store.Registers(ctx, a.scope(ctx))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	out := make([]registerRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, registerOf(r))
	}
	return &body[list[registerRow]]{list[registerRow]{Items: out, Total: len(out)}}, nil
}

func (a *api) compareRegister(ctx context.Context, in *registerInput) (*body[registerView], error) {
	v, err := a.registerView(ctx, *in)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[registerView]{v}, nil
}

func (a *api) report(ctx context.Context, year int) (register.Register, register.Report, error) {
	r, report, err := a.cfg.Store.RegisterReport(ctx, a.scope(ctx), year)
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-such-register", err, strconv.Itoa(year))
	}
	return r, report, err
}

func (a *api) registerView(ctx context.Context, in registerInput) (v registerView, err error) {
	r, report, err := a.report(ctx, in.Year)
	if err != nil {
		return v, err
	}
	v = registerView{
		Year: in.Year, Entries: len(r.Entries), Received: len(report.Received), Missing: len(report.Missing),
		Unregistered: len(report.Unregistered), Doubled: len(report.Doubled),
		Elsewhere: report.Elsewhere, Problems: []registerProblem{}, Items: []registerLine{},
	}
	for _, p := range r.Problems[:min(len(r.Problems), 1000)] {
		v.Problems = append(v.Problems, registerProblem{p.Line, messages.Say(p.Reason, langOf(ctx))})
	}
	lines := report.Lines(register.List(in.List))
	v.Total = len(lines)
	lines = lines[min(in.Offset, len(lines)):]
	lines = lines[:min(in.Limit, len(lines))]
	docs, err := a.lineDocuments(ctx, lines)
	if err != nil {
		return v, err
	}
	for _, l := range lines {
		row := registerLine{List: l.List, Entry: l.Entry, Others: l.Others, Differs: l.Differs}
		if d, ok := docs[l.Document]; ok {
			b := briefOf(d)
			row.Document = &b
		}
		for _, id := range l.Maybe {
			if d, ok := docs[id]; ok {
				row.Maybe = append(row.Maybe, briefOf(d))
			}
		}
		v.Items = append(v.Items, row)
	}
	return v, nil
}

func (a *api) lineDocuments(ctx context.Context, lines []register.Line) (map[cchc.DocumentID]cchc.Document, error) {
	var ids []cchc.DocumentID
	for _, l := range lines {
		if l.Document != "" {
			ids = append(ids, l.Document)
		}
		ids = append(ids, l.Maybe...)
	}
	return a.cfg.Store.DocumentsByID(ctx, a.scope(ctx), ids)
}

// exportRegister sends the comparison as a table.
func (a *api) exportRegister(ctx context.Context, in *registerFileInput) (*huma.StreamResponse, error) {
	_, report, err := a.report(ctx, in.Year)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	lines := report.Lines(register.List(in.List))
	docs, err := a.lineDocuments(ctx, lines)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	t := export.Table{Name: "Sổ văn bản đi", Head: register.Head()}
	for _, l := range lines {
		t.Rows = append(t.Rows, l.Cells(docs[l.Document]))
	}
	kind, write := export.TypeCSV, t.CSV
	if in.Format == "xlsx" {
		kind, write = export.TypeXLSX, t.XLSX
	}
	return a.download(kind, "so-van-ban-di-"+strconv.Itoa(in.Year)+"."+in.Format, write), nil
}

// importRegister takes the bytes of a file as the body of the request.
func (a *api) importRegister(c *gin.Context) {
	ctx := c.Request.Context()
	v, err := a.imported(ctx, c)
	if err != nil {
		_ = a.fail(ctx, err)
		refuse(c, err)
		return
	}
	c.Header("Content-Type", "application/json") // as the other operations say it
	c.JSON(http.StatusOK, v)
}

func (a *api) imported(ctx context.Context, c *gin.Context) (v registerView, err error) {
	o := register.Options{Sheet: c.Query("sheet"), Columns: c.Query("columns")}
	if year := c.Query("year"); year != "" {
		if o.Year, err = strconv.Atoi(year); err != nil {
			return v, cchc.Usage("register-no-year", err)
		}
	}
	sheets, err := a.sentTables(ctx, c)
	if err != nil {
		return v, err
	}
	r, err := register.Import(sheets, o)
	if err != nil {
		return v, err
	}
	if err := a.cfg.Store.SaveRegister(ctx, a.actor(ctx), r, shown(c.Query("name"))); err != nil {
		return v, err
	}
	return a.registerView(ctx, registerInput{Year: r.Year, Limit: 200})
}

package httpapi

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// agenciesTaken is what came of a list of agencies.
type agenciesTaken struct {
	Agencies []agency.Agency   `json:"agencies" doc:"Those added or changed"`
	Problems []registerProblem `json:"problems" doc:"Lines that were not taken, or not wholly"`
}

// registerAgencyImport adds the operation that takes the bytes of a table as they are.
func (a *api) registerAgencyImport(router *gin.Engine, h huma.API) {
	const path = "/api/v1/agencies/import"
	router.POST(path, func(c *gin.Context) {
		ctx := c.Request.Context()
		taken, err := a.importAgencies(ctx, c)
		if err != nil {
			_ = a.fail(ctx, err)
			refuse(c, err)
			return
		}
		c.Header("Content-Type", "application/json")
		c.JSON(http.StatusOK, taken)
	})
	schema := h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[agenciesTaken](), true, "AgenciesTaken")
	h.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "import-agencies", Method: http.MethodPost, Path: path, Tags: []string{"Cơ quan"},
		Summary:     "Nhập danh mục cơ quan (XLSX hoặc CSV, thân yêu cầu là nội dung tệp): tên, ký hiệu, tên khác, từ ngày, đến ngày, kế thừa",
		Description: "The body is the file itself, at most 32 MB. Agencies there are keep what the table says nothing of.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses: map[string]*huma.Response{
			"200":     {Description: "What was taken", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[problem](), true, "Problem")}}},
		},
	})
}

func (a *api) importAgencies(ctx context.Context, c *gin.Context) (out agenciesTaken, err error) {
	if a.cfg.Corrections == nil {
		return out, cchc.Waiting("no-correcting")
	}
	sheets, err := a.sentTables(ctx, c)
	if err != nil {
		return out, err
	}
	listed, err := a.cfg.Corrections.ImportAgencies(ctx, a.actor(ctx), sheets)
	a.computed.forget()
	if err != nil {
		return out, err
	}
	out = agenciesTaken{orEmpty(listed.Agencies), []registerProblem{}}
	for _, p := range listed.Problems {
		out.Problems = append(out.Problems, registerProblem{p.Line, messages.Say(p.Reason, langOf(ctx))})
	}
	return out, nil
}

package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhchung/internal/agency"
	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
	"minhchung/internal/particulars"
	"minhchung/internal/register"
)

// Corrector keeps what people say of documents and agencies, and has it take effect.
type Corrector interface {
	// Correct wraps [cchc.ErrNotFound] where a document does not exist or nothing is there
	// to be undone.
	Correct(ctx context.Context, actor cchc.Actor, edits []intake.Edit) error
	// SaveAgency and RemoveAgency also group the documents anew.
	SaveAgency(ctx context.Context, actor cchc.Actor, a agency.Agency) error
	RemoveAgency(ctx context.Context, actor cchc.Actor, id string) error
	// ImportAgencies takes the agencies of the first sheet with a heading that reads as one.
	ImportAgencies(ctx context.Context, actor cchc.Actor, sheets []register.Sheet) (agency.Listed, error)
}

// brief is a document as other lists name it.
type brief struct {
	ID         cchc.DocumentID `json:"id"`
	Code       string          `json:"code,omitempty"`
	Type       string          `json:"type,omitempty"`
	Title      string          `json:"title,omitempty"`
	IssuedDate cchc.Date       `json:"issued_date,omitzero"`
	Organ      string          `json:"organ,omitempty"`
	Path       string          `json:"path"`
	Format     cchc.Format     `json:"format"`
}

func briefOf(d cchc.Document) brief {
	p := d.Particulars
	return brief{d.ID, p.Code, p.Type, p.Subject, p.IssuedDate, p.OrganName, d.Path, d.Format}
}

// briefs are documents in the order asked for; those not in the scope are left out.
func (a *api) briefs(ctx context.Context, ids []cchc.DocumentID) ([]brief, error) {
	out := []brief{}
	if len(ids) == 0 {
		return out, nil
	}
	docs, err := a.cfg.Store.DocumentsByID(ctx, a.scope(ctx), ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if d, ok := docs[id]; ok {
			out = append(out, briefOf(d))
		}
	}
	return out, nil
}

type correctionRow struct {
	ID       int64               `json:"id"`
	Field    string              `json:"field"`
	Label    string              `json:"label"`
	Kind     cchc.CorrectionKind `json:"kind"`
	Value    any                 `json:"value,omitempty" doc:"Absent where it was made blank"`
	Text     string              `json:"text" doc:"The value as people read it"`
	Found    any                 `json:"found,omitempty" doc:"What the program had read then; absent where blank"`
	By       string              `json:"by"`
	At       time.Time           `json:"at"`
	Note     string              `json:"note,omitempty"`
	UndoneBy string              `json:"undone_by,omitempty"`
	UndoneAt *time.Time          `json:"undone_at,omitempty"`
}

func correctionOf(ctx context.Context, c cchc.Correction) correctionRow {
	row := correctionRow{
		ID: c.ID, Field: c.Field, Label: labelOf(ctx, c.Field), Kind: c.Kind, Value: particulars.Shown(c.Field, c.Value),
		Text: particulars.Text(c.Field, c.Value), Found: particulars.Shown(c.Field, c.Found),
		By: c.By, At: c.At, Note: c.Note, UndoneBy: c.UndoneBy,
	}
	if !c.UndoneAt.IsZero() {
		row.UndoneAt = &c.UndoneAt
	}
	return row
}

func labelOf(ctx context.Context, field string) string {
	return messages.Words(particulars.Label(field), langOf(ctx)).Message
}

type fieldRow struct {
	Field      string         `json:"field"`
	Label      string         `json:"label"`
	Value      any            `json:"value,omitempty" doc:"As it counts now, in the shape a correction takes; absent where blank"`
	Text       string         `json:"text" doc:"The value as people read it"`
	Found      any            `json:"found,omitempty" doc:"As the program reads it; absent where blank"`
	FoundText  string         `json:"found_text"`
	Confidence float64        `json:"confidence" doc:"Of what the program reads, 0..1; 0 where it is blank"`
	Doubtful   bool           `json:"doubtful" doc:"To be confirmed"`
	Correction *correctionRow `json:"correction,omitempty" doc:"What a person said of it, where it holds"`
	Reread     bool           `json:"reread" doc:"The program reads it differently today from what it read when the person spoke"`
	Undoable   int            `json:"undoable" doc:"How many corrections can be taken back one by one"`
	Span       *cchc.Span     `json:"span,omitempty" doc:"Where it was read"`
}

type particularsView struct {
	Document cchc.Document   `json:"document"`
	Fields   []fieldRow      `json:"fields"`
	History  []correctionRow `json:"history" doc:"Everything people said, the last first"`
}

type typeRow struct {
	Abbreviation string `json:"abbreviation" doc:"As a correction takes it"`
	Name         string `json:"name"`
}

type correctInput struct {
	ID   string `path:"id"`
	Body struct {
		Values map[string]any `json:"values,omitempty" doc:"New values by field, in the shape of GET …/particulars; null or an empty text makes a field blank"`
		AsRead []string       `json:"as_read,omitempty" maxItems:"30" doc:"Fields whose present value is right"`
		Note   string         `json:"note,omitempty" maxLength:"2000"`
	}
}

type undoInput struct {
	ID    string `path:"id"`
	Field string `path:"field"`
}

func (a *api) registerCorrections(h huma.API) {
	tags := []string{"Thông tin văn bản"}
	huma.Register(h, huma.Operation{
		OperationID: "get-particulars", Method: http.MethodGet, Path: "/api/v1/documents/{id}/particulars", Tags: tags,
		Summary: "Thông tin của văn bản: giá trị đang dùng, giá trị chương trình đọc được, ai đã sửa hay xác nhận",
	}, a.getParticulars)
	huma.Register(h, huma.Operation{
		OperationID: "list-document-types", Method: http.MethodGet, Path: "/api/v1/document-types", Tags: tags,
		Summary: "Các loại văn bản mà chương trình biết, với chữ viết tắt",
	}, a.listTypes)
	huma.Register(h, huma.Operation{
		OperationID: "correct-document", Method: http.MethodPut, Path: "/api/v1/documents/{id}/corrections", Tags: tags,
		Summary:     "Sửa hoặc xác nhận thông tin của văn bản; có hiệu lực ngay khi tìm và đề xuất minh chứng",
		Description: "Sửa đổi được giữ khi đọc lại tệp. Mỗi lần sửa ghi ai, lúc nào, ghi chú.",
	}, a.correct)
	huma.Register(h, huma.Operation{
		OperationID: "undo-correction", Method: http.MethodDelete, Path: "/api/v1/documents/{id}/corrections/{field}", Tags: tags,
		Summary: "Hoàn tác lần sửa hoặc xác nhận cuối cùng của một mục; lần trước đó, nếu có, lại có hiệu lực",
	}, a.undoCorrection)
}

func (a *api) listTypes(context.Context, *struct{}) (*body[list[typeRow]], error) {
	out := list[typeRow]{Items: []typeRow{}}
	for _, t := range describe.Types() {
		if t.Abbr != "" {
			out.Items = append(out.Items, typeRow{t.Abbr, t.Name})
		}
	}
	out.Total = len(out.Items)
	return &body[list[typeRow]]{out}, nil
}

func (a *api) getParticulars(ctx context.Context, in *documentInput) (*body[particularsView], error) {
	v, err := a.particulars(ctx, cchc.DocumentID(in.ID))
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[particularsView]{v}, nil
}

func (a *api) particulars(ctx context.Context, id cchc.DocumentID) (v particularsView, err error) {
	held, err := a.cfg.Store.Held(ctx, a.scope(ctx), []cchc.DocumentID{id})
	if err != nil {
		return v, err
	}
	h, ok := held[id]
	if !ok {
		return v, cchc.Usage("no-such-document", cchc.ErrNotFound, string(id))
	}
	log, err := a.cfg.Store.CorrectionLog(ctx, a.scope(ctx), id)
	if err != nil {
		return v, err
	}
	states, err := particulars.States(h.Document, h.Found, h.Corrections)
	if err != nil {
		return v, err
	}
	v = particularsView{Document: h.Document, Fields: []fieldRow{}, History: []correctionRow{}}
	doubtful := particulars.Doubtful(h.Document.Particulars, a.cfg.Doubt)
	for _, s := range states {
		row := fieldRow{
			Field: s.Field, Label: labelOf(ctx, s.Field), Value: particulars.Shown(s.Field, s.Value), Text: particulars.Text(s.Field, s.Value),
			Found: particulars.Shown(s.Field, s.Found), FoundText: particulars.Text(s.Field, s.Found), Confidence: s.Confidence, Reread: s.Reread,
		}
		for _, d := range doubtful {
			row.Doubtful = row.Doubtful || d == s.Field
		}
		if s.Correction != nil {
			c := correctionOf(ctx, *s.Correction)
			row.Correction, row.Undoable = &c, 1+len(s.Earlier)
		}
		if span, ok := h.Found.Particulars.Spans[s.Field]; ok {
			row.Span = &span
		}
		v.Fields = append(v.Fields, row)
	}
	for _, c := range log {
		v.History = append(v.History, correctionOf(ctx, c))
	}
	return v, nil
}

func (a *api) correct(ctx context.Context, in *correctInput) (*body[particularsView], error) {
	var edits []intake.Edit
	id := cchc.DocumentID(in.ID)
	values := map[string]any{}
	for name, value := range in.Body.Values {
		field, ok := particulars.Named(name)
		if !ok {
			return nil, a.fail(ctx, particulars.Unknown(name))
		}
		values[field] = value
	}
	for _, field := range particulars.Fields() { // in the order of the form
		value, given := values[field]
		if !given {
			continue
		}
		raw, err := json.Marshal(value)
		if err == nil {
			raw, err = particulars.Patch(field, raw, describe.TypeName)
		}
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		edits = append(edits, intake.Edit{Document: id, Field: field, Kind: cchc.Corrected, Value: raw, Note: in.Body.Note})
	}
	confirmed, err := confirmations(id, in.Body.AsRead, in.Body.Note)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return a.edited(ctx, id, append(edits, confirmed...))
}

// confirmations are edits that say that fields are right as they are.
func confirmations(id cchc.DocumentID, fields []string, note string) ([]intake.Edit, error) {
	var edits []intake.Edit
	for _, name := range fields {
		field, ok := particulars.Named(name)
		if !ok {
			return nil, particulars.Unknown(name)
		}
		edits = append(edits, intake.Edit{Document: id, Field: field, Kind: cchc.Confirmed, Note: note})
	}
	return edits, nil
}

func (a *api) undoCorrection(ctx context.Context, in *undoInput) (*body[particularsView], error) {
	id := cchc.DocumentID(in.ID)
	if _, err := a.document(ctx, in.ID); err != nil {
		return nil, a.fail(ctx, err)
	}
	return a.edited(ctx, id, []intake.Edit{{Document: id, Field: in.Field, Undo: true}})
}

// edited has edits of one document take effect and shows it.
func (a *api) edited(ctx context.Context, id cchc.DocumentID, edits []intake.Edit) (*body[particularsView], error) {
	if _, err := a.document(ctx, string(id)); err != nil {
		return nil, a.fail(ctx, err)
	}
	if err := a.save(ctx, edits); err != nil {
		return nil, a.fail(ctx, err)
	}
	v, err := a.particulars(ctx, id)
	if err != nil {
		return nil, a.fail(ctx, err)
	}
	return &body[particularsView]{v}, nil
}

func (a *api) save(ctx context.Context, edits []intake.Edit) error {
	switch {
	case a.cfg.Corrections == nil:
		return cchc.Waiting("no-correcting")
	case len(edits) == 0:
		return cchc.Usage("nothing-to-correct", nil)
	}
	err := a.cfg.Corrections.Correct(ctx, a.actor(ctx), edits)
	a.computed.forget()
	if errors.Is(err, cchc.ErrNotFound) {
		if edits[0].Undo {
			return cchc.Usage("nothing-to-undo", err)
		}
		return cchc.Usage("no-such-document", err, string(edits[0].Document))
	}
	return err
}

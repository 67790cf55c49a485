package record

import (
	"context"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// HitRow is a document found, with its best passage.
type HitRow struct {
	Rank       int              `json:"rank"` // from 1, counted through all pages
	Path       string           `json:"path"`
	Document   cchc.DocumentID  `json:"document"`
	Title      string           `json:"title"` // see [Title]
	Code       string           `json:"code"`  // "" where the document has none
	Type       string           `json:"type"`
	TypeName   string           `json:"type_name"`
	IssuedDate string           `json:"issued_date"` // ISO, "" where unknown
	OrganName  string           `json:"organ_name"`
	Unit       string           `json:"unit" doc:"Unit it was dropped for; empty for the office itself"`
	UnitName   string           `json:"unit_name" doc:"The unit as the catalogue calls it, or else as in unit"`
	Quality    cchc.ReadQuality `json:"quality" enum:"good,poor,partly" doc:"How well the document was read, worst page first"`
	Draft      bool             `json:"draft" doc:"A hint: the paper says so of itself, or bears a sign without a number, as drafts do"`
	Page       *int             `json:"page"`      // null where the format has no pages
	Paragraph  int              `json:"paragraph"` // from 1 through the document, 0 where unknown
	Section    string           `json:"section"`
	Place      string           `json:"place" doc:"Where the passage stands, as people cite it: mục II.3, trang 4"`
	Snippet    string           `json:"snippet"` // "" where the document has no text yet
	// Marks are the byte offsets [start, end) in Snippet of what was looked for.
	Marks [][2]int `json:"marks"`
	Score float64  `json:"score"` // comparable within one answer only

	text string // of the passage
}

// fill makes rows of hits. Hits whose document the record does not have or the scope does
// not see are dropped: the record decides, the index is derived.
func fill(ctx context.Context, source Source, scope cchc.Scope, hits []search.Hit, terms search.Terms) ([]HitRow, error) {
	rows := make([]HitRow, 0, len(hits))
	if len(hits) == 0 {
		return rows, nil
	}
	units, err := source.Units(ctx, scope)
	if err != nil {
		return nil, err
	}
	what := sought{terms, search.NewMeasure(terms)}
	made := make([][]HitRow, (len(hits)+fillAtOnce-1)/fillAtOnce)
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(min(fillWorkers, runtime.GOMAXPROCS(0)))
	for i := range made {
		part := hits[i*fillAtOnce : min((i+1)*fillAtOnce, len(hits))]
		group.Go(func() (err error) {
			made[i], err = fillPart(within, source, scope, part, what, units)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, part := range made {
		rows = append(rows, part...)
	}
	return rows, nil
}

// Rows are made in portions, of which long answers have several side by side.
const (
	fillAtOnce  = 100
	fillWorkers = 2
)

func fillPart(ctx context.Context, source Source, scope cchc.Scope, hits []search.Hit, what sought, units *Units) ([]HitRow, error) {
	documents := make([]cchc.DocumentID, len(hits))
	passages := make([]cchc.PassageID, len(hits))
	for i, h := range hits {
		documents[i], passages[i] = h.Document, h.Passage
	}
	known, err := source.DocumentsByID(ctx, scope, documents)
	if err != nil {
		return nil, err
	}
	texts, err := source.PassagesByID(ctx, scope, passages)
	if err != nil {
		return nil, err
	}
	rows := make([]HitRow, 0, len(hits))
	next := map[int][]cchc.PassageID{} // of rows that show little of what was looked for
	for _, h := range hits {
		if d, ok := known[h.Document]; ok {
			r := row(h, d, texts[h.Passage], what.terms)
			r.UnitName = units.Name(d.Unit)
			if n := what.furtherOf(r.text, h.Next); n > 0 {
				next[len(rows)] = h.Next[:n]
			}
			rows = append(rows, r)
		}
	}
	return rows, better(ctx, source, scope, rows, next, what)
}

// sought is what rows are to show.
type sought struct {
	terms   search.Terms
	measure *search.Measure
}

// in is how much a text says of it; a phrase that must be met is worth more than all words.
func (w sought) in(text string) float64 {
	share := w.measure.Holds(text)
	if len(w.terms.Required) > 0 && w.terms.Says(text) {
		share++
	}
	return share
}

// whole is the most that in can be.
func (w sought) whole() float64 {
	if len(w.terms.Required) > 0 {
		return 2
	}
	return 1
}

// nextFew is how many other passages are looked at for a row that shows something, so that
// a long answer costs little; for one that shows nothing, or lacks a phrase, all are.
const nextFew = 4

// furtherOf is how many of the next passages are to be looked at for a row that shows a text.
func (w sought) furtherOf(text string, next []cchc.PassageID) int {
	switch share := w.in(text); {
	case share >= w.whole():
		return 0
	case share == 0 || len(w.terms.Required) > 0 && share <= 1:
		return len(next)
	}
	return min(len(next), nextFew)
}

// better has rows show the first of other passages that says most of what was looked for.
// A passage may match by the title of its document alone, and then the shortest comes first
// ("Nơi nhận"). Where none of them is better, a row stays as it is.
func better(ctx context.Context, source Source, scope cchc.Scope, rows []HitRow, next map[int][]cchc.PassageID, what sought) error {
	if len(next) == 0 {
		return nil
	}
	var named []cchc.PassageID
	for _, ids := range next {
		named = append(named, ids...)
	}
	texts, err := source.PassagesByID(ctx, scope, named)
	if err != nil {
		return err
	}
	for i, ids := range next {
		best, at := what.in(rows[i].text), cchc.PassageID("")
		for _, id := range ids {
			if share := what.in(texts[id].Text); share > best {
				best, at = share, id
			}
			if best >= what.whole() {
				break
			}
		}
		if at != "" {
			rows[i].stand(texts[at], what.terms)
		}
	}
	return nil
}

func row(h search.Hit, d cchc.Document, p cchc.Passage, terms search.Terms) HitRow {
	x := d.Particulars
	r := HitRow{
		Rank: h.Rank, Path: d.Path, Document: d.ID, Title: Title(d), Code: x.Code, Type: x.Type, TypeName: x.TypeName,
		IssuedDate: x.IssuedDate.String(), OrganName: x.OrganName, Unit: d.Unit, Quality: Quality(d), Draft: draft(x),
		Score: h.Score,
	}
	r.stand(p, terms)
	return r
}

// stand has the row show a passage.
func (r *HitRow) stand(p cchc.Passage, terms search.Terms) {
	r.text = p.Text
	r.Paragraph, r.Section, r.Place, r.Page = p.Paragraph, p.Section, Place(p), nil
	if p.Page > 0 {
		page := p.Page
		r.Page = &page
	}
	r.Marks = [][2]int{}
	snippet, marks := terms.Snippet(p.Text, search.DefaultSnippet)
	r.Snippet = snippet
	if marks != nil {
		r.Marks = marks
	}
}

// draft is a hint: the paper calls itself one, or bears a sign and no number, which Nghị
// định 30/2020/NĐ-CP gives when a paper is issued.
func draft(p cchc.Particulars) bool { return p.Draft || p.CodeNumber == "" && p.CodeNotation != "" }

// Place says where a passage stands as people cite it: "mục II.3, trang 4", "Điều 5 khoản
// 2, trang 3", "đoạn 12"; "" where nothing is known of it.
func Place(p cchc.Passage) string {
	var parts []string
	switch {
	case p.Section == "":
	case strings.HasPrefix(p.Section, "Điều"), strings.HasPrefix(p.Section, "Chương"), strings.HasPrefix(p.Section, "Phụ lục"),
		strings.HasPrefix(p.Section, "Mục"), strings.HasPrefix(p.Section, "Phần"):
		parts = append(parts, p.Section)
	default:
		parts = append(parts, "mục "+p.Section)
	}
	switch {
	case p.Page > 0:
		parts = append(parts, "trang "+strconv.Itoa(p.Page))
	case p.Paragraph > 0:
		parts = append(parts, "đoạn "+strconv.Itoa(p.Paragraph))
	}
	return strings.Join(parts, ", ")
}

// Title is what a document is called in lists: type and subject, as on its face; without
// a subject type and number; without both the name of its file.
func Title(d cchc.Document) string {
	x := d.Particulars
	switch {
	case x.Subject != "" && (x.TypeName == "" || strings.HasPrefix(vi.Fold(x.Subject), vi.Fold(x.TypeName))):
		return x.Subject
	case x.Subject != "":
		return x.TypeName + " " + x.Subject
	case x.TypeName != "" && x.Code != "":
		return x.TypeName + " " + x.Code
	case x.Code != "":
		return x.Code
	}
	name := d.Path[strings.LastIndexAny(d.Path, `/\`)+1:]
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// poorQuality is the mean quality of pages under which a text is called badly read; the
// engines count by the same bound.
const poorQuality = 0.6

// Quality grades how a document was read.
func Quality(d cchc.Document) cchc.ReadQuality {
	switch {
	case d.PagesRead < d.Pages:
		return cchc.ReadPartly
	case d.PagesRead > 0 && d.Quality < poorQuality:
		return cchc.ReadPoorly
	}
	return cchc.ReadWell
}

// QualityReason says in a code how well a document was read.
func QualityReason(q cchc.ReadQuality) cchc.Reason {
	switch q {
	case cchc.ReadWell:
		return cchc.NewReason("read-well")
	case cchc.ReadPoorly:
		return cchc.NewReason("read-poorly")
	case cchc.ReadPartly:
	}
	return cchc.NewReason("read-partly")
}

// StateReason says in a code what people said of a link.
func StateReason(s cchc.LinkState) cchc.Reason {
	switch s {
	case cchc.LinkAccepted:
		return cchc.NewReason("state-accepted")
	case cchc.LinkRejected:
		return cchc.NewReason("state-rejected")
	case cchc.LinkSubmitted:
		return cchc.NewReason("state-submitted")
	case cchc.LinkExplanationAsked:
		return cchc.NewReason("state-explanation-asked")
	case cchc.LinkSuggested:
	}
	return cchc.NewReason("state-suggested")
}

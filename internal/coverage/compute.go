package coverage

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"minhchung/internal/cchc"
)

// Filter narrows a report; the zero Filter is everything of the current round.
type Filter struct {
	Round     string // "" the one on the current catalogue, the latest of several
	Office    string // an assessed office of a round with several
	Unit      string // identity of a unit
	Criterion string // a leaf or a branch
	Period    string // see [ReadSpan]
}

// Report is what `coverage` shows. Totals are of the rows in it.
type Report struct {
	Catalogue cchc.Catalogue `json:"-"`
	Round     *cchc.Round    `json:"round,omitempty"` // nil where there is none
	Units     []cchc.Unit    `json:"-"`
	Span      Span           `json:"-"`
	// Rows are shared with other reports and must not be changed.
	Rows   []cchc.Coverage `json:"rows"`
	Totals Sum             `json:"totals"` // of the office; zero where there are several
	// Offices are the totals of each office of a round with several, in its order.
	Offices []Sum `json:"offices,omitempty"`
	Unread  int   `json:"unread"` // files that could hold evidence but are not read
	// Files are the first of them, by path, at most [MaxUnread].
	Files []UnreadFile `json:"files,omitempty"`

	prepared *Prepared
}

// UnreadFile is a file nobody could read, or not to its end.
type UnreadFile = cchc.UnreadFile

// MaxUnread is the most unread files that are named.
const MaxUnread = 200

// Source is the part of the record a report is computed from. LinksOf returns all links
// of a catalogue (Catalogue.Ref), near misses too.
type Source interface {
	CurrentCatalogue(ctx context.Context, scope cchc.Scope) (cchc.Catalogue, error)
	Catalogue(ctx context.Context, scope cchc.Scope, ref string) (cchc.Catalogue, error)
	LinksOf(ctx context.Context, scope cchc.Scope, catalogue string) ([]cchc.Link, error)
	DocumentsByID(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.Document, error)
	// Replaced are those of some documents that another paper replaces or repeals.
	Replaced(ctx context.Context, scope cchc.Scope, ids []cchc.DocumentID) (map[cchc.DocumentID]cchc.DocumentID, error)
	// RegisteredOnly are entries of the registers of some years without a file.
	RegisteredOnly(ctx context.Context, scope cchc.Scope, years ...int) ([]cchc.RegisterEntry, error)
	// UnreadFiles counts the files with unread pages and names the first, at most so many.
	UnreadFiles(ctx context.Context, scope cchc.Scope, most int) (total int, files []UnreadFile, err error)
}

// RoundSource is what a Source that keeps rounds has besides. One that does not is assessed
// by the current catalogue, without scores.
type RoundSource interface {
	Rounds(ctx context.Context, scope cchc.Scope) ([]cchc.Round, error)
	ScoresOf(ctx context.Context, scope cchc.Scope, round string) ([]cchc.Score, error)
	// OwnUnits are the units of the installation; none: those of the catalogue count.
	OwnUnits(ctx context.Context, scope cchc.Scope) ([]cchc.Unit, error)
}

// Prepared is a round made ready for reports: whatever is asked of it is computed from what
// was read once. It is not changed after it is made and safe for concurrent use.
type Prepared struct {
	assessor *Assessor
	round    *cchc.Round
	files    []UnreadFile
}

// Compute reads the record and assesses a round, or the current catalogue where there is
// none. A round, office, unit or criterion there is not is a usage error.
func Compute(ctx context.Context, src Source, scope cchc.Scope, f Filter) (Report, error) {
	p, err := Prepare(ctx, src, scope, f.Round, f.Period)
	if err != nil {
		return Report{}, err
	}
	return p.Report(f)
}

// Prepare reads what a round is assessed from: "" is the round of the current catalogue.
// period is as [ReadSpan] takes it.
func Prepare(ctx context.Context, src Source, scope cchc.Scope, round, period string) (*Prepared, error) {
	in, r, err := base(ctx, src, scope, round)
	if err != nil {
		return nil, err
	}
	if in.Period, err = ReadSpan(period, in.Catalogue); err != nil {
		return nil, err
	}
	if in.Links, err = src.LinksOf(ctx, scope, in.Catalogue.Ref()); err != nil {
		return nil, fmt.Errorf("coverage: links: %w", err)
	}
	if err := papers(ctx, src, scope, &in); err != nil {
		return nil, err
	}
	if in.NotReceived, err = src.RegisteredOnly(ctx, scope, years(in.Catalogue)...); err != nil {
		return nil, fmt.Errorf("coverage: register: %w", err)
	}
	p := &Prepared{round: r}
	if in.Unread, p.files, err = src.UnreadFiles(ctx, scope, MaxUnread); err != nil {
		return nil, fmt.Errorf("coverage: ledger: %w", err)
	}
	in.Unread -= min(in.Unread, described(in.Links, in.Documents))
	p.assessor = NewAssessor(in)
	return p, nil
}

// base reads round, catalogue, units and scores.
func base(ctx context.Context, src Source, scope cchc.Scope, id string) (in Input, round *cchc.Round, err error) {
	if in.Catalogue, err = src.CurrentCatalogue(ctx, scope); err != nil {
		return in, nil, fmt.Errorf("coverage: catalogue: %w", err)
	}
	rounds, ok := src.(RoundSource)
	if !ok {
		if id != "" {
			return in, nil, noRound(id)
		}
		return in, nil, nil
	}
	own, err := rounds.OwnUnits(ctx, scope)
	if err != nil {
		return in, nil, fmt.Errorf("coverage: units: %w", err)
	}
	defer func() { in.Units = cchc.UnitsIn(own, in.Catalogue.Period) }() // of whatever catalogue it comes to
	all, err := rounds.Rounds(ctx, scope)
	if err != nil {
		return in, nil, fmt.Errorf("coverage: rounds: %w", err)
	}
	if round = chosen(all, id, in.Catalogue.Ref()); round == nil {
		if id != "" {
			return in, nil, noRound(id)
		}
		return in, nil, nil
	}
	if round.Catalogue != in.Catalogue.Ref() {
		if in.Catalogue, err = src.Catalogue(ctx, scope, round.Catalogue); err != nil {
			return in, nil, fmt.Errorf("coverage: catalogue of round %s: %w", round.ID, err)
		}
	}
	in.Offices, in.Locked = round.Offices, round.Locked
	if in.Scores, err = rounds.ScoresOf(ctx, scope, round.ID); err != nil {
		return in, nil, fmt.Errorf("coverage: scores of round %s: %w", round.ID, err)
	}
	return in, round, nil
}

func noRound(id string) error {
	return cchc.Usage("coverage-no-round", fmt.Errorf("round %q: %w", id, cchc.ErrNotFound), id)
}

// chosen is the round of an identity, for "" the latest on a catalogue.
func chosen(rounds []cchc.Round, id, catalogue string) *cchc.Round {
	var out *cchc.Round
	for i := range rounds {
		r := &rounds[i]
		switch {
		case id != "" && r.ID == id:
			return r
		case id == "" && r.Catalogue == catalogue && (out == nil || cmp.Or(cmp.Compare(r.Year, out.Year), cmp.Compare(r.ID, out.ID)) > 0):
			out = r
		}
	}
	return out
}

// papers reads the documents of the links, which of them were replaced, and by what.
func papers(ctx context.Context, src Source, scope cchc.Scope, in *Input) (err error) {
	ids := documentsOf(in.Links)
	if in.Documents, err = src.DocumentsByID(ctx, scope, ids); err != nil {
		return fmt.Errorf("coverage: documents: %w", err)
	}
	if in.Replaced, err = src.Replaced(ctx, scope, ids); err != nil {
		return fmt.Errorf("coverage: replaced documents: %w", err)
	}
	var by []cchc.DocumentID
	for _, id := range in.Replaced {
		if _, there := in.Documents[id]; !there && !slices.Contains(by, id) {
			by = append(by, id)
		}
	}
	if len(by) == 0 {
		return nil
	}
	more, err := src.DocumentsByID(ctx, scope, by)
	if err != nil {
		return fmt.Errorf("coverage: replacing documents: %w", err)
	}
	for id, d := range more {
		in.Documents[id] = d
	}
	return nil
}

// years are those whose registers may hold evidence of a catalogue.
func years(cat cchc.Catalogue) []int {
	if cat.Year == 0 {
		return nil
	}
	out := []int{cat.Year - 1, cat.Year, cat.Year + 1}
	return out
}

// Report is what a filter asks for. Round and Period of it are those the round was
// prepared with.
func (p *Prepared) Report(f Filter) (Report, error) {
	if err := p.check(f); err != nil {
		return Report{}, err
	}
	in := &p.assessor.in
	out := Report{Catalogue: in.Catalogue, Round: p.round, Units: p.assessor.units, Span: in.Period, Unread: in.Unread, Files: p.files, prepared: p}
	out.Rows = p.assessor.Assess(View{Office: f.Office, Unit: f.Unit, Criterion: f.Criterion})
	out.Totals = Totals(out.Rows, in.Catalogue.TargetShare)
	if p.assessor.several() {
		out.Offices = TotalsByOffice(out.Rows, in.Catalogue.TargetShare)
		out.Totals = Sum{TargetShare: in.Catalogue.TargetShare}
		if len(out.Offices) == 1 {
			out.Totals = out.Offices[0]
		}
	}
	return out, nil
}

// Catalogue is the one the round runs on.
func (p *Prepared) Catalogue() cchc.Catalogue { return p.assessor.in.Catalogue }

func (p *Prepared) check(f Filter) error {
	a := p.assessor
	if f.Criterion != "" && len(leavesUnder(a.in.Catalogue.Criteria, f.Criterion)) == 0 {
		return cchc.Usage("criterion-unknown", fmt.Errorf("criterion %q: %w", f.Criterion, cchc.ErrNotFound), f.Criterion)
	}
	if f.Unit != "" && !slices.ContainsFunc(a.units, func(u cchc.Unit) bool { return u.ID == f.Unit }) {
		return cchc.Usage("unit-unknown", fmt.Errorf("unit %q: %w", f.Unit, cchc.ErrNotFound), f.Unit)
	}
	if office := cmp.Or(f.Office, f.Unit); office != "" && (a.several() || f.Office != "") && !slices.Contains(a.in.Offices, office) {
		return cchc.Usage("office-unknown", fmt.Errorf("office %q: %w", office, cchc.ErrNotFound), office)
	}
	return nil
}

func documentsOf(links []cchc.Link) []cchc.DocumentID {
	seen := map[cchc.DocumentID]bool{}
	var out []cchc.DocumentID
	for i := range links {
		if d := links[i].Document; !seen[d] {
			seen[d] = true
			out = append(out, d)
		}
	}
	return out
}

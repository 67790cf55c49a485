package coverage

import (
	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// Row is a verdict in words, the form the command line and the API give out.
type Row struct {
	Criterion    string           `json:"criterion"`
	Title        string           `json:"title"`
	Unit         string           `json:"unit" doc:"Empty for the assessed office"`
	Verdict      cchc.Verdict     `json:"verdict"`
	Points       float64          `json:"points" doc:"Maximum of the criterion"`
	Requirements []RequirementRow `json:"requirements"`
}

// RequirementRow is one kind of paper the criterion asks for.
type RequirementRow struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Optional  bool          `json:"optional"`
	Satisfied bool          `json:"satisfied" doc:"By accepted or proposed evidence"`
	Confirmed bool          `json:"confirmed" doc:"By accepted evidence alone"`
	Have      int           `json:"have"`
	Need      int           `json:"need"`
	Links     []cchc.LinkID `json:"links"`
	Missing   []MissingRow  `json:"missing"`
}

// MissingRow is why evidence is missing, with the nearest misses, best first.
type MissingRow struct {
	messages.Said
	Nearest  *NearRow  `json:"nearest,omitempty"`
	AlsoNear []NearRow `json:"also_near,omitempty"`
}

// NearRow is a document that almost proves a requirement.
type NearRow struct {
	Document cchc.DocumentID `json:"document"`
	Path     string          `json:"path"`
	Title    string          `json:"title"`
	Page     int             `json:"page,omitempty"`
	Why      []string        `json:"why"`
}

// Say puts verdicts into words.
func Say(rows []cchc.Coverage, lang messages.Lang) []Row {
	out := make([]Row, 0, len(rows))
	for _, r := range rows {
		row := Row{Criterion: r.Criterion, Title: r.Title, Unit: r.Unit, Verdict: r.Verdict, Points: r.Points, Requirements: []RequirementRow{}}
		for _, q := range r.Requirements {
			row.Requirements = append(row.Requirements, sayRequirement(q, lang))
		}
		out = append(out, row)
	}
	return out
}

func sayRequirement(q cchc.RequirementCoverage, lang messages.Lang) RequirementRow {
	row := RequirementRow{ID: q.ID, Name: q.Name, Optional: q.Optional, Satisfied: q.Satisfied, Confirmed: q.Confirmed,
		Have: q.Have, Need: q.Need, Links: append([]cchc.LinkID{}, q.Links...), Missing: []MissingRow{}}
	for _, m := range q.Missing {
		missing := MissingRow{Said: messages.Say(m.Reason, lang)}
		for i, n := range m.Nearest {
			near := NearRow{Document: n.Document, Path: n.Path, Title: n.Title, Page: n.Page, Why: []string{}}
			for _, why := range n.Why {
				near.Why = append(near.Why, messages.Words(why, lang).Message)
			}
			if i == 0 {
				missing.Nearest = &near
			} else {
				missing.AlsoNear = append(missing.AlsoNear, near)
			}
		}
		row.Missing = append(row.Missing, missing)
	}
	return row
}

package coverage

import (
	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// Row is a verdict in words, the form the command line and the API give out.
type Row struct {
	Criterion    string           `json:"criterion"`
	Title        string           `json:"title"`
	Office       string           `json:"office,omitempty" doc:"The assessed office where a round has several; absent for that of the installation"`
	Unit         string           `json:"unit" doc:"Empty for the assessed office"`
	Verdict      cchc.Verdict     `json:"verdict"`
	Points       float64          `json:"points" doc:"Maximum of the criterion; 0 in rows of units"`
	Self         *float64         `json:"self,omitempty" doc:"Self-score of the round; absent where none was given"`
	Requirements []RequirementRow `json:"requirements"`
	Notes        []messages.Said  `json:"notes,omitempty" doc:"What has to be said beside the verdict"`
}

// RequirementRow is one kind of paper the criterion asks for.
type RequirementRow struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Optional  bool          `json:"optional"`
	AnyOf     string        `json:"any_of,omitempty" doc:"Group of alternatives it belongs to; one of a group is enough"`
	Spared    bool          `json:"spared,omitempty" doc:"Another alternative is met: nothing is lacking here"`
	Satisfied bool          `json:"satisfied" doc:"By accepted or proposed evidence"`
	Confirmed bool          `json:"confirmed" doc:"By accepted evidence alone"`
	Have      int           `json:"have"`
	Need      int           `json:"need"`
	Links     []cchc.LinkID `json:"links"`
	AfterLock []cchc.LinkID `json:"after_lock,omitempty" doc:"Those of links that came after the round was locked"`
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
	Link     cchc.LinkID     `json:"link,omitempty" doc:"The link that could still be accepted"`
	Path     string          `json:"path"`
	Title    string          `json:"title"`
	Page     int             `json:"page,omitempty"`
	Why      []string        `json:"why"`
}

// Say puts verdicts into words.
func Say(rows []cchc.Coverage, lang messages.Lang) []Row {
	out := make([]Row, 0, len(rows))
	for _, r := range rows {
		row := Row{Criterion: r.Criterion, Title: r.Title, Office: r.Office, Unit: r.Unit, Verdict: r.Verdict, Points: r.Points, Self: r.Self, Requirements: []RequirementRow{}}
		for _, n := range r.Notes {
			row.Notes = append(row.Notes, messages.Say(n, lang))
		}
		for _, q := range r.Requirements {
			row.Requirements = append(row.Requirements, sayRequirement(q, lang))
		}
		out = append(out, row)
	}
	return out
}

func sayRequirement(q cchc.RequirementCoverage, lang messages.Lang) RequirementRow {
	row := RequirementRow{ID: q.ID, Name: q.Name, Optional: q.Optional, AnyOf: q.AnyOf, Spared: q.Spared, AfterLock: q.AfterLock, Satisfied: q.Satisfied, Confirmed: q.Confirmed,
		Have: q.Have, Need: q.Need, Links: append([]cchc.LinkID{}, q.Links...), Missing: []MissingRow{}}
	for _, m := range q.Missing {
		missing := MissingRow{Said: messages.Say(m.Reason, lang)}
		for i, n := range m.Nearest {
			near := NearRow{Document: n.Document, Link: n.Link, Path: n.Path, Title: n.Title, Page: n.Page, Why: []string{}}
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

// UnreadRow is a file nobody could read, or not to its end.
type UnreadRow struct {
	Path   string         `json:"path"`
	Unit   string         `json:"unit,omitempty" doc:"Folder it was dropped for"`
	State  cchc.State     `json:"state"`
	Reason *messages.Said `json:"reason,omitempty"`
}

// SayUnread puts unread files into words.
func SayUnread(files []UnreadFile, lang messages.Lang) []UnreadRow {
	out := make([]UnreadRow, len(files))
	for i, f := range files {
		out[i] = UnreadRow{Path: f.Path, Unit: f.Unit, State: f.State}
		if f.Reason != nil {
			said := messages.Say(*f.Reason, lang)
			out[i].Reason = &said
		}
	}
	return out
}

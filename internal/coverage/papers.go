package coverage

import (
	"time"

	"minhchung/internal/cchc"
)

// Paper is a document that counts towards a requirement.
type Paper struct {
	Criterion, Requirement, Name string // of the criterion; of the requirement, and what it asks for
	Office, Unit                 string
	Link                         cchc.LinkID
	State                        cchc.LinkState
	By                           string
	At                           time.Time
	AfterLock                    bool
	Document                     cchc.DocumentID
	Title, Code, Organ, Path     string
	Issued                       cchc.Date
	Page                         int
	Section, Quote               string
}

// Papers are the documents that count in the rows of a report, in the order of the rows; a
// document stands under every requirement it counts for.
func (r Report) Papers() []Paper {
	if r.prepared == nil {
		return nil
	}
	wanted := map[cchc.LinkID]*cchc.Link{}
	for i := range r.Rows {
		for _, q := range r.Rows[i].Requirements {
			for _, id := range q.Links {
				wanted[id] = nil
			}
		}
	}
	in := &r.prepared.assessor.in
	for i := range in.Links {
		if _, ok := wanted[in.Links[i].ID]; ok {
			wanted[in.Links[i].ID] = &in.Links[i]
		}
	}
	var out []Paper
	for i := range r.Rows {
		row := &r.Rows[i]
		for k := range row.Requirements {
			q := &row.Requirements[k]
			late := map[cchc.LinkID]bool{}
			for _, id := range q.AfterLock {
				late[id] = true
			}
			for _, id := range q.Links {
				out = append(out, paperRow(row, q, wanted[id], in.Documents, late[id]))
			}
		}
	}
	return out
}

func paperRow(row *cchc.Coverage, q *cchc.RequirementCoverage, l *cchc.Link, docs map[cchc.DocumentID]cchc.Document, late bool) Paper {
	d := docs[l.Document]
	p := Paper{Criterion: row.Criterion, Requirement: q.ID, Name: q.Name, Office: row.Office, Unit: row.Unit, Link: l.ID, State: l.State, By: l.By, At: l.At,
		AfterLock: late, Document: l.Document, Title: title(d), Code: d.Particulars.Code, Organ: d.Particulars.OrganName, Path: d.Path, Issued: d.Particulars.IssuedDate}
	if len(l.Quotes) > 0 {
		p.Page, p.Section, p.Quote = l.Quotes[0].Page, l.Quotes[0].Section, l.Quotes[0].Text
	}
	return p
}

package evidence

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"minhchung/internal/cchc"
)

// Manual is evidence as a person describes it: exactly one of Document, Web and Statistics
// is given.
type Manual struct {
	Criterion   string
	Requirement string // identity; "" where the criterion has only one
	Document    cchc.DocumentID
	Web         string // address of a page
	Seen        cchc.Date
	Title       string      // of the page; "" takes the note
	Copy        cchc.FileID // of the page, kept already
	Statistics  string      // what the figures of a system say
	Quote       string
	Page        int
	Section     string
	Note        string // what it shows; needed but for statistics
	Unit        string // whose evidence it is; "" the office's
}

// Link returns the link a person makes, and the exhibit where the evidence is no document.
// What is missing or unfit is a usage error.
func (m Manual) Link(cat cchc.Catalogue, actor cchc.Actor, at time.Time) (cchc.Link, *cchc.Exhibit, error) {
	req, err := m.requirement(cat)
	if err != nil {
		return cchc.Link{}, nil, err
	}
	l := cchc.Link{Catalogue: cat.Ref(), Criterion: m.Criterion, Requirement: req.ID, Document: m.Document}
	x, err := m.exhibit()
	if err != nil {
		return cchc.Link{}, nil, err
	}
	switch {
	case strings.TrimSpace(actor.Name) == "":
		return cchc.Link{}, nil, cchc.Usage("review-needs-person", nil)
	case m.Words() == "":
		return cchc.Link{}, nil, cchc.Usage("link-needs-note", nil)
	case x != nil:
		x.By, x.At = actor.Name, at.UTC()
		l.Document = x.ID
	}
	if q := strings.TrimSpace(m.Quote); q != "" || m.Page > 0 || m.Section != "" {
		l.Quotes = []cchc.Quote{{Text: q, Page: m.Page, Section: strings.TrimSpace(m.Section)}}
	}
	l.ID = cchc.NewLinkID(l.Catalogue, l.Requirement, l.Document)
	return l, x, nil
}

// Words is what the person says the evidence shows.
func (m Manual) Words() string {
	if note := strings.TrimSpace(m.Note); note != "" {
		return note
	}
	return strings.TrimSpace(m.Statistics)
}

func (m Manual) requirement(cat cchc.Catalogue) (cchc.Requirement, error) {
	for _, c := range cat.Leaves() {
		if c.ID != m.Criterion {
			continue
		}
		if m.Requirement == "" && len(c.Requires) == 1 {
			return c.Requires[0], nil
		}
		var ids []string
		for _, r := range c.Requires {
			// "2" is the second of the criterion, as "1.4/2" is.
			if r.ID == m.Requirement || r.ID == c.ID+"/"+m.Requirement {
				return r, nil
			}
			ids = append(ids, r.ID)
		}
		return cchc.Requirement{}, cchc.Usage("link-no-requirement", nil, c.ID, m.Requirement, strings.Join(ids, ", "))
	}
	return cchc.Requirement{}, cchc.Usage("no-such-criterion", nil, m.Criterion)
}

// exhibit is nil where a document is linked.
func (m Manual) exhibit() (*cchc.Exhibit, error) {
	given := slices.DeleteFunc([]string{string(m.Document), m.Web, m.Statistics}, func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(given) != 1 {
		return nil, cchc.Usage("link-needs-one", nil)
	}
	if m.Document != "" {
		return nil, nil //nolint:nilnil // no exhibit is not a failure: it is a document
	}
	x := cchc.Exhibit{Kind: cchc.KindSystem, Title: firstLine(m.Statistics), Description: strings.TrimSpace(m.Statistics), Seen: m.Seen, Unit: m.Unit}
	if m.Web != "" {
		address := strings.TrimSpace(m.Web)
		u, err := url.Parse(address)
		switch {
		case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
			return nil, cchc.Usage("link-web-address", err, m.Web)
		case m.Seen.IsZero():
			return nil, cchc.Usage("link-web-seen", nil)
		}
		x = cchc.Exhibit{Kind: cchc.KindWeb, Title: firstLine(m.Title), Address: address, Description: strings.TrimSpace(m.Note), Seen: m.Seen, Unit: m.Unit, Copy: m.Copy}
		if x.Title == "" {
			x.Title = firstLine(m.Note)
		}
	}
	x.ID = cchc.NewExhibitID(x)
	return &x, nil
}

// maxTitle bounds a title taken from a description, in runes.
const maxTitle = 200

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if r := []rune(s); len(r) > maxTitle {
		s = string(r[:maxTitle-1]) + "…"
	}
	return strings.TrimSpace(s)
}

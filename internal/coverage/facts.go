package coverage

import (
	"strings"

	"minhchung/internal/cchc"
)

// paper is what of a document matters for verdicts, worked out once.
type paper struct {
	doc      cchc.DocumentID
	work     uint32 // versions of one document share it
	title    string
	path     string
	draft    bool
	by       string          // title of the paper that replaced it
	replaced cchc.DocumentID // that paper, "" where it stands
	late     bool            // received after the round was locked
	outside  bool            // of another part of the year than asked for
	// named are units of the trích yếu, folder the one it was dropped for, -1 for none.
	named  []int32
	folder int32
	// own are the offices it is the own paper of, about all it has to do with.
	own, about []int32
}

// stands reports whether nothing took the paper's place.
func (p *paper) stands() bool { return !p.draft && p.replaced == "" }

func (a *Assessor) paperOf(id cchc.DocumentID, d cchc.Document, names *reader) paper {
	p := paper{doc: id, title: title(d), path: d.Path, draft: d.Particulars.Draft, folder: -1}
	p.late = !a.in.Locked.IsZero() && d.Received.After(a.in.Locked)
	p.outside = !a.in.Period.Holds(d.Particulars)
	if by, ok := a.in.Replaced[id]; ok {
		p.replaced = by
		if p.by = title(a.in.Documents[by]); p.by == "" {
			p.by = string(by)
		}
	}
	if len(a.units) == 0 {
		return p
	}
	p.named = names.in(d.Particulars.Subject, nil)
	p.folder = names.called(d.Unit)
	if len(a.in.Offices) > 0 {
		a.belong(&p, d, names)
	}
	return p
}

// belong says whose paper a document is: of the office that issued it; else of the one the
// drafter or the sign of the number names; else of the one whose folder it lay in; else of
// those it names. It is about all of these.
func (a *Assessor) belong(p *paper, d cchc.Document, names *reader) {
	issuer := with(nil, names.called(d.Particulars.OrganName))
	if len(issuer) == 0 {
		issuer = with(issuer, names.called(d.Particulars.ParentOrgan))
	}
	drafter := with(nil, names.called(d.Particulars.Drafter))
	if len(drafter) == 0 {
		for part := range strings.FieldsFuncSeq(d.Particulars.CodeNotation, func(r rune) bool { return r == '-' || r == '/' }) {
			drafter = with(drafter, names.called(part))
		}
	}
	named := p.named
	for _, m := range d.Particulars.Units {
		if u := names.called(m.Name); u >= 0 {
			named = with(named, u)
		} else {
			named = names.in(m.Name, named)
		}
	}
	folder := with(nil, p.folder)
	for _, found := range [][]int32{issuer, drafter, folder, named} {
		if len(p.own) == 0 {
			p.own = found
		}
		for _, u := range found {
			p.about = with(p.about, u)
		}
	}
}

// title is how people name a document: kind, number and trích yếu, else its path.
func title(d cchc.Document) string {
	p := d.Particulars
	s := p.TypeName
	for _, x := range []string{p.Code, p.Subject} {
		if x != "" && s != "" {
			s += " "
		}
		s += x
	}
	if s == "" {
		return d.Path
	}
	return s
}

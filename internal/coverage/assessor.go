package coverage

import (
	"cmp"
	"encoding/binary"
	"runtime"
	"slices"
	"sync"

	"minhchung/internal/cchc"
)

// Assessor holds an [Input] prepared for verdicts: links by requirement, best first, and by
// unit. It is made once and asked for as many units and criteria as one likes; it is not
// changed after it is made and safe for concurrent use.
type Assessor struct {
	in      Input
	units   []cchc.Unit
	offices []int32 // numbers of the assessed units; none: the office of the installation
	names   *names
	leaves  []leaf
	reqs    []requirement
	papers  []paper
	works   int
	scores  map[scored]*cchc.Score
}

type scored struct{ office, criterion string }

type leaf struct {
	cchc.Criterion
	first, end int // its requirements
	groups     []clause
	// bare is what of the requirements is said of a unit (an office of a round with several)
	// nothing was found for, and whether it has a row at all. It is shared by many rows.
	bare    []cchc.RequirementCoverage
	bareRow bool
}

// line is a link as a verdict sees it.
type line struct {
	link, paper uint32
	counts      bool // the paper asked for, as far as the program or a person says
	sure        bool // a person accepted it
	late        bool // it came after the lock
}

// requirement is a requirement with its links.
type requirement struct {
	cchc.Requirement
	lines []line // best first
	// first and cells are the lines by unit: cells[first[u]:first[u+1]] are positions in
	// lines, ascending. first is nil where no line is of any unit.
	first, cells []int32
	registered   registered
}

func (r *requirement) of(unit int32) []int32 {
	if r.first == nil {
		return nil
	}
	return r.cells[r.first[unit]:r.first[unit+1]]
}

// NewAssessor prepares an input. Time grows with links plus documents plus units, and is
// spent on all processors.
func NewAssessor(in Input) *Assessor {
	a := &Assessor{in: in, units: in.Units, scores: map[scored]*cchc.Score{}}
	if a.units == nil {
		a.units = in.Catalogue.Units
	}
	a.names = newNames(a.units)
	for _, o := range in.Offices {
		if i := slices.IndexFunc(a.units, func(u cchc.Unit) bool { return u.ID == o }); i >= 0 {
			a.offices = append(a.offices, int32(i))
		}
	}
	for i := range in.Scores {
		s := &in.Scores[i]
		a.scores[scored{s.Office, s.Criterion}] = s
	}
	numbers := map[string]int{}
	for _, c := range leavesUnder(in.Catalogue.Criteria, "") {
		l := leaf{Criterion: c, first: len(a.reqs), groups: clauses(c.Requires)}
		for _, r := range c.Requires {
			numbers[r.ID] = len(a.reqs)
			a.reqs = append(a.reqs, requirement{Requirement: r})
		}
		l.end = len(a.reqs)
		a.leaves = append(a.leaves, l)
	}
	a.index(numbers)
	a.matchRegister()
	a.prepareBare()
	return a
}

// several reports a round that assesses units as offices.
func (a *Assessor) several() bool { return len(a.offices) > 0 }

// raw is a link on its way into the index.
type raw struct {
	line
	misses uint8
	score  float64
	key    uint64 // the beginning of the identity of its document, to compare by
	units  []int32
}

// rank is what links are put in order by.
type rank struct {
	flaw   uint8 // 0: nothing is wrong with it
	misses uint8
	part   uint16 // where the link is
	at     uint32
	score  float64
	key    uint64
}

// index puts the links in order. The links are read side by side in as many shares as
// there are processors, then each requirement is sorted by itself; the result does not
// depend on the order of links or documents.
func (a *Assessor) index(numbers map[string]int) {
	at := a.numberPapers()
	shares := split(len(a.in.Links))
	parts := make([][][]raw, len(shares))
	side(len(shares), func(i int) { parts[i] = a.read(shares[i], at, numbers) })
	side(len(a.reqs), func(i int) {
		own := make([][]raw, len(parts))
		for k, p := range parts {
			own[k] = p[i]
		}
		a.arrange(&a.reqs[i], own)
	})
}

// numberPapers works the documents out and numbers their works.
func (a *Assessor) numberPapers() map[cchc.DocumentID]uint32 {
	ids := make([]cchc.DocumentID, 0, len(a.in.Documents))
	at := make(map[cchc.DocumentID]uint32, len(a.in.Documents))
	add := func(id cchc.DocumentID) {
		at[id] = uint32(len(ids))
		ids = append(ids, id)
	}
	for id := range a.in.Documents {
		add(id)
	}
	for i := range a.in.Links { // documents nobody gave count as themselves
		if _, known := at[a.in.Links[i].Document]; !known {
			add(a.in.Links[i].Document)
		}
	}
	a.papers = make([]paper, len(ids))
	works := make([]cchc.WorkID, len(ids))
	shares := split(len(ids))
	side(len(shares), func(s int) {
		names := a.names.reader()
		for i := shares[s].from; i < shares[s].to; i++ {
			d := a.in.Documents[ids[i]]
			works[i] = d.Work
			a.papers[i] = a.paperOf(ids[i], d, names)
		}
	})
	numbered := map[cchc.WorkID]uint32{}
	for i := range a.papers {
		n, known := numbered[works[i]]
		if !known {
			n = uint32(a.works)
			a.works++
			if works[i] != "" {
				numbered[works[i]] = n
			}
		}
		a.papers[i].work = n
	}
	return at
}

// share is a stretch of a list.
type share struct{ from, to int }

func split(n int) []share {
	parts := runtime.GOMAXPROCS(0)
	if n < 2000 {
		parts = 1
	}
	out := make([]share, parts)
	for i := range out {
		out[i] = share{n * i / parts, n * (i + 1) / parts}
	}
	return out
}

// side runs f for 0..n-1 on all processors.
func side(n int, f func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var wg sync.WaitGroup
	next := make(chan int)
	for range workers {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func (a *Assessor) read(s share, at map[cchc.DocumentID]uint32, numbers map[string]int) [][]raw {
	out := make([][]raw, len(a.reqs))
	of := make([]int32, s.to-s.from) // requirement of each link, -1 for none
	counts := make([]int, len(a.reqs))
	ref := a.in.Catalogue.Ref()
	for i := range of {
		l := &a.in.Links[s.from+i]
		of[i] = -1
		if n, known := numbers[l.Requirement]; known && l.Catalogue == ref && !withdrawn(l) {
			of[i] = int32(n)
			counts[n]++
		}
	}
	for n, c := range counts {
		out[n] = make([]raw, 0, c)
	}
	names := a.names.reader()
	var room []int32
	for i, n := range of {
		if n < 0 {
			continue
		}
		l := &a.in.Links[s.from+i]
		number := at[l.Document]
		p := &a.papers[number]
		r := raw{misses: uint8(min(len(l.Misses), 255)), score: l.Score, key: prefix(l.Document)}
		r.line = line{link: uint32(s.from + i), paper: number, counts: a.counts(l, p), late: p.late || l.State == cchc.LinkSubmitted && a.after(l)}
		r.sure = r.counts && l.State == cchc.LinkAccepted && !a.since(l, p)
		from := len(room)
		room = a.unitsOf(&a.reqs[n], l, p, names, room)
		r.units = room[from:len(room):len(room)]
		out[n] = append(out[n], r)
	}
	return out
}

// after reports a decision of later than the lock.
func (a *Assessor) after(l *cchc.Link) bool { return !a.in.Locked.IsZero() && l.At.After(a.in.Locked) }

// since reports a paper that was accepted before anybody knew that it is replaced: it has
// to be looked at again.
func (a *Assessor) since(l *cchc.Link, p *paper) bool {
	if p.replaced == "" {
		return false
	}
	by, known := a.in.Documents[p.replaced]
	return known && l.At.Before(by.Received)
}

// counts reports whether a link counts towards a requirement: a person accepted it, or it
// is proposed as the paper asked for, or submitted, and nobody rejected it. A draft or a
// replaced paper counts only where a person says so.
func (a *Assessor) counts(l *cchc.Link, p *paper) bool {
	if p.outside {
		return false
	}
	switch l.State {
	case cchc.LinkAccepted:
		return true
	case cchc.LinkSubmitted:
		return p.stands()
	case cchc.LinkSuggested:
		return l.Proposed && l.Fulfils && p.stands()
	case cchc.LinkRejected, cchc.LinkExplanationAsked:
	}
	return false
}

// unitsOf adds the units a link counts for: the one a person linked it for. In a round of several offices these are the
// offices whose paper it is, or for papers of others the offices it is about. Else it is
// what the proposing found in the paper (reason unit-named); else what trích yếu, then
// quotes name; else the folder it came from.
func (a *Assessor) unitsOf(r *requirement, l *cchc.Link, p *paper, names *reader, room []int32) []int32 {
	if len(a.units) == 0 {
		return room
	}
	if u := names.called(linkedFor(l)); u >= 0 {
		return append(room, u)
	}
	switch {
	case a.several() && (r.By == cchc.ByAny || r.By == cchc.BySuperior):
		return append(room, p.about...)
	case a.several():
		return append(room, p.own...)
	case !perUnit(r.Requirement):
		return room
	}
	from := len(room)
	add := func(u int32) {
		if u >= 0 && !slices.Contains(room[from:], u) {
			room = append(room, u)
		}
	}
	for i := range l.Reasons {
		if x := &l.Reasons[i]; x.Code == "unit-named" && len(x.Args) > 0 {
			add(names.called(x.Args[0]))
		}
	}
	if len(room) == from {
		room = append(room, p.named...)
	}
	if len(room) == from {
		for _, q := range l.Quotes {
			var found [8]int32
			for _, u := range names.in(q.Text, names.in(q.Section, found[:0])) {
				add(u)
			}
		}
	}
	if len(room) == from {
		add(p.folder)
	}
	return room
}

func prefix(id cchc.DocumentID) uint64 {
	var b [8]byte
	copy(b[:], id)
	return binary.BigEndian.Uint64(b[:])
}

// arrange sorts the links of a requirement, those with nothing wrong first, then by score,
// by how little is wrong and by identity, and lists them by unit.
func (a *Assessor) arrange(r *requirement, parts [][]raw) {
	n, units := 0, 0
	for _, p := range parts {
		n += len(p)
		for i := range p {
			units += len(p[i].units)
		}
	}
	ranks := make([]rank, 0, n)
	for k, p := range parts {
		for i := range p {
			ranks = append(ranks, rank{flaw: min(p[i].misses, 1), misses: p[i].misses, part: uint16(k), at: uint32(i), score: p[i].score, key: p[i].key})
		}
	}
	of := func(x rank) *raw { return &parts[x.part][x.at] }
	slices.SortFunc(ranks, func(x, y rank) int {
		switch {
		case x.flaw != y.flaw:
			return cmp.Compare(x.flaw, y.flaw)
		case x.score != y.score:
			return cmp.Compare(y.score, x.score)
		case x.misses != y.misses:
			return cmp.Compare(x.misses, y.misses)
		case x.key != y.key:
			return cmp.Compare(x.key, y.key)
		}
		l, m := &a.in.Links[of(x).link], &a.in.Links[of(y).link]
		return cmp.Or(cmp.Compare(l.Document, m.Document), cmp.Compare(l.ID, m.ID))
	})
	r.lines = make([]line, n)
	for i, x := range ranks {
		r.lines[i] = of(x).line
	}
	if units > 0 {
		a.byUnit(r, ranks, of, units)
	}
}

// byUnit lists the lines of a requirement by unit.
func (a *Assessor) byUnit(r *requirement, ranks []rank, of func(rank) *raw, n int) {
	r.first = make([]int32, len(a.units)+1)
	for _, x := range ranks {
		for _, u := range of(x).units {
			r.first[u+1]++
		}
	}
	for u := range a.units {
		r.first[u+1] += r.first[u]
	}
	r.cells = make([]int32, n)
	free := slices.Clone(r.first)
	for i, x := range ranks {
		for _, u := range of(x).units {
			r.cells[free[u]] = int32(i)
			free[u]++
		}
	}
}

package record

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Imported is what became of a list of abbreviations.
type Imported struct {
	Added    int
	Known    int // were there already
	Off, On  int // switched
	Problems []ImportProblem
}

// ImportProblem is a line of a list that was not taken, or one that looks like a slip.
type ImportProblem struct {
	Line    int // from 1
	Reason  cchc.Reason
	Fix     string // the line as it was probably meant, "" where nobody can tell
	Warning bool   // the line was taken all the same
}

// Refused is how many lines were not taken.
func (m Imported) Refused() int {
	n := 0
	for _, p := range m.Problems {
		if !p.Warning {
			n++
		}
	}
	return n
}

// ImportAbbreviations takes a list over, in the form of [vi.ParseAbbreviations]: lines that
// are not right are told and left out, the others are taken together or, where the record
// cannot be written, not at all. A pair that is there but off is switched on.
func ImportAbbreviations(ctx context.Context, shelf AbbreviationShelf, actor cchc.Actor, text string) (Imported, error) {
	list, problems := vi.ParseAbbreviations(text)
	var read []ImportProblem
	for _, p := range problems {
		read = append(read, ImportProblem{Line: p.Line, Reason: cchc.NewReason(cchc.Code(p.Code), p.Args...), Fix: p.Fix, Warning: p.Warning})
	}
	at := linesOf(text, problems)
	var done Imported
	err := shelf.RewriteAbbreviations(ctx, actor, func(office []Abbreviation) (add, switched []Abbreviation) {
		i := importer{all: Abbreviations(vi.ShippedAbbreviations(), office), done: Imported{Problems: slices.Clip(read)}}
		for n, line := range list {
			i.at = at[n]
			i.take(line)
		}
		done = i.done
		slices.SortStableFunc(done.Problems, func(a, b ImportProblem) int { return cmp.Compare(a.Line, b.Line) })
		return i.add, i.switched
	})
	return done, err
}

// linesOf are the places of the lines that were taken: all but empty ones, comments and
// those with a problem.
func linesOf(text string, problems []vi.Problem) []int {
	wrong := map[int]bool{}
	for _, p := range problems {
		wrong[p.Line] = wrong[p.Line] || !p.Warning
	}
	var out []int
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !wrong[n] {
			out = append(out, n)
		}
	}
	return out
}

// importer works out what a list changes.
type importer struct {
	all           []Abbreviation
	at            int // line
	done          Imported
	add, switched []Abbreviation
}

func (i *importer) refuse(r cchc.Reason) {
	i.done.Problems = append(i.done.Problems, ImportProblem{Line: i.at, Reason: r})
}

func (i *importer) take(line vi.Abbreviation) {
	a := Abbreviation{Short: line.Short, Long: line.Long, Comment: line.Comment}
	if line.Off {
		i.takeOut(a)
		return
	}
	a, err := a.Check()
	if err != nil {
		i.refuse(cchc.AsError(err).Reason)
		return
	}
	own := 0
	for n, x := range i.all {
		if x.ID == a.ID {
			if !x.Off {
				i.done.Known++
				return
			}
			i.turn(n, false)
			i.done.On++
			return
		}
		if !x.Shipped {
			own++
		}
	}
	if own >= MaxAbbreviations {
		i.refuse(cchc.NewReason("abbreviations-too-many", strconv.Itoa(MaxAbbreviations)))
		return
	}
	i.add, i.all = append(i.add, a), append(i.all, a)
	i.done.Added++
}

// takeOut switches a pair off; of a short form alone, all there is of it.
func (i *importer) takeOut(a Abbreviation) {
	met := false
	for n, x := range i.all {
		if wordKey(x.Short) != wordKey(a.Short) || a.Long != "" && NameKey(x.Long) != NameKey(a.Long) {
			continue
		}
		met = true
		if !x.Off {
			i.turn(n, true)
			i.done.Off++
		}
	}
	if !met {
		i.refuse(cchc.NewReason("abbreviation-off", a.Short))
	}
}

// turn switches the n-th pair: one that is yet to be added is added so.
func (i *importer) turn(n int, off bool) {
	x := &i.all[n]
	x.Off = off
	for _, list := range []*[]Abbreviation{&i.add, &i.switched} {
		for j := range *list {
			if (*list)[j].ID == x.ID {
				(*list)[j].Off = off
				return
			}
		}
	}
	i.switched = append(i.switched, *x)
}

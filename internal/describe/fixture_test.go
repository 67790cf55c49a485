package describe

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// Papers for tests are kept as text in testdata, many to a file, what they should say of
// themselves behind them:
//
//	=== name of the paper
//	| left cell // its second line | right cell      a table row, as DOCX has
//	^ a centred line
//	any other line                                   a paragraph
//	<page>                                           the next page
//	<stamp> text                                     the appearance of a signature
//	<lines>                                          from here on lines are grouped, as in PDF
//	                                                 and plain text; a blank line ends a group
//	--- want
//	code: 15/KH-STTTT
//
// "<motto>" stands for the two lines of the national motto, "→" for a wide gap. A field
// that is not named must stay blank.

// paper is one of them.
type paper struct {
	name, input, want string
}

// papers reads testdata/*.txt.
func papers(t testing.TB) []paper {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no papers in testdata: %v", err)
	}
	var all []paper
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		area := strings.TrimSuffix(filepath.Base(f), ".txt")
		for _, s := range strings.Split("\n"+string(text), "\n=== ")[1:] {
			name, rest, _ := strings.Cut(s, "\n")
			input, want, ok := strings.Cut(rest, "--- want\n")
			if !ok {
				t.Fatalf("%s: %s: says nothing of what is wanted", f, name)
			}
			all = append(all, paper{area + "/" + name, input, strings.TrimSpace(want)})
		}
	}
	return all
}

const motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM // Độc lập - Tự do - Hạnh phúc"

// pagesOf turns a paper's text into pages.
func pagesOf(input string) []cchc.Page {
	b := pageBuilder{pages: []cchc.Page{{Number: 1}}}
	input = strings.ReplaceAll(strings.ReplaceAll(input, "<motto>", motto), "→", "\t")
	for l := range strings.SplitSeq(input, "\n") {
		b.add(l)
	}
	b.endGroup()
	return b.pages
}

type pageBuilder struct {
	pages   []cchc.Page
	group   []string
	grouped bool
}

func (b *pageBuilder) add(l string) {
	switch {
	case l == "<lines>":
		b.grouped = true
	case l == "<page>":
		b.endGroup()
		b.pages = append(b.pages, cchc.Page{Number: len(b.pages) + 1})
	case strings.HasPrefix(l, "<stamp>"):
		b.block(cchc.Block{Kind: cchc.BlockStamp, Text: strings.TrimSpace(l[len("<stamp>"):])})
	case b.grouped && strings.TrimSpace(l) != "":
		b.group = append(b.group, l)
	case b.grouped:
		b.endGroup()
	case strings.HasPrefix(l, "|"):
		cells := strings.Split(l[1:], "|")
		for i, c := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(c), " // ", "\n")
		}
		b.block(cchc.Block{Kind: cchc.BlockRow, Text: strings.Join(cells, "\t"), Cells: cells})
	case strings.HasPrefix(l, "^ "):
		b.block(cchc.Block{Text: l[2:], Center: true, Bold: true})
	case strings.TrimSpace(l) != "":
		b.block(cchc.Block{Text: strings.ReplaceAll(l, " // ", "\n")})
	}
}

func (b *pageBuilder) block(x cchc.Block) {
	p := &b.pages[len(b.pages)-1]
	p.Blocks = append(p.Blocks, x)
}

func (b *pageBuilder) endGroup() {
	if len(b.group) > 0 {
		b.block(cchc.Block{Text: strings.Join(b.group, "\n")})
	}
	b.group = nil
}

// render writes particulars the way papers say what they want: one field a line.
func render(p cchc.Particulars) string {
	var out []string
	add := func(field, value string) {
		if value != "" {
			out = append(out, field+": "+value)
		}
	}
	add("type", strings.TrimSpace(p.Type+" "+p.TypeName))
	code := p.Code
	if code == "" && p.CodeNotation != "" {
		code = "/" + p.CodeNotation
	}
	add("code", code)
	if !p.IssuedDate.IsZero() {
		add("date", p.IssuedDate.String())
	}
	add("place", p.Place)
	add("parent", p.ParentOrgan)
	add("organ", p.OrganName)
	add("subject", p.Subject)
	add("years", strings.Trim(fmt.Sprint(p.SpeaksOf), "[]"))
	if s := p.Signer; s.Capacity+s.Position+s.FullName != "" {
		add("signer", s.Capacity+" | "+s.Position+" | "+s.FullName)
	}
	add("to", strings.Join(p.Recipients, "; "))
	return strings.Join(out, "\n")
}

// splitWant parts the fields every paper has from those that start with "+": a paper that
// names one of these names all of them. "+draft" and "+urgency" always count.
func splitWant(want string) (base, marks string) {
	var a, b []string
	for l := range strings.SplitSeq(want, "\n") {
		if strings.HasPrefix(l, "+") {
			b = append(b, l)
		} else {
			a = append(a, l)
		}
	}
	return strings.Join(a, "\n"), strings.Join(b, "\n")
}

// renderMarks writes the fields that start with "+".
func renderMarks(p cchc.Particulars, wanted string) string {
	var out []string
	if p.Draft {
		out = append(out, "+draft")
	}
	if p.Urgency != "" {
		out = append(out, "+urgency: "+p.Urgency)
	}
	if wanted == "" || strings.Trim(wanted, "\n") == "+draft" {
		return strings.Join(out, "\n")
	}
	if p.Drafter != "" {
		out = append(out, "+drafter: "+p.Drafter)
	}
	if len(p.Attachments) > 0 {
		out = append(out, "+attached: "+strings.Join(p.Attachments, "; "))
	}
	var units, periods []string
	for _, u := range p.Units {
		units = append(units, fmt.Sprintf("%s (%d)", u.Name, u.Page))
	}
	if len(units) > 0 {
		out = append(out, "+units: "+strings.Join(units, "; "))
	}
	for _, x := range p.Periods {
		periods = append(periods, fmt.Sprintf("%s %d/%d", x.Unit, x.Number, x.Year))
	}
	if len(periods) > 0 {
		out = append(out, "+periods: "+strings.Join(periods, "; "))
	}
	return strings.Join(out, "\n")
}

// differences lists the fields of got that are not as wanted, whatever their order.
func differences(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	var out []string
	for _, l := range w {
		if !slices.Contains(g, l) {
			out = append(out, "want "+l)
		}
	}
	for _, l := range g {
		if !slices.Contains(w, l) {
			out = append(out, "got  "+l)
		}
	}
	return strings.Join(out, "\n")
}

package slide

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
	"minhchung/internal/vi"
)

const presentation = "ppt/presentation.xml"

// Reader reads PPTX. It has no state and is safe for use by several goroutines.
type Reader struct{}

// New returns a reader of PPTX.
func New() *Reader { return &Reader{} }

// Read reads the file at path: a page a slide, numbered from 1 in the order of the
// presentation, hidden ones too. Paragraphs of shapes are blocks (titles bold), rows of
// tables BlockRow, the speaker's notes and comments BlockNote. A slide with pictures and
// without words needs OCR. Bounded by lim.Pages, TextBytes and PartBytes. The error is a
// *cchc.Error: the file's fault "truncated", "damaged" or "archive-bomb"; ours "vanished",
// "unreadable-file" or "reader-stopped".
func (*Reader) Read(ctx context.Context, name string, lim cchc.Limits) (cchc.Reading, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return cchc.Reading{}, cchc.OurFault("vanished", err)
	}
	if err != nil {
		return cchc.Reading{}, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // only read
	st, err := f.Stat()
	if err != nil {
		return cchc.Reading{}, cchc.OurFault("unreadable-file", err, err.Error())
	}
	parts, err := extract.OpenParts(f, st.Size(), lim.PartBytes)
	if err != nil {
		return cchc.Reading{}, err
	}
	return read(ctx, parts, lim)
}

func read(ctx context.Context, parts *extract.Parts, lim cchc.Limits) (cchc.Reading, error) {
	slides := inOrder(parts)
	if len(slides) == 0 {
		return cchc.Reading{}, cchc.FileFault("damaged", errors.New("no slides in the presentation"))
	}
	most, left := lim.Pages, lim.TextBytes
	if most <= 0 {
		most = cchc.DefaultLimits().Pages
	}
	if left <= 0 {
		left = cchc.DefaultLimits().TextBytes
	}
	limit := left
	r := cchc.Reading{Format: cchc.FormatPPTX, PageTotal: len(slides)}
	for i, name := range slides {
		if ctx.Err() != nil {
			return cchc.Reading{}, cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		if i == most {
			r.Notes = append(r.Notes, cchc.NewReason("limit-pages", strconv.Itoa(i), strconv.Itoa(len(slides))))
			break
		}
		page, whole := readSlide(parts, name, &left)
		if page.Number = i + 1; !whole {
			r.Notes = append(r.Notes, cchc.NewReason("page-unreadable", strconv.Itoa(i+1)))
		}
		r.Pages = append(r.Pages, page)
		if left <= 0 {
			r.Notes = append(r.Notes, cchc.NewReason("limit-text", strconv.FormatInt(max(1, limit>>20), 10)))
			break
		}
	}
	decode(r.Pages)
	for i := range r.Pages {
		p := &r.Pages[i]
		p.Quality = vi.Quality(sample(p.Text()))
	}
	return r, nil
}

// readSlide reads one slide with its notes. whole is false where its XML is broken.
func readSlide(parts *extract.Parts, name string, left *int64) (page cchc.Page, whole bool) {
	page.Source = cchc.SourceText
	content, err := parts.Read(name)
	if err != nil {
		return page, false
	}
	w := &walk{left: left}
	whole = w.read(content)
	page.Blocks = w.blocks
	picture := w.pictures > 0
	relations := relationsOf(parts, name)
	for _, id := range w.diagrams {
		if r, ok := relations[id]; ok {
			if content, err := parts.Read(r.target); err == nil {
				d := &walk{left: left}
				whole = d.read(content) && whole
				page.Blocks = append(page.Blocks, d.blocks...)
			}
		}
	}
	page.NeedsOCR = picture && len(page.Blocks) == 0
	for _, r := range sorted(relations) {
		if r.kind != "notesSlide" && r.kind != "comments" {
			continue
		}
		if content, err := parts.Read(r.target); err == nil {
			n := &walk{left: left, notes: true, comments: r.kind == "comments"}
			whole = n.read(content) && whole
			page.Blocks = append(page.Blocks, n.blocks...)
		}
	}
	return page, whole
}

// relation is one row of a .rels part.
type relation struct{ id, kind, target string }

func relationsOf(parts *extract.Parts, part string) map[string]relation {
	dir, base := path.Split(part)
	out := map[string]relation{}
	content, err := parts.Read(dir + "_rels/" + base + ".rels")
	if err != nil {
		return out
	}
	for e := range elements(content) {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			continue
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		id := attr(e, "Id")
		out[id] = relation{id, path.Base(attr(e, "Type")), extract.PartName(target)}
	}
	return out
}

func sorted(m map[string]relation) []relation {
	var out []relation
	for _, r := range m {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b relation) int { return strings.Compare(b.kind+b.id, a.kind+a.id) }) // notes first
	return out
}

var slideName = regexp.MustCompile(`^ppt/slides/slide(\d+)\.xml$`)

// inOrder returns the slides as the presentation lists them; those it does not list, or
// all where it cannot be read, follow by number.
func inOrder(parts *extract.Parts) (out []string) {
	relations := relationsOf(parts, presentation)
	if content, err := parts.Read(presentation); err == nil {
		for e := range elements(content) {
			if e.Name.Local != "sldId" {
				continue
			}
			if r, ok := relations[relationID(e)]; ok && parts.Has(r.target) && !slices.Contains(out, r.target) {
				out = append(out, r.target)
			}
		}
	}
	if len(out) > 0 {
		return out // what is not listed was deleted
	}
	for _, n := range parts.Names() {
		if slideName.MatchString(n) {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return number(a) - number(b) })
	return out
}

func number(name string) int {
	n, err := strconv.Atoi(slideName.FindStringSubmatch(name)[1])
	if err != nil {
		return 0 // too long a number sorts first
	}
	return n
}

// sampleBytes is how much of a text is judged.
const sampleBytes = 64 << 10

func sample(s string) string {
	if len(s) > sampleBytes {
		return strings.ToValidUTF8(s[:sampleBytes], "")
	}
	return s
}

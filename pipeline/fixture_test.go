package pipeline_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhchung/internal/blob"
	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/store"
	"minhchung/pipeline"
)

// bench is a pipeline on a real record and real originals. Its index is a fake that can
// fail, its rules are small functions that go by the text of a file, its clock stands
// still until it is moved.
type bench struct {
	t       testing.TB
	inbox   string
	record  *record
	blobs   *originals
	index   *index
	clock   *clock
	rules   pipeline.Rules
	workers int
	batch   int
	log     *bytes.Buffer
	pipe    *pipeline.Pipeline
}

func newBench(t testing.TB, change ...func(*bench)) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{t: t, inbox: filepath.Join(dir, "hộp thư"), index: newIndex(), clock: newClock(), rules: rules(), workers: 3, batch: 4, log: &bytes.Buffer{}}
	if err := os.Mkdir(b.inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(dir, "record.db"), store.Options{Now: b.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	kept, err := blob.Open(filepath.Join(dir, "originals"))
	if err != nil {
		t.Fatal(err)
	}
	b.record, b.blobs = &record{Store: s}, &originals{Store: kept}
	for _, f := range change {
		f(b)
	}
	log := slog.New(slog.NewTextHandler(b.log, nil))
	parts := pipeline.Parts{Ledger: b.record, Record: b.record, Recognised: s, Blobs: b.blobs, Index: b.index}
	b.pipe = pipeline.New(parts, b.rules, pipeline.Settings{Workers: b.workers, Scans: 2, Batch: b.batch, Depth: 2}, 0, b.clock.now, log)
	return b
}

// write puts a file into the inbox; folders are made.
func (b *bench) write(name, text string) string {
	b.t.Helper()
	path := filepath.Join(b.inbox, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// told is what a run told, by path; a path told twice fails the test.
type told map[string]pipeline.Outcome

// runRoots runs the pipeline and checks what holds of every run: nothing is told twice,
// the counts are those of what was told, and what was found is told where the run went
// through.
func (b *bench) runRoots(ctx context.Context, roots ...pipeline.Root) (told, pipeline.Summary, error) {
	b.t.Helper()
	got := told{}
	counts := map[string]int{}
	var last pipeline.Progress
	sum, err := b.pipe.Run(ctx, roots, pipeline.Options{Recognise: true}, pipeline.Observer{
		Outcome: func(o pipeline.Outcome) {
			if _, twice := got[o.Path]; twice {
				b.t.Errorf("%s is told twice", o.Path)
			}
			got[o.Path] = o
			counts[o.Outcome]++
		},
		Progress: func(p pipeline.Progress) { last = p },
	})
	if !maps.Equal(sum.Outcomes, counts) {
		b.t.Errorf("the summary counts %v, told was %v", sum.Outcomes, counts)
	}
	if sum.Files != last.Files.Total || len(got) != last.Files.Done {
		b.t.Errorf("progress ended at %+v, the summary has %d files, %d were told", last, sum.Files, len(got))
	}
	if err == nil && len(got) != sum.Files {
		b.t.Errorf("%d files were found, %d told: %v", sum.Files, len(got), got)
	}
	return got, sum, err
}

// run takes in the inbox and has to go through.
func (b *bench) run() told {
	b.t.Helper()
	got, _, err := b.runRoots(b.t.Context(), b.root())
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) root() pipeline.Root { return pipeline.Root{Shown: "in", Path: b.inbox} }

// want compares outcomes by name below the inbox: "indexed", or "failed: internal" where
// the reason matters.
func (b *bench) want(got told, want map[string]string) {
	b.t.Helper()
	short := map[string]string{}
	for path, o := range got {
		rel, err := filepath.Rel("in", path)
		if err != nil {
			b.t.Fatal(err)
		}
		rel = filepath.ToSlash(rel)
		short[rel] = o.Outcome
		if o.Reason != nil && strings.Contains(want[rel], ":") {
			short[rel] += ": " + string(o.Reason.Code)
		}
	}
	if !maps.Equal(short, want) {
		b.t.Errorf("told was\n%v\nwant\n%v", short, want)
	}
}

// rows is the ledger by path below the inbox.
func (b *bench) rows() map[string]intake.Row {
	b.t.Helper()
	places, err := b.record.Places(b.t.Context(), cchc.Everything(), b.inbox)
	if err != nil {
		b.t.Fatal(err)
	}
	out := map[string]intake.Row{}
	for path, row := range places {
		rel, err := filepath.Rel(b.inbox, path)
		if err != nil {
			b.t.Fatal(err)
		}
		out[filepath.ToSlash(rel)] = row
	}
	return out
}

// states counts the ledger.
func (b *bench) states() map[cchc.State]int {
	b.t.Helper()
	s, err := b.record.Summary(b.t.Context(), cchc.Everything())
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func (b *bench) wantStates(want map[cchc.State]int) {
	b.t.Helper()
	if got := b.states(); !maps.Equal(got, want) {
		b.t.Errorf("the ledger holds %v, want %v", got, want)
	}
}

// sound runs the record's own check.
func (b *bench) sound() {
	b.t.Helper()
	found, err := b.record.Check(b.t.Context())
	if err != nil || len(found) > 0 {
		b.t.Errorf("check of the record: %v, %v", found, err)
	}
}

// documents are the documents of the record in order of their identities.
func (b *bench) documents() []pipeline.Indexed {
	b.t.Helper()
	var out []pipeline.Indexed
	err := b.record.EachDocument(b.t.Context(), cchc.Everything(), func(d cchc.Document, ps []cchc.Passage) error {
		out = append(out, pipeline.Indexed{Document: d, Passages: ps})
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

func (b *bench) links() []cchc.Link {
	b.t.Helper()
	links, err := b.record.AllLinks(b.t.Context(), cchc.Everything(), store.LinkFilter{})
	if err != nil {
		b.t.Fatal(err)
	}
	return links
}

// asJSON is for comparing whole values; a difference is readable.
func asJSON(t testing.TB, v any) string {
	t.Helper()
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// code is the reason of an error, "" for none.
func code(err error) cchc.Code {
	if err == nil {
		return ""
	}
	return cchc.AsError(err).Reason.Code
}

// record is the real one, with faults to be injected before its methods.
type record struct {
	*store.Store
	commit, fail, release func() error
}

func (r *record) Commit(ctx context.Context, actor cchc.Actor, results []intake.Result, seq int64) (intake.Kept, error) {
	if r.commit != nil {
		if err := r.commit(); err != nil {
			return intake.Kept{}, err
		}
	}
	return r.Store.Commit(ctx, actor, results, seq)
}

func (r *record) Fail(ctx context.Context, actor cchc.Actor, job intake.Job, why *cchc.Error, next time.Time) error {
	if r.fail != nil {
		if err := r.fail(); err != nil {
			return err
		}
	}
	return r.Store.Fail(ctx, actor, job, why, next)
}

func (r *record) Release(ctx context.Context, actor cchc.Actor, ids ...int64) error {
	if r.release != nil {
		if err := r.release(); err != nil {
			return err
		}
	}
	return r.Store.Release(ctx, actor, ids...)
}

// originals are the real ones, with something happening around the keeping of a file.
type originals struct {
	*blob.Store
	before func(path string) error
	after  func(path string)
}

func (o *originals) PutFile(ctx context.Context, path string) (cchc.FileID, int64, error) {
	if o.before != nil {
		if err := o.before(path); err != nil {
			return "", 0, err
		}
	}
	id, n, err := o.Store.PutFile(ctx, path)
	if err == nil && o.after != nil {
		o.after(path)
	}
	return id, n, err
}

// index keeps documents in memory.
type index struct {
	mu   sync.Mutex
	docs map[cchc.DocumentID]pipeline.Indexed
	puts int
	most int // documents in one Put
	seq  int64
	// refuse is the beginning of a document's subject the index cannot take.
	refuse string
	err    error
}

func newIndex() *index { return &index{docs: map[cchc.DocumentID]pipeline.Indexed{}} }

func (x *index) Remove(_ context.Context, ids ...cchc.DocumentID) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range ids {
		delete(x.docs, id)
	}
	return nil
}

func (x *index) Put(_ context.Context, docs []pipeline.Indexed, seq int64) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.puts++
	if x.err != nil {
		return x.err
	}
	for _, d := range docs {
		if x.refuse != "" && strings.HasPrefix(d.Document.Particulars.Subject, x.refuse) {
			return errRefused
		}
	}
	x.most, x.seq = max(x.most, len(docs)), seq
	for _, d := range docs {
		x.docs[d.Document.ID] = d
	}
	return nil
}

func (x *index) ids() []cchc.DocumentID {
	return slices.Sorted(maps.Keys(x.docs))
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2020, 12, 1, 1, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// The first word of a file says how its reading goes; anything else is its text. A form
// feed starts a page, "KÈM" a further document.
const (
	damaged  = "HỎNG"  // the file's fault
	foreign  = "LẠ"    // waits for a converter
	broken   = "LỖI"   // our fault
	scanned  = "ẢNH"   // a page that waits for OCR
	empty    = "TRỐNG" // no text
	enclosed = "KÈM"
)

func rules() pipeline.Rules {
	return pipeline.Rules{Read: reading(read), Parts: parts, Describe: describe, WorkID: workID, Cut: cut, Proposer: proposer, Trouble: trouble}
}

// errFull is trouble with the machine, whatever document it meets.
var errFull = errors.New("no space left on device")

func trouble(err error) *cchc.Reason {
	if !errors.Is(err, errFull) {
		return nil
	}
	reason := cchc.NewReason("disk-full")
	return &reason
}

// reading makes a rule of a function that goes by the path.
func reading(read func(context.Context, string) (cchc.Reading, error)) func(context.Context, intake.Job, string) (cchc.Reading, func(), error) {
	return func(ctx context.Context, _ intake.Job, path string) (cchc.Reading, func(), error) {
		r, err := read(ctx, path)
		return r, nil, err
	}
}

func read(_ context.Context, path string) (cchc.Reading, error) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return cchc.Reading{}, cchc.OurFault("original-damaged", err, path)
	}
	text := string(bytes)
	first, _, _ := strings.Cut(text, " ")
	r := cchc.Reading{Format: cchc.FormatText}
	switch first {
	case damaged:
		return r, cchc.FileFault("damaged", errors.New("cut off"))
	case foreign:
		return cchc.Reading{Format: cchc.FormatDOC}, cchc.Waiting("needs-office", "doc")
	case broken:
		return r, errors.New("the reader failed")
	}
	for i, page := range strings.Split(text, "\f") {
		p := cchc.Page{Number: i + 1, Source: cchc.SourceText, Quality: 1, Blocks: []cchc.Block{{Text: page}}}
		if strings.HasPrefix(page, scanned) {
			p = cchc.Page{Number: i + 1, NeedsOCR: true, Blocks: []cchc.Block{}}
		} else if strings.HasPrefix(page, empty) {
			p.Blocks = []cchc.Block{}
		}
		r.Pages = append(r.Pages, p)
	}
	r.PageTotal = len(r.Pages)
	return r, nil
}

func parts(file cchc.FileID, pages []cchc.Page) []pipeline.Part {
	out := []pipeline.Part{{ID: cchc.NewDocumentID(file, 1)}}
	for i, p := range pages {
		if i > 0 && strings.HasPrefix(p.Text(), enclosed) {
			out = append(out, pipeline.Part{ID: cchc.NewDocumentID(file, len(out)+1), First: i})
		}
		out[len(out)-1].Last = i
	}
	return out
}

func describe(pages []cchc.Page) cchc.Particulars {
	for _, p := range pages {
		if line, _, _ := strings.Cut(p.Text(), "\n"); line != "" {
			return cchc.Particulars{Type: "KH", TypeName: "Kế hoạch", Subject: line}
		}
	}
	return cchc.Particulars{}
}

func workID(p cchc.Particulars) cchc.WorkID { return cchc.WorkID(strings.ToLower(p.Subject)) }

func cut(doc cchc.DocumentID, pages []cchc.Page) []cchc.Passage {
	var out []cchc.Passage
	for _, page := range pages {
		for line := range strings.Lines(page.Text()) {
			n := len(out) + 1
			out = append(out, cchc.Passage{ID: cchc.NewPassageID(doc, n), Page: page.Number, Paragraph: n, Text: strings.TrimSpace(line), Source: page.Source})
		}
	}
	return out
}

// proposer proposes a document for every requirement one of whose phrases it holds.
func proposer(cat cchc.Catalogue) pipeline.Proposer {
	return func(d cchc.Document, passages []cchc.Passage) []cchc.Link {
		var out []cchc.Link
		for _, c := range cat.Leaves() {
			for _, r := range c.Requires {
				for _, p := range passages {
					if !slices.ContainsFunc(r.About, func(about string) bool { return strings.Contains(p.Text, about) }) {
						continue
					}
					out = append(out, cchc.Link{
						ID: cchc.NewLinkID(cat.Ref(), r.ID, d.ID), Catalogue: cat.Ref(), Criterion: c.ID, Requirement: r.ID, Document: d.ID,
						Quotes: []cchc.Quote{{Passage: p.ID, Text: p.Text, Page: p.Page}}, Score: 0.9, Proposed: true, Fulfils: true, State: cchc.LinkSuggested,
					})
					break
				}
			}
		}
		return out
	}
}

// catalogue asks for papers about some phrases, one criterion each.
func catalogue(version string, about ...string) cchc.Catalogue {
	cat := cchc.Catalogue{ID: "song-lam", Version: version, Title: "Bộ tiêu chí thử"}
	for i, phrase := range about {
		id := string(rune('1' + i))
		cat.Criteria = append(cat.Criteria, cchc.Criterion{ID: id, Title: phrase, Points: 1, Requires: []cchc.Requirement{
			{ID: id + "/1", Name: phrase, Kinds: []string{"KH"}, About: []string{phrase}, Min: 1},
		}})
	}
	return cat
}

func (b *bench) saveCatalogue(cat cchc.Catalogue) {
	b.t.Helper()
	if err := b.record.SaveCatalogue(b.t.Context(), cchc.Operator(), cat, nil); err != nil {
		b.t.Fatal(err)
	}
}

// snapshot is all that is derived of the inbox, in an order of its own. Identities of
// ledger rows are left out: they count, they mean nothing.
func (b *bench) snapshot() string {
	b.t.Helper()
	rows := slices.Collect(maps.Values(b.rows()))
	slices.SortFunc(rows, func(x, y intake.Row) int { return cmp.Compare(x.Place.Path, y.Place.Path) })
	for i := range rows {
		rows[i].ID = 0
		rows[i].Place.Stamp = "" // an inode number says nothing either
	}
	return asJSON(b.t, map[string]any{"rows": rows, "documents": b.documents(), "links": b.links(), "index": b.index.docs})
}

func retryOf(id int64) store.RetryFilter { return store.RetryFilter{ID: id} }

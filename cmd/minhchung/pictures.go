package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"minhchung/internal/blob"
	"minhchung/internal/cchc"
	"minhchung/internal/extract/isolate"
	"minhchung/internal/extract/picture"
	"minhchung/internal/store"
	"minhchung/internal/vi"
)

// picturesName is a folder of the data folder: derived, may be deleted at will.
const picturesName = "pictures"

const (
	printShare   = 4                // a quarter of the bytes is for print renditions
	pictureGrace = 30 * time.Second // for a turn, besides the time of two files
	alignMost    = 8                // pages a quote is aligned with, the likeliest ones
)

// pictures shows pages of documents as pictures, with a quote marked: those of PDF files
// and images as they are, those of office formats as LibreOffice prints them. What it made
// is kept in the data folder, bounded in bytes. Safe for use by several goroutines.
type pictures struct {
	store     *store.Store
	originals *blob.Store
	pool      *isolate.Pool
	prints    *prints
	pages     string // folder of cache
	cache     *picture.Cache
	turns     chan struct{} // a token for each picture being drawn
	patience  time.Duration
}

// newPictures removes what a crash left half made; no picture is made yet.
func newPictures(e *engines) *pictures {
	dir := filepath.Join(e.dir, picturesName)
	if err := sweepParts(dir); err != nil { // no reason to keep the folder closed
		e.log.Warn("unfinished pictures could not be removed", "error", err)
	}
	s := e.settings
	prints := newPrints(printsConfig{
		dir: filepath.Join(dir, "prints"), bytes: int64(s.PicturesMB) << 20 / printShare, office: e.reading.office, now: time.Now,
		read: func(ctx context.Context, path string) (cchc.Reading, error) {
			return e.reading.pool.Read(ctx, path, s.limits())
		},
	})
	p := &pictures{
		store: e.store, originals: e.blobs, pool: e.reading.pool, prints: prints, pages: filepath.Join(dir, "pages"),
		turns:    make(chan struct{}, max(1, s.Workers/2)), // the other children go on reading
		patience: 2*s.ReadTimeout + pictureGrace,
	}
	p.cache = picture.NewCache(picture.CacheConfig{
		Dir: p.pages, MB: max(1, s.PicturesMB-s.PicturesMB/printShare), Render: p.render, Now: time.Now,
	})
	return p
}

// sweepParts removes unfinished files of an earlier process.
func sweepParts(dir string) error {
	for _, folder := range []string{"pages", "prints"} {
		entries, err := os.ReadDir(filepath.Join(dir, folder))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), ".") { // both mark with a dot what is not whole yet
				continue
			}
			if err := os.RemoveAll(filepath.Join(dir, folder, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// Page returns the path of a PNG of a page, so many pixels wide (see [picture.Cache]), and
// the rectangles of the quote on it, none where it does not stand there. Pages count as in
// the file; for a print rendition ("trang bản in thử") as in the print. Page 0 is the one
// the quote stands on, or the first. The file may vanish: open it at once, ask again where
// it is gone. Errors are *[cchc.Error]: no-such-document (wrapping [cchc.ErrNotFound]),
// page-outside, no-page-pictures, print-needs-office, print-too-large, pictures-busy,
// original-damaged, and those of [isolate.Pool.Render] and [office.Converter.PDF].
func (p *pictures) Page(ctx context.Context, id cchc.DocumentID, page, width int, quote string) (path string, boxes []cchc.Box, rendition bool, err error) {
	for attempt := 1; ; attempt++ {
		s, err := p.sheets(ctx, id)
		if err != nil {
			return "", nil, false, err
		}
		if page, err = s.find(ctx, page, quote); err != nil {
			return "", nil, false, err
		}
		path, boxes, err = p.cache.Page(ctx, s.source(page), page, width, quote)
		if err == nil && !p.originals.Has(id.File()) { // let go of meanwhile
			return "", nil, false, errors.Join(cchc.Usage("no-such-document", cchc.ErrNotFound, string(id)), p.forget(id.File()))
		}
		if err == nil {
			return path, boxes, s.print, nil
		}
		// A print may have made room for another one since it was found.
		if attempt > 1 || !s.print || cchc.AsError(err).Reason.Code != "vanished" {
			return "", nil, false, err
		}
	}
}

// Find returns the page itself, or for page 0 the one the quote stands on, and the pages
// a document has pictures of. The errors are those of [pictures.Page].
func (p *pictures) Find(ctx context.Context, id cchc.DocumentID, page int, quote string) (found, first, last int, err error) {
	s, err := p.sheets(ctx, id)
	if err != nil {
		return 0, 0, 0, err
	}
	found, err = s.find(ctx, page, quote)
	return found, s.first, s.last, err
}

// forget removes what was made of a file. Pictures of pages do not tell their file, so all
// of them go; they are drawn again when they are asked for.
func (p *pictures) forget(file cchc.FileID) error {
	var errs []error
	for folder, mark := range map[string]string{p.pages: "", p.prints.cfg.dir: string(file)} {
		entries, err := os.ReadDir(folder)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
		for _, e := range entries {
			// What is in the making is removed by its maker, who finds the original gone.
			if name := e.Name(); strings.HasPrefix(name, mark) && !strings.HasPrefix(name, ".") {
				errs = append(errs, removeIfThere(filepath.Join(folder, name)))
			}
		}
	}
	return errors.Join(errs...)
}

// keptOriginals are the originals, with what was made of them to look at.
type keptOriginals struct {
	*blob.Store
	pictures *pictures
}

// Drop lets go of an original that may not be kept, and of its pictures: before, for a
// crash in between is made up for by dropping the original alone, and after it.
func (k keptOriginals) Drop(file cchc.FileID) error {
	if err := k.pictures.forget(file); err != nil {
		return err
	}
	return errors.Join(k.Store.Drop(file), k.pictures.forget(file))
}

// close waits for a print that is still in the making; the programs that make it have
// been told to stop.
func (p *pictures) close() {
	p.prints.turn <- struct{}{}
	<-p.prints.turn
}

// render has a reading child draw a page when it is its turn. Who turns pages quickly goes
// away before the picture is there: it is finished all the same, because to stop a child is
// to lose it.
func (p *pictures) render(ctx context.Context, path string, req picture.Request) (picture.Rendered, error) {
	waiting, cancel := context.WithTimeoutCause(ctx, p.patience, errNoTurn)
	defer cancel()
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-waiting.Done():
		return picture.Rendered{}, late(waiting)
	}
	ctx, stop := context.WithTimeoutCause(context.WithoutCancel(ctx), p.patience, errNoTurn)
	defer stop()
	out, err := p.pool.Render(ctx, path, isolate.RenderRequest(req))
	if err != nil && ctx.Err() != nil {
		err = late(ctx)
	}
	return picture.Rendered(out), err
}

var errNoTurn = errors.New("the pictures before took too long")

// late says why a picture was not waited for any longer.
func late(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), errNoTurn) {
		return cchc.Waiting("pictures-busy")
	}
	return cchc.OurFault("reader-stopped", context.Cause(ctx))
}

// sheets are the pages of a document as they are drawn.
type sheets struct {
	id, path    string // of the file drawn, see picture.Source
	first, last int
	print       bool
	words       map[int][]cchc.Word // of recognised pages, by number
	texts       func() []string     // of the pages from the first one
}

func (p *pictures) sheets(ctx context.Context, id cchc.DocumentID) (sheets, error) {
	d, err := p.store.Document(ctx, cchc.Everything(), id)
	if errors.Is(err, cchc.ErrNotFound) {
		err = cchc.Usage("no-such-document", err, string(id))
	}
	if err != nil {
		return sheets{}, err
	}
	switch d.Format {
	case cchc.FormatHTML, cchc.FormatMail, cchc.FormatArchive, cchc.FormatUnknown:
		return sheets{}, cchc.FileFault("no-page-pictures", nil)
	default:
	}
	if !p.originals.Has(d.File) {
		return sheets{}, cchc.OurFault("original-damaged", nil, string(d.File))
	}
	pages, err := p.store.Pages(ctx, cchc.Everything(), id)
	if err != nil {
		return sheets{}, err
	}
	path := p.originals.Path(d.File)
	if d.Format == cchc.FormatPDF || d.Format == cchc.FormatImage {
		return ownSheets(d, path, pages), nil
	}
	text := ""
	if d.Format == cchc.FormatText {
		text = strings.Join(textsOf(pages), "") // decoded already: LibreOffice knows no TCVN3
	}
	made, err := p.prints.of(ctx, d.File, path, d.Format, text)
	if err != nil {
		return sheets{}, err
	}
	return sheets{
		id: made.id, path: made.path, first: 1, last: max(1, made.Pages), print: true, texts: func() []string { return made.Texts },
	}, nil
}

// ownSheets are pages drawn from the original itself.
func ownSheets(d cchc.Document, path string, pages []cchc.Page) sheets {
	s := sheets{id: string(d.File), path: path, first: 1, last: max(1, d.Pages), words: map[int][]cchc.Word{}, texts: func() []string { return textsOf(pages) }}
	if n := len(pages); n > 0 && pages[0].Number > 0 {
		s.first, s.last = pages[0].Number, pages[n-1].Number
	}
	for _, page := range pages {
		if page.Source == cchc.SourceOCR && page.Words != nil {
			s.words[page.Number] = page.Words
		}
	}
	return s
}

func textsOf(pages []cchc.Page) []string {
	out := make([]string, len(pages))
	for i, p := range pages {
		out[i] = p.Text()
	}
	return out
}

func (s sheets) source(page int) picture.Source {
	return picture.Source{ID: s.id, Path: s.path, Words: s.words[page]}
}

// find returns the page, or for page 0 the one with the most words of the quote where it
// stands on any, else the first.
func (s sheets) find(ctx context.Context, page int, quote string) (int, error) {
	if page != 0 {
		if page < s.first || page > s.last {
			return 0, cchc.Usage("page-outside", cchc.ErrNotFound, strconv.Itoa(page), strconv.Itoa(s.first), strconv.Itoa(s.last))
		}
		return page, nil
	}
	if strings.TrimSpace(quote) == "" || s.first == s.last {
		return s.first, nil
	}
	at, err := pageOf(ctx, s.texts(), quote)
	return min(s.first+at, s.last), err
}

// pageOf returns the index of the text a quote stands in, 0 where it stands in none.
// Aligning is dear, so only the texts that share the most words with the quote are aligned.
func pageOf(ctx context.Context, texts []string, quote string) (int, error) {
	wanted := map[string]bool{}
	for _, t := range vi.Tokens(quote) {
		wanted[t.Fold] = true
	}
	var likely ranking
	words := make(map[string]bool, len(wanted))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return 0, cchc.OurFault("reader-stopped", err)
		}
		clear(words)
		for _, t := range vi.Tokens(text) {
			if wanted[t.Fold] {
				words[t.Fold] = true
			}
		}
		likely.add(i, len(words), alignMost)
	}
	best, most := 0, 0
	for _, r := range likely {
		// Words far apart from each other are marked one by one, so marks count words.
		if n := len(picture.Mark(scattered(texts[r.index]), quote)); n > most || n == most && n > 0 && r.index < best {
			best, most = r.index, n
		}
	}
	return best, nil
}

// ranking keeps the entries with the highest scores, the earlier first where equal.
type ranking []struct{ index, score int }

func (r *ranking) add(index, score, most int) {
	if score == 0 {
		return
	}
	at := len(*r)
	for at > 0 && (*r)[at-1].score < score {
		at--
	}
	if at >= most {
		return
	}
	*r = append(*r, struct{ index, score int }{})
	copy((*r)[at+1:], (*r)[at:])
	(*r)[at] = struct{ index, score int }{index, score}
	*r = (*r)[:min(len(*r), most)]
}

// scattered are the words of a text in places that never touch.
func scattered(text string) []cchc.Word {
	fields := strings.Fields(text)
	out := make([]cchc.Word, len(fields))
	for i, f := range fields {
		out[i] = cchc.Word{Text: f, Box: cchc.Box{Left: 1000 * i, Top: 1000 * i, Right: 1000*i + 1, Bottom: 1000*i + 1}}
	}
	return out
}

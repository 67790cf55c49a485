package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"minhchung/internal/blob"
	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/describe"
	"minhchung/internal/evidence"
	"minhchung/internal/extract"
	"minhchung/internal/extract/docx"
	"minhchung/internal/extract/isolate"
	"minhchung/internal/extract/pdf"
	"minhchung/internal/extract/pdfium"
	"minhchung/internal/extract/plain"
	"minhchung/internal/messages"
	"minhchung/internal/passage"
	"minhchung/internal/search"
	"minhchung/internal/search/bleveindex"
	"minhchung/internal/store"
	"minhchung/pipeline"
)

// Names in a data folder, besides those of its owner.
const (
	recordName    = "record.db"
	originalsName = "originals"
	indexName     = "index" // derived: may be deleted at will
)

// engines are the concrete parts behind one data folder. They are opened once by its
// owner and serve every command; all are safe for concurrent use.
type engines struct {
	dir      string
	settings settings
	log      *slog.Logger
	store    *store.Store
	blobs    *blob.Store
	pool     *isolate.Pool
	index    *liveIndex
	pipeline *pipeline.Pipeline
	rebuild  sync.Mutex // one rebuild of the index at a time
	weights  evidence.Weights
}

func openEngines(ctx context.Context, inv *invocation) (*engines, error) {
	e := &engines{dir: inv.settings.Data, settings: inv.settings, log: inv.logger()}
	if err := e.open(ctx, inv); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *engines) open(ctx context.Context, inv *invocation) (err error) {
	lost, err := recordLost(e.dir)
	if err != nil || lost {
		return errors.Join(err, cchc.OurFault("record-lost", nil, e.dir))
	}
	if e.store, err = store.Open(ctx, filepath.Join(e.dir, recordName), store.Options{Now: time.Now}); err != nil {
		var known *cchc.Error
		if errors.As(err, &known) || ctx.Err() != nil {
			return err
		}
		return cchc.OurFault("record-damaged", err, e.dir, cause(err))
	}
	if err := e.ensureCatalogue(ctx); err != nil {
		return err
	}
	if e.blobs, err = blob.Open(filepath.Join(e.dir, originalsName)); err != nil {
		return cchc.OurFault("data-unwritable", err, e.dir, cause(err))
	}
	if e.weights, err = evidence.DefaultWeights(); err != nil {
		return err
	}
	if e.pool, err = newPool(inv.settings, e.log); err != nil {
		return err
	}
	e.index = &liveIndex{dir: filepath.Join(e.dir, indexName)}
	e.pipeline = pipeline.New(e.store, e.store, e.blobs, e.index, e.rules(), pipeline.Settings{
		Workers: e.settings.Workers, Batch: e.settings.Batch, Own: e.dir,
	}, time.Now, e.log)
	if err := e.refresh(ctx); err != nil {
		return err
	}
	return e.openIndex(ctx, inv)
}

// recordLost reports a folder that holds originals but no record: starting anew there
// would look as if nothing had ever been taken in.
func recordLost(dir string) (bool, error) {
	if _, err := os.Stat(filepath.Join(dir, recordName)); !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	folders, err := os.ReadDir(filepath.Join(dir, originalsName))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	for _, f := range folders {
		if f.IsDir() && len(f.Name()) == 2 { // aa/<64 hexadecimal digits>
			return true, nil
		}
	}
	return false, err
}

// Close gives everything back; the record last, because the others may still write to it.
func (e *engines) Close() error {
	var errs []error
	if e.pool != nil {
		errs = append(errs, e.pool.Close())
	}
	if e.index != nil {
		errs = append(errs, e.index.Close())
	}
	if e.store != nil {
		errs = append(errs, e.store.Close())
	}
	return errors.Join(errs...)
}

// ensureCatalogue gives a new data folder the embedded sample catalogue.
func (e *engines) ensureCatalogue(ctx context.Context) error {
	_, err := e.store.CurrentCatalogue(ctx, cchc.Everything())
	if !errors.Is(err, cchc.ErrNotFound) {
		return err
	}
	sample, err := catalogue.Sample()
	if err != nil {
		return err
	}
	return e.store.SaveCatalogue(ctx, cchc.System(), sample, nil)
}

// openIndex opens the search index, and rebuilds it from the record where it is missing,
// damaged, of another analyser, or does not hold what the record says was indexed.
func (e *engines) openIndex(ctx context.Context, inv *invocation) error {
	want, err := e.countDocuments(ctx)
	if err != nil {
		return err
	}
	why := ""
	x, err := bleveindex.Open(e.index.dir, bleveindex.Options{})
	if err != nil {
		why = "không dùng được nữa"
		e.log.WarnContext(ctx, "index cannot be used", "error", err)
	} else {
		e.index.set(x)
		have, err := x.Documents()
		if err != nil || have != uint64(want) {
			why = fmt.Sprintf("không khớp sổ dữ liệu, %d/%d văn bản", have, want)
		}
	}
	if why == "" {
		return nil
	}
	n, err := e.rebuildIndex(ctx)
	if err != nil {
		return cchc.OurFault("index-failed", err)
	}
	w := messages.Words(cchc.NewReason("index-rebuilt", why, strconv.Itoa(n)), inv.lang())
	fmt.Fprintln(inv.stderr, w.Message)
	return nil
}

func (e *engines) countDocuments(ctx context.Context) (int, error) {
	_, _, total, err := e.store.Documents(ctx, cchc.Everything(), store.DocumentFilter{Limit: 1})
	return total, err
}

// rebuildIndex builds a new index beside the live one and puts it in its place before
// anything else may write.
func (e *engines) rebuildIndex(ctx context.Context) (documents int, err error) {
	e.rebuild.Lock()
	defer e.rebuild.Unlock()
	next := e.index.dir + ".new"
	if err := os.RemoveAll(next); err != nil {
		return 0, err
	}
	x, err := bleveindex.Open(next, bleveindex.Options{})
	if err != nil {
		return 0, err
	}
	documents, err = e.pipeline.Rebuild(ctx, indexFeed{x}, func() error {
		if err := x.Close(); err != nil {
			return err
		}
		return e.index.replace(next)
	})
	if err != nil {
		_ = x.Close() // closed already unless feeding it failed
		return 0, errors.Join(err, os.RemoveAll(next))
	}
	return documents, nil
}

func (e *engines) rules() pipeline.Rules {
	limits := e.settings.limits()
	return pipeline.Rules{
		Read: func(ctx context.Context, path string) (cchc.Reading, error) {
			return e.pool.Read(ctx, path, limits)
		},
		Parts: func(file cchc.FileID, pages []cchc.Page) []pipeline.Part {
			var out []pipeline.Part
			for _, p := range describe.Split(file, pages) {
				out = append(out, pipeline.Part{ID: p.ID, First: p.First, Last: p.Last})
			}
			return out
		},
		Describe: describe.Describe,
		WorkID:   describe.WorkID,
		Cut:      passage.Split,
		Proposer: func(cat cchc.Catalogue) pipeline.Proposer {
			return evidence.Prepare(cat, e.weights).Propose
		},
	}
}

// readers is the mux a reading child serves with. The second reader of PDF files keeps
// its compiled module in the folder cacheDir.
func readers(cacheDir string) *extract.Mux {
	second := &secondReader{pdfium.New(pdfium.Config{CacheDir: cacheDir})}
	return extract.NewMux(map[cchc.Format]extract.Reader{
		cchc.FormatPDF:  pdf.New(pdf.WithSecond(second.open)),
		cchc.FormatDOCX: docx.New(docx.WithHTML(plain.HTMLBlocks), docx.WithText(plain.TextBlocks)),
		cchc.FormatText: plain.NewText(),
		cchc.FormatHTML: plain.NewHTML(),
	})
}

// newPool starts the pool of reading children: this very program as `worker`.
func newPool(s settings, log *slog.Logger) (*isolate.Pool, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return isolate.New(isolate.Config{
		Command: []string{self, "worker", "--cache", s.cacheFolder()},
		Workers: s.Workers, Timeout: s.ReadTimeout, MemoryMB: s.WorkerMemory, MaxFiles: s.WorkerFiles,
		Env: []string{envPrefix + "WORKER_MEMORY=" + strconv.Itoa(s.WorkerMemory)},
		Log: log,
	})
}

// liveIndex is the index searches go to while a rebuilt one may take its place.
type liveIndex struct {
	dir string
	mu  sync.RWMutex
	x   *bleveindex.Index
}

var errNoIndex = errors.New("the index is not open")

func (l *liveIndex) set(x *bleveindex.Index) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.x = x
}

// Search asks the live index.
func (l *liveIndex) Search(ctx context.Context, q search.Query) (search.Result, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.x == nil {
		return search.Result{}, errNoIndex
	}
	return l.x.Search(ctx, q)
}

// Put feeds the live index.
func (l *liveIndex) Put(ctx context.Context, docs []pipeline.Indexed) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.x == nil {
		return errNoIndex
	}
	return indexFeed{l.x}.Put(ctx, docs)
}

// Documents counts the documents of the live index.
func (l *liveIndex) Documents() (uint64, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.x == nil {
		return 0, errNoIndex
	}
	return l.x.Documents()
}

// replace puts a finished index folder in the place of the live one. Searches wait for
// the moment it takes.
func (l *liveIndex) replace(next string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.x != nil {
		if err := l.x.Close(); err != nil {
			return err
		}
		l.x = nil
	}
	err := os.RemoveAll(l.dir)
	if err == nil {
		err = os.Rename(next, l.dir)
	}
	x, openErr := bleveindex.Open(l.dir, bleveindex.Options{}) // the new one, or what is left
	if openErr != nil {
		return errors.Join(err, openErr)
	}
	l.x = x
	return err
}

// Close closes the live index.
func (l *liveIndex) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.x == nil {
		return nil
	}
	x := l.x
	l.x = nil
	return x.Close()
}

// indexFeed hands the pipeline's documents to an index.
type indexFeed struct{ x *bleveindex.Index }

// Put replaces the documents' passages in the index.
func (f indexFeed) Put(ctx context.Context, docs []pipeline.Indexed) error {
	entries := make([]bleveindex.Entry, 0, len(docs))
	for _, d := range docs {
		entries = append(entries, bleveindex.Entry{Document: d.Document, Passages: d.Passages})
	}
	return f.x.Put(ctx, entries)
}

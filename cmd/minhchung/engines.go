package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"minhchung/internal/agency"
	"minhchung/internal/blob"
	"minhchung/internal/catalogue"
	"minhchung/internal/cchc"
	"minhchung/internal/evidence"
	"minhchung/internal/search/bleveindex"
	"minhchung/internal/store"
	"minhchung/internal/vi"
	"minhchung/pipeline"
)

// Names in a data folder, besides those of its owner.
const (
	recordName    = "record.db"
	originalsName = "originals"
	indexName     = "index" // derived: may be deleted at will
	nextSuffix    = ".new"  // of an index being built
	tempName      = "tmp"   // emptied whenever the folder is opened
	backupTemp    = ".backup-"
)

// engines are the concrete parts behind one data folder. They are opened once by its
// owner and serve every command; all are safe for concurrent use.
type engines struct {
	dir      string
	settings settings
	log      *slog.Logger
	store    *store.Store
	blobs    *blob.Store
	reading  *reading
	pictures *pictures
	index    *liveIndex
	words    *wordList // abbreviations queries are widened by
	pipeline *pipeline.Pipeline
	agencies atomic.Pointer[agency.Registry]
	units    atomic.Pointer[[]cchc.Unit] // of the installation
	rebuild  sync.Mutex                  // one rebuild of the index at a time
	weights  func() evidence.Weights
	// chores are what has to be made up for since the folder was last open: serve does them
	// in the background, other commands before anything else.
	chores []func(context.Context) error
}

func openEngines(ctx context.Context, inv *invocation) (*engines, error) {
	e := &engines{dir: inv.settings.Data, settings: inv.settings, log: inv.logger(), weights: sync.OnceValue(embeddedWeights)}
	err := e.open(ctx, inv)
	if err == nil && !inv.later {
		err = e.doChores(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// letGo drops the bytes of what may not be kept, where a power cut came between the word
// of the record and the deed.
func (e *engines) letGo(ctx context.Context) error {
	ids, err := e.store.Withheld(ctx, cchc.Everything())
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := e.blobs.Drop(id); err != nil {
			return cchc.OurFault("data-unwritable", err, e.dir, cause(err))
		}
	}
	return nil
}

// doChores makes up for what changed since the folder was last open.
func (e *engines) doChores(ctx context.Context) error {
	for len(e.chores) > 0 {
		if err := e.chores[0](ctx); err != nil {
			return err
		}
		e.chores = e.chores[1:]
	}
	return nil
}

func (e *engines) open(ctx context.Context, inv *invocation) (err error) {
	if err := e.sweep(); err != nil {
		return cchc.OurFault("data-unwritable", err, e.dir, cause(err))
	}
	lost, err := recordLost(e.dir)
	if err != nil || lost {
		return errors.Join(err, cchc.OurFault("record-lost", nil, e.dir))
	}
	// What the index reads of its files is most of opening: meanwhile the record is opened.
	e.index = &liveIndex{dir: filepath.Join(e.dir, indexName), options: bleveindex.Options{
		Abbreviations: func() vi.Abbreviations { return e.words.inUse() }, Texts: e.texts, KeptBytes: int64(e.settings.SearchMB) << 20,
	}}
	opening := e.index.open(inv.later || inv.asks)
	defer func() { <-opening.done }() // Close finds it open, whatever went wrong
	if e.store, err = store.Open(ctx, filepath.Join(e.dir, recordName), store.Options{Now: time.Now}); err != nil {
		var known *cchc.Error
		if errors.As(err, &known) || ctx.Err() != nil {
			return err
		}
		if trouble(err) != nil {
			return troubled(err)
		}
		return cchc.OurFault("record-damaged", err, e.dir, cause(err))
	}
	if err := e.ensureCatalogue(ctx); err != nil {
		return err
	}
	if e.blobs, err = blob.Open(filepath.Join(e.dir, originalsName)); err != nil {
		return cchc.OurFault("data-unwritable", err, e.dir, cause(err))
	}
	if err := e.letGo(ctx); err != nil {
		return err
	}
	if e.reading, err = newReading(inv.settings, filepath.Join(e.dir, tempName), e.log); err != nil {
		return err
	}
	e.pictures = newPictures(e)
	e.words = newWordList(e.store, e.log)
	if err := e.readAgencies(ctx); err != nil {
		return err
	}
	if err := e.readUnits(ctx); err != nil {
		return err
	}
	seq, err := e.store.Seq(ctx)
	if err != nil {
		return err
	}
	parts := pipeline.Parts{Ledger: e.store, Record: e.store, Recognised: e.store, Blobs: keptOriginals{e.blobs, e.pictures}, Index: e.index}
	e.pipeline = pipeline.New(parts, e.rules(inv.lang()), pipeline.Settings{
		Workers: e.settings.Workers, Scans: e.settings.Scans, Batch: e.settings.Batch, Depth: e.settings.Depth, Own: e.dir,
	}, seq, time.Now, e.log)
	<-opening.done
	why, err := e.checkIndex(ctx, opening.err)
	if err != nil {
		return err
	}
	if why != "" {
		e.index.lacks()
		e.chores = append(e.chores, func(ctx context.Context) error { return e.healIndex(ctx, inv, why) })
	}
	if err := e.groupAnew(ctx); err != nil {
		return err
	}
	return e.refresh(ctx)
}

// sweep removes what a program that was killed left half done.
func (e *engines) sweep() error {
	entries, err := os.ReadDir(e.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if name != tempName && name != indexName+nextSuffix && !strings.HasPrefix(name, backupTemp) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(e.dir, name)); err != nil {
			return err
		}
	}
	return os.Mkdir(filepath.Join(e.dir, tempName), 0o700)
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
	if e.reading != nil {
		errs = append(errs, e.reading.Close())
	}
	if e.pictures != nil {
		e.pictures.close()
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
	has, err := e.store.HasCatalogue(ctx, cchc.Everything())
	if err != nil || has {
		return err
	}
	sample, err := catalogue.Sample()
	if err != nil {
		return err
	}
	return e.store.SaveCatalogue(ctx, cchc.System(), sample, nil)
}

// embeddedWeights reads what is embedded in the program, so that it cannot fail there.
func embeddedWeights() evidence.Weights {
	w, err := evidence.DefaultWeights()
	if err != nil {
		panic(err)
	}
	return w
}

// texts are passages for the engine, whoever asks: what is shown of them is decided later.
func (e *engines) texts(ctx context.Context, ids []cchc.PassageID, found func(i int, heading, text string) error) error {
	return e.store.EachText(ctx, cchc.Everything(), ids, found)
}

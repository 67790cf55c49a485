package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
	bbolt "go.etcd.io/bbolt/errors"

	"minhchung/internal/cchc"
	"minhchung/internal/passage"
	"minhchung/internal/vi"
)

// What Open can refuse with; both mean that the caller should [Rebuild] from the record,
// except ErrBusy.
var (
	// ErrMismatch: built with another analysis, or not finished being created.
	ErrMismatch = errors.New("search index was built by another version")
	// ErrCorrupt: the files of the index cannot be read.
	ErrCorrupt = errors.New("search index is damaged")
	// ErrBusy: another process, or an Index of this one, holds the index.
	ErrBusy = errors.New("search index is held by another process")
	// ErrClosed: the Index was closed.
	ErrClosed = errors.New("search index is closed")
)

// analysisVersion changes whenever the terms of an unchanged passage or query, or the
// fields of an entry, would come out different.
const analysisVersion = 4

const (
	engineFolder    = "bleve"
	fingerprintFile = "fingerprint"
)

// Options of an index. The zero value is good.
type Options struct {
	// Abbreviations gives the list that widens queries, asked for at every search so that
	// an office can add its own; nil is the list embedded in the program.
	Abbreviations func() vi.Abbreviations
	// Texts reads passages from the record: it calls found with heading and text of those
	// there are, by their places in ids. The engine keeps no text, and asks for that of the
	// passages of which it cannot tell whether the words of a phrase follow one another. nil:
	// it takes them for what their pairs say.
	Texts func(ctx context.Context, ids []cchc.PassageID, found func(i int, heading, text string) error) error
	// KeptBytes bounds the memory for postings of frequent terms, which are kept for the next
	// search; 0 is 384 MiB, which a million passages may fill. Less costs time only.
	KeptBytes int64
	// LockTimeout is how long Open waits for another holder; 0 is one second.
	LockTimeout time.Duration
}

// Index is an open index. Searches may run concurrently with each other and with one
// change; changes queue up. All methods are safe for concurrent use.
type Index struct {
	options  Options
	dir      string
	weights  weights
	parallel int // entries; see searchParallel
	bleve    bleve.Index
	engine   bleveindex.Index

	change   sync.Mutex   // held by Put and Remove
	next     uint64       // the number of the next document; under change
	life     sync.RWMutex // held for reading by every call, for writing by Close
	closed   bool
	pool     sync.Pool // of *scores
	tables   tables
	spelling spelling
	// What a change leaves to the next one, as long as the collector lets it.
	entries sync.Pool // of *indexed
	words   sync.Pool // of *vocabulary
}

// Fingerprint names everything the content of an index depends on besides the record.
func Fingerprint() string {
	return "analysis " + strconv.Itoa(analysisVersion) + ", passage " + strconv.Itoa(passage.Version)
}

// Open opens the index in dir, or creates it where dir is missing or empty. It takes
// some 10 ms. See ErrMismatch, ErrCorrupt and ErrBusy for what can stand in the way. An
// index whose newest files were lost may open in an older state, so callers compare
// Documents with the record and rebuild where they differ.
func Open(dir string, options Options) (*Index, error) {
	fresh, err := vacant(dir)
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	if fresh {
		return create(dir, options)
	}
	got, err := os.ReadFile(filepath.Join(dir, fingerprintFile))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	if strings.TrimSpace(string(got)) != Fingerprint() {
		return nil, fmt.Errorf("open search index %s: %q, not %q: %w", dir, got, Fingerprint(), ErrMismatch)
	}
	b, err := guard(func() (bleve.Index, error) {
		return bleve.OpenUsing(filepath.Join(dir, engineFolder), engineConfig(options))
	})
	if err != nil {
		return nil, fmt.Errorf("open search index %s: %w", dir, classify(err))
	}
	return wrap(dir, b, options)
}

// Rebuild removes whatever index lies in dir and creates an empty one, to be filled from
// the record. It touches only files an index consists of.
func Rebuild(dir string, options Options) (*Index, error) {
	// The fingerprint goes first: a half removed index must not look whole.
	for _, name := range []string{fingerprintFile, engineFolder} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return nil, fmt.Errorf("rebuild search index: %w", err)
		}
	}
	return create(dir, options)
}

func create(dir string, options Options) (*Index, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create search index: %w", err)
	}
	b, err := guard(func() (bleve.Index, error) {
		return bleve.NewUsing(filepath.Join(dir, engineFolder), plainMapping(), scorch.Name, scorch.Name, engineConfig(options))
	})
	if err != nil {
		return nil, fmt.Errorf("create search index %s: %w", dir, err)
	}
	if err := writeAtomically(filepath.Join(dir, fingerprintFile), Fingerprint()+"\n"); err != nil {
		return nil, errors.Join(fmt.Errorf("create search index: %w", err), b.Close())
	}
	return wrap(dir, b, options)
}

func wrap(dir string, b bleve.Index, options Options) (*Index, error) {
	engine, err := b.Advanced()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open search index: %w", err), b.Close())
	}
	if options.Abbreviations == nil {
		options.Abbreviations = vi.DefaultAbbreviations
	}
	x := &Index{dir: dir, options: options, weights: defaultWeights(), parallel: searchParallel, bleve: b, engine: engine}
	x.tables.kept.most = options.KeptBytes
	if x.next, err = x.readNext(); err != nil {
		return nil, errors.Join(fmt.Errorf("open search index: %w", err), b.Close())
	}
	return x, nil
}

// plainMapping maps nothing: every entry comes with finished fields.
func plainMapping() *mapping.IndexMappingImpl {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// engineConfig keeps to the safe mode, in which a batch has reached the disk when it is
// acknowledged. One persister worker: more of them trade memory and order for nothing
// that was measured here.
func engineConfig(options Options) map[string]any {
	timeout := options.LockTimeout
	if timeout <= 0 {
		timeout = time.Second
	}
	calmDown.Do(func() {
		scorch.RegistryAsyncErrorCallbacks[calming] = func(error, string) { time.Sleep(calmFor) }
	})
	return map[string]any{
		"asyncErrorCallbackName": calming,
		"bolt_timeout":           timeout.String(),
		"unsafe_batch":           false,
		"scorchMergePlanOptions": map[string]any{
			"MaxSegmentSize": mergedMost, "MaxSegmentsPerTier": mergedAtOnce, "SegmentsPerMergeTask": mergedAtOnce, "TierGrowth": float64(mergedAtOnce),
		},
		"scorchPersisterOptions": map[string]any{"NumPersisterWorkers": 1},
	}
}

// mergedMost is how many entries segments are merged into at most. Merging larger ones takes
// longer than it saves, and of several a search walks some side by side.
const mergedMost = 500_000

// mergedAtOnce is how many segments of about a size there may be before they are merged.
// With 24 an entry is written again once on the way to a million, with the engine's own 10
// nearly twice; a search walks some twenty segments then instead of a dozen, which costs it
// little, since it costs what entries it walks.
const mergedAtOnce = 24

// The engine tries what failed in the background (a merge on a full disk) again at once,
// without end; it calls back each time, which is where it is slowed down.
const (
	calming = "minhchung-calm"
	calmFor = 500 * time.Millisecond
)

var calmDown sync.Once //nolint:gochecknoglobals // the engine keeps its callbacks in a table of the process

func classify(err error) error {
	if errors.Is(err, bbolt.ErrTimeout) || strings.Contains(err.Error(), "timeout") {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	if errors.Is(err, os.ErrPermission) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// guard turns a panic of the engine over damaged files into an error.
func guard[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: engine panicked: %v", ErrCorrupt, r)
		}
	}()
	return f()
}

// vacant reports whether nothing of an index lies in dir yet.
func vacant(dir string) (bool, error) {
	for _, name := range []string{fingerprintFile, engineFolder} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return false, nil
		} else if !errors.Is(err, os.ErrNotExist) {
			return false, err
		}
	}
	return true, nil
}

func writeAtomically(path, content string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// hold keeps the index open during a call.
func (x *Index) hold() (release func(), err error) {
	x.life.RLock()
	if x.closed {
		x.life.RUnlock()
		return nil, ErrClosed
	}
	return x.life.RUnlock, nil
}

// Close waits for running calls and closes the index. A second Close does nothing.
func (x *Index) Close() error {
	x.life.Lock()
	defer x.life.Unlock()
	if x.closed {
		return nil
	}
	x.closed = true
	if err := x.bleve.Close(); err != nil {
		return fmt.Errorf("close search index: %w", err)
	}
	return nil
}

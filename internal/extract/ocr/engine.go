package ocr

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

// Version of how pages are read here. It rises whenever the same picture would give
// other text with the same tesseract; pages are then read again.
const Version = 2

const (
	presetTimeout  = time.Minute
	presetMemoryMB = 1024
	presetDPI      = 200 // 300 costs more and reads worse
	lookEvery      = 30 * time.Second
	poor           = 0.6 // quality below which a page may lie on its side or head
	fewWords       = 5
	dpiLeast       = 100 // tesseract is told no less
)

// Config describes the engine. Only Now is required.
type Config struct {
	Command   string        // of tesseract; default "tesseract", looked up in PATH
	Dir       string        // of temporary files; "": that of the system
	Workers   int           // pages read at a time; default: half of the processors, at least 1
	Timeout   time.Duration // for one run of tesseract, of which a page has up to four, the first up to seven; default 60 s
	MemoryMB  int           // resident, of one run, in MiB; default 1024
	Languages string        // as tesseract takes them; default "vie"
	DPI       int           // dots an inch pictures are asked for; default 200
	Now       func() time.Time
	Log       *slog.Logger // default: none
}

// Shot asks for the picture of a page: grey, straightened, a PGM file at Out.
type Shot struct {
	Page int // from 1
	DPI  int
	Turn int // degrees clockwise: 0, 90, 180 or 270
	Out  string
}

// Scan says what the picture became.
type Scan struct {
	Width, Height int
	DPI           int  // less than asked for where Reduced
	Reduced       bool // the page is too large to be drawn at that resolution
	Blank         bool // nothing is on it; no file was written
	Sideways      bool // its lines seem to run upwards
	Skew          float64
	Before        [2]int // width and height before it was turned by Skew degrees clockwise
}

// DrawFunc draws a page; its errors are *[cchc.Error].
type DrawFunc func(ctx context.Context, path string, s Shot) (Scan, error)

// Engine reads pages. It is safe for use by several goroutines.
type Engine struct {
	cfg   Config
	draw  DrawFunc
	slots chan struct{}

	mu     sync.Mutex
	looked time.Time
	found  installed
}

// installed is what there is of tesseract.
type installed struct {
	version string
	reason  *cchc.Reason // why it cannot be used
	osd     bool         // it can tell which way up a page is
}

// New returns an engine that reads the pictures draw makes. Nothing is started.
func New(cfg Config, draw DrawFunc) *Engine {
	if cfg.Command == "" {
		cfg.Command = "tesseract"
	}
	if cfg.Workers <= 0 {
		cfg.Workers = max(1, runtime.NumCPU()/2)
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = presetTimeout
	}
	if cfg.MemoryMB <= 0 {
		cfg.MemoryMB = presetMemoryMB
	}
	if cfg.Languages == "" {
		cfg.Languages = "vie"
	}
	if cfg.DPI <= 0 {
		cfg.DPI = presetDPI
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Engine{cfg: cfg, draw: draw, slots: make(chan struct{}, cfg.Workers)}
}

// Page reads one page, counted from 1. Its Blocks are the text in reading order, where
// digits of a number or date that are likely written by hand are left open ("…") unless
// they were read with confidence, on the first page also unless several looks at the line
// agree; its Words are everything as it was read. A blank page
// has no blocks, quality 1, and does not need OCR.
//
// The reasons are notes for the reading of the file: ocr-blanks (page) where digits were
// left open, ocr-reduced (page, dots an inch) where a page was too large, ocr-turned
// (page, degrees).
//
// Errors are *[cchc.Error]: waiting, ocr-missing or ocr-language (languages); the file's,
// ocr-timeout (page, seconds), ocr-memory (page, MiB), and those of drawing; ours,
// ocr-failed and internal where ctx ended.
func (e *Engine) Page(ctx context.Context, path string, number int) (cchc.Page, []cchc.Reason, error) {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return cchc.Page{}, nil, cchc.OurFault("internal", context.Cause(ctx))
	}
	have := e.look()
	if have.reason != nil {
		return cchc.Page{}, nil, cchc.Waiting(have.reason.Code, have.reason.Args...)
	}
	dir, err := os.MkdirTemp(e.cfg.Dir, "minhchung-ocr-")
	if err != nil {
		return cchc.Page{}, nil, cchc.OurFault("internal", fmt.Errorf("ocr: %w", err))
	}
	defer func() { _ = os.RemoveAll(dir) }()
	j := job{Engine: e, path: path, number: number, out: filepath.Join(dir, "page.pgm"), osd: have.osd}
	p, err := j.read(ctx)
	if err == nil && number == 1 && p.blanks > 0 && p.turn == j.drawn {
		p = j.second(ctx, p)
		err = ctx.Err()
	}
	if err != nil {
		return cchc.Page{}, nil, j.fault(ctx, err)
	}
	return p.page, j.notes(p), nil
}

// job is the reading of one page.
type job struct {
	*Engine
	path   string
	number int
	out    string
	osd    bool
	drawn  int // the turn of the picture at out
}

// pass is a page as it was read one way up.
type pass struct {
	page   cchc.Page
	scan   Scan
	words  []word
	turn   int
	blanks int
}

// read reads the page as it lies and, where that gives little, the way it seems to be meant.
func (j *job) read(ctx context.Context) (pass, error) {
	scan, err := j.shoot(ctx, 0)
	if err != nil {
		return pass{}, err
	}
	if scan.Blank {
		return pass{page: cchc.Page{Number: j.number, Source: cchc.SourceOCR, Quality: 1}, scan: scan}, nil
	}
	var first pass
	if !scan.Sideways {
		if first, err = j.recognise(ctx, scan, 0); err != nil || good(first) {
			return first, err
		}
	}
	turns, err := j.turns(ctx, scan)
	if err != nil {
		return pass{}, err
	}
	best := first
	for _, turn := range turns {
		p := first
		if turn != 0 || scan.Sideways {
			if scan, err = j.shoot(ctx, turn); err != nil {
				return pass{}, err
			}
			if p, err = j.recognise(ctx, scan, turn); err != nil {
				return pass{}, err
			}
		}
		if best.page.Number == 0 || p.page.Quality > best.page.Quality {
			best = p
		}
		if good(best) {
			break
		}
	}
	return best, nil
}

func good(p pass) bool { return p.page.Quality >= poor && len(p.page.Words) >= fewWords }

func (j *job) shoot(ctx context.Context, turn int) (Scan, error) {
	s, err := j.draw(ctx, j.path, Shot{Page: j.number, DPI: j.cfg.DPI, Turn: turn, Out: j.out})
	if err != nil {
		return Scan{}, err
	}
	j.drawn = turn
	if !s.Blank && (s.Width <= 0 || s.Height <= 0 || s.Before[0] <= 0 || s.Before[1] <= 0) {
		return Scan{}, fmt.Errorf("ocr: a picture of %d by %d pixels", s.Width, s.Height)
	}
	return s, nil
}

// turns says which ways up are worth a try, the likeliest first.
func (j *job) turns(ctx context.Context, scan Scan) ([]int, error) {
	if j.osd {
		turn, sure, err := j.orientation(ctx)
		if err != nil {
			return nil, err
		}
		if sure {
			return []int{turn}, nil
		}
	}
	if scan.Sideways {
		return []int{90, 270, 0}, nil
	}
	return []int{180}, nil
}

// orientation asks tesseract which way up the picture is; sure is false where it cannot
// tell. That it fails on a page of few letters is no error.
func (j *job) orientation(ctx context.Context) (turn int, sure bool, err error) {
	out, err := j.run(ctx, j.out, "stdout", "-l", "osd", "--psm", "0")
	var exit *exitError
	if errors.As(err, &exit) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	turn, sure = parseOrientation(string(out))
	return turn, sure, nil
}

func (j *job) recognise(ctx context.Context, scan Scan, turn int) (pass, error) {
	out, err := j.run(ctx, j.out, "stdout", "-l", j.cfg.Languages, "--psm", "3", "--oem", "1",
		"--dpi", strconv.Itoa(max(dpiLeast, scan.DPI)), "-c", "hocr_char_boxes=1", "hocr")
	if err != nil {
		return pass{}, err
	}
	words := parseHOCR(string(out))
	page, blanks := assemble(words, frame{scan: scan, turn: turn})
	page.Number = j.number
	return pass{page: page, scan: scan, words: words, turn: turn, blanks: blanks}, nil
}

func (j *job) notes(p pass) []cchc.Reason {
	var out []cchc.Reason
	page := strconv.Itoa(j.number)
	if p.blanks > 0 {
		out = append(out, cchc.NewReason("ocr-blanks", page))
	}
	if p.scan.Reduced {
		out = append(out, cchc.NewReason("ocr-reduced", page, strconv.Itoa(p.scan.DPI)))
	}
	if p.turn != 0 {
		out = append(out, cchc.NewReason("ocr-turned", page, strconv.Itoa(p.turn)))
	}
	return out
}

// fault gives what went wrong its class.
func (j *job) fault(ctx context.Context, err error) error {
	var known *cchc.Error
	page := strconv.Itoa(j.number)
	switch {
	case errors.As(err, &known):
		return known
	case ctx.Err() != nil:
		return cchc.OurFault("internal", context.Cause(ctx))
	case errors.Is(err, errTimeout):
		return cchc.FileFault("ocr-timeout", err, page, strconv.FormatFloat(j.cfg.Timeout.Seconds(), 'g', 3, 64))
	case errors.Is(err, errMemory):
		return cchc.FileFault("ocr-memory", err, page, strconv.Itoa(j.cfg.MemoryMB))
	}
	j.forget() // it may have been removed or replaced
	return cchc.OurFault("ocr-failed", err, page)
}

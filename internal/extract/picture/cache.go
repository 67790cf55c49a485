package picture

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"minhchung/internal/cchc"
)

// Bounds of the pictures shown.
const (
	presetCacheMB = 256
	widthLeast    = 100
	widthShown    = 2400
	widthStep     = 50  // widths are rounded up, so that few pictures serve many screens
	keepShare     = 0.9 // of the bound is left after old pictures were removed
	cacheVersion  = "1" // rises when the same page would look otherwise
)

// RenderFunc draws a page in a reading child.
type RenderFunc func(ctx context.Context, path string, req Request) (Rendered, error)

// CacheConfig describes a cache. Dir, Render and Now are required.
type CacheConfig struct {
	Dir    string // of its own; everything in it may be removed
	MB     int    // bytes kept, in MiB; default 256
	Render RenderFunc
	Now    func() time.Time
}

// Cache makes pictures of pages with a quote marked, and keeps the last ones on disk.
// Safe for use by several goroutines; the same picture is drawn once.
type Cache struct {
	cfg    CacheConfig
	flight singleflight.Group

	mu    sync.Mutex
	total int64 // bytes in Dir; -1 until they were counted
}

// NewCache returns a cache; its folder is made when it is needed.
func NewCache(cfg CacheConfig) *Cache {
	if cfg.MB <= 0 {
		cfg.MB = presetCacheMB
	}
	return &Cache{cfg: cfg, total: -1}
}

// Source is the file a page is of.
type Source struct {
	ID    string      // of the content, e.g. its SHA-256: pictures are kept by it
	Path  string      // where the bytes lie
	Words []cchc.Word // of the page, where it was read by recognition; else the file's own text is looked at
}

// Page returns the path of a PNG of a page, counted from 1, so many pixels wide (100 to
// 2400, rounded up to a multiple of 50), with the quote marked, and the rectangles that
// were marked: none where quote is "" or does not stand on the page. The file may vanish
// once many other pictures were made: open it at once, and ask again where it is gone.
// Errors are those of [Renderer.Render] and of the reading child.
func (c *Cache) Page(ctx context.Context, source Source, page, width int, quote string) (path string, boxes []cchc.Box, err error) {
	width = (min(max(width, widthLeast), widthShown) + widthStep - 1) / widthStep * widthStep
	req := Request{Page: page, Width: width, Quote: quote}
	if source.Words != nil {
		req.Quote, req.Marks = "", Mark(source.Words, quote)
	}
	name := filepath.Join(c.cfg.Dir, c.key(source, req))
	for {
		if boxes, ok := c.found(name); ok {
			return name + pngEnd, boxes, nil
		}
		v, err, shared := c.flight.Do(name, func() (any, error) {
			if boxes, ok := c.found(name); ok { // it was drawn between the look and the flight
				return boxes, nil
			}
			return c.draw(ctx, source.Path, name, req)
		})
		if err == nil {
			return name + pngEnd, v.([]cchc.Box), nil
		}
		// Who drew it for all of us may have gone away before us.
		if !shared || ctx.Err() != nil || !stopped(err) {
			return "", nil, err
		}
	}
}

func stopped(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

const (
	pngEnd   = ".png"
	boxesEnd = ".json"
	partName = ".part-"
)

func (c *Cache) key(source Source, req Request) string {
	h := sha256.New()
	_ = json.NewEncoder(h).Encode([]any{cacheVersion, source.ID, req}) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// found looks for a picture and makes it the last used one.
func (c *Cache) found(name string) ([]cchc.Box, bool) {
	b, err := os.ReadFile(name + boxesEnd)
	if err != nil {
		return nil, false
	}
	var boxes []cchc.Box
	if json.Unmarshal(b, &boxes) != nil {
		return nil, false
	}
	now := c.cfg.Now()
	return boxes, os.Chtimes(name+pngEnd, now, now) == nil
}

func (c *Cache) draw(ctx context.Context, path, name string, req Request) ([]cchc.Box, error) {
	if err := os.MkdirAll(c.cfg.Dir, 0o700); err != nil {
		return nil, cchc.OurFault("internal", fmt.Errorf("picture: %w", err))
	}
	part, err := os.CreateTemp(c.cfg.Dir, partName)
	if err != nil {
		return nil, cchc.OurFault("internal", fmt.Errorf("picture: %w", err))
	}
	defer func() { _ = os.Remove(part.Name()) }()
	if err := part.Close(); err != nil {
		return nil, cchc.OurFault("internal", fmt.Errorf("picture: %w", err))
	}
	req.Out = part.Name()
	drawn, err := c.cfg.Render(ctx, path, req)
	if err != nil {
		return nil, err
	}
	boxes, err := json.Marshal(drawn.Boxes)
	if err == nil {
		err = c.put(part.Name(), name, boxes)
	}
	if err != nil {
		return nil, cchc.OurFault("internal", fmt.Errorf("picture: keep: %w", err))
	}
	return drawn.Boxes, nil
}

// put gives the picture its name and makes room. A cache need not be synced: what a power
// cut leaves of it is drawn again.
func (c *Cache) put(part, name string, boxes []byte) error {
	now := c.cfg.Now()
	if err := os.Chtimes(part, now, now); err != nil {
		return err
	}
	st, err := os.Stat(part)
	if err != nil {
		return err
	}
	if err := os.Rename(part, name+pngEnd); err != nil {
		return err
	}
	if err := os.WriteFile(name+boxesEnd, boxes, 0o600); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.total >= 0 {
		c.total += st.Size() + int64(len(boxes))
	}
	if most := int64(c.cfg.MB) << 20; c.total < 0 || c.total > most {
		return c.sweep(most, name)
	}
	return nil
}

// kept is a picture on disk.
type kept struct {
	name string // without its end
	size int64  // with its rectangles
	used time.Time
}

// sweep counts the pictures and removes the longest unused, never the newest one.
func (c *Cache) sweep(most int64, newest string) error {
	all, err := c.list()
	if err != nil {
		return err
	}
	c.total = 0
	for _, k := range all {
		c.total += k.size
	}
	if c.total <= most {
		return nil
	}
	slices.SortFunc(all, func(a, b kept) int { return a.used.Compare(b.used) })
	var failed error
	for _, k := range all {
		if float64(c.total) <= keepShare*float64(most) {
			break
		}
		if k.name == newest {
			continue
		}
		// The rectangles first: without them the picture is not found any more.
		if err := errors.Join(remove(k.name+boxesEnd), remove(k.name+pngEnd)); err != nil {
			failed = err
			continue
		}
		c.total -= k.size
	}
	return failed
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (c *Cache) list() ([]kept, error) {
	entries, err := os.ReadDir(c.cfg.Dir)
	if err != nil {
		return nil, err
	}
	var out []kept
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), pngEnd)
		if !ok {
			continue
		}
		st, err := e.Info()
		if err != nil {
			continue // removed meanwhile
		}
		k := kept{filepath.Join(c.cfg.Dir, name), st.Size(), st.ModTime()}
		if b, err := os.Stat(k.name + boxesEnd); err == nil {
			k.size += b.Size()
		}
		out = append(out, k)
	}
	return out, nil
}

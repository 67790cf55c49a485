package pdfium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/gofrs/flock"
	api "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	wasm "github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	lockPoll = 50 * time.Millisecond // how often a process looks whether another has finished compiling
	lockWait = 20 * time.Second      // compiling takes 3 s; the file that waits has a time limit of its own
)

// errBusy leaves a file to what the first reader made of it.
var errBusy = errors.New("another process is still compiling")

// compile makes the runtime and the module in it: out of the cache on disk in a tenth of
// a second, or else by compiling, under a lock, so that of several processes that meet an
// empty cache one does the work and the others load it.
func (e *Engine) compile(ctx context.Context) (api.Pool, error) {
	cache, unlock, err := e.cache(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	config := wazero.NewRuntimeConfigCompiler().
		WithCoreFeatures(wasm.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // setjmp of the module
		WithMemoryLimitPages(uint32(e.cfg.MemoryMB) * pagesPerMB).
		WithCloseOnContextDone(true)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 2,
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(), // without it the whole host would be mounted
		Stdout:        io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	debug.FreeOSMemory() // compiling leaves hundreds of megabytes the file to be read may need
	return pool, nil
}

// cache opens the folder of the cache and takes its lock. Where there is no such folder
// the module is compiled in memory: slower, but no reason not to read the file.
func (e *Engine) cache(ctx context.Context) (cache wazero.CompilationCache, unlock func(), err error) {
	nothing := func() {}
	if e.cfg.CacheDir == "" {
		return nil, nothing, nil
	}
	without := func(err error) (wazero.CompilationCache, func(), error) {
		e.cfg.Log.WarnContext(ctx, "pdfium: no cache of the compiled module", "dir", e.cfg.CacheDir, "error", err)
		return nil, nothing, nil
	}
	if err := os.MkdirAll(e.cfg.CacheDir, 0o700); err != nil {
		return without(err)
	}
	lock := flock.New(filepath.Join(e.cfg.CacheDir, "compiling.lock"))
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	switch _, err := lock.TryLockContext(wait, lockPoll); {
	case wait.Err() != nil:
		return nil, nil, errBusy
	case err != nil:
		return without(err)
	}
	if cache, err = wazero.NewCompilationCacheWithDir(e.cfg.CacheDir); err != nil {
		_ = lock.Close()
		return without(err)
	}
	return cache, func() { _ = lock.Close() }, nil
}

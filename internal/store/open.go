package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"minhchung/internal/cchc"
)

//go:embed migrations/*.sql
var migrations embed.FS

const (
	readers     = 4     // reading connections
	busyTimeout = 10000 // milliseconds a connection waits for a lock
)

// Options configure a [Store].
type Options struct {
	// Now is the clock for what is written; the system clock where nil.
	Now func() time.Time
}

// Store is the record. The zero value is not usable; see [Open].
type Store struct {
	write *sql.DB // one connection
	read  *sql.DB
	now   func() time.Time
	done  atomic.Uint64 // changes committed since it was opened
	// linked is what searches ask of the links.
	linked linkedCache
	// texts and textsBetween are what [Store.EachText] asks.
	texts, textsBetween statement
}

// Changes counts the changes committed since the record was opened: what was computed from
// it holds as long as the count is the same.
func (s *Store) Changes() uint64 { return s.done.Load() }

// Open opens the record in the database file at path, creates or upgrades it, and puts
// back in the queue what a crashed run was reading. A record written by a newer program
// is refused with a usage error, "data-newer-than-program".
func Open(ctx context.Context, path string, opt Options) (*Store, error) {
	if opt.Now == nil {
		opt.Now = time.Now //nolint:forbidigo // the clock where none is given
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open record: %w", err)
	}
	s := &Store{now: opt.Now}
	if s.write, err = connect(abs, 1, "_txlock=immediate"); err != nil {
		return nil, fmt.Errorf("open record: %w", err)
	}
	if err := migrate(ctx, s.write); err != nil {
		return nil, errors.Join(fmt.Errorf("open record %s: %w", path, err), s.write.Close())
	}
	if s.read, err = connect(abs, readers, "_query_only=1"); err != nil {
		return nil, errors.Join(fmt.Errorf("open record: %w", err), s.write.Close())
	}
	if err := s.ReleaseAll(ctx, cchc.System()); err != nil {
		return nil, errors.Join(fmt.Errorf("open record: %w", err), s.Close())
	}
	return s, nil
}

// Close closes the record; what was acknowledged is on the disk already.
func (s *Store) Close() error {
	return errors.Join(s.read.Close(), s.write.Close())
}

// connect opens a pool. Pragmas stand in the name because one executed later would reach
// a single connection of the pool only.
func connect(abs string, size int, extra string) (*sql.DB, error) {
	p := filepath.ToSlash(abs)
	if !strings.HasPrefix(p, "/") { // C:/… on Windows
		p = "/" + p
	}
	pragmas := strings.Join([]string{
		"_busy_timeout=" + strconv.Itoa(busyTimeout),
		"_pragma=foreign_keys(1)",
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)",
		"_pragma=cache_size(-16000)", // 16 MB
		"_pragma=temp_store(MEMORY)",
		extra,
	}, "&")
	name := (&url.URL{Scheme: "file", Path: p, RawQuery: pragmas}).String()
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	return migrateFrom(ctx, db, dir)
}

func migrateFrom(ctx context.Context, db *sql.DB, dir fs.FS) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if have > want {
		return cchc.Usage("data-newer-than-program", nil, strconv.FormatInt(have, 10), strconv.FormatInt(want, 10))
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

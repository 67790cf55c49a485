package store

import (
	"errors"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// What can be wrong with the machine under the record; see [Trouble].
var (
	ErrFull     = errors.New("no room for the record")
	ErrReadOnly = errors.New("the record cannot be written")
	ErrBusy     = errors.New("another program holds the record")
	ErrBroken   = errors.New("the disk under the record fails")
)

// Trouble tells failures of the machine under the record from all others: one of ErrFull,
// ErrReadOnly, ErrBusy and ErrBroken, or nil. They pass when somebody helps, and nothing
// is lost by trying again.
func Trouble(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	if e.Code() == lib.SQLITE_IOERR_SHMSIZE { // the memory shared by connections finds no room
		return ErrFull
	}
	switch e.Code() & 0xff { // the low byte is the kind, the rest its variety
	case lib.SQLITE_FULL:
		return ErrFull
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return ErrReadOnly
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrBusy
	case lib.SQLITE_IOERR, lib.SQLITE_CANTOPEN:
		return ErrBroken
	}
	return nil
}

// Package extract turns files into pages of text. It knows formats by their content
// ([Sniff]) and hands each file to the reader of its format ([Mux]); the readers stand
// in the packages below it and know nothing of each other.
package extract

import (
	"context"

	"minhchung/internal/cchc"
)

// Version of the readers. It rises whenever the same bytes would give other pages; files
// are then read again.
const Version = 1

// Reader reads one file of one format. Every error is a *[cchc.Error] whose Fault tells
// the file's fault from ours and from something that is missing. Implementations are
// safe for concurrent use, keep within lim (zero fields mean their defaults), leave a
// note in the Reading where a limit acted, and return soon after ctx is done.
type Reader interface {
	Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error)
}

package intake

import (
	"time"

	"minhchung/internal/cchc"
)

// Status is what the program is doing right now, as people watch it live. It is a whole
// picture, not a change: a watcher that is slow misses pictures, never facts.
type Status struct {
	Reading Progress // files being taken in and read
	Scans   Progress // pages being recognised
	Index   Progress // documents going into a search index that is built anew
	// Trouble is what keeps the work from going on, nil where nothing does. The program
	// tries again by itself.
	Trouble *cchc.Reason
	// States counts the rows of the ledger.
	States map[cchc.State]int
	// Unconfirmed counts the documents whose number or date a person has to confirm.
	Unconfirmed int
}

// Progress is where a piece of work stands.
type Progress struct {
	Running bool
	Done    int // files, pages or documents, as the kind of work says
	Total   int // known so far; grows while files are found
	Pages   int // pages of the files done
	Current string
	// Rate is in units of Done a second over the last while; Left what that lets expect,
	// 0 where nothing can be said yet.
	Rate float64
	Left time.Duration
}

// Expect says how long what is left will take at the present rate.
func (p *Progress) Expect(left int) {
	p.Left = 0
	if p.Rate > 0 {
		p.Left = time.Duration(float64(left) / p.Rate * float64(time.Second))
	}
}

// Upload is a file that came by hand instead of lying in a folder.
type Upload struct {
	// Name is the path the person's program gave, e.g. "Phòng Một/2020/kế hoạch.pdf"; its
	// first folder hints at the unit like that of a watched folder.
	Name string
	// Unit overrides the hint of the folder.
	Unit string
	// SHA256 is the checksum the sender computed, hexadecimal; "" where it did not.
	SHA256 string
}

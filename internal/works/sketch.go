package works

import (
	"encoding/binary"
	"slices"
	"unicode"

	"minhchung/internal/vi"
)

// sketchSize is how many numbers are kept of a text: an estimate of what two texts have in
// common is then within about 0.1.
const sketchSize = 64

// shingle is how many syllables in a row are compared.
const shingle = 4

// Sketcher makes the sketch of a text that comes in pieces. The zero value is ready; it is
// for one goroutine.
//
// It keeps the smallest hashes of the runs of four syllables, folded: the share of them two
// texts have in common estimates the share of runs in common (Broder, "On the resemblance
// and containment of documents", 1997).
type Sketcher struct {
	last  [shingle]uint64
	count int
	least []uint32 // sorted, at most sketchSize, without repetition
}

// Add takes the next piece of the text.
func (s *Sketcher) Add(text string) {
	text = vi.Fold(text)
	start := -1
	for i, r := range text {
		word := unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case word && start < 0:
			start = i
		case !word && start >= 0:
			s.word(text[start:i])
			start = -1
		}
	}
	if start >= 0 {
		s.word(text[start:])
	}
}

// FNV-1a, 64 bits.
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

func (s *Sketcher) word(w string) {
	h := uint64(fnvBasis)
	for i := range len(w) {
		h = (h ^ uint64(w[i])) * fnvPrime
	}
	copy(s.last[:], s.last[1:])
	s.last[shingle-1] = h
	if s.count++; s.count < shingle {
		return
	}
	run := uint64(fnvBasis)
	for _, x := range s.last {
		run = mix(run ^ x)
	}
	s.keep(uint32(run >> 32))
}

// mix is the finisher of MurmurHash3.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

func (s *Sketcher) keep(x uint32) {
	if len(s.least) == sketchSize && x >= s.least[sketchSize-1] {
		return
	}
	at, there := slices.BinarySearch(s.least, x)
	if there {
		return
	}
	if len(s.least) == sketchSize {
		s.least = s.least[:sketchSize-1]
	}
	s.least = slices.Insert(s.least, at, x)
}

// Sketch returns the sketch so far, nil for a text too short for one.
func (s *Sketcher) Sketch() []byte {
	if len(s.least) == 0 {
		return nil
	}
	out := make([]byte, 0, 4*len(s.least))
	for _, x := range s.least {
		out = binary.BigEndian.AppendUint32(out, x)
	}
	return out
}

// Alike estimates the share of text two sketches have in common, 0..1; -1 where one is
// missing.
func Alike(a, b []byte) float64 {
	x, y := numbers(a), numbers(b)
	if len(x) == 0 || len(y) == 0 {
		return -1
	}
	// The smallest numbers of both texts together are a sample of both; how many of the
	// sample stand in each?
	size := min(sketchSize, max(len(x), len(y)))
	common, seen := 0, 0
	for i, j := 0, 0; seen < size && (i < len(x) || j < len(y)); seen++ {
		switch {
		case j == len(y) || i < len(x) && x[i] < y[j]:
			i++
		case i == len(x) || y[j] < x[i]:
			j++
		default:
			common++
			i++
			j++
		}
	}
	return float64(common) / float64(seen)
}

func numbers(sketch []byte) []uint32 {
	out := make([]uint32, 0, len(sketch)/4)
	for ; len(sketch) >= 4; sketch = sketch[4:] {
		out = append(out, binary.BigEndian.Uint32(sketch))
	}
	return out
}

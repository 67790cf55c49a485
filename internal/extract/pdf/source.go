package pdf

import (
	"bytes"
	"errors"
	"io"
)

// Bounds of finding the ends of a file, in bytes.
const (
	headerZone = 1024    // "%PDF-" stands in here (ISO 32000-1, annex H.3.4.1)
	trailZone  = 1 << 20 // the last "%%EOF" is looked for in here
	trailFirst = 4 << 10 // and first in here, where it nearly always stands
	heldMost   = 2 << 20 // smaller files are held in memory
)

// header is what the library insists on at offset 0.
const header = "%PDF-1.7\n"

// errTooMuchReading ends loops of the library over a damaged file.
var errTooMuchReading = errors.New("file read over and over")

// source presents a file to the library the way it wants it: the header repaired and at
// offset 0, nothing behind the last %%EOF, and behind that, where the cross-reference
// table is broken, one of ours. Not safe for concurrent use.
type source struct {
	file   io.ReaderAt
	held   []byte       // all of the file, nil where it is large
	start  int64        // offset of "%PDF-" in the file
	size   int64        // bytes shown of the file, from start
	tail   []byte       // shown behind them
	check  func() error // asked before every read; its error stops the library
	budget int64        // bytes that may still be read; < 0 means no bound
}

// Size is the number of bytes shown.
func (s *source) Size() int64 { return s.size + int64(len(s.tail)) }

// ReadAt implements io.ReaderAt.
func (s *source) ReadAt(b []byte, off int64) (int, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	if off < 0 || off >= s.Size() {
		return 0, io.EOF
	}
	if s.budget >= 0 {
		if s.budget -= int64(len(b)); s.budget < 0 {
			s.budget = 0
			return 0, errTooMuchReading
		}
	}
	n := 0
	if off < s.size {
		part := b[:min(int64(len(b)), s.size-off)]
		m, err := s.file.ReadAt(part, s.start+off)
		if off < int64(len(header)) {
			copy(part[:m], header[off:])
		}
		if m < len(part) {
			return m, err
		}
		n = m
	}
	if n < len(b) {
		n += copy(b[n:], s.tail[off+int64(n)-s.size:])
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// read returns up to n bytes from off, fewer at the end. They are not to be changed.
func (s *source) read(off, n int64) []byte {
	if off < 0 || off >= s.Size() || n <= 0 {
		return nil
	}
	n = min(n, s.Size()-off)
	if from := s.start + off; off >= int64(len(header)) && off+n <= s.size && from+n <= int64(len(s.held)) {
		if s.check() != nil {
			return nil
		}
		return s.held[from : from+n : from+n]
	}
	b := make([]byte, n)
	m, err := s.ReadAt(b, off)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return b[:m]
}

// newSource finds header and end of a file of size bytes. complete is false where no
// %%EOF stands near its end.
func newSource(f io.ReaderAt, size int64, check func() error) (s *source, complete bool, err error) {
	s = &source{file: f, size: size, check: check, budget: -1}
	if size <= heldMost {
		if s.held, err = readRange(f, 0, size); err != nil {
			return nil, false, err
		}
		s.file = bytes.NewReader(s.held)
	}
	head, err := readRange(s.file, 0, min(size, headerZone))
	if err != nil {
		return nil, false, err
	}
	if i := bytes.Index(head, []byte("%PDF-")); i > 0 {
		s.start, s.size = int64(i), size-int64(i)
	}
	for _, zone := range []int64{min(s.size, trailFirst), min(s.size, trailZone)} {
		tail, err := readRange(s.file, s.start+s.size-zone, zone)
		if err != nil {
			return nil, false, err
		}
		if i := bytes.LastIndex(tail, []byte("%%EOF")); i >= 0 {
			s.size += int64(i) + 5 - zone
			return s, true, nil
		}
	}
	return s, false, nil
}

// readRange reads n bytes from off, fewer at the end of the file.
func readRange(f io.ReaderAt, off, n int64) ([]byte, error) {
	b := make([]byte, n)
	m, err := f.ReadAt(b, off)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b[:m], nil
}

package picture

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The decoder of TIFF files knows the first page only. The directories of the pages form
// a list; a reader whose header points to another of them makes that page the first.

const (
	tagXResolution    = 0x11A
	tagResolutionUnit = 0x128
	tagSubfile        = 0xFE
	directoryMost     = 512 // entries
)

// tiffFrames lists the pages of a TIFF file, at most 2000.
func tiffFrames(r io.ReaderAt) ([]frame, error) {
	var head [8]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	order := byteOrder(head[0])
	var out []frame
	seen := map[int64]bool{}
	next := int64(order.Uint32(head[4:]))
	for next != 0 && len(out) < framesMost && !seen[next] {
		seen[next] = true
		f, after, thumbnail, err := tiffDirectory(r, order, next)
		if err != nil {
			if len(out) > 0 {
				break // the pages before it are whole
			}
			return nil, err
		}
		if !thumbnail {
			out = append(out, f)
		}
		next = after
	}
	return out, nil
}

func byteOrder(first byte) binary.ByteOrder {
	if first == 'M' {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func tiffDirectory(r io.ReaderAt, order binary.ByteOrder, at int64) (f frame, next int64, thumbnail bool, err error) {
	var count [2]byte
	if _, err := r.ReadAt(count[:], at); err != nil {
		return frame{}, 0, false, fmt.Errorf("directory: %w", err)
	}
	n := int(order.Uint16(count[:]))
	if n == 0 || n > directoryMost {
		return frame{}, 0, false, errors.New("directory of absurd length")
	}
	b := make([]byte, n*entryBytes+4)
	if got, err := r.ReadAt(b, at+2); got < n*entryBytes {
		return frame{}, 0, false, fmt.Errorf("directory: %w", err)
	}
	f = frame{offset: at}
	unit := 2.0
	for e := 0; e < n*entryBytes; e += entryBytes {
		short := int(order.Uint16(b[e+8:]))
		switch order.Uint16(b[e:]) {
		case tagOrientation:
			if short <= 8 {
				f.shot = short
			}
		case tagSubfile:
			thumbnail = order.Uint32(b[e+8:])&5 != 0 // a reduced copy, or a mask

		case tagResolutionUnit:
			unit = float64(short)
		case tagXResolution:
			var ratio [8]byte
			if _, err := r.ReadAt(ratio[:], int64(order.Uint32(b[e+8:]))); err == nil {
				f.dpi = float64(order.Uint32(ratio[:])) / float64(max(1, order.Uint32(ratio[4:])))
			}
		}
	}
	switch unit {
	case 3: // a centimetre
		f.dpi *= 2.54
	case 2:
	default:
		f.dpi = 0
	}
	return f, int64(order.Uint32(b[n*entryBytes:])), thumbnail, nil
}

// fromFrame shows a TIFF file as if the page at an offset were its first.
type fromFrame struct {
	r      io.ReaderAt
	offset int64
}

// ReadAt reads the file with a changed header.
func (f *fromFrame) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.r.ReadAt(p, at)
	if at >= 8 || n == 0 {
		return n, err
	}
	var head [8]byte
	if _, e := f.r.ReadAt(head[:], 0); e != nil {
		return n, errors.Join(err, e)
	}
	byteOrder(head[0]).PutUint32(head[4:], uint32(f.offset))
	copy(p[:n], head[at:])
	return n, err
}

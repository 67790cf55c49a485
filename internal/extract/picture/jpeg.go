package picture

import (
	"encoding/binary"
	"io"
)

const segmentsMost = 200 // of the header of a JPEG file

// segments calls each for the segments before the picture itself, with up to 64 KiB of
// content, until it returns false.
func segments(r io.ReaderAt, each func(marker byte, at int64, size int) bool) {
	at := int64(2)
	var head [4]byte
	for range segmentsMost {
		if _, err := r.ReadAt(head[:], at); err != nil || head[0] != 0xFF {
			return
		}
		if head[1] == 0xFF { // a filling byte
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(head[2:]))
		if size < 2 || head[1] == 0xDA || !each(head[1], at+4, size-2) {
			return
		}
		at += int64(2 + size)
	}
}

func jpegProgressive(r io.ReaderAt) bool {
	found := false
	segments(r, func(marker byte, _ int64, _ int) bool {
		found = found || marker == 0xC2
		return !found
	})
	return found
}

// jpegFacts returns the resolution of the JFIF header and the orientation of Exif, each 0
// where the file does not say.
func jpegFacts(r io.ReaderAt) (dpi float64, shot int) {
	segments(r, func(marker byte, at int64, size int) bool {
		if marker != 0xE0 && marker != 0xE1 || size < 12 {
			return true
		}
		b := make([]byte, size)
		if _, err := r.ReadAt(b, at); err != nil {
			return false
		}
		switch {
		case marker == 0xE0 && string(b[:5]) == "JFIF\x00":
			dpi = float64(binary.BigEndian.Uint16(b[8:]))
			if b[7] == 2 { // dots a centimetre
				dpi *= 2.54
			} else if b[7] != 1 {
				dpi = 0
			}
		case marker == 0xE1 && string(b[:6]) == "Exif\x00\x00":
			shot = exifOrientation(b[6:])
		}
		return true
	})
	return dpi, shot
}

const (
	tagOrientation = 0x112
	entryBytes     = 12
)

// exifOrientation reads the first directory of Exif data, which has the form of a TIFF
// file; 0 where there is none.
func exifOrientation(b []byte) int {
	if len(b) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 0
	}
	n := int64(order.Uint16(b[at:]))
	for i := range n {
		e := at + 2 + i*entryBytes
		if e+entryBytes > int64(len(b)) {
			return 0
		}
		if order.Uint16(b[e:]) == tagOrientation {
			if v := int(order.Uint16(b[e+8:])); v <= 8 {
				return v
			}
			return 0
		}
	}
	return 0
}

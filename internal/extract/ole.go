package extract

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"

	"minhchung/internal/cchc"
)

var oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// Bounds of looking into a compound file.
const (
	oleSectorsMax = 4096    // directory sectors followed
	oleScanMax    = 8 << 20 // bytes searched where the directory is unreadable
)

// oleEntry is one stream or storage of the directory.
type oleEntry struct {
	name  string
	start uint32
	size  uint64
	// The tree of the directory: the neighbours in the same storage, the first one inside.
	left, right, child uint32
}

// oleFile is as much of a compound file ([MS-CFB]) as its directory needs.
type oleFile struct {
	r      io.ReaderAt
	size   int64
	sector int64 // bytes a sector: 512 or 4096
	difat  []uint32
}

// inspectOLE tells Word, Excel and PowerPoint files of before 2007, and OOXML files
// under a password, by their streams.
func inspectOLE(r io.ReaderAt, size int64) Content {
	entries, o := oleDirectory(r, size)
	if len(entries) == 0 {
		entries = oleScan(r, size)
	}
	if top := oleTop(entries); len(top) > 0 {
		entries = top
	}
	c := Content{Format: cchc.FormatUnknown, Media: "application/x-ole-storage"}
	locked := false
	for _, e := range entries {
		switch strings.ToLower(e.name) {
		case "encryptedpackage": // [MS-OFFCRYPTO] 2.3.4
			return Content{Format: cchc.FormatUnknown, Media: "application/encrypted", Encrypted: true}
		case "encryptedsummary": // [MS-PPT]: only in protected presentations
			locked = true
		case "worddocument":
			c = Content{Format: cchc.FormatDOC, Media: "application/msword", Encrypted: o.wordLocked(e)}
		case "workbook", "book":
			if c.Format != cchc.FormatDOC {
				c = Content{Format: cchc.FormatXLS, Media: "application/vnd.ms-excel", Encrypted: o.bookLocked(e)}
			}
		case "powerpoint document":
			c = Content{Format: cchc.FormatPPT, Media: "application/vnd.ms-powerpoint"}
		case "__properties_version1.0":
			if c.Format == cchc.FormatUnknown {
				c = Content{Format: cchc.FormatMail, Media: "application/vnd.ms-outlook"}
			}
		}
	}
	if c.Format == cchc.FormatPPT {
		c.Encrypted = locked
	}
	return c
}

// oleDirectory follows the directory chain; it returns what it could read.
func oleDirectory(r io.ReaderAt, size int64) ([]oleEntry, *oleFile) {
	h := make([]byte, 512)
	if _, err := r.ReadAt(h, 0); err != nil {
		return nil, nil
	}
	shift := binary.LittleEndian.Uint16(h[30:])
	if shift != 9 && shift != 12 {
		return nil, nil
	}
	o := &oleFile{r: r, size: size, sector: 1 << shift}
	for i := 76; i < 512; i += 4 {
		o.difat = append(o.difat, binary.LittleEndian.Uint32(h[i:]))
	}
	var out []oleEntry
	buf := make([]byte, o.sector)
	at := binary.LittleEndian.Uint32(h[48:])
	for n := 0; n < oleSectorsMax; n++ {
		if !o.read(at, buf) {
			break
		}
		for e := buf; len(e) >= 128; e = e[128:] {
			entry := oleEntry{
				start: binary.LittleEndian.Uint32(e[116:]), size: binary.LittleEndian.Uint64(e[120:]),
				left: binary.LittleEndian.Uint32(e[68:]), right: binary.LittleEndian.Uint32(e[72:]), child: binary.LittleEndian.Uint32(e[76:]),
			}
			if e[66] != 0 {
				entry.name = oleName(e)
			}
			out = append(out, entry)
		}
		next, ok := o.next(at)
		if !ok {
			break
		}
		at = next
	}
	return out, o
}

// oleTop returns the streams and storages of the root itself: a Word file may hold the
// streams of a presentation that was put into it. Nothing where the tree cannot be followed.
func oleTop(entries []oleEntry) (top []oleEntry) {
	if len(entries) == 0 {
		return nil
	}
	seen := map[uint32]bool{0: true}
	next := []uint32{entries[0].child}
	for len(next) > 0 {
		i := next[len(next)-1]
		next = next[:len(next)-1]
		if int64(i) >= int64(len(entries)) || seen[i] {
			continue
		}
		seen[i] = true
		top = append(top, entries[i])
		next = append(next, entries[i].left, entries[i].right)
	}
	return top
}

// read fills b with the start of a sector.
func (o *oleFile) read(sector uint32, b []byte) bool {
	off := (int64(sector) + 1) * o.sector
	if sector >= 0xfffffffa || off >= o.size {
		return false
	}
	n, err := o.r.ReadAt(b, off)
	clear(b[n:]) // the last sector may be short
	return n > 0 && (err == nil || n < len(b))
}

// next looks a sector up in the allocation table. Tables past the header's 109 sectors
// (files over 6.8 MB) are not followed: directories stand early.
func (o *oleFile) next(sector uint32) (uint32, bool) {
	perSector := uint32(o.sector / 4)
	i := sector / perSector
	if int(i) >= len(o.difat) {
		return 0, false
	}
	b := make([]byte, o.sector)
	if !o.read(o.difat[i], b) {
		return 0, false
	}
	next := binary.LittleEndian.Uint32(b[4*(sector%perSector):])
	return next, next < 0xfffffffa
}

func oleName(e []byte) string {
	n := int(binary.LittleEndian.Uint16(e[64:]))
	if n < 2 || n > 64 {
		return ""
	}
	u := make([]uint16, n/2-1)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(e[2*i:])
	}
	return string(utf16.Decode(u))
}

// start returns the first n bytes of a stream in the big-stream area, else nil.
func (o *oleFile) start(e oleEntry, n int) []byte {
	b := make([]byte, n)
	if o == nil || e.size < 4096 || !o.read(e.start, b) {
		return nil
	}
	return b
}

// wordLocked reads fEncrypted of the file information block ([MS-DOC] 2.5.2).
func (o *oleFile) wordLocked(e oleEntry) bool {
	b := o.start(e, 12)
	return b != nil && binary.LittleEndian.Uint16(b) == 0xa5ec && b[11]&1 != 0
}

// bookLocked reports a FilePass record right after the BOF ([MS-XLS] 2.4.117). Books
// locked with the default password VelvetSweatshop are protected, not secret, but a
// converter has to know; it is told so by itself.
func (o *oleFile) bookLocked(e oleEntry) bool {
	b := o.start(e, 64)
	if b == nil || binary.LittleEndian.Uint16(b) != 0x0809 {
		return false
	}
	at := 4 + int(binary.LittleEndian.Uint16(b[2:]))
	return at+2 <= len(b) && binary.LittleEndian.Uint16(b[at:]) == 0x002f
}

// oleScan searches the bytes for the names of main streams in a damaged file.
func oleScan(r io.ReaderAt, size int64) []oleEntry {
	b, err := io.ReadAll(io.NewSectionReader(r, 0, min(size, oleScanMax)))
	if err != nil && len(b) == 0 {
		return nil
	}
	var out []oleEntry
	for _, name := range []string{"EncryptedPackage", "WordDocument", "Workbook", "PowerPoint Document"} {
		var wide []byte
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		if bytes.Contains(b, wide) {
			out = append(out, oleEntry{name: name})
		}
	}
	return out
}

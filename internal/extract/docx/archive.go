package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"minhchung/internal/cchc"
)

// Bounds on a package. Parts that are read are bounded one by one by Limits.PartBytes
// and together by partsTogether times that; pictures and the like are never unpacked and
// only have to be believable.
const (
	maxEntries    = 20_000
	maxUnpacked   = 8 << 30 // bytes, everything
	partsTogether = 4
	// Of 300 real documents the part that shrank most in packing did so 50 times. A large
	// part that shrank much more was made to fill the memory of who opens it.
	mostShrunk = 200
	largePart  = 16 << 20 // bytes
	usualMain  = "word/document.xml"
)

// archive gives out the parts of a package (ECMA-376 part 2) by name, in any case of
// letters, since some writers do not keep to one.
type archive struct {
	parts    map[string]*zip.File
	maxBytes int64          // of one part
	buffer   [16 << 10]byte // for unpacking one after the other
}

// openArchive opens the package and checks its sizes. archive/zip fails a part that
// turns out longer than it announces, so the announced sizes can be relied on.
func openArchive(r io.ReaderAt, size, maxBytes int64) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, zipFault(r, size, err)
	}
	if len(z.File) > maxEntries {
		return nil, cchc.FileFault("damaged", fmt.Errorf("%d entries in a document", len(z.File)))
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File)), maxBytes: maxBytes}
	var text, all uint64
	for _, f := range z.File {
		n := f.UncompressedSize64
		if all += n; all > maxUnpacked {
			return nil, bomb(f.Name, all)
		}
		if unpacked(f.Name) {
			text += n
			if n > uint64(maxBytes) || text > partsTogether*uint64(maxBytes) || n > largePart && n/mostShrunk > f.CompressedSize64 {
				return nil, bomb(f.Name, max(n, text))
			}
		}
		name := partName(f.Name)
		if _, twice := a.parts[name]; !twice {
			a.parts[name] = f
		}
	}
	return a, nil
}

// unpacked reports whether a part will be unpacked, by us or by the library.
func unpacked(name string) bool {
	low := strings.ToLower(name)
	return strings.HasSuffix(low, ".xml") || strings.HasSuffix(low, ".rels") ||
		strings.Contains(low, "header") || strings.Contains(low, "footer")
}

func bomb(name string, n uint64) error {
	return cchc.FileFault("archive-bomb", fmt.Errorf("%s: %d bytes unpacked", name, n), fmt.Sprintf("%d MB", n>>20))
}

// zipFault tells a file that was cut off (its directory, written last, is missing) from
// one that is damaged otherwise.
func zipFault(r io.ReaderAt, size int64, cause error) error {
	const longest = 22 + 1<<16 // end record and its comment
	n := min(size, longest)
	end := make([]byte, n)
	if _, err := r.ReadAt(end, size-n); err != nil && !errors.Is(err, io.EOF) {
		return cchc.OurFault("unreadable-file", err, "")
	}
	if !bytes.Contains(end, []byte("PK\x05\x06")) {
		return cchc.FileFault("truncated", cause)
	}
	return cchc.FileFault("damaged", cause)
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, "\\", "/"), "/"))
}

var errNoPart = errors.New("no such part")

// part returns the bytes of a part as UTF-8.
func (a *archive) part(name string) (string, error) {
	f, ok := a.parts[partName(name)]
	if !ok {
		return "", fmt.Errorf("%s: %w", name, errNoPart)
	}
	if f.UncompressedSize64 > uint64(a.maxBytes) {
		return "", fmt.Errorf("%s: %d bytes unpacked", name, f.UncompressedSize64)
	}
	rc, err := f.Open()
	if err != nil {
		return "", fmt.Errorf("open %s: %w", name, err)
	}
	defer rc.Close() //nolint:errcheck // only read
	var b strings.Builder
	b.Grow(int(f.UncompressedSize64))
	_, err = io.CopyBuffer(&b, rc, a.buffer[:]) //nolint:gosec // no longer than announced, which is at most maxBytes
	if err != nil && b.Len() == 0 {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	return asUTF8(b.String()), nil // of a damaged part, as much as could be unpacked
}

// relation is one row of a .rels part.
type relation struct {
	kind   string // last element of the type: "header", "footnotes"
	target string // part name
}

// relations returns the relations of a part by their identity; "" is the package itself.
func (a *archive) relations(part string) map[string]relation {
	dir, base := path.Split(part)
	out := map[string]relation{}
	content, err := a.part(dir + "_rels/" + base + ".rels")
	if err != nil {
		return out
	}
	d := newScanner(content)
	for {
		kind, err := d.next()
		if err != nil {
			return out
		}
		e := d.el
		if kind != startTag || e.local != "Relationship" || attr(e, "TargetMode") == "External" {
			continue
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		out[attr(e, "Id")] = relation{kind: path.Base(attr(e, "Type")), target: partName(target)}
	}
}

// mainPart finds the document itself: where the package says, else under the usual name.
func (a *archive) mainPart() string {
	for _, r := range a.relations("") {
		if _, ok := a.parts[r.target]; ok && r.kind == "officeDocument" {
			return r.target
		}
	}
	if _, ok := a.parts[usualMain]; ok {
		return usualMain
	}
	return ""
}

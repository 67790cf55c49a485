package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"

	"minhchung/internal/cchc"
)

// rebuildMax bounds the files whose objects are searched, in bytes: they are held in memory.
const rebuildMax = 256 << 20

// place is where an object lies.
type place struct {
	offset     int64
	generation int
}

// survey is what a search over the bytes of a file found.
type survey struct {
	places  map[int]place
	packed  map[int][]byte // objects out of object streams (ISO 32000-1, 7.5.7)
	streams []int          // numbers of the object streams
	within  map[int]int    // object → its stream, where a table says so; else nil
	root    int            // the catalog, 0 for none, -1 for one made of pages
	pages   []int          // page objects, in file order
	encrypt token          // of the last trailer that has it: a dictionary or kindRef
	id      []byte         // first string of the ID beside it
}

// rebuild opens a file by the objects found in its bytes, not by its cross-reference
// table: that may be broken, and the library knows few ways of encryption. It hands the
// library a table of its own behind the end of the file.
func rebuild(src *source, size int64, lim cchc.Limits) (*document, error) {
	if size > rebuildMax {
		return nil, errors.New("too large to rebuild")
	}
	src.size, src.tail = size-src.start, nil
	content := src.read(0, src.size)
	sv := search(content)
	if len(sv.places) == 0 {
		return nil, errors.New("no objects")
	}
	crypt, err := sv.decryptor(content)
	if err != nil {
		return nil, err
	}
	d, err := sv.open(src, lim, crypt)
	if err != nil {
		return nil, err
	}
	if len(sv.streams) > 0 {
		sv.unpack(d)
		if d, err = sv.open(src, lim, crypt); err != nil {
			return nil, err
		}
	}
	if d.hasPages() {
		return d, nil
	}
	if len(sv.pages) == 0 {
		return nil, errors.New("no pages")
	}
	sv.root = -1
	return sv.open(src, lim, crypt)
}

// decryptor is nil for files that are not encrypted.
func (sv *survey) decryptor(content []byte) (*decryptor, error) {
	dict := sv.encrypt
	if dict.kind == kindRef {
		p, ok := sv.places[int(dict.num)]
		if !ok {
			return nil, errPassword
		}
		l := &lexer{b: content[p.offset:]}
		for range 3 {
			l.next() // n g obj
		}
		dict = l.next()
	}
	if dict.kind != kindDict {
		return nil, nil //nolint:nilnil // no encryption is no error
	}
	return newDecryptor(dict, sv.id)
}

func (sv *survey) open(src *source, lim cchc.Limits, crypt *decryptor) (*document, error) {
	src.tail = sv.table(src.size)
	lib, err := openLibrary(src)
	if err != nil {
		return nil, err
	}
	d := newDocument(lib, src, lim)
	if crypt != nil {
		d.crypt, d.places = crypt, sv.byOffset()
	}
	return d, nil
}

// numbered place, for finding the object a stream belongs to.
type owner struct {
	offset             int64
	number, generation int
}

func (sv *survey) byOffset() []owner {
	out := make([]owner, 0, len(sv.places))
	for n, p := range sv.places {
		out = append(out, owner{p.offset, n, p.generation})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].offset < out[j].offset })
	return out
}

// search finds every "n g obj"; of several with one number the last counts, as in a
// file that was saved again and again.
func search(b []byte) *survey {
	sv := &survey{places: map[int]place{}, packed: map[int][]byte{}}
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("obj"))
		if i < 0 {
			break
		}
		i += at
		at = i + 3
		if n, start, gen, ok := objectHead(b, i); ok {
			sv.places[n] = place{offset: int64(start), generation: gen}
			sv.classify(n, b[at:min(at+2048, len(b))])
		}
	}
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("trailer"))
		if i < 0 {
			break
		}
		at += i + len("trailer")
		l := &lexer{b: b[at:min(at+4096, len(b))]}
		sv.takeTrailer(l.next())
	}
	return sv
}

// objectHead reads "n g " backwards from the "obj" at i.
func objectHead(b []byte, i int) (number, start, generation int, ok bool) {
	back := func(j int, want func(byte) bool) int {
		for j > 0 && want(b[j-1]) && i-j < 40 {
			j--
		}
		return j
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	gen := back(i, isSpace)
	genStart := back(gen, digit)
	num := back(genStart, isSpace)
	start = back(num, digit)
	if genStart == gen || num == genStart || start == num || num-start > 8 || gen-genStart > 5 {
		return 0, 0, 0, false
	}
	for _, c := range b[start:num] {
		number = number*10 + int(c-'0')
	}
	for _, c := range b[genStart:gen] {
		generation = generation*10 + int(c-'0')
	}
	return number, start, generation, number > 0 && number < objectsMax && generation < 1<<16
}

// classify looks at the dictionary of an object.
func (sv *survey) classify(n int, b []byte) {
	if !bytes.Contains(b, []byte("/Type")) {
		return
	}
	l := &lexer{b: b}
	dict := l.next()
	kind, _ := dict.entry("Type")
	switch string(kind.text) {
	case "ObjStm":
		sv.streams = append(sv.streams, n)
	case "Catalog":
		sv.root = n
	case "Page":
		sv.pages = append(sv.pages, n)
	case "XRef":
		sv.takeTrailer(dict)
	}
}

func (sv *survey) takeTrailer(dict token) {
	if root, ok := dict.entry("Root"); ok && root.kind == kindRef && sv.root == 0 {
		sv.root = int(root.num)
	}
	if encrypt, ok := dict.entry("Encrypt"); ok {
		sv.encrypt = encrypt
		if id, _ := dict.entry("ID"); len(id.list) > 0 {
			sv.id = id.list[0].text
		}
	}
}

// table writes the end of a file that follows offset at: the objects out of object
// streams, and a cross-reference stream. Its dictionary also lists the object streams
// and pages found, to reach them through the library.
func (sv *survey) table(at int64) []byte {
	var out bytes.Buffer
	out.WriteString("\n")
	last := 0
	for n := range sv.places {
		last = max(last, n)
	}
	packed := map[int]int64{}
	for n, b := range sv.packed {
		last = max(last, n)
		packed[n] = at + int64(out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, b)
	}
	self := last + 1
	rows := make([]byte, 0, 11*(self+1))
	for n := range self {
		if p, ok := sv.places[n]; ok {
			rows = appendRow(rows, 1, p.offset, p.generation)
		} else if offset, ok := packed[n]; ok {
			rows = appendRow(rows, 1, offset, 0)
		} else {
			rows = appendRow(rows, 0, 0, 0)
		}
	}
	start := at + int64(out.Len())
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 8 2]/Length %d/FoundStreams[", self, self, len(rows))
	refs(&out, sv.streams)
	out.WriteString("]/FoundPages[")
	refs(&out, sv.pages)
	out.WriteString("]")
	switch {
	case sv.root > 0:
		fmt.Fprintf(&out, "/Root %d 0 R", sv.root)
	case sv.root < 0:
		fmt.Fprintf(&out, "/Root<</Type/Catalog/Pages<</Type/Pages/Count %d/Kids[", len(sv.pages))
		refs(&out, sv.pages)
		out.WriteString("]>>>>")
	}
	out.WriteString(">>stream\n")
	out.Write(rows)
	fmt.Fprintf(&out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
	return out.Bytes()
}

func appendRow(b []byte, kind byte, offset int64, generation int) []byte {
	b = binary.BigEndian.AppendUint64(append(b, kind), uint64(offset))
	return append(b, byte(generation>>8), byte(generation))
}

func refs(out *bytes.Buffer, numbers []int) {
	for _, n := range numbers {
		fmt.Fprintf(out, " %d 0 R", n)
	}
}

// unpack takes the objects out of the object streams. An object that also stands in the
// open stays there.
func (sv *survey) unpack(d *document) {
	list := d.key(d.trailer(), "FoundStreams")
	left := d.lim.PartBytes
	for i := range min(list.Len(), len(sv.streams)) {
		v := d.index(list, i)
		content := d.stream(v)
		if left -= int64(len(content)); left < 0 {
			return
		}
		sv.unpackOne(sv.streams[i], content, int(d.key(v, "N").Int64()), d.key(v, "First").Int64())
	}
}

func (sv *survey) unpackOne(stream int, content []byte, n int, first int64) {
	if first < 0 || first > int64(len(content)) {
		return
	}
	l := &lexer{b: content[:first]}
	body := content[first:]
	for range min(n, listMax) {
		number, offset := l.next(), l.next()
		if number.kind != kindNumber || offset.kind != kindNumber || number.num < 1 || number.num >= objectsMax {
			return
		}
		from := int64(offset.num)
		if _, open := sv.places[int(number.num)]; open || from < 0 || from >= int64(len(body)) {
			continue
		}
		if sv.within != nil && sv.within[int(number.num)] != stream {
			continue // an older state of the object
		}
		end := &lexer{b: body, pos: int(from)}
		object := end.next()
		if object.kind == kindEnd || object.kind == kindNumber && sv.within == nil {
			continue // what was found by chance may be a number of something else
		}
		sv.packed[int(number.num)] = body[from:end.pos]
		if sv.within == nil {
			sv.classify(int(number.num), body[from:end.pos])
		}
	}
}

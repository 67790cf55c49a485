package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

// packedFile writes a file whose small objects stand in object streams, with a
// cross-reference stream for each state: older says what page 1 drew at first, newer what
// a later save made of it (ISO 32000-1, 7.5.6).
func packedFile(older, newer string, more int) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	where := map[int][3]int{} // object → kind, offset or stream, index
	plain := func(n int, body string) {
		where[n] = [3]int{1, out.Len(), 0}
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	pack := func(n int, objects map[int]string, order []int) {
		var heads, bodies strings.Builder
		for i, o := range order {
			fmt.Fprintf(&heads, "%d %d ", o, bodies.Len())
			bodies.WriteString(objects[o] + " ")
			where[o] = [3]int{2, n, i}
		}
		content := heads.String() + bodies.String()
		plain(n, fmt.Sprintf("<</Type/ObjStm/N %d/First %d/Length %d>>\nstream\n%s\nendstream", len(order), heads.Len(), len(content), content))
	}
	table := func(n, size, prev int, objects ...int) int {
		start := out.Len()
		where[n] = [3]int{1, start, 0}
		var rows []byte
		index := ""
		for _, o := range append(objects, n) {
			index += fmt.Sprintf("%d 1 ", o)
			w := where[o]
			rows = binary.BigEndian.AppendUint32(append(rows, byte(w[0])), uint32(w[1]))
			rows = binary.BigEndian.AppendUint16(rows, uint16(w[2]))
		}
		link := ""
		if prev > 0 {
			link = fmt.Sprintf("/Prev %d", prev)
		}
		fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/Root 1 0 R/W[1 4 2]/Index[%s]%s/Length %d>>\nstream\n", n, size, index, link, len(rows))
		out.Write(rows)
		fmt.Fprintf(&out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
		return start
	}
	draw := func(n int, text string) {
		content := at(72, 700, text)
		// The length is an object of its own, and a number in an object stream.
		plain(n, fmt.Sprintf("<</Length 7 0 R>>\nstream\n%s\nendstream", content))
	}
	content := at(72, 700, older)
	objects := map[int]string{
		1: "<</Type/Catalog/Pages 2 0 R>>",
		2: "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
		4: "<</Type/Font/Subtype/TrueType/BaseFont/Times/FirstChar 32/LastChar 33/Widths[500 500]/Encoding/WinAnsiEncoding>>",
		7: fmt.Sprint(len(content)),
	}
	order := []int{1, 2, 3, 4, 7}
	for i := range more {
		objects[20+i] = "<</Subtype/Link>>"
		order = append(order, 20+i)
	}
	size := 20 + more
	draw(5, older)
	draw(8, newer)
	pack(6, objects, order)
	start := table(10, size, 0, append([]int{5, 6, 8}, order...)...)
	if newer != "" {
		objects[3] = strings.Replace(objects[3], "5 0 R", "8 0 R", 1)
		pack(11, objects, []int{3})
		table(12, size, start, 3, 11)
	}
	return out.Bytes()
}

func opened(t *testing.T, b []byte) *document {
	t.Helper()
	d, repaired, err := open(bytes.NewReader(b), int64(len(b)), cchc.DefaultLimits(), func() error { return nil })
	if err != nil || repaired {
		t.Fatalf("repaired %v, %v", repaired, err)
	}
	return d
}

func TestObjectsOutOfStreamsAreReadOnce(t *testing.T) {
	for _, c := range []struct {
		name        string
		newer, want string
		more        int
		out         bool // objects are written out
	}{
		{"many objects", "", "Old", 200, true},
		{"a state saved later counts", "New", "New", 200, true},
		{"few objects stay where they are", "New", "New", 3, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := packedFile("Old", c.newer, c.more)
			if r := mustRead(t, b); len(r.Pages) != 1 || strings.TrimSpace(r.Pages[0].Text()) != c.want {
				t.Errorf("read %+v", r.Pages)
			}
			if d := opened(t, b); (d.src.tail != nil) != c.out {
				t.Errorf("written out: %v", d.src.tail != nil)
			}
		})
	}
}

// What a table promises and the stream does not hold leaves the file as it is.
func TestUnusualObjectStreamsAreLeftAlone(t *testing.T) {
	whole := packedFile("Old", "New", 200)
	for name, b := range map[string][]byte{
		"an object is missing": bytes.Replace(whole, []byte("/N 205/"), []byte("/N 105/"), 1),
		"no object stream":     bytes.Replace(whole, []byte("219 "), []byte("999 "), 1),
	} {
		if bytes.Equal(b, whole) {
			t.Fatalf("%s: nothing changed", name)
		}
		if d := opened(t, b); d.src.tail != nil {
			t.Errorf("%s: written out", name)
		}
		if r := mustRead(t, b); strings.TrimSpace(r.Pages[0].Text()) != "New" {
			t.Errorf("%s: %q", name, r.Pages[0].Text())
		}
	}
}

package mail

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"minhchung/internal/cchc"
)

// entry is a stream or, without content, a storage with others inside.
type entry struct {
	name    string
	content []byte
	inside  []entry
}

const none = 0xffffffff

// compound writes a compound file ([MS-CFB]) in which every stream fills whole big sectors.
func compound(entries []entry) string {
	le := binary.LittleEndian
	var dir, data []byte
	var table []uint32
	add := func(name string, kind byte, start uint32, size int) int {
		e := make([]byte, 128)
		u := utf16.Encode([]rune(name))
		for i, c := range u {
			le.PutUint16(e[2*i:], c)
		}
		le.PutUint16(e[64:], uint16(2*len(u)+2))
		e[66], e[67] = kind, 1
		for _, at := range []int{68, 72, 76} {
			le.PutUint32(e[at:], none)
		}
		le.PutUint32(e[116:], start)
		le.PutUint64(e[120:], uint64(size))
		dir = append(dir, e...)
		return len(dir)/128 - 1
	}
	stream := func(b []byte) (uint32, int) {
		size := max(4096, len(b))
		first := uint32(len(data) / 512)
		data = append(data, b...)
		data = append(data, make([]byte, (size+511)/512*512-len(b))...)
		for s := first; s < uint32(len(data)/512)-1; s++ {
			table = append(table, s+1)
		}
		table = append(table, 0xfffffffe)
		return first, size
	}
	var fill func(parent int, entries []entry)
	fill = func(parent int, entries []entry) {
		last := -1
		for _, e := range entries {
			at := 0
			if e.inside != nil {
				at = add(e.name, 1, 0, 0)
				fill(at, e.inside)
			} else {
				start, size := stream(e.content)
				at = add(e.name, 2, start, size)
			}
			if last < 0 {
				le.PutUint32(dir[128*parent+76:], uint32(at))
			} else {
				le.PutUint32(dir[128*last+72:], uint32(at))
			}
			last = at
		}
	}
	add("Root Entry", 5, 0xfffffffe, 0)
	fill(0, entries)
	for len(dir)%512 != 0 {
		dir = append(dir, make([]byte, 128)...)
	}
	dirStart := uint32(len(data) / 512)
	for range len(dir)/512 - 1 {
		table = append(table, uint32(len(table)+1))
	}
	table = append(table, 0xfffffffe)
	tables := (len(table) + 127 + 1) / 128
	head := make([]byte, 512)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le.PutUint16(head[24:], 0x3e)
	le.PutUint16(head[26:], 3)
	le.PutUint16(head[28:], 0xfffe)
	le.PutUint16(head[30:], 9)
	le.PutUint16(head[32:], 6)
	le.PutUint32(head[44:], uint32(tables))
	le.PutUint32(head[48:], dirStart)
	le.PutUint32(head[56:], 4096)
	le.PutUint32(head[60:], 0xfffffffe)
	le.PutUint32(head[68:], 0xfffffffe)
	for i := range 109 {
		le.PutUint32(head[76+4*i:], none)
	}
	for i := range tables {
		le.PutUint32(head[76+4*i:], uint32(len(table)))
		table = append(table, 0xfffffffd)
	}
	fat := make([]byte, 512*tables)
	for i := range len(fat) / 4 {
		v := uint32(none)
		if i < len(table) {
			v = table[i]
		}
		le.PutUint32(fat[4*i:], v)
	}
	return string(head) + string(data) + string(dir) + string(fat)
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func message1() string {
	properties := make([]byte, 48)
	binary.LittleEndian.PutUint32(properties[32:], propSubmitTime)
	binary.LittleEndian.PutUint64(properties[40:], 132227469000000000) // 2020-01-06 01:15 UTC
	return compound([]entry{
		{name: propertiesName, content: properties},
		{name: streamPrefix + propSubject + "001F", content: wide("Mời họp")},
		{name: streamPrefix + propFromName + "001F", content: wide("Sở Nội vụ")},
		{name: streamPrefix + propFromMail + "001F", content: wide("so@example.org")},
		{name: streamPrefix + propTo + "001E", content: []byte("V\xa8n th\xad c\xf1a tr\xad\xeang \xae\xad\xeec giao b\xb8o c\xb8o k\xd5t qu\xb6")},
		{name: streamPrefix + propBody + "001F", content: wide("Kính gửi\r\nVăn phòng")},
		{name: attachmentPrefix + "00000000", inside: []entry{
			{name: streamPrefix + propData + "0102", content: []byte("%PDF-1.4" + strings.Repeat(" ", 4088))},
			{name: streamPrefix + propLongName + "001F", content: wide("Kế hoạch.pdf")},
		}},
		{name: attachmentPrefix + "00000001", inside: []entry{{name: streamPrefix + propData + "000D", inside: []entry{{name: "x", content: []byte("x")}}}}},
	})
}

func TestOutlook(t *testing.T) {
	r, err := read(t, message1(), cchc.Limits{}, true)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(show(t, r), strings.Repeat(" ", 4088), "")
	want := "Tiêu đề: Mời họp\nTừ: Sở Nội vụ <so@example.org>\nĐến: Văn thư của"
	tail := "Ngày: 06/01/2020 08:15\nKính gửi\nVăn phòng\n[Kế hoạch.pdf] %PDF-1.4\n!attachments-unread 1"
	if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, tail) {
		t.Errorf("got\n%s", got)
	}
}

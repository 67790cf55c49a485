package mail

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"

	"minhchung/internal/cchc"
)

// Properties of Outlook messages ([MS-OXPROPS]) as their streams are named ([MS-OXMSG]).
const (
	propSubject    = "0037"
	propFromName   = "0C1A"
	propFromMail   = "5D01"
	propTo         = "0E04"
	propCopy       = "0E03"
	propBody       = "1000"
	propHTML       = "1013"
	propData       = "3701"
	propLongName   = "3707"
	propShortName  = "3704"
	propSubmitTime = 0x00390040
	propDelivered  = 0x0E060040

	streamPrefix     = "__substg1.0_"
	attachmentPrefix = "__attach_version1.0_#"
	propertiesName   = "__properties_version1.0"
	mostStreams      = 20_000
	mostField        = 1 << 20 // bytes of a property that is no body
)

// message is what was found in an Outlook file: streams by property.
type message struct {
	own         map[string]*mscfb.File
	attachments map[string]map[string]*mscfb.File
	order       []string
	inner       map[string]bool // attachments that are messages themselves
	properties  *mscfb.File
}

// outlook reads an Outlook message.
func (l *letter) outlook(ctx context.Context, file io.ReaderAt, size int64) (err error) {
	defer func() { // the library is held at arm's length
		if x := recover(); x != nil {
			err = cchc.FileFault("damaged", fmt.Errorf("mscfb: %v", x))
		}
	}()
	box, err := mscfb.New(io.NewSectionReader(file, 0, size))
	if err != nil {
		return cchc.FileFault("damaged", err)
	}
	m := gather(box, size)
	l.field("Tiêu đề", m.text(propSubject))
	from := m.text(propFromName)
	if address := m.text(propFromMail); address != "" && address != from {
		from = strings.TrimSpace(from + " <" + address + ">")
	}
	l.field("Từ", from)
	l.field("Đến", m.text(propTo))
	l.field("Đồng gửi", m.text(propCopy))
	l.field("Ngày", m.date())
	l.outlookBody(m)
	for i, name := range m.order {
		if ctx.Err() != nil {
			return cchc.OurFault("reader-stopped", context.Cause(ctx))
		}
		if err := l.outlookAttachment(ctx, m, name, i+1); err != nil {
			return err
		}
	}
	return nil
}

func (l *letter) outlookBody(m message) {
	limit := l.lim.TextBytes
	if limit <= 0 {
		limit = cchc.DefaultLimits().TextBytes
	}
	if f := m.own[propHTML+"0102"]; f != nil {
		if html := load(f, limit); len(html) > 0 {
			if blocks, err := l.html(html); err == nil && len(blocks) > 0 {
				l.blocks = append(l.blocks, blocks...)
				return
			}
		}
	}
	f, wide := m.own[propBody+"001F"], true
	if f == nil {
		f, wide = m.own[propBody+"001E"], false
	}
	if f == nil {
		return
	}
	text := load(f, limit)
	if wide {
		text = []byte(decodeWide(text))
	}
	if blocks, err := l.text(text); err == nil {
		l.blocks = append(l.blocks, blocks...)
	} else if len(bytes.TrimSpace(text)) > 0 {
		l.notes = append(l.notes, cchc.NewReason("mail-damaged"))
	}
}

func (l *letter) outlookAttachment(ctx context.Context, m message, key string, n int) error {
	streams := m.attachments[key]
	name := textOf(streams, propLongName)
	if name == "" {
		name = textOf(streams, propShortName)
	}
	if name == "" {
		name = "dinh-kem-" + strconv.Itoa(n)
	}
	data := streams[propData+"0102"]
	if data == nil {
		if m.inner[key] { // a message in the message has no bytes of its own
			l.unread++
		}
		return nil
	}
	return l.member(ctx, strings.ReplaceAll(name, "/", "_"), io.LimitReader(data, data.Size))
}

func gather(box *mscfb.Reader, size int64) message {
	m := message{own: map[string]*mscfb.File{}, attachments: map[string]map[string]*mscfb.File{}, inner: map[string]bool{}}
	for range mostStreams {
		e, err := box.Next()
		if err != nil {
			break
		}
		if e.Size > size {
			continue
		}
		property, isProperty := strings.CutPrefix(e.Name, streamPrefix)
		switch {
		case len(e.Path) == 0 && isProperty:
			m.own[strings.ToUpper(property)] = e
		case len(e.Path) == 0 && e.Name == propertiesName:
			m.properties = e
		case len(e.Path) == 1 && strings.HasPrefix(e.Path[0], attachmentPrefix) && isProperty:
			key := e.Path[0]
			if m.attachments[key] == nil {
				m.attachments[key] = map[string]*mscfb.File{}
				m.order = append(m.order, key)
			}
			if property = strings.ToUpper(property); property == propData+"000D" {
				m.inner[key] = true
				continue
			}
			m.attachments[key][property] = e
		}
	}
	return m
}

func (m message) text(property string) string { return textOf(m.own, property) }

// textOf reads a property that is text, in UTF-16 or in some code page.
func textOf(streams map[string]*mscfb.File, property string) string {
	if f := streams[property+"001F"]; f != nil {
		return decodeWide(load(f, mostField))
	}
	if f := streams[property+"001E"]; f != nil {
		b := load(f, mostField)
		r := make([]rune, len(b)) // the legacy fonts' codes are those of Latin-1
		for i, c := range b {
			r[i] = rune(c)
		}
		return strings.TrimRight(string(r), "\x00")
	}
	return ""
}

// date is when the message was sent, in the zone of Vietnam, "" where unknown.
func (m message) date() string {
	if m.properties == nil {
		return ""
	}
	b := load(m.properties, mostField)
	best := uint64(0)
	for at := 32; at+16 <= len(b); at += 16 {
		tag := binary.LittleEndian.Uint32(b[at:])
		if v := binary.LittleEndian.Uint64(b[at+8:]); tag == propSubmitTime || tag == propDelivered && best == 0 {
			best = v
		}
	}
	const epoch = 116444736000000000 // 1601 to 1970 in steps of 100 ns
	if best < epoch || best > epoch+4e17 {
		return ""
	}
	return time.Unix(int64(best-epoch)/1e7, 0).In(time.FixedZone("", 7*3600)).Format("02/01/2006 15:04")
}

func load(f *mscfb.File, limit int64) []byte {
	b, err := io.ReadAll(io.LimitReader(f, min(limit, f.Size)))
	if err != nil && len(b) == 0 {
		return nil
	}
	return b
}

func decodeWide(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return strings.TrimRight(string(utf16.Decode(u)), "\x00")
}

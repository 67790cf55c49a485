package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
	"minhchung/internal/vi"
)

// Bounds on mails, in bytes.
const (
	mostMail     = 200 << 20 // one letter: it is taken apart in memory
	smallPicture = 10 << 10  // pictures in the text up to this size are logos
)

// Blocks makes blocks of text or HTML that stands inside a mail.
type Blocks func(content []byte) ([]cchc.Block, error)

// Reader reads mails. It has no state and is safe for use by several goroutines.
type Reader struct{ html, text Blocks }

// New returns a reader of mails; html and text read the bodies, in UTF-8.
func New(html, text Blocks) *Reader { return &Reader{html, text} }

// Read reads the mail at path as one page with number 0: the fields Tiêu đề, Từ, Đến, Đồng
// gửi and Ngày as a block each, then the text, of the HTML body where there is one.
// Attachments, letters inside the letter too, go to lim.UnpackTo as members within
// lim.Members and lim.MemberBytes; where it is "" they are only counted in a note. A mailbox
// of several letters has no page: each letter is a member. The error is a *cchc.Error: the
// file's fault "damaged" or "mail-too-large" (arg: MiB), waiting "needs-unpacking" for a
// mailbox without lim.UnpackTo; ours "unpack-failed", "vanished", "unreadable-file",
// "reader-stopped".
func (m *Reader) Read(ctx context.Context, path string, lim cchc.Limits) (cchc.Reading, error) {
	r := cchc.Reading{Format: cchc.FormatMail}
	c, err := extract.Inspect(path)
	if err != nil {
		return r, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, cchc.OurFault("vanished", err)
	}
	if err != nil {
		return r, cchc.OurFault("unreadable-file", err, err.Error())
	}
	defer f.Close() //nolint:errcheck // only read
	st, err := f.Stat()
	if err != nil {
		return r, cchc.OurFault("unreadable-file", err, err.Error())
	}
	l := &letter{Reader: m, lim: lim, unpack: extract.NewUnpacker(lim, st.Size())}
	switch {
	case c.Media == "application/mbox":
		err = l.box(ctx, f)
	case st.Size() > mostMail:
		err = cchc.FileFault("mail-too-large", nil, strconv.Itoa(mostMail>>20))
	case c.Media == "application/vnd.ms-outlook":
		err = l.outlook(ctx, f, st.Size())
	default:
		err = l.mime(ctx, f)
	}
	if err != nil {
		return r, errors.Join(err, l.unpack.Discard())
	}
	return l.reading(), nil
}

// letter is one reading.
type letter struct {
	*Reader
	lim    cchc.Limits
	unpack *extract.Unpacker
	blocks []cchc.Block
	notes  []cchc.Reason
	unread int // attachments not taken because there is nowhere to put them
}

func (l *letter) reading() cchc.Reading {
	r := cchc.Reading{Format: cchc.FormatMail, Members: l.unpack.Members(), Notes: append(l.notes, l.unpack.Notes()...)}
	if l.unread > 0 {
		r.Notes = append(r.Notes, cchc.NewReason("attachments-unread", strconv.Itoa(l.unread)))
	}
	if len(l.blocks) > 0 {
		p := cchc.Page{Blocks: l.blocks, Source: cchc.SourceText}
		p.Quality = vi.Quality(sample(p.Text()))
		r.Pages = []cchc.Page{p}
	}
	return r
}

// mime reads a letter of RFC 5322.
func (l *letter) mime(ctx context.Context, in io.Reader) error {
	env, err := parse(in)
	if ctx.Err() != nil {
		return cchc.OurFault("reader-stopped", context.Cause(ctx))
	}
	if err != nil {
		return cchc.FileFault("damaged", err)
	}
	l.head(env)
	l.body(env)
	severe := false
	for _, e := range env.Errors {
		severe = severe || e.Severe
	}
	if severe {
		l.notes = append(l.notes, cchc.NewReason("mail-damaged"))
	}
	return l.attachments(ctx, env)
}

// parse holds the library at arm's length.
func parse(in io.Reader) (env *enmime.Envelope, err error) {
	defer func() {
		if x := recover(); x != nil {
			env, err = nil, fmt.Errorf("enmime: %v", x)
		}
	}()
	p := enmime.NewParser(enmime.SkipMalformedParts(true), enmime.MultipartWOBoundaryAsSinglePart(true),
		enmime.SetReadPartErrorPolicy(enmime.AllowCorruptTextPartErrorPolicy), enmime.MaxStoredPartErrors(50),
		enmime.StripMediaTypeInvalidCharacters(true), enmime.DisableTextConversion(true))
	if env, err = p.ReadEnvelope(in); err != nil {
		return nil, fmt.Errorf("read mail: %w", err)
	}
	return env, nil
}

func (l *letter) head(env *enmime.Envelope) {
	l.field("Tiêu đề", env.GetHeader("Subject"))
	l.field("Từ", env.GetHeader("From"))
	l.field("Đến", env.GetHeader("To"))
	l.field("Đồng gửi", env.GetHeader("Cc"))
	date := env.GetHeader("Date")
	if t, err := env.Date(); err == nil {
		date = t.Format("02/01/2006 15:04")
	}
	l.field("Ngày", date)
}

// field adds a field of the head.
func (l *letter) field(name, value string) {
	value, _, _ = vi.DecodeLegacy(vi.NFC(strings.ToValidUTF8(value, "\ufffd")))
	if value = strings.Join(strings.Fields(value), " "); value != "" {
		l.blocks = append(l.blocks, cchc.Block{Text: name + ": " + value, Bold: name == "Tiêu đề"})
	}
}

// body adds the text, of the HTML where both are there: it has the tables.
func (l *letter) body(env *enmime.Envelope) {
	var blocks []cchc.Block
	if env.HTML != "" {
		blocks = l.read(l.html, env.HTML)
	}
	if len(blocks) == 0 && strings.TrimSpace(env.Text) != "" {
		blocks = l.read(l.text, env.Text)
	}
	l.blocks = append(l.blocks, blocks...)
}

func (l *letter) read(blocks Blocks, content string) []cchc.Block {
	limit := l.lim.TextBytes
	if limit <= 0 {
		limit = cchc.DefaultLimits().TextBytes
	}
	if int64(len(content)) > limit {
		content = strings.ToValidUTF8(content[:limit], "")
		l.notes = append(l.notes, cchc.NewReason("limit-text", strconv.FormatInt(max(1, limit>>20), 10)))
	}
	out, err := blocks([]byte(content))
	if err != nil {
		l.notes = append(l.notes, cchc.NewReason("mail-damaged"))
	}
	return out
}

func (l *letter) attachments(ctx context.Context, env *enmime.Envelope) error {
	n := 0
	for _, parts := range [][]*enmime.Part{env.Attachments, env.Inlines, env.OtherParts} {
		for _, p := range parts {
			if len(p.Content) == 0 {
				continue
			}
			if unwanted(p) {
				l.unpack.Skip()
				continue
			}
			n++
			if err := l.member(ctx, partName(p, n), bytes.NewReader(p.Content)); err != nil {
				return err
			}
		}
	}
	return nil
}

// member hands an attachment on.
func (l *letter) member(ctx context.Context, name string, r io.Reader) error {
	if l.lim.UnpackTo == "" {
		l.unread++
		return nil
	}
	err := l.unpack.Add(ctx, name, r)
	var known *cchc.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	l.notes = append(l.notes, cchc.NewReason("member-damaged", extract.SafeName(name)))
	return nil
}

// unwanted reports parts that are no papers: signatures of the mail itself, logos.
func unwanted(p *enmime.Part) bool {
	switch p.ContentType {
	case "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature":
		return true
	}
	return strings.HasPrefix(p.ContentType, "image/") && p.Disposition != "attachment" && len(p.Content) <= smallPicture
}

// partName is the name of an attachment, or one made of its number and kind.
func partName(p *enmime.Part, n int) string {
	name, _, _ := vi.DecodeLegacy(p.FileName)
	if p.ContentType == "message/rfc822" {
		if name == "" {
			name = "thu-dinh-kem-" + strconv.Itoa(n)
		}
		if !strings.HasSuffix(strings.ToLower(name), ".eml") {
			name += ".eml"
		}
	}
	if name == "" {
		return "dinh-kem-" + strconv.Itoa(n)
	}
	return strings.ReplaceAll(name, "/", "_")
}

// sampleBytes is how much of a text is judged.
const sampleBytes = 64 << 10

func sample(s string) string {
	if len(s) > sampleBytes {
		return strings.ToValidUTF8(s[:sampleBytes], "")
	}
	return s
}

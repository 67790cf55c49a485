package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"minhchung/internal/cchc"
)

func TestRefusals(t *testing.T) {
	whole := zipped(t, made(para("chữ"), parts{"styles": strings.Repeat("x", 3000)}))
	damaged := bytes.Clone(whole)
	copy(damaged[bytes.LastIndex(damaged, []byte("PK\x01\x02")):], "XXXX")
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	locked := bytes.Clone(ole)
	for i, u := range utf16.Encode([]rune("EncryptedPackage")) {
		locked[520+2*i] = byte(u)
	}
	tests := []struct {
		name  string
		bytes []byte
		lim   cchc.Limits
		code  cchc.Code
		fault cchc.Fault
	}{
		{"empty", nil, cchc.Limits{}, "empty-file", cchc.FaultFile},
		{"cut off", whole[:len(whole)/2], cchc.Limits{}, "truncated", cchc.FaultFile},
		{"damaged", damaged, cchc.Limits{}, "damaged", cchc.FaultFile},
		{"encrypted", locked, cchc.Limits{}, "encrypted", cchc.FaultFile},
		{"old Word", ole, cchc.Limits{}, "needs-office", cchc.FaultWaiting},
		{"no document in it", zipped(t, parts{"a.txt": "x"}), cchc.Limits{}, "damaged", cchc.FaultFile},
		{"no XML", zipped(t, parts{usualMain: "<<<<"}), cchc.Limits{}, "damaged", cchc.FaultFile},
		{"bomb", zipped(t, made(para(strings.Repeat("0", 5<<20)), nil)), cchc.Limits{PartBytes: 1 << 20}, "archive-bomb", cchc.FaultFile},
		{"a part that shrank too much", zipped(t, made(strings.Repeat(para("0"), 400_000), nil)), cchc.Limits{}, "archive-bomb", cchc.FaultFile},
		{"bomb in a part only the library unpacks", zipped(t, parts{usualMain: "<w:p/>", "word/header1.bin": strings.Repeat("0", 5<<20)}), cchc.Limits{PartBytes: 1 << 20}, "archive-bomb", cchc.FaultFile},
		{"deep", zipped(t, made(strings.Repeat("<w:sdt>", 100_000), nil)), cchc.Limits{}, "damaged", cchc.FaultFile},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readBytes(t, tt.bytes, tt.lim)
			var e *cchc.Error
			if !errors.As(err, &e) || e.Reason.Code != tt.code || e.Fault != tt.fault {
				t.Fatalf("got %v, want %s", err, tt.code)
			}
		})
	}
	// A picture may be large: it is never unpacked.
	p := made(para("chữ"), nil)
	p["word/media/image1.bmp"] = strings.Repeat("0", 5<<20)
	if _, err := readBytes(t, zipped(t, p), cchc.Limits{PartBytes: 1 << 20}); err != nil {
		t.Errorf("a large picture: %v", err)
	}
}

func TestPathErrors(t *testing.T) {
	dir := t.TempDir()
	_, err := New().Read(context.Background(), filepath.Join(dir, "missing.docx"), cchc.Limits{})
	if e := cchc.AsError(err); e.Reason.Code != "vanished" || e.Fault != cchc.FaultOurs {
		t.Errorf("missing: %v", err)
	}
	good := filepath.Join(dir, "good.docx")
	if err := os.WriteFile(good, zipped(t, made(strings.Repeat(para("chữ"), 2000), nil)), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := New().Read(context.Background(), good, cchc.Limits{}); err != nil || len(r.Pages[0].Blocks) != 2000 || r.Format != cchc.FormatDOCX || r.Pages[0].Quality < 0.5 {
		t.Errorf("good: %v %v", err, r.Format)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New().Read(ctx, good, cchc.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestOddPackages(t *testing.T) {
	const doc = `<w:document ` + nsW + `><w:body><w:p><w:r><w:t>chữ Việt</w:t></w:r></w:p></w:body></w:document>`
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + doc)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, tt := range map[string]struct {
		parts parts
		note  cchc.Code
	}{
		"main part elsewhere":      {parts{"_rels/.rels": `<Relationships><Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>`, "word/document2.xml": doc}, ""},
		"no relations":             {parts{usualMain: doc}, ""},
		"backslashes and capitals": {parts{`Word\Document.xml`: doc}, ""},
		"UTF-16":                   {parts{usualMain: string(wide)}, ""},
		"forbidden characters":     {parts{usualMain: strings.Replace(doc, "chữ", "\x01ch\x02ữ&#x1F;", 1)}, "repaired"},
		"broken UTF-8":             {parts{usualMain: strings.Replace(doc, "<w:body>", "<w:body><w:p><w:r><w:instrText>\xff</w:instrText></w:r></w:p>", 1)}, "repaired"},
		"cut inside":               {parts{usualMain: strings.Replace(doc, "</w:body>", "<w:p><w:r><w:t", 1)[:len(doc)-10]}, "document-cut"},
		"foreign chunk":            {parts{usualMain: strings.Replace(doc, "</w:body>", `<w:altChunk r:id="x"/></w:body>`, 1)}, "embedded-unread"},
	} {
		t.Run(name, func(t *testing.T) {
			r := mustRead(t, tt.parts)
			if got := show(r); got != "chữ Việt\n" {
				t.Errorf("got %q", got)
			}
			if tt.note == "" && len(r.Notes) > 0 || tt.note != "" && (len(r.Notes) != 1 || r.Notes[0].Code != tt.note) {
				t.Errorf("notes %v, want %q", r.Notes, tt.note)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	var body strings.Builder
	for i := range 10 {
		fmt.Fprintf(&body, `<w:p><w:r><w:lastRenderedPageBreak/><w:t>trang %d</w:t></w:r></w:p>`, i+1)
	}
	r, err := readBytes(t, zipped(t, made(body.String(), nil)), cchc.Limits{Pages: 3})
	if err != nil || len(r.Pages) != 3 || r.PageTotal != 10 || r.Notes[0].Code != "limit-pages" || strings.Join(r.Notes[0].Args, "/") != "3/10" {
		t.Errorf("pages: %v %+v", err, r)
	}
	r, err = readBytes(t, zipped(t, made(strings.Repeat(para("0123456789"), 50), nil)), cchc.Limits{TextBytes: 105})
	if err != nil || len(r.Pages[0].Blocks) != 10 || r.Notes[0].Code != "limit-text" {
		t.Errorf("text: %v %+v", err, r)
	}
}

// A size that lies in the directory of the archive must not get past the bound.
func TestLyingSize(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(usualMain)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write([]byte(`<w:document ` + nsW + `><w:body>` + strings.Repeat(para("dài"), 100_000)))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	lie := b.Bytes()
	at := bytes.LastIndex(lie, []byte("PK\x01\x02")) + 24
	copy(lie[at:], []byte{0, 4, 0, 0}) // 1,024 bytes unpacked, it says
	r, err := readBytes(t, lie, cchc.Limits{PartBytes: 1 << 20})
	if err == nil && (len(r.Notes) == 0 || len(r.Pages[0].Blocks) > 100) {
		t.Errorf("%d blocks of a part of 1,024 bytes, notes %v", len(r.Pages[0].Blocks), r.Notes)
	}
}

package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"minhchung/internal/cchc"
)

// zipOf writes a zip of name, content pairs.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i+1 < len(parts); i += 2 {
		p, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func contentTypes(main string) string {
	return `<?xml version="1.0"?><Types><Override PartName="/x/y.xml" ContentType="application/` + main + `"/></Types>`
}

// compound writes a compound file: header, one allocation table, a directory of these
// streams, and for the first one a big stream that begins with content.
func compound(content []byte, names ...string) []byte {
	out := make([]byte, 512*(3+8))
	copy(out, oleMagic)
	le := binary.LittleEndian
	le.PutUint16(out[30:], 9)
	le.PutUint32(out[48:], 1) // directory sector
	for i := 76; i < 512; i += 4 {
		le.PutUint32(out[i:], 0xffffffff)
	}
	le.PutUint32(out[76:], 0) // table sector
	table := out[512:1024]
	for i := range 128 {
		le.PutUint32(table[4*i:], 0xffffffff)
	}
	le.PutUint32(table[0:], 0xfffffffd)
	le.PutUint32(table[4:], 0xfffffffe)
	dir := out[1024:1536]
	for i, name := range append([]string{"Root Entry"}, names...) {
		e := dir[128*i:]
		for k, u := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*k:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66] = 2
		if i == 1 {
			le.PutUint32(e[116:], 2)
			le.PutUint64(e[120:], 4096)
		}
	}
	copy(out[1536:], content)
	return out
}

// nested is a compound of a root with one stream, and a second one that stands deeper.
func nested(top, deep string) []byte {
	b := compound(nil, top, deep)
	le := binary.LittleEndian
	for i := range 3 {
		e := b[1024+128*i:]
		le.PutUint32(e[68:], 0xffffffff)
		le.PutUint32(e[72:], 0xffffffff)
		le.PutUint32(e[76:], 0xffffffff)
	}
	le.PutUint32(b[1024+76:], 1)
	return b
}

func utf16le(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func utf16be(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return string(b)
}

const sentence = "Văn bản của Sở Thông tin và Truyền thông tỉnh Sông Lam.\r\n"

func TestSniff(t *testing.T) {
	docx := zipOf(t, "[Content_Types].xml", contentTypes("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "word/document.xml", "<w:document/>")
	lockedWord := make([]byte, 12)
	binary.LittleEndian.PutUint16(lockedWord, 0xa5ec)
	lockedWord[11] = 1
	lockedBook := []byte{0x09, 0x08, 4, 0, 0, 6, 5, 0, 0x2f, 0, 6, 0}
	for _, c := range []struct {
		name, bytes string
		want        cchc.Format
		code        cchc.Code
	}{
		{"empty", "", cchc.FormatUnknown, "empty-file"},
		{"pdf", "%PDF-1.4\n", cchc.FormatPDF, ""},
		{"pdf behind junk", "HTTP/1.1 200 OK\n\n%PDF-1.4\n1 0 obj\n", cchc.FormatPDF, ""},
		{"text about pdf", "Tệp bắt đầu bằng %PDF-1.4 là PDF", cchc.FormatText, ""},
		{"docx", string(docx), cchc.FormatDOCX, ""},
		{"docx cut off", string(docx[:len(docx)-40]), cchc.FormatDOCX, ""},
		{"docm", string(zipOf(t, "[Content_Types].xml", contentTypes("vnd.ms-word.document.macroEnabled.main+xml"))), cchc.FormatDOCX, ""},
		{"docx without content types", string(zipOf(t, "word/document.xml", "x")), cchc.FormatDOCX, ""},
		{"xlsx", string(zipOf(t, "[Content_Types].xml", contentTypes("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"))), cchc.FormatXLSX, ""},
		{"xlsb", string(zipOf(t, "[Content_Types].xml", contentTypes("vnd.ms-excel.sheet.binary.macroEnabled.main"))), cchc.FormatXLS, ""},
		{"pptx", string(zipOf(t, "[Content_Types].xml", contentTypes("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"))), cchc.FormatPPTX, ""},
		{"odt", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", "<m/>")), cchc.FormatODT, ""},
		{"odt with password", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", "<manifest:encryption-data/>")), cchc.FormatODT, "encrypted"},
		{"ods", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet-template")), cchc.FormatODS, ""},
		{"odp", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.presentation")), cchc.FormatODP, ""},
		{"drawing", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.graphics")), cchc.FormatUnknown, ""},
		{"zip", string(zipOf(t, "a/b.docx", "x", "c.txt", "y")), cchc.FormatArchive, ""},
		{"zip in the head only", "PK\x03\x04 and no more", cchc.FormatArchive, ""},
		{"7z", "7z\xbc\xaf\x27\x1c\x00\x04" + strings.Repeat("\x00\x01", 30), cchc.FormatArchive, ""},
		{"rar", "Rar!\x1a\x07\x01\x00" + strings.Repeat("\x00\x01", 30), cchc.FormatArchive, ""},
		{"doc", string(compound(nil, "WordDocument", "1Table")), cchc.FormatDOC, ""},
		{"doc with password", string(compound(lockedWord, "WordDocument")), cchc.FormatDOC, "encrypted"},
		{"doc without directory", string(oleMagic) + strings.Repeat("\x00", 600) + utf16le("WordDocument"), cchc.FormatDOC, ""},
		{"xls", string(compound(nil, "Workbook")), cchc.FormatXLS, ""},
		{"xls with password", string(compound(lockedBook, "Workbook")), cchc.FormatXLS, "encrypted"},
		{"ppt", string(compound(nil, "PowerPoint Document")), cchc.FormatPPT, ""},
		{"ppt with password", string(compound(nil, "PowerPoint Document", "EncryptedSummary")), cchc.FormatPPT, "encrypted"},
		{"docx with password", string(compound(nil, "EncryptedPackage", "EncryptionInfo")), cchc.FormatUnknown, "encrypted"},
		{"word with a presentation in it", string(nested("WordDocument", "PowerPoint Document")), cchc.FormatDOC, ""},
		{"presentation with a workbook in it", string(nested("PowerPoint Document", "Workbook")), cchc.FormatPPT, ""},
		{"excel 3 without a compound", "\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00", cchc.FormatXLS, ""},
		{"excel 5 without a compound", "\x09\x08\x08\x00\x00\x05\x10\x00\x00\x00", cchc.FormatXLS, ""},
		{"word 2", "\xdb\xa5\x2d\x00\x00\x00", cchc.FormatDOC, ""},
		{"outlook", string(compound(nil, "__properties_version1.0")), cchc.FormatMail, ""},
		{"compound of something", string(compound(nil, "Contents")), cchc.FormatUnknown, ""},
		{"rtf", `{\rtf1\ansi Chao}`, cchc.FormatRTF, ""},
		{"html", "<!DOCTYPE html><html><body>Chào</body></html>", cchc.FormatHTML, ""},
		{"html with comment and bom", "\ufeff<!-- x --><TABLE><tr></tr></TABLE>", cchc.FormatHTML, ""},
		{"html in utf-16", "\xff\xfe" + utf16le("<html><body>Chào</body></html>"), cchc.FormatHTML, ""},
		{"word 2003 xml", `<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>`, cchc.FormatDOC, ""},
		{"excel 2003 xml", `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, cchc.FormatXLS, ""},
		{"flat odp", `<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.presentation">`, cchc.FormatODP, ""},
		{"web archive", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"a\"\r\n\r\n", cchc.FormatMail, ""},
		{"mail", "Return-Path: <a@example.org>\r\nFrom: a@example.org\r\nSubject: Moi hop\r\n\r\nChao", cchc.FormatMail, ""},
		{"letter with colons", "Kính gửi: Sở Nội vụ\nSubject: không phải thư\n", cchc.FormatText, ""},
		{"utf-8", sentence, cchc.FormatText, ""},
		{"utf-8 cut inside a letter", strings.Repeat("ế", headSize), cchc.FormatText, ""},
		{"utf-16 with mark", "\xfe\xff" + utf16be(sentence), cchc.FormatText, ""},
		{"utf-16 without mark", utf16le(sentence), cchc.FormatText, ""},
		{"tcvn3", "V\xa8n b\xb6n c\xf1a S\xeb Th\xabng tin v\xb5 Truy\xd2n th\xabng", cchc.FormatText, ""},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", cchc.FormatImage, ""},
		{"jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00", cchc.FormatImage, ""},
		{"tiff", "II*\x00\x08\x00\x00\x00", cchc.FormatImage, ""},
		{"bmp", "BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00" + strings.Repeat("\x01\x00\x00\x00", 10), cchc.FormatImage, ""},
		{"program", "MZ\x90\x00\x03\x00\x00\x00" + strings.Repeat("\x00\xff", 50), cchc.FormatUnknown, ""},
		{"noise", strings.Repeat("\x01\xfe\x92\x07\x00\xc3", 100), cchc.FormatUnknown, ""},
		{"zeros", strings.Repeat("\x00", 1000), cchc.FormatUnknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := write(t, c.bytes)
			got, err := Sniff(path)
			var code cchc.Code
			if err != nil {
				code = cchc.AsError(err).Reason.Code
			}
			if got != c.want || code != c.code {
				t.Errorf("got %s %q, want %s %q", got, code, c.want, c.code)
			}
		})
	}
}

func write(t testing.TB, b string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.bin")
	if err := os.WriteFile(path, []byte(b), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSniffWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	if _, err := Sniff(filepath.Join(dir, "none")); cchc.AsError(err).Reason.Code != "vanished" {
		t.Errorf("missing: %v", err)
	}
	if _, err := Sniff(dir); cchc.AsError(err).Reason.Code != "unreadable-file" {
		t.Errorf("folder: %v", err)
	}
}

// FuzzSniff looks into any bytes: it neither panics nor forgets to name a format.
func FuzzSniff(f *testing.F) {
	for _, s := range []string{"%PDF-1.4", "PK\x03\x04", "{\\rtf", "<html>", "From: a\nMessage-ID: b\n\n", utf16le(sentence), "\xff\xd8\xff"} {
		f.Add([]byte(s))
	}
	f.Add(compound(nil, "WordDocument"))
	f.Add(zipOf(f, "[Content_Types].xml", contentTypes("x"), "mimetype", "application/vnd.oasis.opendocument.text"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		c, err := inspect(bytes.NewReader(b), int64(len(b)))
		if err != nil || c.Format == "" || c.Media == "" {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

func TestSeparated(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want rune
	}{
		"semicolons":            {"STT;Tên;Năm\n1;Kế hoạch;2020\n2;Báo cáo;2020\n", ';'},
		"commas, quotes":        {"a,b,c\n1,\"x, y\",2\n3,\"dòng\nhai\",4\n", ','},
		"tabs":                  {"a\tb\n1\t2\n3\t4\n", '\t'},
		"empty values":          {"a;b;c\n1;;\n2;x;\n3;;y\n", ';'},
		"list ending in ;":      {"- Kế hoạch;\n- Báo cáo;\n- Tờ trình;\n- Quyết định.\n", 0},
		"sentences with commas": {"Căn cứ Luật, xét đề nghị của Sở,\nthực hiện, theo dõi,\nbáo cáo, kịp thời.\n", 0},
		"two lines":             {"a;b\n1;2\n", 0},
		"letterhead":            {"UBND TỈNH SÔNG LAM\tCỘNG HÒA\nSỞ NỘI VỤ\nSố: 1/KH\nKẾ HOẠCH\n", 0},
	} {
		got, ok := Separator(c.text)
		if ok != (c.want != 0) || ok && got != c.want {
			t.Errorf("%s: %q %v, want %q", name, got, ok, c.want)
		}
	}
	for text, media := range map[string]string{"sep=|\na|b\n": "text/csv", "a;b\n1;2\n3;4\n": "text/csv", sentence: "text/plain", "From a@b Mon Jan  6 08:15:00 2020\nFrom: a@b\nMessage-ID: <1>\n\nx": "application/mbox"} {
		if c, err := Inspect(write(t, text)); err != nil || c.Media != media {
			t.Errorf("%q: %+v %v", text, c, err)
		}
	}
}

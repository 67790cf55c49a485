package plain

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"minhchung/internal/cchc"
)

// show writes a reading as lines: marks of the block, text.
func show(r cchc.Reading) string {
	var b strings.Builder
	for _, p := range r.Pages {
		for _, x := range p.Blocks {
			b.WriteString(strings.Repeat("#", p.Number))
			if x.Kind != "" {
				b.WriteString("<" + string(x.Kind) + ">")
			}
			if x.Bold {
				b.WriteString("*")
			}
			if x.Center {
				b.WriteString("|")
			}
			text := x.Text
			if x.Kind == cchc.BlockRow {
				text = strings.Join(x.Cells, "¦")
			}
			b.WriteString(strings.NewReplacer("\n", "⏎", "\t", "→").Replace(text) + "\n")
		}
	}
	return b.String()
}

const sentence = "Ủy ban nhân dân tỉnh Sông Lam ban hành kế hoạch cải cách hành chính năm 2020, thực hiện đồng bộ các nhiệm vụ được giao"

// in1258 writes Vietnamese as windows-1258 does: base letter, then the tone.
func in1258(t testing.TB, s string) string {
	t.Helper()
	var split strings.Builder
	for _, r := range norm.NFD.String(s) {
		split.WriteRune(r)
	}
	// Hats, breves and horns belong to the letter, tones stand behind it.
	s = strings.NewReplacer("a\u0302", "â", "e\u0302", "ê", "o\u0302", "ô", "a\u0306", "ă", "o\u031b", "ơ", "u\u031b", "ư", "U\u031b", "Ư",
		"a\u0323\u0302", "â\u0323", "e\u0323\u0302", "ê\u0323", "o\u0323\u0302", "ô\u0323", "a\u0323\u0306", "ă\u0323").Replace(split.String())
	out, err := charmap.Windows1258.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func utf16Bytes(s string, big bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func TestEncodings(t *testing.T) {
	const tcvn3 = "Uy ban nh\xa9n d\xa9n t\xd8nh ban h\xb5nh k\xd5 ho\xb9ch c\xb6i c\xb8ch h\xb5nh ch\xddnh, th\xf9c hi\xd6n c\xb8c nhi\xd6m v\xf4 \xae\xad\xeec giao"
	const vni = "Uy ban nha\xe2n da\xe2n t\xe6nh ban ha\xf8nh ke\xe1 hoa\xefch ca\xfbi ca\xf9ch ha\xf8nh ch\xednh, th\xf6\xefc hie\xe4n ca\xf9c nhie\xe4m vu\xef \xf1\xf6\xf4\xefc giao"
	const legacy = "Uy ban nhân dân tỉnh ban hành kế hoạch cải cách hành chính, thực hiện các nhiệm vụ được giao"
	tests := []struct{ name, in, want string }{
		{"UTF-8", sentence, sentence},
		{"UTF-8 with mark", "\xef\xbb\xbf" + sentence, sentence},
		{"decomposed", norm.NFD.String(sentence), sentence},
		{"UTF-16 little", "\xff\xfe" + utf16Bytes(sentence, false), sentence},
		{"UTF-16 big", "\xfe\xff" + utf16Bytes(sentence, true), sentence},
		{"UTF-16 little without mark", utf16Bytes(sentence, false), sentence},
		{"UTF-16 big without mark", utf16Bytes(sentence, true), sentence},
		{"windows-1258", in1258(t, sentence), sentence},
		{"TCVN3", tcvn3, legacy},
		{"VNI", vni, legacy},
		{"TCVN3 saved as UTF-8", through(charmap.ISO8859_1, []byte(tcvn3)), legacy},
		{"a French name in windows-1252", "The caf\xe9 of the office was built in 1953 and is used for the meetings of the office", "The café of the office was built in 1953 and is used for the meetings of the office"},
		{"padding of a copier", sentence + "\x00\x00\x00\x00", sentence},
		{"old end of file", sentence + "\r\n\x1a", sentence},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readText([]byte(tt.in), false)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(r); got != tt.want+"\n" || len(r.Notes) > 0 {
				t.Errorf("got  %swant %s\nnotes %v", got, tt.want, r.Notes)
			}
		})
	}
}

func TestDamagedText(t *testing.T) {
	r, err := readText([]byte(strings.Repeat(sentence+"\n\n", 20)+"ho\xff\xfeng"), false)
	if err != nil || len(r.Notes) != 1 || r.Notes[0].Code != "repaired" || len(r.Pages[0].Blocks) != 21 || !strings.Contains(r.Pages[0].Blocks[3].Text, "Ủy ban") {
		t.Errorf("%v %+v", err, r.Notes)
	}
	for name, in := range map[string]string{
		"zero bytes": "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff program",
		"controls":   strings.Repeat("\x01\x02\x03 abc", 10),
		"wide zeros": "\xff\xfe" + strings.Repeat("\x00\x00", 10),
	} {
		_, err := readText([]byte(in), false)
		if e := cchc.AsError(err); err == nil || e.Reason.Code != "not-a-document" || e.Fault != cchc.FaultFile || len(e.Reason.Args) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParagraphs(t *testing.T) {
	full := strings.Repeat("chữ ", 18) + "cuối"
	tests := []struct{ name, in, want string }{
		{"a line a paragraph", "Điều 1. Phạm vi\nĐiều 2. Đối tượng\n\n\nĐiều 3.", "Điều 1. Phạm vi\nĐiều 2. Đối tượng\nĐiều 3.\n"},
		{"wrapped lines", full + "\n" + full + "\nhết đoạn\nĐoạn sau " + full[:60] + "\n\n" + full + "\n\nmới", full + "⏎" + full + "⏎hết đoạn\nĐoạn sau " + strings.TrimSpace(full[:60]) + "\n" + full + "\nmới\n"},
		{"a column is no paragraph", strings.Repeat(full+"\n", 61), full + strings.Repeat("⏎"+full, 59) + "\n" + full + "\n"},
		{"pages", "một\fhai\n\fba\f", "#một\n##hai\n###ba\n"},
		{"line ends", "a\r\nb\rc", "a\nb\nc\n"},
		{"columns", "UBND TỈNH" + strings.Repeat(" ", 20) + "CỘNG HÒA\na\tb", "UBND TỈNH→CỘNG HÒA\na→b\n"},
		{"nothing", " \n\t\n\f", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readText([]byte(tt.in), false)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(r); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	write := func(s string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	type reader interface {
		Read(context.Context, string, cchc.Limits) (cchc.Reading, error)
	}
	for name, rd := range map[string]reader{"text": NewText(), "html": NewHTML()} {
		ctx, cancel := context.WithCancel(context.Background())
		if _, err := rd.Read(ctx, filepath.Join(dir, "missing"), cchc.Limits{}); cchc.AsError(err).Reason.Code != "vanished" {
			t.Errorf("%s: missing: %v", name, err)
		}
		write("")
		if _, err := rd.Read(ctx, path, cchc.Limits{}); cchc.AsError(err).Reason.Code != "empty-file" {
			t.Errorf("%s: empty: %v", name, err)
		}
		write("<p>" + strings.Repeat("ữ", 50)) // cut in the middle of a letter
		r, err := rd.Read(ctx, path, cchc.Limits{TextBytes: 30})
		if err != nil || len(r.Notes) != 1 || r.Notes[0].Code != "limit-text" || strings.Contains(r.Pages[0].Text(), "\ufffd") {
			t.Errorf("%s: limit: %v %+v", name, err, r)
		}
		cancel()
		if _, err := rd.Read(ctx, path, cchc.Limits{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: cancelled: %v", name, err)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(sentence), false)
	f.Add([]byte("\xff\xfe"+utf16Bytes(sentence, false)), true)
	f.Add([]byte("\xfe\xff\xd8\x00\x00a"), false)
	f.Add([]byte("c\xb6i c\xb8ch h\xb5nh ch\xddnh\fk\xd5 ho\xb9ch\r\n\x1a"), false)
	f.Add([]byte("a\fb\f\f"), true)
	f.Fuzz(func(t *testing.T, b []byte, cut bool) {
		r, err := readText(b, cut)
		if err != nil {
			if cchc.AsError(err).Reason.Code != "not-a-document" {
				t.Fatal(err)
			}
			return
		}
		check(t, r, len(b))
	})
}

// check holds what is true of every reading.
func check(t *testing.T, r cchc.Reading, size int) {
	t.Helper()
	got := 0
	for _, p := range r.Pages {
		for _, b := range p.Blocks {
			got += len(b.Text)
			if b.Kind == cchc.BlockRow && b.Text != strings.Join(b.Cells, "\t") {
				t.Fatalf("row %q of %q", b.Text, b.Cells)
			}
			if b.Kind != cchc.BlockRow && b.Text == "" {
				t.Fatal("an empty block")
			}
			if !utf8.ValidString(b.Text) {
				t.Fatalf("not UTF-8: %q", b.Text)
			}
		}
	}
	if got > 12*size+1000 {
		t.Fatalf("%d bytes of text from %d", got, size)
	}
}

func TestBlocksInsideOtherFiles(t *testing.T) {
	blocks, err := HTMLBlocks([]byte("<p>Một</p><table><tr><td>a</td><td>b</td></tr></table>"))
	if err != nil || len(blocks) != 2 || blocks[0].Text != "Một" || len(blocks[1].Cells) != 2 {
		t.Errorf("HTML: %v %+v", err, blocks)
	}
	blocks, err = TextBlocks([]byte("một\ntrang\fhai"))
	if err != nil || len(blocks) != 3 || blocks[2].Text != "hai" {
		t.Errorf("text: %v %+v", err, blocks)
	}
	if blocks, err = TextBlocks([]byte("\x00\x01\x02")); cchc.AsError(err).Reason.Code != "not-a-document" || blocks != nil {
		t.Errorf("binary: %v %+v", err, blocks)
	}
	if blocks, err = TextBlocks(bytes.Repeat([]byte("chữ "), maxHTML/4)); err != nil || len(blocks) != 1 || len(blocks[0].Text) > maxHTML {
		t.Errorf("long: %v, %d blocks", err, len(blocks))
	}
}

func TestDecode(t *testing.T) {
	if s, err := Decode([]byte(in1258(t, sentence))); err != nil || s != sentence {
		t.Errorf("windows-1258: %q %v", s, err)
	}
	if s, err := Decode([]byte("\xff\xfe" + utf16Bytes("tên;năm", false))); err != nil || s != "tên;năm" {
		t.Errorf("UTF-16: %q %v", s, err)
	}
	if _, err := Decode([]byte("a\x00\x01")); cchc.AsError(err).Reason.Code != "not-a-document" {
		t.Errorf("binary: %v", err)
	}
}

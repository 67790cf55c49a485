package mail

import (
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// lines stands for the readers of text and HTML: a block a line.
func lines(b []byte) (out []cchc.Block, _ error) {
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, cchc.Block{Text: line})
		}
	}
	return out, nil
}

func read(t testing.TB, text string, lim cchc.Limits, unpack bool) (cchc.Reading, error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if unpack {
		if lim.UnpackTo = filepath.Join(dir, "ra"); os.Mkdir(lim.UnpackTo, 0o700) != nil {
			t.Fatal("mkdir")
		}
	}
	return New(lines, lines).Read(context.Background(), path, lim)
}

func show(t testing.TB, r cchc.Reading) string {
	t.Helper()
	var out []string
	for _, p := range r.Pages {
		for _, b := range p.Blocks {
			out = append(out, b.Text)
		}
	}
	for _, m := range r.Members {
		b, err := os.ReadFile(m.Path)
		if err != nil {
			t.Error(err)
		}
		out = append(out, "["+m.Name+"] "+strings.ReplaceAll(string(b), "\r\n", "\n"))
	}
	for _, n := range r.Notes {
		out = append(out, "!"+string(n.Code)+" "+strings.Join(n.Args, " "))
	}
	return strings.Join(out, "\n")
}

const head = "From: =?utf-8?B?U+G7nyBO4buZaSB24bul?= <so@example.org>\r\nTo: vanthu@example.org\r\nSubject: =?utf-8?Q?M=E1=BB=9Di_h=E1=BB=8Dp?=\r\nDate: Mon, 06 Jan 2020 08:15:00 +0700\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"

const shown = "Tiêu đề: Mời họp\nTừ: Sở Nội vụ <so@example.org>\nĐến: vanthu@example.org\nNgày: 06/01/2020 08:15\n"

func part(head, body string) string { return "--b\r\n" + head + "\r\n\r\n" + body + "\r\n" }

func mixed(parts ...string) string {
	return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Join(parts, "") + "--b--\r\n"
}

func TestMail(t *testing.T) {
	attached := part("Content-Type: application/pdf; name=\"=?utf-8?Q?K=E1=BA=BF_ho=E1=BA=A1ch.pdf?=\"\r\nContent-Disposition: attachment; filename=\"=?utf-8?Q?K=E1=BA=BF_ho=E1=BA=A1ch.pdf?=\"\r\nContent-Transfer-Encoding: base64", base64.StdEncoding.EncodeToString([]byte("%PDF-1.4")))
	text := part("Content-Type: text/plain; charset=utf-8", "Kính gửi Văn phòng")
	for _, c := range []struct {
		name, text string
		lim        cchc.Limits
		unpack     bool
		want       string
		code       cchc.Code
	}{
		{"plain", head + "Content-Type: text/plain; charset=utf-8\r\n\r\nKính gửi\r\n", cchc.Limits{}, true, shown + "Kính gửi", ""},
		{"windows-1258", head + "Content-Type: text/plain; charset=windows-1258\r\n\r\nK\xednh g\xfd\xd2i\r\n", cchc.Limits{}, true, shown + "Kính g\u01b0\u0309i", ""},
		{"attachment", mixed(text, attached), cchc.Limits{}, true, shown + "Kính gửi Văn phòng\n[Kế hoạch.pdf] %PDF-1.4", ""},
		{"attachment with nowhere to put it", mixed(text, attached), cchc.Limits{}, false, shown + "Kính gửi Văn phòng\n!attachments-unread 1", ""},
		{"attachments within a limit", mixed(text, attached, attached), cchc.Limits{Members: 1}, true, shown + "Kính gửi Văn phòng\n[Kế hoạch.pdf] %PDF-1.4\n!limit-members 1 2", ""},
		{"mail in the mail", mixed(text, part("Content-Type: message/rfc822", "Subject: cu\r\nFrom: a@example.org\r\n\r\nchao")), cchc.Limits{}, true, shown + "Kính gửi Văn phòng\n[thu-dinh-kem-1.eml] Subject: cu\nFrom: a@example.org\n\nchao", ""},
		{"hostile name, logo and signature", mixed(text, part("Content-Type: text/csv\r\nContent-Disposition: attachment; filename=\"../../x.csv\"", "a;b"), part("Content-Type: image/png\r\nContent-Disposition: inline; filename=logo.png\r\nContent-ID: <l>\r\nContent-Transfer-Encoding: base64", "aGVsbG8="), part("Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Disposition: attachment; filename=smime.p7s", "x")),
			cchc.Limits{}, true, shown + "Kính gửi Văn phòng\n[.._.._x.csv] a;b\n!members-skipped 2", ""},
		{"both bodies", head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n" + text + part("Content-Type: text/html; charset=utf-8", "Kính gửi (HTML)") + "--b--\r\n", cchc.Limits{}, true, shown + "Kính gửi (HTML)", ""},
		{"mailbox", "From a@example.org Mon Jan  6 08:15:00 2020\nFrom: a@example.org\nMessage-ID: <1>\n\nmột\n\nFrom b@example.org Mon Jan  6 08:15:00 2020\nFrom: b@example.org\n\nhai\n", cchc.Limits{}, true,
			"[thu-1.eml] From: a@example.org\nMessage-ID: <1>\n\nmột\n\n\n[thu-2.eml] From: b@example.org\n\nhai\n", ""},
		{"mailbox with nowhere to put it", "From a@example.org Mon Jan  6 08:15:00 2020\nFrom: a@example.org\nMessage-ID: <1>\n\nmột\n", cchc.Limits{}, false, "", "needs-unpacking"},
		{"outlook that is broken", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), cchc.Limits{}, true, "", "damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := read(t, c.text, c.lim, c.unpack)
			if c.code != "" {
				if e := cchc.AsError(err); e.Reason.Code != c.code {
					t.Errorf("%v", err)
				}
				if _, ok := messages.Lookup(c.code); !ok {
					t.Error("no words")
				}
				return
			}
			if got := strings.TrimSpace(show(t, r)); err != nil || got != strings.TrimSpace(c.want) {
				t.Errorf("%v, got\n%s\nwant\n%s", err, got, c.want)
			}
		})
	}
}

func FuzzMail(f *testing.F) {
	f.Add(mixed(part("Content-Type: text/plain", "a"), part("Content-Disposition: attachment; filename=\"../x\"", "b")))
	f.Add("From a Mon Jan  6 08:15:00 2020\nFrom: a\nMessage-ID: <1>\n\nx\nFrom b\n\ny")
	f.Add(message1())
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return
		}
		r, err := read(t, s, cchc.Limits{Members: 5}, true)
		if err != nil {
			return
		}
		if len(r.Members) > 5 {
			t.Errorf("%d members", len(r.Members))
		}
		for _, m := range r.Members {
			if _, err := os.Stat(m.Path); err != nil {
				t.Error(err)
			}
		}
	})
}

//go:build !windows

package office

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/extract"
	"minhchung/internal/messages"
)

// fake writes a program that stands for LibreOffice: with --version it says one; without
// --convert-to it leaves at once, so that nothing stays open; otherwise it runs script, with
// $in, $out (the file to make) and $dir set.
func fake(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "soffice")
	text := `#!/bin/sh
in= to= dir=
while [ $# -gt 0 ]; do
	case "$1" in
	--version) echo "LibreOffice 9.9.9 Build:1"; exit 0;;
	--convert-to) to=${2%%:*}; shift;;
	--outdir) dir=$2; shift;;
	-*) ;;
	*) in=$1;;
	esac
	shift
done
[ -n "$to" ] || exit 0
name=$(basename "$in"); out="$dir/${name%.*}.$to"
pdf() { printf '%%PDF-1.4\n1 0 obj\n' > "$out"; }
` + script + "\n"
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func input(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "-tên lạ; $(rm).pdf") // LibreOffice never sees this name
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func converter(t *testing.T, cfg Config) *Converter {
	t.Helper()
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the private folder is left: %v", err)
		}
	})
	return c
}

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		name, script string
		format       cchc.Format
		code         cchc.Code
		fault        cchc.Fault
	}{
		{"made", `case "$in" in */van-ban.doc) pdf;; esac`, cchc.FormatDOC, "", ""},
		{"cannot load it", `case "$in" in *proof.rtf) out="$dir/proof.docx"; printf 'PK\003\004' > "$out";; esac; exit 1`, cchc.FormatDOC, "office-start", cchc.FaultOurs},
		{"makes something else", `echo chao > "$out"`, cchc.FormatDOC, "office-start", cchc.FaultOurs},
		{"leaves an empty file", `: > "$out"`, cchc.FormatDOC, "office-start", cchc.FaultOurs},
		{"hangs, with a child of its own", `sleep 60 & sleep 60`, cchc.FormatDOC, "office-timeout", cchc.FaultFile},
		{"a format of others", `pdf`, cchc.FormatImage, "needs-office", cchc.FaultWaiting},
	} {
		t.Run(c.name, func(t *testing.T) {
			timeout := 20 * time.Second
			if c.code == "office-timeout" {
				timeout = 500 * time.Millisecond
			}
			o := converter(t, Config{Command: fake(t, c.script), Timeout: timeout})
			to := t.TempDir()
			out, err := o.PDF(context.Background(), input(t, "x"), c.format, to)
			if c.code == "" {
				if err != nil || filepath.Dir(out) != to {
					t.Fatalf("%q, %v", out, err)
				}
				return
			}
			e := cchc.AsError(err)
			if e.Reason.Code != c.code || e.Fault != c.fault {
				t.Fatalf("got %s %s, %v", e.Fault, e.Reason.Code, e)
			}
			if _, ok := messages.Lookup(c.code); !ok {
				t.Error("no words")
			}
			if files, _ := os.ReadDir(to); len(files) != 0 {
				t.Error("something lies in the folder")
			}
		})
	}
}

func TestFileIsToBlameOnlyWhereOthersSucceed(t *testing.T) {
	o := converter(t, Config{Command: fake(t, `grep -q tot "$in" && pdf; exit 0`)})
	if _, err := o.PDF(context.Background(), input(t, "tot"), cchc.FormatDOCX, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	o.program.prove(cchc.FormatDOCX)
	_, err := o.PDF(context.Background(), input(t, "xau"), cchc.FormatDOCX, t.TempDir())
	if e := cchc.AsError(err); e.Reason.Code != "office-failed" || e.Fault != cchc.FaultFile || e.Reason.Args[0] != "docx" {
		t.Errorf("%v", err)
	}
}

func TestPartNotInstalled(t *testing.T) {
	dir := t.TempDir()
	docx := filepath.Join(dir, "mau.docx")
	if err := os.WriteFile(docx, docxBytes(t), 0o600); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(dir, "log")
	o := converter(t, Config{Command: fake(t, `echo "$in" >> `+log+`; [ "$to" = docx ] && cp `+docx+` "$out"; exit 0`)})
	for range 2 {
		_, _, err := o.Convert(context.Background(), input(t, "x"), cchc.FormatXLS, dir)
		if e := cchc.AsError(err); e.Fault != cchc.FaultWaiting || e.Reason.Code != "needs-office" || e.Reason.Args[0] != "xls" {
			t.Fatalf("%v", err)
		}
	}
	tried, _ := os.ReadFile(log)
	if n := strings.Count(string(tried), "van-ban.xls"); n > 2 {
		t.Errorf("tried %d times although Calc is not there", n)
	}
	if out, to, err := o.Convert(context.Background(), input(t, "x"), cchc.FormatRTF, dir); err != nil || to != cchc.FormatDOCX || filepath.Ext(out) != ".docx" {
		t.Errorf("%q %q %v", out, to, err)
	}
}

func TestAbsent(t *testing.T) {
	o := converter(t, Config{Command: filepath.Join(t.TempDir(), "none")})
	if v, ok := o.Available(); ok || v != "" {
		t.Errorf("%q %v", v, ok)
	}
	_, _, err := o.Convert(context.Background(), input(t, "x"), cchc.FormatDOC, t.TempDir())
	if e := cchc.AsError(err); e.Fault != cchc.FaultWaiting || e.Reason.Code != "needs-office" || e.Reason.Args[0] != "doc" {
		t.Errorf("%v", err)
	}
}

func TestNoticedWhenInstalledLater(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soffice")
	o := converter(t, Config{Command: path})
	if _, ok := o.Available(); ok {
		t.Fatal("found before it is there")
	}
	if err := os.Rename(fake(t, "pdf"), path); err != nil {
		t.Fatal(err)
	}
	if _, ok := o.Available(); ok {
		t.Error("looked at the disk again at once")
	}
	o.program.mu.Lock()
	o.program.fresh = false // as 30 s later
	o.program.mu.Unlock()
	if v, ok := o.Available(); !ok || v != "LibreOffice 9.9.9" {
		t.Errorf("%q %v", v, ok)
	}
}

func TestMemory(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("resident memory is not known here")
	}
	o := converter(t, Config{Command: fake(t, `sleep 5; pdf`), MemoryMB: 1})
	_, err := o.PDF(context.Background(), input(t, "x"), cchc.FormatDOC, t.TempDir())
	if e := cchc.AsError(err); e.Reason.Code != "office-memory" || e.Reason.Args[0] != "1" {
		t.Errorf("%v", err)
	}
}

func TestStopped(t *testing.T) {
	o := converter(t, Config{Command: fake(t, `sleep 60`)})
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	_, err := o.PDF(ctx, input(t, "x"), cchc.FormatDOC, t.TempDir())
	if e := cchc.AsError(err); e.Reason.Code != "reader-stopped" || e.Fault != cchc.FaultOurs || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		_, err := o.PDF(context.Background(), input(t, "x"), cchc.FormatDOC, t.TempDir())
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%v", err)
		}
	})
	time.Sleep(200 * time.Millisecond)
	if err := o.Close(); err != nil {
		t.Error(err)
	}
	wait.Wait()
}

func TestThrough(t *testing.T) {
	dir := t.TempDir()
	docx := filepath.Join(dir, "mau.docx")
	if err := os.WriteFile(docx, docxBytes(t), 0o600); err != nil {
		t.Fatal(err)
	}
	o := converter(t, Config{Command: fake(t, `cp `+docx+` "$out"`)})
	var converted string
	read := o.Through(func(_ context.Context, path string, _ cchc.Limits) (cchc.Reading, error) {
		if strings.HasSuffix(path, ".docx") {
			converted = path
			return cchc.Reading{Format: cchc.FormatDOCX, PageTotal: 1}, nil
		}
		return cchc.Reading{}, cchc.Waiting("needs-office", "rtf")
	})
	r, err := read(context.Background(), input(t, "x"), cchc.Limits{})
	if err != nil || r.Format != cchc.FormatRTF || r.PageTotal != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	if _, err := os.Stat(converted); !errors.Is(err, os.ErrNotExist) {
		t.Error("the converted file is left")
	}
	passes := o.Through(func(context.Context, string, cchc.Limits) (cchc.Reading, error) {
		return cchc.Reading{}, cchc.FileFault("damaged", nil)
	})
	if _, err := passes(context.Background(), "x", cchc.Limits{}); cchc.AsError(err).Reason.Code != "damaged" {
		t.Errorf("%v", err)
	}
}

// TestLibreOffice converts by the real program where it is installed: the open one serves
// several files, links out of the file stay closed, and hostile bytes are the file's fault.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		missing(t)
	}
	o := converter(t, Config{})
	secret := filepath.Join(t.TempDir(), "bi-mat.txt")
	if err := os.WriteFile(secret, []byte("BIMAT"), 0o600); err != nil {
		t.Fatal(err)
	}
	flat := `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>Xin chao</text:p><text:section text:name="S"><text:section-source xlink:href="file://` + secret + `"/><text:p>cu</text:p></text:section></office:text></office:body></office:document>`
	for _, c := range []struct {
		text string
		from cchc.Format
		code cchc.Code
	}{
		{`{\rtf1\ansi Xin chao\par}`, cchc.FormatRTF, ""},
		{flat, cchc.FormatODT, ""},
		{"PK\x03\x04 nothing", cchc.FormatODT, "office-failed"},
		{`{\rtf1\ansi Xin chao\par}`, cchc.FormatDOC, ""}, // any text it knows
	} {
		out, to, err := o.Convert(context.Background(), input(t, c.text), c.from, t.TempDir())
		if c.code != "" {
			if cchc.AsError(err).Reason.Code != c.code {
				t.Errorf("%.20q: %v", c.text, err)
			}
			continue
		}
		if err != nil || to != cchc.FormatDOCX {
			t.Fatalf("%.20q: %v", c.text, err)
		}
		f, err := os.Open(out)
		if err != nil {
			t.Fatal(err)
		}
		st, _ := f.Stat()
		parts, err := extract.OpenParts(f, st.Size(), 0)
		if err != nil {
			t.Fatal(err)
		}
		b, err := parts.Read("word/document.xml")
		if err != nil || !strings.Contains(string(b), "Xin chao") || strings.Contains(string(b), "BIMAT") {
			t.Errorf("%.20q: %v, %s", c.text, err, b)
		}
		f.Close()
	}
}

// TestProofs: the files beyond doubt are so, for every part of LibreOffice that is there.
func TestProofs(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	program, err := exec.LookPath("soffice")
	if err != nil {
		missing(t)
	}
	o := converter(t, Config{})
	w, err := o.acquire(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer o.release(w)
	parts := filepath.Dir(bare(program))
	for to, part := range map[cchc.Format]string{cchc.FormatDOCX: "libswlo.so", cchc.FormatXLSX: "libsclo.so", cchc.FormatPPTX: "libsdlo.so"} {
		if _, err := os.Stat(filepath.Join(parts, part)); err != nil {
			t.Logf("%s is not installed", part)
			continue
		}
		if !o.proof(context.Background(), w, program, to) {
			t.Errorf("%s cannot be proved", to)
		}
	}
}

// TestRendition makes pages for people of what the readers know and of what they do not.
func TestRendition(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		missing(t)
	}
	o := converter(t, Config{})
	for from, text := range map[cchc.Format]string{cchc.FormatRTF: `{\rtf1\ansi Xin chao\par}`, cchc.FormatText: "Xin chào"} {
		out, err := o.PDF(context.Background(), input(t, text), from, t.TempDir())
		if f, sniffErr := extract.Sniff(out); err != nil || sniffErr != nil || f != cchc.FormatPDF {
			t.Errorf("%s: %q %v %v", from, out, err, sniffErr)
		}
	}
}

// missing skips loudly where LibreOffice is not installed; in the gate it fails.
func missing(t *testing.T) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal("LibreOffice is not installed")
	}
	t.Skip("NOT TESTED: LibreOffice is not installed")
}

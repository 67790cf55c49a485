package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"minhchung/internal/cchc"
	"minhchung/internal/extract/ocr"
	"minhchung/internal/extract/office"
	"minhchung/internal/messages"
)

// littleSpace are the free bytes below which a disk is told to be nearly full: a day of
// scans, or one large archive unpacked.
const littleSpace = 2 << 30

// readBySelf are the formats that need no other program.
const readBySelf = ".pdf, .docx, .xlsx, .pptx, .csv, .txt, .html, .eml, .msg, .zip, .7z"

// officeParts are what LibreOffice is made of, as far as files wait for it.
func officeParts() []officePart {
	return []officePart{
		{"Writer", "swlo", ".doc, .rtf, .odt"},
		{"Calc", "sclo", ".xls, .ods"},
		{"Impress", "sdlo", ".ppt, .odp"},
	}
}

type officePart struct{ name, library, endings string }

func doctorCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Cho biết máy này có gì, thiếu gì và hệ quả",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return inv.doctor() },
	}
}

// toolLine is one thing `doctor` looks at.
type toolLine struct {
	Name    string `json:"name"`
	Present bool   `json:"present"`
	Detail  string `json:"detail"`
	Remedy  string `json:"remedy,omitempty"`

	needed bool // without it nothing is taken in
}

// doctor looks at the machine only: it opens no data folder, so that it works where
// nothing else does, and beside a running server.
func (inv *invocation) doctor() error {
	tools := []toolLine{inv.dataLine(), inv.tempLine(), inv.tool("formats", true, cchc.NewReason("doctor-readers", readBySelf)), inv.pdfiumLine(), inv.tesseractLine()}
	tools = append(tools, inv.officeLines()...)
	for _, t := range tools {
		if err := inv.showTool(t); err != nil {
			return err
		}
	}
	if inv.json {
		return nil
	}
	_, err := fmt.Fprintf(inv.stdout, "\n%s\n", messages.Words(verdict(tools), inv.lang()).Message)
	return err
}

func (inv *invocation) tool(name string, present bool, r cchc.Reason) toolLine {
	w := messages.Words(r, inv.lang())
	return toolLine{Name: name, Present: present, Detail: w.Message, Remedy: w.Remedy}
}

func (inv *invocation) showTool(t toolLine) error {
	if inv.json {
		return inv.emit(t)
	}
	mark := map[messages.Lang][2]string{messages.Vietnamese: {"thiếu", "có   "}, messages.English: {"lacks", "has  "}}[inv.lang()]
	word := mark[0]
	if t.Present {
		word = mark[1]
	}
	_, err := fmt.Fprintf(inv.stdout, "%s  %-19s  %s\n", word, t.Name, t.Detail)
	if err == nil && t.Remedy != "" {
		_, err = fmt.Fprintf(inv.stdout, "%28s→ %s\n", "", t.Remedy)
	}
	return err
}

// verdict sums up what was found.
func verdict(tools []toolLine) cchc.Reason {
	var lacking []string
	for _, t := range tools {
		if !t.Present && t.needed {
			return cchc.NewReason("doctor-stuck", t.Name)
		}
		if !t.Present {
			lacking = append(lacking, t.Name)
		}
	}
	if len(lacking) == 0 {
		return cchc.NewReason("doctor-whole")
	}
	return cchc.NewReason("doctor-lacks", strings.Join(lacking, ", "))
}

func (inv *invocation) dataLine() toolLine {
	dir := inv.settings.Data
	free, err := writable(dir)
	if err != nil {
		t := inv.tool("data", false, cchc.NewReason("data-unwritable", dir, cause(err)))
		t.needed = true
		return t
	}
	if free < littleSpace {
		return inv.tool("data", true, cchc.NewReason("doctor-data-small", dir, space(free)))
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return inv.tool("data", true, cchc.NewReason("doctor-data-new", dir, space(free)))
	}
	return inv.tool("data", true, cchc.NewReason("doctor-data", dir, space(free)))
}

func (inv *invocation) tempLine() toolLine {
	dir := os.TempDir()
	_, err := os.Stat(dir) // it is not made where it is missing
	var free uint64
	if err == nil {
		free, err = writable(dir)
	}
	if err != nil {
		return inv.tool("temp", false, cchc.NewReason("doctor-temp-unwritable", dir, cause(err)))
	}
	return inv.tool("temp", true, cchc.NewReason("doctor-temp", dir, space(free)))
}

func (inv *invocation) pdfiumLine() toolLine {
	dir := inv.settings.cacheFolder()
	if _, err := writable(dir); err != nil {
		return inv.tool("pdfium", true, cchc.NewReason("doctor-pdfium-uncached", dir, cause(err)))
	}
	return inv.tool("pdfium", true, cchc.NewReason("doctor-pdfium", dir))
}

func (inv *invocation) tesseractLine() toolLine {
	version, missing := ocr.New(ocr.Config{Now: time.Now, Log: inv.logger()}, nil).Available()
	if missing == nil {
		return inv.tool("tesseract", true, cchc.NewReason("doctor-tesseract", version))
	}
	t := inv.tool("tesseract", false, *missing)
	t.Detail += " " + messages.Words(cchc.NewReason("doctor-tesseract-waits"), inv.lang()).Message
	t.Remedy += " " + messages.Words(cchc.NewReason("doctor-tesseract-how"), inv.lang()).Message
	return t
}

// officeLines tell of LibreOffice and, where it is there, of its parts.
func (inv *invocation) officeLines() []toolLine {
	version, works, err := officeVersion(inv)
	if err != nil {
		return []toolLine{inv.tool("libreoffice", false, cchc.NewReason("doctor-office-unasked"))}
	}
	if !works {
		var endings []string
		for _, p := range officeParts() {
			endings = append(endings, p.endings)
		}
		return []toolLine{inv.tool("libreoffice", false, cchc.NewReason("doctor-office-missing", strings.Join(endings, ", ")))}
	}
	lines := []toolLine{inv.tool("libreoffice", true, cchc.NewReason("doctor-office", version))}
	dir := officeFolder()
	for _, p := range officeParts() {
		name := "libreoffice-" + strings.ToLower(p.name)
		switch has, known := hasPart(dir, p); {
		case !known:
			lines = append(lines, inv.tool(name, true, cchc.NewReason("doctor-part-unknown", p.name, p.endings)))
		case has:
			lines = append(lines, inv.tool(name, true, cchc.NewReason("doctor-part", p.name, p.endings)))
		default:
			lines = append(lines, inv.tool(name, false, cchc.NewReason("doctor-part-missing", p.name, p.endings)))
		}
	}
	return lines
}

// officeVersion asks LibreOffice, which needs a folder for temporary files: an error says
// that there is none.
func officeVersion(inv *invocation) (version string, works bool, err error) {
	c, err := office.New(office.Config{Log: inv.logger()})
	if err != nil {
		if c, err = office.New(office.Config{Dir: inv.settings.Data, Log: inv.logger()}); err != nil {
			return "", false, err
		}
	}
	defer c.Close() //nolint:errcheck // nothing was converted
	version, works = c.Available()
	return version, works, nil
}

// officeFolder is where the libraries of the LibreOffice in PATH lie, "" where it is not
// known: packages like snap start it by a program of their own.
func officeFolder() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if p, err := exec.LookPath(name); err == nil {
			if p, err = filepath.EvalSymlinks(p); err == nil {
				return filepath.Dir(p)
			}
		}
	}
	return ""
}

// hasPart reports whether a part of LibreOffice is installed, by its library.
func hasPart(dir string, p officePart) (has, known bool) {
	prefix, suffix := "lib", ".so"
	switch runtime.GOOS {
	case "windows":
		prefix, suffix = "", ".dll"
	case "darwin":
		return false, false
	}
	if dir == "" || !isFile(filepath.Join(dir, "sofficerc")) && !isFile(filepath.Join(dir, "soffice.ini")) {
		return false, false
	}
	return isFile(filepath.Join(dir, prefix+p.library+suffix)), true
}

func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// writable reports how many bytes are free where dir is, or would be made: an error says
// that nothing can be written there. Nothing is left behind.
func writable(dir string) (free uint64, err error) {
	for {
		st, err := os.Stat(dir)
		if err == nil && !st.IsDir() {
			return 0, &fs.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR}
		}
		up := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || up == dir {
			break
		}
		dir = up
	}
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return 0, err
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return 0, err
	}
	return freeSpace(dir)
}

// space writes a number of bytes for people: "12,3 GB" would differ by language, so whole
// numbers are used.
func space(bytes uint64) string {
	if bytes >= 10<<30 {
		return fmt.Sprintf("%d GB", bytes>>30)
	}
	return fmt.Sprintf("%d MB", bytes>>20)
}

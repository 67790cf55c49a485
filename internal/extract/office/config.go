package office

import (
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// Config describes the use of LibreOffice. The zero value looks for it and takes defaults.
type Config struct {
	Command  string        // the program, absolute or in PATH; "": look in PATH and the usual places
	Dir      string        // of temporary files, absolute; "": that of the system
	Workers  int           // conversions at a time; default 1
	Timeout  time.Duration // for one file; default 90 s
	MemoryMB int           // resident memory of one LibreOffice with all it started, in MiB; default 1024
	MaxFiles int           // files before an open LibreOffice is replaced; default 100
	Idle     time.Duration // after which an open LibreOffice that has nothing to do ends; default 2 minutes
	Log      *slog.Logger  // default: none
}

func (c Config) withDefaults() Config {
	if c.Workers <= 0 {
		c.Workers = 1
	}
	if c.Timeout <= 0 {
		c.Timeout = 90 * time.Second
	}
	if c.MemoryMB <= 0 {
		c.MemoryMB = 1024
	}
	if c.MaxFiles <= 0 {
		c.MaxFiles = 100
	}
	if c.Idle <= 0 {
		c.Idle = 2 * time.Minute
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// find returns the program, "" where there is none.
func find(command string) string {
	if command != "" {
		p, err := exec.LookPath(command)
		if err != nil {
			return ""
		}
		return p
	}
	for _, name := range []string{"soffice", "libreoffice"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	for _, p := range usualPlaces() {
		if st, err := os.Stat(p); err == nil && st.Mode().IsRegular() {
			return p
		}
	}
	return ""
}

func usualPlaces() []string {
	switch runtime.GOOS {
	case "windows":
		var out []string
		for _, env := range []string{"ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"} {
			if dir := os.Getenv(env); dir != "" {
				out = append(out, filepath.Join(dir, "LibreOffice", "program", "soffice.exe"))
			}
		}
		return out
	case "darwin":
		return []string{"/Applications/LibreOffice.app/Contents/MacOS/soffice"}
	default:
		return []string{"/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice", "/opt/libreoffice/program/soffice", "/snap/bin/libreoffice"}
	}
}

// bare is the program itself where the one found is a script that starts it: a process
// that is our own child ends with us, what a script starts may not. "" where unknown.
func bare(program string) string {
	if runtime.GOOS == "windows" {
		return ""
	}
	real, err := filepath.EvalSymlinks(program)
	if err != nil {
		return ""
	}
	p := filepath.Join(filepath.Dir(real), "soffice.bin")
	if st, err := os.Stat(p); err == nil && st.Mode().IsRegular() {
		return p
	}
	return ""
}

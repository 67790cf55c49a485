package office

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"minhchung/internal/cchc"
)

const (
	lookEvery      = 30 * time.Second
	versionTimeout = 20 * time.Second
)

// installation is what is known of LibreOffice on this machine.
type installation struct {
	mu      sync.Mutex
	fresh   bool // looked at less than lookEvery ago
	found   string
	stamp   time.Time // of the program when it was asked for its version
	version string
	works   bool
	made    map[cchc.Format]bool // formats it made once: true; cannot make for want of a part: false
}

// prove remembers that a format was made.
func (i *installation) prove(to cchc.Format) { i.remember(to, true) }

// lack remembers that a format cannot be made until LibreOffice is looked at again.
func (i *installation) lack(to cchc.Format) { i.remember(to, false) }

func (i *installation) remember(to cchc.Format, can bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.made == nil {
		i.made = map[cchc.Format]bool{}
	}
	i.made[to] = can
}

func (i *installation) proved(to cchc.Format) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.made[to]
}

func (i *installation) lacks(to cchc.Format) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	can, known := i.made[to]
	return known && !can
}

func (i *installation) path() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.found
}

// Available reports whether LibreOffice is there and what it calls itself, e.g.
// "LibreOffice 7.4.7.2". It looks at the disk at most every 30 seconds and asks the program
// only when it changed, so that one installed later is noticed.
func (c *Converter) Available() (version string, ok bool) {
	i := &c.program
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fresh {
		return i.version, i.works
	}
	i.fresh = true
	time.AfterFunc(lookEvery, func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.fresh = false
	})
	maps.DeleteFunc(i.made, func(_ cchc.Format, can bool) bool { return !can }) // a part may have come since
	i.look(c.cfg, c.dir)
	return i.version, i.works
}

func (i *installation) look(cfg Config, dir string) {
	found := find(cfg.Command)
	st, err := os.Stat(found)
	if found == "" || err != nil {
		i.found, i.version, i.works = "", "", false
		return
	}
	if i.works && found == i.found && st.ModTime().Equal(i.stamp) {
		return
	}
	i.found, i.stamp, i.made = found, st.ModTime(), nil
	ctx, cancel := context.WithTimeout(context.Background(), versionTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, found, "--version")
	cmd.Dir, cmd.Env, cmd.WaitDelay = dir, environment(dir), pipeDelay
	setProcAttr(cmd)
	out, err := cmd.Output()
	i.works = err == nil
	if err != nil {
		cfg.Log.Warn("LibreOffice does not say its version", "program", found, "error", err)
		i.version = ""
		return
	}
	i.version = shortVersion(string(out))
}

// shortVersion keeps the name and the number: "LibreOffice 7.4.7.2 40(Build:2)".
func shortVersion(said string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	words := strings.Fields(line)
	return strings.Join(words[:min(2, len(words))], " ")
}

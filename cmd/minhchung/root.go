package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// invocation is one command line: its arguments and surroundings. Where the data folder
// is owned by a running program, the same invocation is carried out there, with engines
// set.
type invocation struct {
	args     []string
	dir      string // the caller's working directory, absolute
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	getenv   func(string) string
	engines  *engines          // set inside the owner of the data folder
	files    map[string][]byte // read already, by name as given
	command  string            // name of the command, as owner.json shows it
	terminal bool              // of a caller elsewhere: a person looks at its stderr
	later    bool              // chores of the data folder are done while the command runs
	asks     bool              // the command is a search

	settings settings
	json     bool
}

func newRoot(inv *invocation) *cobra.Command {
	flags := settingFlags{}
	root := &cobra.Command{
		Use:           "minhchung",
		Short:         "Đọc văn bản, tìm tài liệu kiểm chứng cho từng tiêu chí cải cách hành chính, chỉ ra chỗ còn thiếu",
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			inv.command = cmd.Name()
			inv.settings, err = loadSettings(inv, flags)
			return err
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	pf := root.PersistentFlags()
	pf.StringVar(&flags.data, "data", "", "thư mục dữ liệu (mặc định ./data, hoặc biến MINHCHUNG_DATA)")
	pf.StringVar(&flags.lang, "lang", "", "ngôn ngữ thông báo: vi hoặc en")
	pf.BoolVar(&inv.json, "json", false, "in NDJSON, mỗi dòng một đối tượng")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return cchc.Usage("bad-flag", err, usageWords(err), cmd.CommandPath())
	})
	root.AddCommand(
		ingestCommand(inv), extractCommand(inv), searchCommand(inv), savedCommand(inv), abbreviationCommand(inv), criteriaCommand(inv),
		linksCommand(inv), linkCommand(inv), reviewCommand(inv), coverageCommand(inv), absenceCommand(inv), pageCommand(inv), intakeCommand(inv),
		retryCommand(inv), dismissCommand(inv), documentCommand(inv), agencyCommand(inv), aliasCommand(inv), registerCommand(inv),
		roundCommand(inv), unitCommand(inv),
		reindexCommand(inv), checkCommand(inv), backupCommand(inv), restoreCommand(inv), doctorCommand(inv), serveCommand(inv),
		openapiCommand(inv), versionCommand(inv), workerCommand(inv),
	)
	wrongArgsAreUsage(root)
	return root
}

// wrongArgsAreUsage makes cobra's complaints about arguments our usage errors.
func wrongArgsAreUsage(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return cchc.Usage("bad-flag", err, usageWords(err), c.CommandPath())
			}
			return nil
		}
	} else if cmd.HasSubCommands() {
		cmd.Args = func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return cchc.Usage("bad-flag", nil, "không có lệnh "+strings.Join(args, " "), c.CommandPath())
			}
			return nil
		}
		if cmd.RunE == nil && cmd.Run == nil {
			cmd.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
		}
	}
	for _, sub := range cmd.Commands() {
		wrongArgsAreUsage(sub)
	}
}

// lang is the language asked for; before the settings are read, as far as the arguments
// and the environment tell, so that wrong usage is answered in it too.
func (inv *invocation) lang() messages.Lang {
	lang := inv.settings.Lang
	if lang == "" {
		lang = inv.getenv(envPrefix + "LANG")
		for i, a := range inv.args {
			if value, ok := strings.CutPrefix(a, "--lang="); ok {
				lang = value
			} else if a == "--lang" && i+1 < len(inv.args) {
				lang = inv.args[i+1]
			}
		}
	}
	if lang == string(messages.English) {
		return messages.English
	}
	return messages.Vietnamese
}

// abs resolves a path the caller wrote against the caller's directory.
func (inv *invocation) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(inv.dir, path)
}

// emit writes one NDJSON line.
func (inv *invocation) emit(v any) error {
	enc := json.NewEncoder(inv.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// said turns an optional reason into words.
func (inv *invocation) said(r *cchc.Reason) *messages.Said {
	if r == nil {
		return nil
	}
	s := messages.Say(*r, inv.lang())
	return &s
}

func (inv *invocation) saidAll(rs []cchc.Reason) []messages.Said {
	out := make([]messages.Said, 0, len(rs))
	for _, r := range rs {
		out = append(out, messages.Say(r, inv.lang()))
	}
	return out
}

func (inv *invocation) logger() *slog.Logger {
	level := slog.LevelWarn
	if inv.settings.Verbose {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(inv.stderr, &slog.HandlerOptions{Level: level}))
}

// onTerminal reports whether a stream is a terminal a person looks at.
func onTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	return term.IsTerminal(int(f.Fd()))
}

// withEngines runs f as the owner of the data folder, or has the owner run this whole
// command line. create makes a missing folder; without it a missing folder is an error.
// An owner that is starting or ending is waited for.
func (inv *invocation) withEngines(ctx context.Context, create bool, f func(*engines) error) error {
	if inv.engines != nil {
		return f(inv.engines)
	}
	dir := inv.settings.Data
	if err := prepareDataFolder(dir, create); err != nil {
		return err
	}
	deadline := time.Now().Add(ownerPatience)
	for {
		own, err := tryOwn(dir, inv.command)
		if err != nil {
			return err
		}
		if own != nil {
			return own.run(ctx, inv, f)
		}
		h, err := readHolder(dir)
		if err == nil {
			if err = inv.passOn(ctx, h); !errors.Is(err, errNotTaken) {
				return err
			}
		}
		if time.Now().After(deadline) {
			return cchc.OurFault("owner-silent", err, dir, itoa(h.PID))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// readFile reads a file the caller named, "-" for standard input. What was read goes
// along with a command that is passed on: the owner may not be able to read it, and a
// pipe can be read only once.
func (inv *invocation) readFile(name string) ([]byte, error) {
	if b, ok := inv.files[name]; ok {
		return b, nil
	}
	var b []byte
	var err error
	if name == "-" {
		b, err = io.ReadAll(io.LimitReader(inv.stdin, maxRequest/2))
	} else {
		b, err = os.ReadFile(inv.abs(name))
	}
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, cchc.Usage("path-missing", err, name)
	case err != nil:
		return nil, cchc.Usage("path-unreadable", err, name, cause(err))
	}
	if inv.files == nil {
		inv.files = map[string][]byte{}
	}
	inv.files[name] = b
	return b, nil
}

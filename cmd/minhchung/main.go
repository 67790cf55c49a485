// Minhchung reads administrative documents, finds the evidence they hold for the
// criteria of public administration reform, and shows what is missing.
//
// The command line is an API: see `minhchung --help` and the exit codes below.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // office PCs running Windows have no zone database

	"minhchung/internal/cchc"
	"minhchung/internal/messages"
)

// Exit codes, part of the command line's contract.
const (
	exitDone     = 0
	exitFailed   = 1 // the command failed
	exitUsage    = 2 // wrong usage
	exitNotTaken = 3 // done, but some files or rows were not taken, each named
)

// version is set by the linker.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)                      // a second Ctrl-C ends the program at once
	if len(os.Args) > 1 && os.Args[1] != workerName { // a reading child keeps small
		collectLate()
	}
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(code)
}

// run is the whole program: it touches nothing global, so tests call it as it is.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(stderr, "minhchung:", err)
		return exitFailed
	}
	inv := &invocation{args: args, dir: dir, stdin: stdin, stdout: stdout, stderr: stderr, getenv: getenv}
	return inv.execute(ctx)
}

// exitError ends a command with a code after everything was said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// execute parses the arguments and runs the command; whatever went wrong is one line on
// stderr.
func (inv *invocation) execute(ctx context.Context) int {
	out := &output{to: inv.stdout}
	inv.stdout = out
	root := newRoot(inv)
	root.SetArgs(inv.args)
	root.SetOut(out)
	root.SetErr(inv.stderr)
	err := root.ExecuteContext(ctx)
	if out.err != nil {
		err = cchc.OurFault("output-failed", out.err, cause(out.err))
	}
	var exit exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &exit):
		return int(exit)
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		inv.complain(cchc.NewReason("cancelled"))
		return exitFailed
	}
	e := cchc.AsError(err)
	switch e.Reason.Code {
	case "internal", "record-failed", "index-failed", "store-failed":
		e = cchc.AsError(troubled(err)) // a full disk says what to do
	}
	if e.Reason.Code == "internal" { // its words are about a file
		e = cchc.OurFault("command-failed", err, cause(err))
	}
	inv.complain(e.Reason)
	if e.Fault == cchc.FaultUsage {
		return exitUsage
	}
	return exitFailed
}

// output remembers the first error of writing: a full disk or a closed pipe must not
// look like success, and what follows is not worth producing.
type output struct {
	to  io.Writer
	err error
}

// Write writes until it failed once.
func (o *output) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(b)
	o.err = err
	return n, err
}

// complain writes a reason as one line: what happened and what to do.
func (inv *invocation) complain(r cchc.Reason) {
	w := messages.Words(r, inv.lang())
	fmt.Fprintf(inv.stderr, "minhchung: %s", w.Message)
	if w.Remedy != "" {
		fmt.Fprintf(inv.stderr, " %s", w.Remedy)
	}
	fmt.Fprintln(inv.stderr)
}

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"minhchung/internal/cchc"
)

// One process owns a data folder at a time: it holds a lock in it and listens on a
// socket. A command that finds the folder owned is passed over the socket and carried
// out by the owner, without the user noticing.

const (
	lockName   = "owner.lock"
	holderName = "owner.json"
	socketName = "owner.sock"
	// longestSocket is below the 104 to 108 bytes the platforms allow for a socket's name.
	longestSocket = 100
	ownerPatience = 15 * time.Second // for an owner that is starting or ending
	closeGrace    = 8 * time.Second  // for commands under way when the owner ends
)

// holder is what an owner writes of itself.
type holder struct {
	PID     int    `json:"pid"`
	Command string `json:"command"`
	Socket  string `json:"socket"`
}

type owner struct {
	dir      string
	lock     *flock.Flock
	listener net.Listener
	holder   holder
	guests   sync.WaitGroup
}

// prepareDataFolder makes the folder or explains why it cannot be used.
func prepareDataFolder(dir string, create bool) error {
	info, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		if !create {
			return cchc.OurFault("no-data-yet", nil, dir)
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return cchc.OurFault("data-unwritable", err, dir, cause(err))
		}
		return nil
	}
	if err != nil {
		return cchc.OurFault("data-unwritable", err, dir, cause(err))
	}
	if !info.IsDir() {
		return cchc.OurFault("data-unwritable", nil, dir, "không phải thư mục")
	}
	return nil
}

// acquire makes this process the owner, or returns nil where another one is and answers.
func acquire(ctx context.Context, dir, command string) (*owner, error) {
	deadline := time.Now().Add(ownerPatience)
	for {
		own, err := tryOwn(dir, command)
		if own != nil || err != nil {
			return own, err
		}
		h, err := readHolder(dir)
		if err == nil && reachable(ctx, h.Socket) {
			return nil, nil //nolint:nilnil // no owner made, none needed: the other one answers
		}
		if time.Now().After(deadline) {
			return nil, cchc.OurFault("owner-silent", err, dir, fmt.Sprint(h.PID))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// tryOwn takes the lock without waiting; nil where another process holds it.
func tryOwn(dir, command string) (*owner, error) {
	lock := flock.New(filepath.Join(dir, lockName))
	got, err := lock.TryLock()
	if err != nil {
		return nil, cchc.OurFault("data-unwritable", err, dir, cause(err))
	}
	if !got {
		return nil, nil //nolint:nilnil // held by another process
	}
	own := &owner{dir: dir, lock: lock, holder: holder{PID: os.Getpid(), Command: command, Socket: socketPath(dir)}}
	if err := own.listen(); err != nil {
		return nil, errors.Join(cchc.OurFault("data-unwritable", err, dir, cause(err)), lock.Unlock())
	}
	return own, nil
}

func (o *owner) listen() error {
	if err := os.Remove(o.holder.Socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "unix", o.holder.Socket)
	if err != nil {
		return err
	}
	o.listener = listener
	if err := os.Chmod(o.holder.Socket, 0o600); err != nil {
		return errors.Join(err, listener.Close())
	}
	b, err := json.Marshal(o.holder)
	if err == nil {
		err = os.WriteFile(filepath.Join(o.dir, holderName), b, 0o600)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return nil
}

// run opens the engines, answers other commands while f runs, and gives the folder up.
func (o *owner) run(ctx context.Context, inv *invocation, f func(*engines) error) (err error) {
	defer func() { err = errors.Join(err, o.release()) }()
	e, err := openEngines(ctx, inv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	guestCtx, stopGuests := context.WithCancel(ctx)
	accepting := make(chan struct{})
	go func() {
		defer close(accepting)
		o.accept(guestCtx, inv, e)
	}()
	err = f(e)
	o.listener.Close() //nolint:errcheck // nothing more to accept
	<-accepting
	o.seeOff(stopGuests)
	return err
}

// seeOff lets the commands of others end, and stops those that take too long.
func (o *owner) seeOff(stop context.CancelFunc) {
	ended := make(chan struct{})
	go func() { o.guests.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(closeGrace):
	}
	stop()
	<-ended
}

func (o *owner) release() error {
	for _, name := range []string{o.holder.Socket, filepath.Join(o.dir, holderName)} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return errors.Join(err, o.lock.Unlock())
		}
	}
	return o.lock.Unlock()
}

func (o *owner) accept(ctx context.Context, inv *invocation, e *engines) {
	for {
		conn, err := o.listener.Accept()
		if err != nil {
			return
		}
		o.guests.Add(1)
		go func() {
			defer o.guests.Done()
			defer conn.Close() //nolint:errcheck // the answer is complete or the guest is gone
			serveGuest(ctx, conn, inv, e)
		}()
	}
}

// socketPath lies in the data folder, or under a short name in the temporary folder
// where the data folder's name is too long for a socket.
func socketPath(dir string) string {
	p := filepath.Join(dir, socketName)
	if len(p) <= longestSocket {
		return p
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(os.TempDir(), "minhchung-"+hex.EncodeToString(sum[:8])+".sock")
}

func readHolder(dir string) (holder, error) {
	var h holder
	b, err := os.ReadFile(filepath.Join(dir, holderName))
	if err != nil {
		return h, err
	}
	return h, json.Unmarshal(b, &h)
}

func reachable(ctx context.Context, socket string) bool {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", socket)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// cause is the cause of an error without the operation and path around it.
func cause(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	if errors.Is(err, io.EOF) {
		return "EOF"
	}
	return err.Error()
}

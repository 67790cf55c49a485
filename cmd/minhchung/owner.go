package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
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

// prepareDataFolder makes the folder or explains why it cannot be used. A folder that
// holds something else is never turned into a data folder: it may be the documents.
func prepareDataFolder(dir string, create bool) error {
	entries, err := os.ReadDir(dir)
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
	foreign := false
	for _, e := range entries {
		switch name := e.Name(); {
		case name == recordName, name == originalsName, name == lockName:
			return nil
		case name == settingsName, name == "lost+found", strings.HasPrefix(name, "."):
		default:
			foreign = true
		}
	}
	if foreign {
		return cchc.Usage("not-a-data-folder", nil, dir)
	}
	return nil
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
	own := &owner{dir: dir, lock: lock, holder: holder{PID: os.Getpid(), Command: command}}
	if err := own.listen(); err != nil {
		return nil, errors.Join(cchc.OurFault("data-unwritable", err, dir, cause(err)), lock.Unlock())
	}
	return own, nil
}

// listen opens the socket, in the data folder or, where that cannot hold one (network
// drives, FAT, long names), under a short name in the temporary folder.
func (o *owner) listen() error {
	var errs []error
	for _, socket := range socketPaths(o.dir) {
		listener, err := listenOn(socket)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		o.listener, o.holder.Socket = listener, socket
		b, err := json.Marshal(o.holder)
		if err == nil {
			err = os.WriteFile(filepath.Join(o.dir, holderName), b, 0o600)
		}
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		return nil
	}
	return errors.Join(errs...)
}

func listenOn(socket string) (net.Listener, error) {
	if err := removeIfThere(socket); err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "unix", socket)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(socket, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// run opens the engines, answers other commands while f runs, and gives the folder up.
func (o *owner) run(ctx context.Context, inv *invocation, f func(*engines) error) (err error) {
	defer func() { err = errors.Join(err, o.release()) }()
	e, err := openEngines(ctx, inv)
	if err != nil {
		return errors.Join(err, o.listener.Close())
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	guestCtx, stopGuests := context.WithCancel(context.WithoutCancel(ctx))
	accepting := make(chan struct{})
	go func() {
		defer close(accepting)
		o.accept(guestCtx, inv, e)
	}()
	err = f(e)
	o.listener.Close() //nolint:errcheck // nothing more to accept
	<-accepting
	o.seeOff(ctx, stopGuests)
	return err
}

// seeOff lets the commands of others end. Only where this process was asked to end are
// those that take long stopped after a while.
func (o *owner) seeOff(ctx context.Context, stop context.CancelFunc) {
	defer stop()
	ended := make(chan struct{})
	go func() { o.guests.Wait(); close(ended) }()
	select {
	case <-ended:
		return
	case <-ctx.Done():
	}
	select {
	case <-ended:
	case <-time.After(closeGrace):
		stop()
		<-ended
	}
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

// socketPaths are where the socket of a data folder may lie, best first.
func socketPaths(dir string) []string {
	sum := sha256.Sum256([]byte(dir))
	paths := []string{filepath.Join(os.TempDir(), "minhchung-"+hex.EncodeToString(sum[:8])+".sock")}
	if p := filepath.Join(dir, socketName); len(p) <= longestSocket {
		paths = append([]string{p}, paths...)
	}
	return paths
}

func readHolder(dir string) (holder, error) {
	var h holder
	b, err := os.ReadFile(filepath.Join(dir, holderName))
	if err != nil {
		return h, err
	}
	return h, json.Unmarshal(b, &h)
}

// cause names the usual causes of an error in words, others as the system gives them,
// without the operation and path around them.
func cause(err error) string {
	for _, known := range []struct {
		err   error
		words string
	}{
		{os.ErrPermission, "không có quyền truy cập"}, {os.ErrNotExist, "không tìm thấy"}, {os.ErrExist, "đã có sẵn"},
		{syscall.EISDIR, "là thư mục"}, {syscall.ENOTDIR, "không phải thư mục"}, {syscall.ENOSPC, "ổ đĩa đầy"}, {syscall.EROFS, "ổ đĩa chỉ cho đọc"},
		{io.EOF, "hết tệp giữa chừng"}, {io.ErrUnexpectedEOF, "hết tệp giữa chừng"},
	} {
		if errors.Is(err, known.err) {
			return known.words
		}
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

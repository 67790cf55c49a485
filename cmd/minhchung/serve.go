package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"minhchung/internal/cchc"
	"minhchung/internal/httpapi"
	"minhchung/internal/web"
	"minhchung/pipeline"
)

// Bounds of the web server; documents go out whole, so writing has no time limit.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	stopGrace         = 8 * time.Second
)

func serveCommand(inv *invocation) *cobra.Command {
	var dirs []string
	var listen string
	var allowPublic bool
	var after string
	cmd := &cobra.Command{
		Use: "serve", Short: "Chạy trang web, API và theo dõi thư mục, tất cả trong một tiến trình",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if inv.engines != nil { // passed on to a program that is running already
				return inv.alreadyOwned()
			}
			listen = firstOf(listen, inv.settings.Listen)
			if !allowPublic && !loopback(listen) {
				return cchc.Usage("listen-public", nil, listen)
			}
			roots, err := inv.roots(dirs, after)
			if err != nil {
				return err
			}
			return inv.serve(cmd.Context(), listen, roots)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&listen, "listen", "", "địa chỉ (mặc định 127.0.0.1:8080)")
	fl.StringArrayVar(&dirs, "watch", nil, "thư mục theo dõi; dùng nhiều lần được")
	afterFlag(cmd, &after)
	fl.BoolVar(&allowPublic, "allow-public", false, "cho phép địa chỉ mở ra ngoài máy này")
	return cmd
}

// alreadyOwned names who holds the data folder.
func (inv *invocation) alreadyOwned() error {
	h, err := readHolder(inv.settings.Data)
	if err != nil {
		return cchc.OurFault("data-in-use", err, inv.settings.Data, "?", "?")
	}
	return cchc.OurFault("data-in-use", nil, inv.settings.Data, itoa(h.PID), h.Command)
}

func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (inv *invocation) serve(ctx context.Context, listen string, roots []pipeline.Root) error {
	inv.later = true
	return inv.withEngines(ctx, true, func(e *engines) error {
		hints := newHints()
		desk := desk{e: e, wake: hints.give}
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
		if err != nil {
			return cchc.OurFault("listen-failed", err, listen, plainNet(err))
		}
		defer listener.Close() //nolint:errcheck // closed by the server in most cases
		app, err := web.App()
		if err != nil {
			return err
		}
		g, ctx := errgroup.WithContext(ctx)
		server := &http.Server{
			Handler: httpapi.New(httpapi.Config{
				Store: e.store, Searcher: e.index, Original: e.blobs.Path, Pictures: e.pictures, Web: app,
				Version: version, Now: time.Now, Log: e.log, AnyHost: !loopback(listen),
				Intake: desk, Status: desk, Stopping: ctx.Done(), Corrections: desk, Tables: desk, Rounds: desk, Units: desk, Doubt: e.settings.Doubt,
			}),
			ReadHeaderTimeout: readHeaderTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		}
		fmt.Fprintf(inv.stderr, "Minh Chứng đang chạy tại http://%s (Ctrl-C để dừng)\n", listener.Addr())
		g.Go(func() error {
			err := server.Serve(listener)
			if errors.Is(err, http.ErrServerClosed) {
				return nil
			}
			return err
		})
		g.Go(func() error {
			<-ctx.Done()
			stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopGrace)
			defer cancel()
			err := server.Shutdown(stop)
			if errors.Is(err, context.DeadlineExceeded) {
				return server.Close() // a download that takes longer than we can wait
			}
			return err
		})
		g.Go(func() error { return inv.chores(ctx, e) })
		g.Go(func() error { return inv.watch(ctx, e, roots, hints) })
		g.Go(func() error { return inv.takeIn(ctx, e, roots, hints) })
		g.Go(func() error { return inv.recogniseAll(ctx, e) })
		err = g.Wait()
		if errors.Is(err, context.Canceled) {
			return nil // asked to stop
		}
		return err
	})
}

func plainNet(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err.Error()
	}
	return err.Error()
}

func openapiCommand(inv *invocation) *cobra.Command {
	return &cobra.Command{
		Use: "openapi", Short: "In mô tả OpenAPI 3.1 của API",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b, err := httpapi.OpenAPI(version)
			if err != nil {
				return err
			}
			if inv.json {
				return inv.emit(json.RawMessage(b))
			}
			_, err = fmt.Fprintf(inv.stdout, "%s\n", b)
			return err
		},
	}
}

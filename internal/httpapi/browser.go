package httpapi

import (
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// browserApp serves the browser application. Addresses that are no file are views of the
// application, which finds its way by the address itself. Assets are named by their
// content: one that is missing belongs to another version and is no view.
func browserApp(app fs.FS) http.Handler {
	files := http.FileServerFS(app)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		asset, found := name == "assets" || strings.HasPrefix(name, "assets/"), served(app, name)
		w.Header().Set("Cache-Control", "no-cache")
		switch {
		case asset && found:
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		case asset:
			http.NotFound(w, r)
			return
		case !found:
			r = r.Clone(r.Context())
			r.URL.Path = "/"
		}
		files.ServeHTTP(w, r)
	})
}

// served reports whether a name is a file, or a folder with a page of its own; folders are
// not listed.
func served(app fs.FS, name string) bool {
	if name == "" {
		name = "."
	}
	info, err := fs.Stat(app, name)
	if err == nil && info.IsDir() {
		_, err = fs.Stat(app, path.Join(name, "index.html"))
	}
	return err == nil
}

// ofAPI reports whether an address belongs to the API, whether or not it has it.
func ofAPI(address string) bool {
	address = path.Clean("/" + address)
	return address == "/api" || strings.HasPrefix(address, "/api/")
}

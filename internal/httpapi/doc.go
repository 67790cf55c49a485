// Package httpapi serves the record, the search, the review of links and the taking in of
// files under /api/v1, on gin with operations declared once through huma: typed input and
// output, validation, problem+json and an OpenAPI 3.1 document all come from the same
// declarations.
//
// One file a resource; problem.go is the one map from errors to statuses. Lists come as
// {items, total, next} with an opaque cursor. Uploads pass huma by: their parts are handed
// on as they arrive, whatever their size. What the program is doing goes out as
// server-sent events, whole pictures that a slow reader may miss. The package never sees
// an engine: it has the record, a Searcher, an Intaker, a Statuser, a Picturer and the
// path of an original. Handlers are safe for concurrent use.
package httpapi

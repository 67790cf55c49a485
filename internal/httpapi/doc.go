// Package httpapi serves the record, the search and the review of links under /api/v1,
// on gin with operations declared once through huma: typed input and output, validation,
// problem+json and an OpenAPI 3.1 document all come from the same declarations.
//
// One file a resource; problem.go is the one map from errors to statuses. Lists come as
// {items, total, next} with an opaque cursor. The package never sees an engine: it has
// the record, a Searcher and the path of an original. Handlers are safe for concurrent
// use.
package httpapi

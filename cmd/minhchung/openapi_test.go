package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"minhchung/internal/httpapi"
)

// The types of the browser application are made from this document; it has to be the one
// the program serves. UPDATE=1 writes it; then run `npm run types` in internal/web/app.
func TestOpenAPIIsCurrent(t *testing.T) {
	t.Parallel()
	got, err := httpapi.OpenAPI("dev")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := filepath.Join("..", "..", "internal", "web", "app", "openapi.json")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("internal/web/app/openapi.json is not what the program serves; write it with UPDATE=1")
	}
}

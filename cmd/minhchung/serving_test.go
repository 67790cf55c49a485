package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// serverStatus is what GET /api/v1/status says, as far as tests look at it.
type serverStatus struct {
	Reading struct {
		Running bool `json:"running"`
	} `json:"reading"`
	Index struct {
		Running bool `json:"running"`
	} `json:"index"`
	Trouble *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Remedy  string `json:"remedy"`
	} `json:"trouble"`
	States map[string]int `json:"states"`
}

func statusOf(t *testing.T, url string) (s serverStatus) {
	t.Helper()
	body, code, err := ask(t, url+"/api/v1/status")
	if err != nil || code != http.StatusOK {
		t.Fatalf("status: %d %s %v", code, body, err)
	}
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// due counts the files still to be read.
func (s serverStatus) due() int { return s.States["queued"] + s.States["reading"] }

// ask is a GET that may fail.
func ask(t *testing.T, url string) (body string, code int, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return answered(req)
}

// send uploads one file. A nil error means that the server has said it is taken.
func send(t *testing.T, url, name string, content []byte) error {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/api/v1/uploads", &form)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	body, code, err := answered(req)
	if err != nil {
		return err
	}
	if code != http.StatusAccepted || !strings.Contains(body, `"taken":1`) {
		return &notTaken{code, body}
	}
	return nil
}

// post is a POST of JSON that may fail.
func post(t *testing.T, url, text string) (body string, code int, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	return answered(req)
}

type notTaken struct {
	code int
	body string
}

func (n *notTaken) Error() string { return http.StatusText(n.code) + " " + n.body }

func answered(req *http.Request) (body string, code int, err error) {
	client := http.Client{Timeout: 30 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return "", 0, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), resp.StatusCode, err
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// quietPicture is what an undisturbed run makes of a folder.
func quietPicture(t *testing.T, inbox string) map[string]string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	ingestQuietly(t, data, inbox)
	return viewOf(t, data)
}

// viewOf is a snapshot without the row numbers, which tell in what order files came.
func viewOf(t *testing.T, data string) map[string]string {
	t.Helper()
	out := snapshot(t, data)
	out["ledger"] = rowNumber.ReplaceAllString(out["ledger"], "")
	return out
}

var rowNumber = regexp.MustCompile(`"id":[0-9]+,`)

func compare(t *testing.T, want, got map[string]string) {
	t.Helper()
	for _, part := range sortedKeys(want) {
		if got[part] != want[part] {
			t.Errorf("%s differs from that of an undisturbed run\n%s", part, difference(want[part], got[part]))
		}
	}
}

// difference shows the lines two texts do not share.
func difference(want, got string) string {
	in := func(text string) map[string]bool {
		m := map[string]bool{}
		for l := range strings.Lines(text) {
			m[strings.TrimSpace(l)] = true
		}
		return m
	}
	var out []string
	show := func(sign string, these, others map[string]bool) {
		n := 0
		for _, l := range sortedKeys(these) {
			if others[l] {
				continue
			}
			if n++; n <= 8 {
				out = append(out, fmt.Sprintf("%s %.600s", sign, l))
			}
		}
		out = append(out, fmt.Sprintf("%s %d lines", sign, n))
	}
	w, g := in(want), in(got)
	show("-", w, g)
	show("+", g, w)
	if len(w) == len(g) && len(out) == 2 {
		out = append(out, "the order differs")
	}
	return strings.Join(out, "\n")
}

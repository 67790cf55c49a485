package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/store"
	"minhchung/internal/vi"
)

// desk is an Intaker that keeps nothing but what it was given, and fails as it is told.
type desk struct {
	mu      sync.Mutex
	taken   []taken
	refused []error
	fail    map[string]error // by name
	discard bool             // count the bytes instead of keeping them
	ended   chan error       // gets what became of each upload, where it is set

	store  *store.Store // for Retry and Cancel
	failed error
}

type taken struct {
	up    intake.Upload
	bytes int64
	text  string
}

func (d *desk) Upload(_ context.Context, _ cchc.Actor, up intake.Upload, r io.Reader) (intake.Row, error) {
	var text bytes.Buffer
	var to io.Writer = &text
	if d.discard {
		to = io.Discard
	}
	n, err := io.Copy(to, r)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		err = d.fail[up.Name]
	}
	if err == nil && up.SHA256 != "" && up.SHA256 != hash(text.String()) {
		err = cchc.FileFault("checksum-mismatch", nil)
	}
	if d.ended != nil {
		d.ended <- err
	}
	if err != nil {
		d.refused = append(d.refused, err)
		return intake.Row{}, fmt.Errorf("keep: %w", err)
	}
	d.taken = append(d.taken, taken{up, n, text.String()})
	row := intake.Row{ID: int64(len(d.taken)), State: cchc.StateQueued, File: "x"}
	if text.String() == "trùng" {
		reason := cchc.NewReason("same-bytes", "/nhận/a.pdf")
		row.State, row.Reason = cchc.StateDuplicate, &reason
	}
	return row, nil
}

// got is what was taken and what was not.
func (d *desk) got() ([]taken, []error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.taken, d.refused
}

func (d *desk) Retry(ctx context.Context, actor cchc.Actor, f store.RetryFilter) (int, error) {
	if d.failed != nil {
		return 0, d.failed
	}
	return d.store.Retry(ctx, actor, f)
}

func (d *desk) Cancel(ctx context.Context, actor cchc.Actor, id int64, note string) (intake.Row, error) {
	return d.store.Dismiss(ctx, actor, id, note)
}

func withDesk(d *desk, limits UploadLimits) func(*Config) {
	return func(c *Config) {
		d.store = c.Store
		c.Intake, c.Uploads = d, limits
	}
}

// form writes parts: {"name", "value"} is a field, {"file", "a.pdf", "bytes"} a file.
func form(t *testing.T, parts ...[]string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		h := textproto.MIMEHeader{}
		value := p[1]
		h.Set("Content-Disposition", `form-data; name="`+p[0]+`"`)
		if len(p) == 3 {
			h.Set("Content-Disposition", `form-data; name="`+p[0]+`"; filename="`+p[1]+`"`)
			value = p[2]
		}
		part, err := w.CreatePart(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// send uploads a form and reads the answer of status 202.
func (o *office) send(parts ...[]string) uploadAnswer {
	o.t.Helper()
	body, contentType := form(o.t, parts...)
	w := o.do(http.MethodPost, "/api/v1/uploads", body, func(r *http.Request) { r.Header.Set("Content-Type", contentType) })
	if w.Code != http.StatusAccepted {
		o.t.Fatalf("answer is %d %s", w.Code, w.Body)
	}
	var a uploadAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		o.t.Fatal(err)
	}
	return a
}

// lines shows an answer, an item a line: "id path state code".
func (a uploadAnswer) lines() []string {
	out := []string{}
	for _, i := range a.Items {
		code := cchc.Code("-")
		if i.Reason != nil {
			code = i.Reason.Code
		}
		out = append(out, fmt.Sprintf("%d %s %s %s", i.ID, i.Path, i.State, code))
	}
	return out
}

func TestUploadAnswersForEachFile(t *testing.T) {
	t.Parallel()
	d := &desk{fail: map[string]error{"đầy.pdf": cchc.OurFault("store-failed", errors.New("no space"))}}
	o := newOffice(t, withDesk(d, UploadLimits{}))
	decomposed := "Pho\u0300ng Mo\u0323\u0302t/2020/kế hoạch.pdf"
	a := o.send(
		[]string{"file", decomposed, "một"},
		[]string{"unit", " Phòng Hai "}, []string{"sha256", strings.ToUpper(hash("hai"))}, []string{"file", "hai.docx", "hai"},
		[]string{"sha256", hash("khác")}, []string{"file", "ba.docx", "ba"},
		[]string{"file", "bốn.docx", "bốn"},
		[]string{"sha256", "abc"}, []string{"file", "năm.docx", "năm"},
		[]string{"file", "đầy.pdf", "sáu"},
		[]string{"file", "../..", "bảy"},
		[]string{"sha-256", "abc"},
		[]string{"file", "bản sao.docx", "trùng"},
	)
	want := []string{
		"1 Phòng Một/2020/kế hoạch.pdf queued -",
		"2 hai.docx queued -",
		"0 ba.docx  checksum-mismatch",
		"3 bốn.docx queued -",
		"0 năm.docx  upload-checksum",
		"0 đầy.pdf  store-failed",
		"0 ../..  upload-name",
		"0   upload-field",
		"4 bản sao.docx duplicate same-bytes",
	}
	if got := a.lines(); !slices.Equal(got, want) || a.Taken != 4 || a.Failed != 5 {
		t.Errorf("taken %d, failed %d:\n%s\nwant\n%s", a.Taken, a.Failed, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if a.Items[0].Path != vi.NFC(decomposed) || d.taken[0].up.Unit != "" || d.taken[0].text != "một" {
		t.Errorf("the first file is %+v", d.taken[0])
	}
	if up := d.taken[1].up; up.Unit != "Phòng Hai" || up.SHA256 != hash("hai") {
		t.Errorf("the second file is %+v", up)
	}
	if up := d.taken[2].up; up.Unit != "Phòng Hai" || up.SHA256 != "" {
		t.Errorf("a unit holds for what follows, a checksum for one file: %+v", up)
	}
	if log := o.log.String(); !strings.Contains(log, "no space") || strings.Contains(log, "checksum") {
		t.Errorf("the log holds our faults alone: %s", log)
	}
}

func TestUploadBounds(t *testing.T) {
	t.Parallel()
	d := &desk{}
	o := newOffice(t, withDesk(d, UploadLimits{MaxBytes: 1 << 20, MaxParts: 3}))
	full := strings.Repeat("x", 1<<20)
	a := o.send(
		[]string{"file", "vừa.pdf", full}, []string{"file", "quá.pdf", full + "x"}, []string{"file", "sau.pdf", "sau"},
		[]string{"file", "thừa.pdf", full}, []string{"lạ", "x"}, []string{"file", "thừa.pdf", "x"},
	)
	want := []string{"1 vừa.pdf queued -", "0 quá.pdf  upload-too-large", "2 sau.pdf queued -", "0   upload-too-many"}
	if got := a.lines(); !slices.Equal(got, want) || a.Taken != 2 || a.Failed != 4 {
		t.Errorf("taken %d, failed %d: %q", a.Taken, a.Failed, got)
	}
	if m := a.Items[1].Reason.Message; !strings.Contains(m, "(1 MB)") {
		t.Errorf("the bound is not said: %s", m)
	}
	if m := a.Items[3].Reason.Message; !strings.Contains(m, "3 tệp") {
		t.Errorf("how many are left is not said: %s", m)
	}
	if len(d.taken) != 2 || d.taken[0].bytes != 1<<20 {
		t.Errorf("taken %d", len(d.taken))
	}
	a = o.send([]string{"unit", strings.Repeat("x", maxFieldBytes+1)}, []string{"file", "a.pdf", "a"})
	if got := a.lines(); !slices.Equal(got, []string{"0   upload-field", "3 a.pdf queued -"}) || d.taken[2].up.Unit != "" {
		t.Errorf("a field too long: %q, unit %q", got, d.taken[2].up.Unit)
	}
}

func TestUploadRefusesWhatIsNoForm(t *testing.T) {
	t.Parallel()
	d := &desk{}
	o := newOffice(t, withDesk(d, UploadLimits{}))
	o.wantProblem(o.do(http.MethodPost, "/api/v1/uploads", "{}"), http.StatusUnprocessableEntity, "upload-not-a-form")
	body, contentType := form(t, []string{"unit", "Phòng Một"})
	asForm := func(r *http.Request) { r.Header.Set("Content-Type", contentType) }
	o.wantProblem(o.do(http.MethodPost, "/api/v1/uploads", body, asForm), http.StatusUnprocessableEntity, "upload-empty")
	w := o.do(http.MethodPost, "/api/v1/uploads", body[:len(body)-10], asForm)
	if w.Code != http.StatusAccepted || !strings.Contains(w.Body.String(), "upload-broken") {
		t.Errorf("a form without its end is %d %s", w.Code, w.Body)
	}
	cross := func(r *http.Request) { asForm(r); r.Header.Set("Origin", "https://evil.example") }
	if w := o.do(http.MethodPost, "/api/v1/uploads", body, cross); w.Code != http.StatusForbidden {
		t.Errorf("an upload from another page is %d", w.Code)
	}
	if len(d.taken)+len(d.refused) > 0 {
		t.Errorf("taken %v %v", d.taken, d.refused)
	}
}

func TestUploadNames(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"a.pdf", "a.pdf"},
		{"Phòng Một/2020/kế hoạch.pdf", "Phòng Một/2020/kế hoạch.pdf"},
		{`C:\Văn bản\a.pdf`, "Văn bản/a.pdf"},
		{`C:a.pdf`, "a.pdf"},
		{`\\may-chu\chung\a.pdf`, "may-chu/chung/a.pdf"},
		{"/etc/passwd", "etc/passwd"},
		{"../../a.pdf", "a.pdf"},
		{"a/../../b.pdf", "a/b.pdf"},
		{"./a//b/./c.pdf", "a/b/c.pdf"},
		{" a / b.pdf ", "a/b.pdf"},
		{"a\x00b\r\n.pdf", "ab.pdf"},
		{"hóa đơn\u202efdp.exe", "hóa đơnfdp.exe"},
		{"x\xff.pdf", "x\uFFFD.pdf"},
		{"Hoa\u0301.pdf", "Hoá.pdf"},
		{"a/C:/b.pdf", "a/C:/b.pdf"},
		{".. /a.pdf", "a.pdf"},
		{"", ""}, {"/", ""}, {"..", ""}, {"C:", ""}, {`C:\`, ""}, {"\x00", ""},
		{strings.Repeat("x", 256), ""},
		{strings.Repeat("x/", 3000) + "a", ""},
	}
	for _, tt := range tests {
		got, ok := cleanName(tt.in)
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("cleanName(%.60q) = %q %v, want %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestPartNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		header, field, file string
		isFile              bool
	}{
		{`form-data; name="unit"`, "unit", "", false},
		{`form-data; name="file"; filename="Phòng/a.pdf"`, "file", "Phòng/a.pdf", true},
		{`form-data; name="file"; filename*=UTF-8''Ph%C3%B2ng%2Fa.pdf`, "file", "Phòng/a.pdf", true},
		{`form-data; name="file"; filename="kế hoạch %22mới%22 50%.pdf"`, "file", `kế hoạch "mới" 50%.pdf`, true},
		{`form-data; name="file"; filename="C:\Văn bản\a.pdf"`, "file", `C:\Văn bản\a.pdf`, true},
		{`form-data; name="file"; filename=""`, "file", "", true},
		{`attachment; filename="a.pdf"`, "", "", false},
		{`form-data; name="file`, "", "", false},
	}
	for _, tt := range tests {
		p := &multipart.Part{Header: textproto.MIMEHeader{"Content-Disposition": {tt.header}}}
		field, file, isFile := partName(p)
		if field != tt.field || file != tt.file || isFile != tt.isFile {
			t.Errorf("%s: %q %q %v", tt.header, field, file, isFile)
		}
	}
}

func FuzzUploadName(f *testing.F) {
	for _, s := range []string{`C:\a\..\b.pdf`, "../x", "a\x00/ b", "\u202e", "C:C:/..", ". ./a", "e\u0301/\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got, ok := cleanName(name)
		if !ok {
			return
		}
		if again, ok := cleanName(got); !ok || again != got {
			t.Errorf("%q becomes %q, and that %q", name, got, again)
		}
		for e := range strings.SplitSeq(got, "/") {
			if e == "" || e == "." || e == ".." || len(e) > maxElementBytes || strings.ContainsAny(e, "\\\x00\r\n") {
				t.Errorf("%q becomes %q", name, got)
			}
		}
	})
}

// A large file goes through in pieces: neither memory nor the disk holds it.
func TestUploadStreams(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	d := &desk{discard: true}
	o := newOffice(t, withDesk(d, UploadLimits{}))
	server := httptest.NewServer(o.handler)
	defer server.Close()
	const size = 300 << 20
	head, tail := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"lớn.pdf\"\r\n\r\n", "\r\n--x--\r\n"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	body := io.MultiReader(strings.NewReader(head), io.LimitReader(pattern{}, size), strings.NewReader(tail))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/api/v1/uploads", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	resp, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	runtime.ReadMemStats(&after)
	if got, _ := d.got(); resp.StatusCode != http.StatusAccepted || len(got) != 1 || got[0].bytes != size {
		t.Fatalf("%d, taken %+v", resp.StatusCode, got)
	}
	if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 16 {
		t.Errorf("%d MB were allocated for a file of %d MB", got, size>>20)
	}
	if left, err := os.ReadDir(tmp); err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), "multipart") }) {
		t.Errorf("temporary files %v (%v)", left, err)
	}
}

type pattern struct{}

func (pattern) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i)
	}
	return len(p), nil
}

func TestUploadManyFiles(t *testing.T) {
	t.Parallel()
	d := &desk{}
	o := newOffice(t, withDesk(d, UploadLimits{}))
	var parts [][]string
	for i := range 3000 {
		parts = append(parts, []string{"file", fmt.Sprintf("Phòng Một/%d.txt", i), fmt.Sprint(i)})
	}
	a := o.send(parts...)
	if a.Taken != 3000 || len(a.Items) != 3000 || a.Items[2999].Path != "Phòng Một/2999.txt" || d.taken[1234].text != "1234" {
		t.Errorf("taken %d, items %d", a.Taken, len(a.Items))
	}
}

// dial opens a connection that announces a larger form than it sends: one whole file and
// the beginning of a second.
func dial(t *testing.T, server *httptest.Server) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	const form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"một.pdf\"\r\n\r\nmột\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"hai.pdf\"\r\n\r\nhai chưa hết"
	_, err = fmt.Fprintf(c, "POST /api/v1/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n%s", form)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestUploadOverABrokenConnection(t *testing.T) {
	t.Parallel()
	d := &desk{ended: make(chan error, 9)}
	o := newOffice(t, withDesk(d, UploadLimits{}))
	server := httptest.NewServer(o.handler)
	defer server.Close()
	c := dial(t, server)
	if err := <-d.ended; err != nil {
		t.Fatalf("the whole file: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-d.ended; err == nil || errors.Is(err, io.EOF) {
		t.Errorf("the half file ended with %v, as if it were whole", err)
	}
	server.Close() // waits for the request
	if got, _ := d.got(); len(got) != 1 || got[0].text != "một" {
		t.Errorf("taken %+v", got)
	}
}

// A sender that hangs is given up; what came before is answered for.
func TestUploadThatHangs(t *testing.T) {
	t.Parallel()
	d := &desk{}
	o := newOffice(t, withDesk(d, UploadLimits{Idle: 200 * time.Millisecond}))
	server := httptest.NewServer(o.handler)
	defer server.Close()
	c := dial(t, server)
	defer c.Close()
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(c) // to the end: the connection is closed, too
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"202 Accepted", `"path":"một.pdf","state":"queued"`, `"path":"hai.pdf","reason":{"code":"upload-broken"`, `"taken":1,"failed":1`} {
		if !strings.Contains(string(answer), want) {
			t.Errorf("the answer lacks %s: %s", want, answer)
		}
	}
	if got, refused := d.got(); len(got) != 1 || len(refused) != 1 {
		t.Errorf("taken %v, refused %v", got, refused)
	}
}

func TestNothingTakesIn(t *testing.T) {
	t.Parallel()
	o := filled(t)
	body, contentType := form(t, []string{"file", "a.pdf", "a"})
	for target, body := range map[string]string{"uploads": body, "intake/1/retry": "", "intake/retry": `{"state":"failed"}`, "intake/1/dismiss": `{"note":"x"}`} {
		w := o.do(http.MethodPost, "/api/v1/"+target, body, func(r *http.Request) {
			if target == "uploads" {
				r.Header.Set("Content-Type", contentType)
			}
		})
		o.wantProblem(w, http.StatusServiceUnavailable, "not-taking-in")
	}
	for _, target := range []string{"status", "events"} {
		o.wantProblem(o.do(http.MethodGet, "/api/v1/"+target, ""), http.StatusServiceUnavailable, "not-taking-in")
	}
}

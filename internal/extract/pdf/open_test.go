package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"minhchung/internal/cchc"
)

const greeting = "Van ban cua So Thong tin va Truyen thong"

func greet() []byte { return simple(at(72, 700, greeting)) }

func replace(b []byte, old, now string) []byte {
	return bytes.Replace(b, []byte(old), []byte(now), 1)
}

func TestRepairs(t *testing.T) {
	whole := greet()
	xref := bytes.Index(whole, []byte("xref\n0"))
	for _, c := range []struct {
		name     string
		file     []byte
		repaired bool
	}{
		{"sound", whole, false},
		{"junk before the header", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), whole...), false},
		{"junk after the end", append(bytes.Clone(whole), strings.Repeat("\x00junk", 1000)...), false},
		{"odd header", replace(whole, "%PDF-1.4\n", "%PDF-2.0\r"), false},
		{"wrong startxref", replace(whole, fmt.Sprintf("startxref\n%d", xref), "startxref\n77"), true},
		{"startxref on one line", replace(whole, "startxref\n", "startxref "), true},
		{"table gone", append(bytes.Clone(whole[:xref]), "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"...), true},
		{"trailer gone, end marked", append(bytes.Clone(whole[:xref]), "%%EOF"...), true},
		{"end unmarked, all there", whole[:xref], true},
		{"huge object number", replace(whole, "xref\n0 ", "xref\n99999999999 "), true},
		{"table refers to itself", replace(whole, "/Root 1 0 R", fmt.Sprintf("/Root 1 0 R/Prev %d", xref)), true},
		{"length too long", replace(whole, "/Length ", "/Length 9"), false},
		{"length too short", replace(whole, "/Length 7", "/Length 2"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustRead(t, c.file)
			if got := r.Pages[0].Text(); got != greeting+"\n" {
				t.Errorf("text %q", got)
			}
			if noted := len(r.Notes) > 0 && r.Notes[0].Code == "repaired"; noted != c.repaired {
				t.Errorf("notes %v", r.Notes)
			}
		})
	}
}

func TestFaultsOfFiles(t *testing.T) {
	whole := greet()
	page := bytes.Index(whole, []byte("/Type/Page/"))
	for _, c := range []struct {
		name string
		file []byte
		code cchc.Code
	}{
		{"cut before the page", whole[:page], "truncated"},
		{"cut in the first object", whole[:20], "truncated"},
		{"no objects", []byte("%PDF-1.4\nnothing\n%%EOF"), "damaged"},
		{"no pages", replace(replace(whole, "/Kids[5 0 R]", "/Kids[]     "), "/Count 1", "/Count 0"), "damaged"},
		{"encrypted by who knows whom", bytes.Replace(whole, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Encrypt<</Filter/Own>>"), 1), "encrypted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readBytes(t, c.file, cchc.Limits{})
			var e *cchc.Error
			if !errors.As(err, &e) || e.Fault != cchc.FaultFile || e.Reason.Code != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
}

// Newer files keep their objects in compressed streams, and their table too.
func TestObjectStreams(t *testing.T) {
	content := at(72, 700, greeting)
	packed := "1 0 2 33 4 75 "
	objects := "<</Type/Catalog/Pages 2 0 R>>    " +
		"<</Type/Pages/Count 1/Kids[4 0 R]>>       " +
		"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>"
	stream := deflate(packed + objects)
	b := &builder{objects: []string{
		fmt.Sprintf("<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(packed), len(stream), stream),
		"null", // 4: the page stands in the stream
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
	}}
	b.font("Times", "")
	body, _ := b.body()
	// Without the open catalog, page tree and page, and without any table.
	for _, n := range []string{"1", "2", "4"} {
		body = replace(body, "\n"+n+" 0 obj", "\n% 0 gone")
	}
	body = append(body, "trailer<</Root 1 0 R>>\n%%EOF\n"...)
	r := mustRead(t, body)
	if got := r.Pages[0].Text(); got != greeting+"\n" {
		t.Errorf("got %q", got)
	}
}

func TestEndlessPageTreeEnds(t *testing.T) {
	b := &builder{}
	f := b.font("Times", "")
	for range 3 {
		b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), at(72, 700, greeting), "")
	}
	file := bytes.Replace(b.bytes(), []byte("/Kids["), []byte("/Kids[2 0 R 2 0 R "), 1)
	start := time.Now()
	r, err := readBytes(t, file, cchc.Limits{Pages: 20})
	if err != nil || len(r.Pages) == 0 || time.Since(start) > 5*time.Second {
		t.Errorf("%d pages in %v: %v", len(r.Pages), time.Since(start), err)
	}
}

// The three ways office programs protect files against changes; all open without a password.
func TestProtectedFilesOpen(t *testing.T) {
	id := []byte("0123456789abcdef")
	hexID := fmt.Sprintf("/ID[<%x><%x>]", id, id)
	owner := strings.Repeat("o", 32)
	for _, c := range []struct {
		name, dict string // dict without U
		encrypt    func(object int, b []byte) []byte
		user       func() string
	}{
		protectedRC4(id, owner, "/V 1/R 2", 5, 2, false),
		protectedRC4(id, owner, "/V 2/R 3/Length 128", 16, 3, false),
		protectedRC4(id, owner, "/V 4/R 4/Length 128/EncryptMetadata false/CF<</StdCF<</CFM/AESV2/Length 16>>>>/StmF/StdCF/StrF/StdCF", 16, 4, true),
		protectedAES256("/V 5/R 5/Length 256/CF<</StdCF<</CFM/AESV3/Length 32>>>>/StmF/StdCF/StrF/StdCF"),
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &builder{}
			f := b.font("Times", "")
			content := string(c.encrypt(4, []byte(at(72, 700, greeting))))
			b.page(fmt.Sprintf("/Font<</F1 %d 0 R>>", f), content, "")
			e := b.add(fmt.Sprintf("<</Filter/Standard%s/O<%x>/P -44%s>>", c.dict, owner, c.user()))
			r := mustRead(t, b.bytesWith(fmt.Sprintf("/Encrypt %d 0 R%s", e, hexID)))
			if got := r.Pages[0].Text(); got != greeting+"\n" || len(r.Notes) > 0 {
				t.Errorf("got %q, notes %v", got, r.Notes)
			}
			_, err := readBytes(t, bytes.Replace(b.bytesWith(fmt.Sprintf("/Encrypt %d 0 R/ID[<00><00>]", e)), []byte("/U<"), []byte("/U<00"), 1), cchc.Limits{})
			if cchc.AsError(err).Reason.Code != "encrypted" {
				t.Errorf("another password: %v", err)
			}
		})
	}
}

type protection = struct {
	name, dict string
	encrypt    func(object int, b []byte) []byte
	user       func() string
}

// protectedRC4 follows ISO 32000-1, algorithms 1 to 5, from the writer's side.
func protectedRC4(id []byte, owner, dict string, n, revision int, aes128 bool) protection {
	perms := int32(-44)
	seed := append(append(padding(), owner...), byte(perms), 0xff, 0xff, 0xff)
	seed = append(seed, id...)
	if strings.Contains(dict, "EncryptMetadata false") {
		seed = append(seed, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(seed)
	if revision > 2 {
		for range 50 {
			sum = md5.Sum(sum[:n])
		}
	}
	key := sum[:n]
	user := withRC4(key, padding())
	if revision > 2 {
		h := md5.Sum(append(padding(), id...))
		user = h[:]
		for i := range 20 {
			k := bytes.Clone(key)
			for j := range k {
				k[j] ^= byte(i)
			}
			user = withRC4(k, user)
		}
		user = append(user, make([]byte, 16)...)
	}
	return protection{
		name: dict, dict: dict, user: func() string { return fmt.Sprintf("/U<%x>", user) },
		encrypt: func(object int, b []byte) []byte {
			s := append(bytes.Clone(key), byte(object), 0, 0, 0, 0)
			if aes128 {
				s = append(s, "sAlT"...)
			}
			k := md5.Sum(s)
			if aes128 {
				return encryptCBC(k[:], b)
			}
			return withRC4(k[:min(16, n+5)], b)
		},
	}
}

func protectedAES256(dict string) protection {
	key := bytes.Repeat([]byte{7}, 32)
	check, wrap := []byte("validate"), []byte("keysalts")
	hash, inner := sha256.Sum256(check), sha256.Sum256(wrap)
	block, err := aes.NewCipher(inner[:])
	if err != nil {
		panic(err)
	}
	sealed := make([]byte, 32)
	cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(sealed, key)
	return protection{
		name: dict, dict: dict,
		user:    func() string { return fmt.Sprintf("/U<%x%x%x>/UE<%x>", hash, check, wrap, sealed) },
		encrypt: func(_ int, b []byte) []byte { return encryptCBC(key, b) },
	}
}

func encryptCBC(key, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	n := 16 - len(b)%16
	b = append(bytes.Clone(b), bytes.Repeat([]byte{byte(n)}, n)...)
	iv := []byte("initial vector16")
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(b, b)
	return append(iv, b...)
}

func TestFilters(t *testing.T) {
	text := strings.Repeat("Cong van so 15, ngay 02 thang 3. ", 300)
	whole := deflate(text)
	for _, c := range []struct{ name, filter, in, want string }{
		{"flate", "FlateDecode", whole, text},
		{"flate without header", "FlateDecode", "\x00\x00" + whole[2:], text},
		{"flate without checksum", "Fl", whole[:len(whole)-4], text},
		// The example of ISO 32000-1, 7.4.4.2.
		{"lzw", "LZWDecode", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", "-----A---B"},
		{"ascii 85", "ASCII85Decode", "<~87cUR\nD]j7BEbo80~>", "Hello world!"},
		{"hex", "ASCIIHexDecode", "48 65 6C6c6F>", "Hello"},
		{"run length", "RunLengthDecode", "\x02abc\xfed\x80", "abcddd"},
	} {
		got, ok := new(workspace).decodeFilter(c.filter, []byte(c.in), 1<<20)
		if !ok || string(got) != c.want {
			t.Errorf("%s: %q", c.name, got[:min(40, len(got))])
		}
	}
	if _, ok := new(workspace).decodeFilter("DCTDecode", []byte("x"), 10); ok {
		t.Error("a picture was decoded")
	}
	if got, _ := new(workspace).decodeFilter("FlateDecode", []byte(whole), 100); len(got) != 100 {
		t.Errorf("limit: %d bytes", len(got))
	}
}

func TestPredictor(t *testing.T) {
	up := []byte{2, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1}
	if got := unPredict(up, 12, 1, 8, 3); !bytes.Equal(got, []byte{1, 2, 3, 2, 3, 4, 5, 6, 7}) {
		t.Errorf("got %v", got)
	}
}

package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // the algorithm of the format
	"crypto/rc4" //nolint:gosec // the algorithm of the format
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
)

// errPassword is returned for files that do not open with the empty password, and for
// the ways of encryption nobody but their makers can undo.
var errPassword = errors.New("a password is needed")

// method is how the streams of a file are encrypted.
type method uint8

const (
	methodNone method = iota
	methodRC4
	methodAES128
	methodAES256
)

// decryptor decrypts the streams of a file that opens with the empty password, which
// is how files are protected against changing or printing (ISO 32000-2, 7.6).
type decryptor struct {
	method method
	key    []byte
}

// newDecryptor reads an encryption dictionary; id is the first string of the trailer's ID.
func newDecryptor(dict token, id []byte) (*decryptor, error) {
	filter, _ := dict.entry("Filter")
	if !filter.is("Standard") {
		return nil, errPassword
	}
	c := &decryptor{method: methodRC4}
	if v := number(dict, "V", 0); v >= 4 {
		c.method = filterMethod(dict)
	}
	if c.method == methodNone { // only attachments are encrypted
		return c, nil
	}
	revision := int(number(dict, "R", 2))
	if revision >= 5 {
		c.key = key256(dict, revision)
	} else {
		c.key = key128(dict, revision, id)
	}
	if c.key == nil {
		return nil, errPassword
	}
	return c, nil
}

func number(dict token, key string, preset float64) float64 {
	if t, ok := dict.entry(key); ok && t.kind == kindNumber {
		return t.num
	}
	return preset
}

func text(dict token, key string) []byte {
	t, _ := dict.entry(key)
	return t.text
}

// filterMethod reads the crypt filter of streams.
func filterMethod(dict token) method {
	filters, _ := dict.entry("CF")
	filter, _ := filters.entry(string(text(dict, "StmF")))
	switch string(text(filter, "CFM")) {
	case "V2":
		return methodRC4
	case "AESV2":
		return methodAES128
	case "AESV3":
		return methodAES256
	}
	return methodNone
}

// padding fills up passwords (ISO 32000-1, algorithm 2).
func padding() []byte {
	return []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
}

// key128 makes the key of revisions 2 to 4 for the empty password, nil where that is
// not the password. Writers disagree where the length of the key stands: all are tried.
func key128(dict token, revision int, id []byte) []byte {
	owner := text(dict, "O")
	owner = owner[:min(32, len(owner))]
	seed := append(padding(), owner...)
	seed = binary.LittleEndian.AppendUint32(seed, uint32(int64(number(dict, "P", 0))))
	seed = append(seed, id...)
	if meta, ok := dict.entry("EncryptMetadata"); revision >= 4 && ok && meta.is("false") {
		seed = append(seed, 0xff, 0xff, 0xff, 0xff)
	}
	filters, _ := dict.entry("CF")
	filter, _ := filters.entry(string(text(dict, "StmF")))
	inFilter := int(number(filter, "Length", 16))
	lengths := []int{int(number(dict, "Length", 40)) / 8, 16, inFilter, inFilter / 8, 5}
	if revision == 2 {
		lengths = []int{5}
	}
	for _, n := range lengths {
		if n < 5 || n > 16 {
			continue
		}
		sum := md5.Sum(seed) //nolint:gosec // the algorithm of the format
		if revision >= 3 {
			for range 50 {
				sum = md5.Sum(sum[:n]) //nolint:gosec // see above
			}
		}
		if key := bytes.Clone(sum[:n]); opens128(key, dict, revision, id) {
			return key
		}
	}
	return nil
}

// opens128 compares the U entry (ISO 32000-1, algorithms 4 to 6).
func opens128(key []byte, dict token, revision int, id []byte) bool {
	user := text(dict, "U")
	if revision == 2 {
		return bytes.Equal(withRC4(key, padding()), user)
	}
	sum := md5.Sum(append(padding(), id...)) //nolint:gosec // the algorithm of the format
	want := sum[:]
	for i := range 20 {
		step := bytes.Clone(key)
		for j := range step {
			step[j] ^= byte(i)
		}
		want = withRC4(step, want)
	}
	return len(user) >= 16 && bytes.Equal(want, user[:16])
}

// key256 makes the key of revisions 5 and 6 for the empty password (ISO 32000-2,
// algorithm 2.A), nil where that is not the password.
func key256(dict token, revision int) []byte {
	user, sealed := text(dict, "U"), text(dict, "UE")
	if len(user) < 48 || len(sealed) < 32 {
		return nil
	}
	hash := func(salt []byte) []byte {
		if revision == 5 {
			sum := sha256.Sum256(salt)
			return sum[:]
		}
		return hash2B(salt)
	}
	if !bytes.Equal(hash(user[32:40]), user[:32]) {
		return nil
	}
	return withCBC(hash(user[40:48]), make([]byte, 16), sealed[:32])
}

// hash2B is algorithm 2.B of ISO 32000-2 for the empty user password.
func hash2B(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for i := 0; ; i++ {
		e := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		rest := 0
		for _, c := range e[:16] {
			rest += int(c)
		}
		switch rest % 3 {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		default:
			s := sha512.Sum512(e)
			k = s[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i-31 {
			return k[:32]
		}
	}
}

func withRC4(key, b []byte) []byte {
	c, err := rc4.NewCipher(key) //nolint:gosec // the algorithm of the format
	if err != nil {
		return nil
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// withCBC decrypts whole blocks; a rest is dropped.
func withCBC(key, iv, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(b)/aes.BlockSize*aes.BlockSize)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, b[:len(out)])
	return out
}

// stream decrypts the bytes of a stream of the object.
func (c *decryptor) stream(object, generation int, b []byte) []byte {
	key := c.key
	switch c.method {
	case methodNone:
		return b
	case methodRC4, methodAES128:
		seed := append(bytes.Clone(key), byte(object), byte(object>>8), byte(object>>16), byte(generation), byte(generation>>8))
		if c.method == methodAES128 {
			seed = append(seed, "sAlT"...)
		}
		sum := md5.Sum(seed) //nolint:gosec // the algorithm of the format
		key = sum[:min(len(c.key)+5, 16)]
		if c.method == methodRC4 {
			return withRC4(key, b)
		}
	}
	if len(b) < 2*aes.BlockSize {
		return nil
	}
	out := withCBC(key, b[:aes.BlockSize], b[aes.BlockSize:])
	if n := int(out[len(out)-1]); n >= 1 && n <= aes.BlockSize {
		out = out[:len(out)-n]
	}
	return out
}

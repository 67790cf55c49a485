// Package messages turns reason codes into words for people: Vietnamese first, English
// as a switch, each with a remedy where something can be done.
//
// The texts live in text/*.yaml, one file an area. "{1}" stands for the first argument
// of the reason; an argument "@code" for the words of that code, so that reasons may name
// a field in either language. A test requires both languages of every code and finds every code that
// the source uses.
package messages

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"minhchung/internal/cchc"
)

//go:embed text/*.yaml
var files embed.FS

// Lang is a language of the interface.
type Lang string

// The languages.
const (
	Vietnamese Lang = "vi"
	English    Lang = "en"
)

// Wording is what people read for one code in one language.
type Wording struct {
	Message string `yaml:"message"`
	Remedy  string `yaml:"remedy"` // "" where nothing needs doing
}

// Entry is a code in both languages.
type Entry struct {
	VI Wording `yaml:"vi"`
	EN Wording `yaml:"en"`
}

var load = sync.OnceValues(func() (map[cchc.Code]Entry, error) {
	all := map[cchc.Code]Entry{}
	names, err := fs.Glob(files, "text/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var part map[cchc.Code]Entry
		if err := yaml.Unmarshal(b, &part); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for code, e := range part {
			if _, twice := all[code]; twice {
				return nil, fmt.Errorf("%s: code %s stands in two files", name, code)
			}
			all[code] = e
		}
	}
	return all, nil
})

// Codes returns all codes in order, or why the embedded texts cannot be read.
func Codes() ([]cchc.Code, error) {
	all, err := load()
	if err != nil {
		return nil, err
	}
	out := make([]cchc.Code, 0, len(all))
	for c := range all {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out, nil
}

// Lookup returns the entry of a code.
func Lookup(code cchc.Code) (Entry, bool) {
	all, err := load()
	if err != nil {
		return Entry{}, false
	}
	e, ok := all[code]
	return e, ok
}

// Words returns message and remedy of a reason. A code without text (a defect the tests
// catch) reads as a plain sentence with the code in it, never as an empty line.
func Words(r cchc.Reason, lang Lang) Wording {
	e, ok := Lookup(r.Code)
	if !ok {
		return Wording{Message: "Lỗi chưa có lời giải thích (" + string(r.Code) + ")."}
	}
	w := e.VI
	if lang == English {
		w = e.EN
	}
	args := spelled(r.Args, lang)
	return Wording{Message: fill(w.Message, args), Remedy: fill(w.Remedy, args)}
}

// spelled puts words in place of arguments that name a code without arguments of its own.
func spelled(args []string, lang Lang) []string {
	out := args
	for i, a := range args {
		code, named := strings.CutPrefix(a, "@")
		e, known := Lookup(cchc.Code(code))
		if !named || !known {
			continue
		}
		if &out[0] == &args[0] {
			out = append([]string(nil), args...)
		}
		if out[i] = e.VI.Message; lang == English {
			out[i] = e.EN.Message
		}
	}
	return out
}

// Said is a reason in words, the form the command line and the API give out.
type Said struct {
	Code    cchc.Code `json:"code" doc:"Stable English identifier"`
	Message string    `json:"message" doc:"What happened, for people"`
	Remedy  string    `json:"remedy,omitempty" doc:"What to do about it"`
}

// Say returns a reason in words.
func Say(r cchc.Reason, lang Lang) Said {
	w := Words(r, lang)
	return Said{Code: r.Code, Message: w.Message, Remedy: w.Remedy}
}

func fill(text string, args []string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, "{"+strconv.Itoa(i+1)+"}", a)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

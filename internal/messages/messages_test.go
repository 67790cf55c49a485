package messages

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"minhchung/internal/cchc"
)

func TestEveryCodeIsWholeInBothLanguages(t *testing.T) {
	codes, err := Codes()
	if err != nil {
		t.Fatal(err)
	}
	if len(codes) == 0 {
		t.Fatal("no codes")
	}
	for _, c := range codes {
		e, _ := Lookup(c)
		if e.VI.Message == "" || e.EN.Message == "" {
			t.Errorf("%s: a language has no message", c)
		}
		if (e.VI.Remedy == "") != (e.EN.Remedy == "") {
			t.Errorf("%s: only one language has a remedy", c)
		}
		if strings.ToLower(string(c)) != string(c) || strings.ContainsAny(string(c), " _") {
			t.Errorf("%s: codes are lower case with hyphens", c)
		}
		for n := 1; n < 9; n++ {
			arg := "{" + strconv.Itoa(n) + "}"
			if strings.Contains(e.VI.Message+e.VI.Remedy, arg) != strings.Contains(e.EN.Message+e.EN.Remedy, arg) {
				t.Errorf("%s: argument %s stands in one language only", c, arg)
			}
		}
	}
}

// Every code the source gives out has words. Codes are string literals in calls of the
// constructors of cchc, so the source can be asked.
func TestEveryCodeUsedHasWords(t *testing.T) {
	makers := map[string]bool{"NewReason": true, "FileFault": true, "OurFault": true, "Waiting": true, "Usage": true}
	root := filepath.Join("..", "..")
	used := 0
	for _, top := range []string{"cmd", "internal", "pipeline"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 {
					return true
				}
				name := ""
				switch fn := call.Fun.(type) {
				case *ast.SelectorExpr:
					name = fn.Sel.Name
				case *ast.Ident:
					name = fn.Name
				}
				lit, ok := call.Args[0].(*ast.BasicLit)
				if !makers[name] || !ok || lit.Kind != token.STRING {
					return true
				}
				code, err := strconv.Unquote(lit.Value)
				if err != nil {
					return true
				}
				used++
				if _, ok := Lookup(cchc.Code(code)); !ok {
					t.Errorf("%s: code %q has no words", path, code)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if used == 0 {
		t.Error("no code found in the source: the search for them is broken")
	}
}

// No code has words that nobody says.
func TestEveryCodeIsUsed(t *testing.T) {
	var source strings.Builder
	for _, top := range []string{"cmd", "internal", "pipeline"} {
		err := filepath.WalkDir(filepath.Join("..", "..", top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := os.ReadFile(path)
			source.Write(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	codes, err := Codes()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		if !strings.Contains(source.String(), `"`+string(c)+`"`) {
			t.Errorf("%s: nobody uses this code", c)
		}
	}
}

func TestWordsFillArguments(t *testing.T) {
	got := Words(cchc.NewReason("needs-ocr", "3", "5"), Vietnamese)
	if !strings.Contains(got.Message, "3/5") {
		t.Errorf("arguments are not filled in: %q", got.Message)
	}
}

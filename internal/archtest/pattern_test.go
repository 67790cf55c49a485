package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// TestPatternsCompile compiles what vi.Pattern would compile only when it is needed.
func TestPatternsCompile(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := 0
	for _, f := range sources(t, root) {
		if f.test() {
			continue
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, f.pkg, f.name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 || !isPattern(call.Fun) {
				return true
			}
			seen++
			expression, ok := written(call.Args[0])
			if !ok {
				t.Errorf("%s/%s: the expression of vi.Pattern is not written there", f.pkg, f.name)
			} else if _, err := regexp.Compile(expression); err != nil {
				t.Errorf("%s/%s: %v", f.pkg, f.name, err)
			}
			return true
		})
	}
	if seen < 50 {
		t.Errorf("only %d patterns found: the walk is broken", seen)
	}
}

func isPattern(fun ast.Expr) bool {
	s, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := s.X.(*ast.Ident)
	return ok && of.Name == "vi" && s.Sel.Name == "Pattern"
}

// written is the value of literals put together; what else stands between them, a constant
// of the package, counts as a letter.
func written(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, ok1 := written(e.X)
		right, ok2 := written(e.Y)
		return left + right, ok1 && ok2 && e.Op == token.ADD
	case *ast.Ident:
		return "x", true
	}
	return "", false
}

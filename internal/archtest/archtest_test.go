package archtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "minhchung"

// file is one Go file with what it imports.
type file struct {
	pkg     string // folder below the module, with slashes
	name    string
	imports []string
}

func (f file) test() bool { return strings.HasSuffix(f.name, "_test.go") }

// TestImportLaw reads every Go file of the module, whatever platform it is for.
func TestImportLaw(t *testing.T) {
	files := sources(t, filepath.Join("..", ".."))
	if len(files) < 20 {
		t.Fatalf("only %d Go files found: the walk is broken", len(files))
	}
	for _, f := range files {
		for _, broken := range check(f) {
			t.Errorf("%s/%s: %s", f.pkg, f.name, broken)
		}
	}
}

// TestCheckNotices shows that the check can fail.
func TestCheckNotices(t *testing.T) {
	tests := []struct {
		name string
		file file
		want string // "" where the file keeps the law
	}{
		{"pure on vocabulary", file{"internal/coverage", "a.go", []string{"minhchung/internal/cchc"}}, ""},
		{"vocabulary on a rule", file{"internal/cchc", "a.go", []string{"minhchung/internal/intake"}}, "may not import internal/intake"},
		{"pure on an adapter", file{"internal/evidence", "a.go", []string{"minhchung/internal/store"}}, "may not import internal/store"},
		{"adapter on adapter", file{"internal/store", "a.go", []string{"minhchung/internal/blob"}}, "may not import internal/blob"},
		{"reader on its mux", file{"internal/extract/pdf", "a.go", []string{"minhchung/internal/extract"}}, ""},
		{"reader on reader", file{"internal/extract/pdf", "a.go", []string{"minhchung/internal/extract/docx"}}, "may not import internal/extract/docx"},
		{"pipeline on an engine", file{"pipeline", "a.go", []string{"minhchung/internal/search/bleveindex"}}, "may not import"},
		{"cmd on an engine", file{"cmd/minhchung", "a.go", []string{"minhchung/internal/search/bleveindex"}}, ""},
		{"unlisted package", file{"internal/helpers", "a.go", nil}, "is not listed"},
		{"module outside its owner", file{"internal/store", "a.go", []string{"github.com/gin-gonic/gin"}}, "belongs to"},
		{"module in its owner", file{"internal/search/bleveindex", "a.go", []string{"github.com/blevesearch/bleve/v2/mapping"}}, ""},
		{"unlisted module", file{"internal/store", "a.go", []string{"example.org/new/thing"}}, "is not listed"},
		{"test library in the product", file{"internal/vi", "a.go", []string{"pgregory.net/rapid"}}, "only from tests"},
		{"test library in a test", file{"internal/vi", "a_test.go", []string{"pgregory.net/rapid"}}, ""},
		{"test package in the product", file{"cmd/minhchung", "a.go", []string{"minhchung/internal/store/storetest"}}, "only from tests"},
		{"test package in a test", file{"internal/store", "a_test.go", []string{"minhchung/internal/store/storetest"}}, ""},
		{"standard library", file{"internal/cchc", "a.go", []string{"fmt", "encoding/json"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(check(tt.file), "; ")
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("check = %q, want %q", got, tt.want)
			}
		})
	}
}

// sources parses the imports of the module's own files; folders that are modules of
// their own, data and hidden folders are left out.
func sources(t *testing.T, root string) []file {
	t.Helper()
	var out []file
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if rel != "." && skipped(p, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := file{pkg: filepath.ToSlash(filepath.Dir(rel)), name: d.Name()}
		for _, spec := range syntax.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, name)
		}
		out = append(out, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func skipped(p, name string) bool {
	if name == "testdata" || name == "node_modules" || name == "demo" || strings.HasPrefix(name, ".") {
		return true
	}
	_, err := os.Stat(filepath.Join(p, "go.mod"))
	return err == nil
}

// check returns what the file breaks of the law.
func check(f file) []string {
	allowed, listed := allowedFor(f.pkg)
	if !listed && !testPackage(f.pkg) {
		return []string{fmt.Sprintf("package %s is not listed in law_test.go: say in which layer it stands", f.pkg)}
	}
	if f.test() || testPackage(f.pkg) {
		return nil
	}
	var broken []string
	for _, imp := range f.imports {
		if own, ok := strings.CutPrefix(imp, module+"/"); ok {
			broken = append(broken, checkOwn(f.pkg, own, allowed)...)
		} else {
			broken = append(broken, checkForeign(f.pkg, imp)...)
		}
	}
	return broken
}

func checkOwn(pkg, imp string, allowed []string) []string {
	switch {
	case testPackage(imp):
		return []string{fmt.Sprintf("%s is imported only from tests", imp)}
	case slices.Contains(allowed, anyOfOurs), slices.Contains(allowed, imp):
		return nil
	}
	return []string{fmt.Sprintf("%s may not import %s", pkg, imp)}
}

func checkForeign(pkg, imp string) []string {
	for mod, who := range owners {
		if !below(imp, mod) || slices.Contains(who, pkg) {
			continue
		}
		if len(who) == 0 {
			return []string{fmt.Sprintf("%s is imported only from tests", mod)}
		}
		return []string{fmt.Sprintf("%s belongs to %s", mod, strings.Join(who, ", "))}
	}
	host, _, _ := strings.Cut(imp, "/")
	if !strings.Contains(host, ".") || slices.ContainsFunc(shared, func(m string) bool { return below(imp, m) }) {
		return nil
	}
	for mod := range owners {
		if below(imp, mod) {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s is not listed in law_test.go: say which package owns it", imp)}
}

// allowedFor looks the package up, then the folder above it.
func allowedFor(pkg string) ([]string, bool) {
	if a, ok := law[pkg]; ok {
		return a, true
	}
	a, ok := law[path.Dir(pkg)+"/"]
	return a, ok
}

// testPackage tells conformance suites such as storetest; this package is one too.
func testPackage(pkg string) bool { return strings.HasSuffix(pkg, "test") }

// below reports whether imp is path or lies under it ("…/bleve" and "…/bleve/v2").
func below(imp, mod string) bool { return imp == mod || strings.HasPrefix(imp, mod+"/") }

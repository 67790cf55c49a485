package archtest

// pure are the packages of layer 1: rules and types, no input or output.
var pure = []string{
	"internal/agency", "internal/audit", "internal/auth", "internal/catalogue", "internal/coverage", "internal/describe",
	"internal/evidence", "internal/intake", "internal/particulars", "internal/passage", "internal/record", "internal/register",
	"internal/round", "internal/search", "internal/works",
}

// base are the packages of layer 0: the vocabulary, the language, the words.
var base = []string{"internal/cchc", "internal/messages", "internal/vi"}

// anyOfOurs lets a package import every other.
const anyOfOurs = "*"

// law says what each package may import of ours, test files apart. A key ending in "/"
// stands for every package below it that has no key of its own.
var law = map[string][]string{
	// L0
	"internal/cchc":     nil,
	"internal/vi":       nil,
	"internal/messages": {"internal/cchc"},

	// L1: the vocabulary, and the types of search
	"internal/agency":      list(base, "internal/search"),
	"internal/particulars": list(base, "internal/search"),
	"internal/register":    list(base, "internal/search"),
	"internal/works":       list(base, "internal/search"),
	"internal/audit":       list(base, "internal/search"),
	"internal/auth":        list(base, "internal/search"),
	"internal/catalogue":   list(base, "internal/search"),
	"internal/coverage":    list(base, "internal/search"),
	"internal/describe":    list(base, "internal/search"),
	"internal/evidence":    list(base, "internal/search"),
	"internal/intake":      list(base, "internal/search"),
	"internal/passage":     list(base, "internal/search"),
	"internal/record":      list(base, "internal/search"),
	"internal/round":       list(base, "internal/search"),
	"internal/search":      base,

	// L2: adapters, never one another; the readers stand below extract
	"internal/blob":              list(base, pure...),
	"internal/catalogue/sheets":  list(base, "internal/catalogue"),
	"internal/export":            list(base, pure...),
	"internal/extract":           list(base, pure...),
	"internal/extract/":          append(list(base, pure...), "internal/extract"),
	"internal/extract/office":    append(list(base, pure...), "internal/extract", "internal/extract/docx"),
	"internal/search/bleveindex": list(base, pure...),
	"internal/store":             list(base, pure...),
	"internal/watch":             list(base, pure...),

	// L3: everything else arrives as a small interface
	"pipeline": {"internal/cchc", "internal/intake"},

	// L4
	"internal/httpapi": append(list(base, pure...), "internal/store", "internal/export", "internal/web"),
	"internal/web":     append(list(base, pure...), "internal/store", "internal/export"),

	// L5: the only place that knows concrete engines
	"cmd/minhchung": {anyOfOurs},

	"internal/archtest": nil,
}

// shared are third-party modules every package may use.
var shared = []string{
	"go.yaml.in/yaml/v3", "golang.org/x/sync", "golang.org/x/sys", "golang.org/x/text",
}

// owners says which packages alone may import a module or a package of the standard
// library. A key covers the paths below it.
var owners = map[string][]string{
	"database/sql":                       {"internal/store"},
	"github.com/blevesearch":             {"internal/search/bleveindex"},
	"github.com/RoaringBitmap/roaring":   {"internal/search/bleveindex"},
	"github.com/bodgit/sevenzip":         {"internal/extract/archive"},
	"github.com/danielgtaylor/huma":      {"internal/httpapi"},
	"github.com/fsnotify/fsnotify":       {"internal/watch"},
	"github.com/gabriel-vasile/mimetype": {"internal/extract"},
	"github.com/gin-gonic/gin":           {"internal/httpapi"},
	"github.com/gomutex/godocx":          {"internal/export"},
	"github.com/gofrs/flock":             {"cmd/minhchung", "internal/extract/pdfium"},
	"github.com/jhillyerd/enmime":        {"internal/extract/mail"},
	"github.com/klippa-app/go-pdfium":    {"internal/extract/pdfium"},
	"github.com/knadh/koanf":             {"cmd/minhchung"},
	"github.com/ledongthuc/pdf":          {"internal/extract/pdf"},
	"github.com/mattn/go-isatty":         {"cmd/minhchung"},
	"github.com/nguyenthenguyen/docx":    {"internal/extract/docx"},
	"github.com/pdfcpu/pdfcpu":           {"internal/extract/pdf"},
	"github.com/pressly/goose":           {"internal/store"},
	"github.com/richardlehane/mscfb":     {"internal/extract/mail"},
	"github.com/schollz/progressbar":     {"cmd/minhchung"},
	"github.com/spf13/cobra":             {"cmd/minhchung"},
	"github.com/spf13/pflag":             {"cmd/minhchung"},
	"github.com/tetratelabs/wazero":      {"internal/extract/pdfium"},
	"github.com/xuri/excelize":           {"internal/catalogue/sheets", "internal/export", "internal/extract/sheet"},
	"go.etcd.io/bbolt":                   {"internal/search/bleveindex"},
	"golang.org/x/image":                 {"internal/extract", "internal/extract/picture", "internal/extract/pdfium"},
	"golang.org/x/net/html":              {"internal/extract/plain", "internal/extract/docx"}, // docx: the charset of old parts
	"golang.org/x/term":                  {"cmd/minhchung"},
	"modernc.org/sqlite":                 {"internal/store"},
	"os/exec":                            {"internal/extract/isolate", "internal/extract/ocr", "internal/extract/office", "cmd/minhchung"},
	"github.com/rogpeppe/go-internal":    nil, // tests only
	"pgregory.net/rapid":                 nil, // tests only
}

func list(first []string, more ...string) []string {
	return append(append([]string{}, first...), more...)
}

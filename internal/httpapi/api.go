package httpapi

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"minhchung/internal/cchc"
	"minhchung/internal/intake"
	"minhchung/internal/messages"
	"minhchung/internal/search"
	"minhchung/internal/store"
)

// Searcher finds documents.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (search.Result, error)
	// Similar finds documents like one, never that one itself.
	Similar(ctx context.Context, d cchc.Document, passages []cchc.Passage, q search.Query) (search.Result, error)
	// Inside finds the places of one document that match.
	Inside(ctx context.Context, id cchc.DocumentID, q search.Query) (search.Inside, error)
}

// Intaker takes in files that come by hand and steers the rows of the ledger.
type Intaker interface {
	// Upload keeps the bytes of r as an original and enters them in the ledger, before
	// anything a watched folder brought. An error of r other than io.EOF means that the
	// bytes are not whole: nothing of them may be kept. A checksum that differs is the
	// file's fault, "checksum-mismatch".
	Upload(ctx context.Context, actor cchc.Actor, up intake.Upload, r io.Reader) (intake.Row, error)
	// Retry puts rows back in the queue and returns how many.
	Retry(ctx context.Context, actor cchc.Actor, f store.RetryFilter) (int, error)
	// Cancel sets a row aside, whether it waits, failed or is being read.
	Cancel(ctx context.Context, actor cchc.Actor, id int64, note string) (intake.Row, error)
}

// Picturer shows pages of documents as pictures.
type Picturer interface {
	// Find returns the page itself, or for page 0 the one the quote stands on, and the
	// first and last page there are pictures of.
	Find(ctx context.Context, id cchc.DocumentID, page int, quote string) (found, first, last int, err error)
	// Page returns the path of a PNG of a page about so many pixels wide, named by what it
	// shows, and the rectangles of the quote on it; rendition says that it is as LibreOffice
	// prints it, not as the file itself shows it. The file may vanish: it is asked for again.
	// Page and Find wrap [cchc.ErrNotFound] where there is no such document or page.
	Page(ctx context.Context, id cchc.DocumentID, page, width int, quote string) (path string, boxes []cchc.Box, rendition bool, err error)
}

// Statuser says what the program is doing.
type Statuser interface {
	Status(ctx context.Context) (intake.Status, error)
	// Changed returns a channel that is closed at the next change.
	Changed() <-chan struct{}
}

// UploadLimits bound what one request may upload. The zero value has the defaults.
type UploadLimits struct {
	MaxBytes int64         // of one file; 0 is no bound
	MaxParts int           // files of one request; 0 is 5,000
	Idle     time.Duration // without a byte, after which an upload is given up; 0 is a minute
}

// Config is what the API stands on.
type Config struct {
	Store    *store.Store
	Searcher Searcher
	// Original returns the path of a kept original.
	Original func(cchc.FileID) string
	Pictures Picturer // nil: no page can be shown as a picture
	// Intake and Status belong to a program that works on the ledger. Without them their
	// operations answer that this one does not.
	Intake Intaker
	Status Statuser
	// Corrections keeps what people say of documents, Tables reads a register that is sent.
	// Without them what they serve can only be looked at.
	Corrections Corrector
	Tables      Tabler
	// Rounds opens rounds and reads workbooks of scores, Units changes those of the
	// installation. Without them both can only be looked at.
	Rounds Rounder
	Units  Uniter
	// Doubt is the confidence below which a number or date is to be confirmed, 0..1.
	Doubt   float64
	Uploads UploadLimits
	// Stopping is closed when the program is about to stop, so that streams of events end
	// and do not hold it up; nil never is.
	Stopping <-chan struct{}
	Web      fs.FS // the browser application; nil serves the API alone
	Version  string
	Now      func() time.Time
	Log      *slog.Logger
	// AnyHost answers whatever host name a request gives. Without it only names of this
	// machine are answered, so that a foreign web page cannot reach the API by pointing
	// its own name here.
	AnyHost bool
}

// New returns the handler of everything the product serves.
func New(cfg Config) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	a := newAPI(cfg)
	router.Use(a.recoverer(), a.guard(), language())
	a.register(router, newHuma(router, cfg.Version))
	router.NoRoute(a.elsewhere())
	return http.NewCrossOriginProtection().Handler(router)
}

// OpenAPI returns the OpenAPI 3.1 document as JSON.
func OpenAPI(version string) ([]byte, error) {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	h := newHuma(router, version)
	newAPI(Config{}).register(router, h)
	return json.MarshalIndent(h.OpenAPI(), "", "  ")
}

func newHuma(router *gin.Engine, version string) huma.API {
	c := huma.DefaultConfig("Minh Chứng", version)
	c.Info.Description = "Tìm văn bản, tài liệu kiểm chứng của từng tiêu chí cải cách hành chính và những chỗ còn thiếu."
	c.OpenAPIPath = "/api/openapi"
	c.SchemasPath = "/api/schemas"
	c.DocsPath = ""     // huma's own page loads scripts from elsewhere; ours is /tai-lieu-api
	c.CreateHooks = nil // no $schema fields in answers
	ownProblems(&c)
	return humagin.New(router, c)
}

type api struct {
	cfg Config
	now *latest // what the program is doing; nil without Config.Status
	// computed is the coverage computed last.
	computed coverageCache
	// completions are what is offered while somebody types.
	completions completionCache
}

func newAPI(cfg Config) *api {
	a := &api{cfg: cfg}
	if cfg.Status != nil {
		a.now = &latest{from: cfg.Status, fresh: eventFresh}
	}
	return a
}

func (a *api) register(router *gin.Engine, h huma.API) {
	a.registerHealth(h)
	a.registerDocuments(h)
	a.registerPictures(h)
	a.registerSearch(h)
	a.registerCriteria(h)
	a.registerCoverage(h)
	a.registerCoverageFiles(h)
	a.registerAbsences(h)
	a.registerLinks(h)
	a.registerIntake(h)
	a.registerUploads(router, h)
	a.registerStatus(h)
	a.registerCorrections(h)
	a.registerConfirmations(h)
	a.registerWorks(h)
	a.registerCitations(h)
	a.registerAgencies(h)
	a.registerAgencyImport(router, h)
	a.registerRegister(router, h)
	a.registerUnits(h)
	a.registerRounds(h)
	a.registerScores(router, h)
}

// scope is what a request may see: everything, until accounts exist.
func (a *api) scope(context.Context) cchc.Scope { return cchc.Everything() }

// actor is who a request changes things as: whoever sits at the machine, until accounts
// exist.
func (a *api) actor(context.Context) cchc.Actor { return cchc.Operator() }

// list is the envelope of every list.
type list[T any] struct {
	Items []T    `json:"items"`
	Total int    `json:"total" doc:"Rows in all, not only on this page"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// Paging is the input of every list. It is exported because huma passes over embedded
// fields that are not.
type Paging struct {
	Cursor string `query:"cursor" doc:"Cursor of the page, as the page before gave it"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200" doc:"Rows a page"`
}

type body[T any] struct{ Body T }

// elsewhere answers what no operation does: with the browser application, or with a
// problem below /api.
func (a *api) elsewhere() gin.HandlerFunc {
	app := func(c *gin.Context) { refuse(c, cchc.ErrNotFound) }
	if a.cfg.Web != nil {
		app = gin.WrapH(browserApp(a.cfg.Web))
	}
	return func(c *gin.Context) {
		if ofAPI(c.Request.URL.Path) {
			refuse(c, cchc.ErrNotFound)
			return
		}
		app(c)
	}
}

// recoverer answers a defect of ours with a problem instead of a broken connection.
func (a *api) recoverer() gin.HandlerFunc {
	return gin.CustomRecoveryWithWriter(nil, func(c *gin.Context, v any) {
		a.cfg.Log.ErrorContext(c.Request.Context(), "request panicked", "path", c.Request.URL.Path, "panic", v, "stack", string(debug.Stack()))
		refuse(c, cchc.OurFault("internal", nil))
	})
}

// refuse answers with a problem outside an operation.
func refuse(c *gin.Context, err error) {
	p := asProblem(c.Request.Context(), err)
	c.Header("Content-Type", p.ContentType(""))
	c.AbortWithStatusJSON(p.Status, p)
}

// guard sets the headers that keep documents from doing harm in a browser and refuses
// requests under a foreign host name.
func (a *api) guard() gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'self'")
		if !a.cfg.AnyHost && !ownHost(c.Request.Host) {
			c.AbortWithStatus(http.StatusMisdirectedRequest)
			return
		}
		c.Next()
	}
}

func ownHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

type langKey struct{}

// language notes the language a request asks for with ?lang=; Vietnamese otherwise,
// whatever the browser prefers: the interface is Vietnamese first.
func language() gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Query("lang") == string(messages.English) {
			c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), langKey{}, messages.English))
		}
		c.Next()
	}
}

func langOf(ctx context.Context) messages.Lang {
	if l, ok := ctx.Value(langKey{}).(messages.Lang); ok {
		return l
	}
	return messages.Vietnamese
}

func said(ctx context.Context, r *cchc.Reason) *messages.Said {
	if r == nil {
		return nil
	}
	s := messages.Say(*r, langOf(ctx))
	return &s
}

func saidAll(ctx context.Context, rs []cchc.Reason) []messages.Said {
	out := make([]messages.Said, 0, len(rs))
	for _, r := range rs {
		out = append(out, messages.Say(r, langOf(ctx)))
	}
	return out
}

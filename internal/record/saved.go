package record

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
	"minhchung/internal/vi"
)

// Bounds of saved searches.
const (
	MaxSaved     = 500 // of an office
	MaxSavedName = 120 // characters
)

// Saved is a search somebody keeps under a name. Names are unique in an office, whatever
// their capitals and however their tones are typed.
type Saved struct {
	ID      int64     `json:"id"`
	Name    string    `json:"name"`
	Query   string    `json:"query"`
	Filters Filters   `json:"filters"`
	Sort    string    `json:"sort" enum:"relevance,newest,oldest"`
	By      string    `json:"by" doc:"Who wrote it last"`
	Created time.Time `json:"created"` // UTC
	Changed time.Time `json:"changed"` // UTC
}

// Check returns the search as it is kept, or a usage error: "saved-name", "saved-too-long",
// "saved-empty", or what [Filters.Search] and [Order] say.
func (s Saved) Check() (Saved, error) {
	s.Name = tidy(s.Name)
	s.Query = strings.TrimSpace(vi.NFC(s.Query))
	n := utf8.RuneCountInString(s.Name)
	if n == 0 || n > MaxSavedName || NameKey(s.Name) == "" {
		return s, cchc.Usage("saved-name", nil, strconv.Itoa(MaxSavedName))
	}
	if len(s.Query) > search.MaxText {
		return s, cchc.Usage("saved-too-long", nil, strconv.Itoa(search.MaxText))
	}
	f, err := s.Filters.Search()
	if err != nil {
		return s, err
	}
	if s.Query == "" && f.IsZero() {
		return s, cchc.Usage("saved-empty", nil)
	}
	order, err := Order(s.Sort)
	if err != nil {
		return s, err
	}
	if s.Sort = string(order); order == search.SortRelevance {
		s.Sort = byRelevance
	}
	return s, nil
}

// Search is the question a saved search asks.
func (s Saved) Search(scope cchc.Scope) (search.Query, error) {
	f, err := s.Filters.Search()
	if err != nil {
		return search.Query{}, err
	}
	order, err := Order(s.Sort)
	return search.Query{Text: s.Query, Scope: scope, Filters: f, Sort: order}, err
}

// NameKey is the form in which names of saved searches compare.
func NameKey(name string) string {
	var words []string
	for _, t := range vi.Tokens(name) {
		words = append(words, t.Key)
	}
	return strings.Join(words, " ")
}

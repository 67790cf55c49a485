package record

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// Bounds of completions.
const (
	maxCompletions    = 400_000 // texts kept
	maxCompletionText = 400     // bytes of a text that are offered; subjects are shorter
)

// Heading is what a document is known by.
type Heading struct {
	TypeName string
	Subject  string
	Code     string
	Organ    string // that issued it
}

// Completion is a text that goes on as somebody began to type.
type Completion struct {
	Text      string `json:"text"`
	Kind      string `json:"kind" enum:"subject,number,organ" doc:"Subject with the type before it, number and sign, or issuing organ"`
	Documents int    `json:"documents" doc:"Documents that bear it"`
}

// The kinds of completions.
const (
	CompleteSubject = "subject"
	CompleteNumber  = "number"
	CompleteOrgan   = "organ"
)

// Completions are the texts queries are completed from. It is not changed after it is made
// and safe for concurrent use; a text takes about four times its length.
type Completions struct {
	entries []completion // most documents first: the place is the rank
	left    int          // texts left out
	byKey   []int32      // entries in the order of their keys
	words   []string     // that stand in the keys, ascending
	with    [][]int32    // entries with each word, ascending
}

type completion struct {
	Completion
	key string // words without diacritics, a space before each and at the end
}

// spellings are where the texts gathered stand, and how often those are spelled in which way
// that are spelled in several.
type spellings struct {
	place map[string]int
	times map[int]map[string]int
}

// again counts a text that stands at a place, and says how it is spelled most, the first
// spelling where several are even: one of them may be misread.
func (s spellings) again(place int, c completion, text string) string {
	times := s.times[place]
	if times == nil {
		if text == c.Text {
			return text
		}
		times = map[string]int{c.Text: c.Documents}
		s.times[place] = times
	}
	if times[text]++; times[text] > times[c.Text] {
		return text
	}
	return c.Text
}

// NewCompletions gathers subjects, numbers and organs, each without regard to diacritics
// and capitals once, as it is spelled most.
func NewCompletions(headings []Heading) *Completions {
	c := &Completions{}
	at := spellings{place: map[string]int{}, times: map[int]map[string]int{}}
	for _, h := range headings {
		subject := Title(cchc.Document{Particulars: cchc.Particulars{TypeName: h.TypeName, Subject: h.Subject}})
		if h.Subject == "" {
			subject = ""
		}
		for _, x := range []Completion{{subject, CompleteSubject, 1}, {h.Code, CompleteNumber, 1}, {h.Organ, CompleteOrgan, 1}} {
			c.add(at, x)
		}
	}
	slices.SortStableFunc(c.entries, func(a, b completion) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(len(a.key), len(b.key)), strings.Compare(a.key, b.key))
	})
	c.index()
	return c
}

// index makes the entries findable by their beginning and by their words.
func (c *Completions) index() {
	with := map[string][]int32{}
	for i := range c.entries {
		n := int32(i)
		c.byKey = append(c.byKey, n)
		for w := range strings.FieldsSeq(c.entries[i].key) {
			if list := with[w]; len(list) == 0 || list[len(list)-1] != n {
				with[w] = append(list, n)
			}
		}
	}
	slices.SortFunc(c.byKey, func(a, b int32) int { return strings.Compare(c.entries[a].key, c.entries[b].key) })
	c.words = slices.Sorted(maps.Keys(with))
	for _, w := range c.words {
		c.with = append(c.with, with[w])
	}
}

func (c *Completions) add(at spellings, x Completion) {
	x.Text = strings.Join(strings.Fields(x.Text), " ")
	if x.Text == "" || len(x.Text) > maxCompletionText {
		return
	}
	key := wordKey(x.Text) + " "
	if i, ok := at.place[x.Kind+key]; ok {
		c.entries[i].Text = at.again(i, c.entries[i], x.Text)
		c.entries[i].Documents++
		return
	}
	if key == " " {
		return
	}
	if len(c.entries) >= maxCompletions {
		c.left++
		return
	}
	at.place[x.Kind+key] = len(c.entries)
	c.entries = append(c.entries, completion{x, key})
}

// wordKey is the words of a text without diacritics, a space before each.
func wordKey(s string) string {
	var b strings.Builder
	inside := false
	for _, r := range vi.Fold(s) {
		is := unicode.IsLetter(r) || unicode.IsDigit(r)
		if is && !inside {
			b.WriteByte(' ')
		}
		if is {
			b.WriteRune(r)
		}
		inside = is
	}
	return b.String()
}

// Notices tell which bound acted.
func (c *Completions) Notices() []cchc.Reason {
	if c.left == 0 {
		return nil
	}
	return []cchc.Reason{cchc.NewReason("completions-cut", strconv.Itoa(len(c.entries)), strconv.Itoa(len(c.entries)+c.left))}
}

// Complete returns at most n texts that have a word beginning with each word typed: first
// those that begin so, then those with the words side by side, then the others; of each the
// ones most documents bear. A space at the end says that the last word is whole. Without
// words there is nothing to complete.
func (c *Completions) Complete(typed string, n int) []Completion {
	needle := wordKey(typed)
	if needle == "" || n <= 0 {
		return []Completion{}
	}
	words := strings.Fields(needle)
	whole := typed[len(typed)-1] == ' '
	if whole {
		needle += " "
	}
	found := c.beginning(needle, n)
	if len(found) < n {
		found = append(found, c.holding(needle, words, whole, n-len(found))...)
	}
	if number := numberIn(needle); len(found) == 0 && number != "" {
		found = c.beginning(number, n)
	}
	out := make([]Completion, len(found))
	for i, at := range found {
		out[i] = c.entries[at].Completion
	}
	return out
}

// numberIn is the number a needle ends in behind the word "số", as people name a paper: of
// " ke hoach so 131" it is " 131". "" where there is none.
func numberIn(needle string) string {
	i := strings.LastIndex(needle, " so ")
	if i < 0 || i+4 >= len(needle) || !unicode.IsDigit(rune(needle[i+4])) {
		return ""
	}
	return needle[i+3:]
}

// beginning returns the first n entries whose key begins so.
func (c *Completions) beginning(needle string, n int) []int32 {
	from := sort.Search(len(c.byKey), func(i int) bool { return c.entries[c.byKey[i]].key >= needle })
	var best []int32 // ascending
	for _, at := range c.byKey[from:] {
		if !strings.HasPrefix(c.entries[at].key, needle) {
			break
		}
		if len(best) == n && at > best[n-1] {
			continue
		}
		i, _ := slices.BinarySearch(best, at)
		best = slices.Insert(best, i, at)
		best = best[:min(n, len(best))]
	}
	return best
}

// maxLookedAt bounds how many entries that hold all words are looked at for whether they
// stand side by side; it bears on the order only.
const maxLookedAt = 10_000

// holding returns the first n entries that have the words and do not begin with needle,
// those that have them side by side before the others.
func (c *Completions) holding(needle string, words []string, whole bool, n int) []int32 {
	all := c.having(words[0], whole && len(words) == 1)
	for i, w := range words[1:] {
		next := c.having(w, whole && i == len(words)-2)
		for j := range all {
			all[j] &= next[j]
		}
	}
	var together, apart []int32
	looked := 0
	for i, bits64 := range all {
		for ; bits64 != 0; bits64 &= bits64 - 1 {
			at := int32(i*64 + bits.TrailingZeros64(bits64))
			looked++
			switch key := c.entries[at].key; {
			case strings.HasPrefix(key, needle):
			case strings.Contains(key, needle):
				together = append(together, at)
			case len(apart) < n:
				apart = append(apart, at)
			}
			if len(together) == n || looked > maxLookedAt && len(together)+len(apart) >= n {
				return append(together, apart...)[:n]
			}
		}
	}
	return append(together, apart[:min(len(apart), n-len(together))]...)
}

// having is the set of entries with a word that begins so, or is the word.
func (c *Completions) having(word string, whole bool) []uint64 {
	set := make([]uint64, (len(c.entries)+63)/64)
	from, _ := slices.BinarySearch(c.words, word)
	for i := from; i < len(c.words) && strings.HasPrefix(c.words[i], word); i++ {
		if whole && c.words[i] != word {
			break
		}
		for _, at := range c.with[i] {
			set[at/64] |= 1 << (at % 64)
		}
	}
	return set
}

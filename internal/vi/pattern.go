package vi

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression that is compiled when it is asked for first: the program
// has some hundred of them, and most commands need none. A wrong one panics then; the test
// of the layers looks at them all.
func Pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

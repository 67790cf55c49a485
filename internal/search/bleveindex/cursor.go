package bleveindex

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/search"
)

// A cursor is the number of hits shown so far and a digest of the query it belongs to.
// Pages of a growing index may repeat or pass over a document; they never mix queries.

func writeCursor(offset int, q search.Query, f search.Filters) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(offset) + "." + digest(q, f)))
}

func readCursor(cursor string, q search.Query, f search.Filters) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return 0, cchc.Usage("search-cursor", fmt.Errorf("cursor %q: %w", cursor, err))
	}
	number, of, _ := strings.Cut(string(b), ".")
	offset, err := strconv.Atoi(number)
	if err != nil || offset < 0 || of != digest(q, f) {
		return 0, cchc.Usage("search-cursor", fmt.Errorf("cursor %q is not of this query", cursor))
	}
	return offset, nil
}

func digest(q search.Query, f search.Filters) string {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%q %v %s", q.Text, f, q.Sort) // a hash never fails to be written to
	return strconv.FormatUint(h.Sum64(), 36)
}

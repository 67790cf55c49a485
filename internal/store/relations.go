package store

import (
	"strings"

	"minhchung/internal/cchc"
	"minhchung/internal/vi"
)

// replacing are the relations of papers that end the force of another.
func replacing() []string {
	return []string{string(cchc.RelationReplaces), string(cchc.RelationRepeals)}
}

// annexRelation is that of a paper that goes with another.
func annexRelation() string { return string(cchc.RelationAttached) }

// partly reports a citation that repeals a part only: "bãi bỏ khoản 2 Điều 5 Quyết định
// số …", "một phần", "một số điều".
func partly(text string) bool {
	f := vi.Fold(text)
	for _, sign := range []string{"mot phan", "mot so dieu", "khoan ", "diem ", "dieu ", "phu luc "} {
		at := strings.Index(f, sign)
		if at < 0 {
			continue
		}
		// Only in front of the number: "Điều 3 của Quyết định số …".
		if so := strings.Index(f, " so "); so < 0 || at < so {
			return true
		}
	}
	return false
}

package works

import "minhchung/internal/cchc"

// isDraft reports a paper that is not issued yet.
func isDraft(p cchc.Particulars) bool { return p.Draft }

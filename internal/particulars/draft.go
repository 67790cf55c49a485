package particulars

import "minhchung/internal/cchc"

// IsDraft reports a paper that is not issued yet.
func IsDraft(p cchc.Particulars) bool { return p.Draft }

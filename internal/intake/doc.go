// Package intake holds the rules of the intake ledger: in which state a dropped file is,
// what may happen to it next, when a failure is tried again, which names are not
// documents at all, and what the folder a file was dropped in hints at. It is pure.
//
// A ledger row is one content seen at one path. It is born by a sight and moves like this:
//
//	         stored                claimed               read
//	(new) ───────────▶ queued ─────────────▶ reading ────────────▶ indexed
//	  │                  ▲  ▲     released      │ │ │                  │
//	  │ known            │  └───────────────────┘ │ │ unread           │
//	  ├──────▶ duplicate │                        │ ├──────▶ waiting ──┤
//	  │                  │                        │ │ file-fault       │
//	  │ refused          │ retried                │ ├──────▶ quarantined
//	  ├──────▶ quarantined ◀──────────────────────┘ │ our-fault        │
//	  │                  │                          └──────▶ failed ───┤
//	  │ skipped          │                                   │ claimed │
//	  └──────▶ ignored   └───────────────────────────────────┴─────────┘
//	                                                    (when its time comes)
//
// A person may dismiss what is queued, waiting, quarantined or failed (it becomes
// ignored) and may have anything with kept bytes read again, except what is being read
// and what is a duplicate, whose first place is read instead.
//
// A sight without kept bytes (a lock file, an empty or unreadable file) leaves a row that
// is ignored or quarantined; a further such sight of the path moves it between the two.
// When the path holds kept bytes later, a new row takes its place.
package intake

// Package intake holds the rules of the intake ledger: in which state a dropped file is,
// what may happen to it next, when a failure is tried again, which names are not
// documents at all, and what the folder a file was dropped in hints at. It is pure.
//
// A ledger row is one content seen at one path. It is born by a sight and moves like this:
//
//	(new) ── stored ──▶ queued ── claimed ──▶ reading ── read ───────▶ indexed
//	  │                  ▲  ▲                  │  ▲ ├─── unread ─────▶ waiting ─┐
//	  │                  │  └──── released ────┘  │ ├─── file-fault ─▶ quarantined
//	  │                  │                        │ └─── our-fault ──▶ failed ──┤
//	  │                  │                        └──── claimed, when due ──────┘
//	  │                  └── retried ── indexed, waiting, quarantined, failed, ignored
//	  ├── known ───▶ duplicate
//	  ├── refused ─▶ quarantined
//	  └── skipped ─▶ ignored ◀── dismissed ── queued, reading, waiting, quarantined, failed
//
// What waits for the recognition of its scanned pages is claimed a second time when they
// can be recognised; what waits for anything else is retried when that appears.
//
// A person may dismiss what is queued, being read, waiting, quarantined or failed (it
// becomes ignored) and may have anything with kept bytes read again, except what is being
// read and what is a duplicate, whose first place is read instead.
//
// What bears a stamp of secrecy, and an archive it lies in, is withheld: from any state but
// ignored and duplicate it becomes quarantined, and nothing of it is kept.
//
// A sight without kept bytes (a lock file, an empty or unreadable file) leaves a row that
// is ignored or quarantined; a further such sight of the path moves it between the two.
// When the path holds kept bytes later, a new row takes its place.
package intake

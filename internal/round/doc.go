// Package round holds the rules of an evaluation round (đợt đánh giá): what may change in
// which state, which points a criterion takes, how scores go along to another version of
// the catalogue, and the workbook in which offices hand in their self-scores.
//
//	open ─lock─▶ locked ─▶ appraising ─▶ explaining ─▶ reappraised ─▶ published
//	  ▲  (snapshot)  │          │             │              │
//	  └───────────── unlock, by the operator, with a note ───┘
//
//	state        self-scores, figures   lần 1   giải trình   lần 2   note
//	             and "không áp dụng"
//	open                 ●                          ●                  ●
//	locked                                                             ●
//	appraising                            ●                            ●
//	explaining                                      ●                  ●
//	reappraised                                                ●       ●
//	published
//
// Everything is pure; times and catalogues are handed in. Values of different kinds are
// never added together: a total names what it is of.
package round

// Package coverage says which criteria lack confirmed evidence, and why. [Assess] and
// [Totals] are pure: verdicts are computed from a catalogue, links and documents and
// never stored. [Compute] fetches these through a small interface.
//
// Coverage is not the score. The totals keep apart what is covered (accepted by a
// person), pending (proposed, nobody looked), partial, missing, and what a survey scores;
// they are of the assessed office, never sums over its units.
package coverage

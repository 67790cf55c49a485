// Package agency knows the offices papers come from: their names and signs over time,
// other spellings, and what became of them. Since 2025 many were merged; old papers keep
// old names, and stay to be found under the new one.
//
// Everything is pure and safe for concurrent use.
package agency

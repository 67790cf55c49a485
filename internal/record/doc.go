// Package record holds the read views that the command line and the API share: rows with
// everything a person reads, joined from a search engine and the record. It is pure but
// for the interfaces it asks, which the engines behind them implement; it keeps no state
// and is safe for concurrent use.
package record

// Package storetest holds what tests of the record share: a record in a temporary folder
// and [Run], the promises of the ledger checked against a model over random histories.
package storetest

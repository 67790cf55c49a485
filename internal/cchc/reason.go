package cchc

import (
	"errors"
	"fmt"
)

// Code is a stable English identifier of why something is as it is, e.g. "needs-ocr".
// Every code has a text and a remedy in package messages; a test holds that.
type Code string

// Reason is a code with what fills its text. Args are ordered as the text numbers them.
type Reason struct {
	Code Code     `json:"code"`
	Args []string `json:"args,omitempty"`
}

// NewReason returns a reason.
func NewReason(code Code, args ...string) Reason { return Reason{Code: code, Args: args} }

// Fault says who has to act on an error.
type Fault string

// The classes of faults.
const (
	FaultFile    Fault = "file"    // the file's: quarantined, never retried by itself
	FaultOurs    Fault = "ours"    // ours or the machine's: retried
	FaultWaiting Fault = "waiting" // something is missing that may appear (OCR, LibreOffice)
	FaultUsage   Fault = "usage"   // the command or request was wrong
)

// Error is a failure with a class and a reason a person can read.
type Error struct {
	Fault  Fault
	Reason Reason
	Err    error // the technical cause, for the log
}

// Error returns the code and the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return string(e.Reason.Code)
	}
	return fmt.Sprintf("%s: %v", e.Reason.Code, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// FileFault is an error the file has to answer for.
func FileFault(code Code, err error, args ...string) *Error {
	return &Error{Fault: FaultFile, Reason: NewReason(code, args...), Err: err}
}

// OurFault is an error of the program or the machine.
func OurFault(code Code, err error, args ...string) *Error {
	return &Error{Fault: FaultOurs, Reason: NewReason(code, args...), Err: err}
}

// Waiting is an error that heals when what is missing appears.
func Waiting(code Code, args ...string) *Error {
	return &Error{Fault: FaultWaiting, Reason: NewReason(code, args...)}
}

// Usage is a wrong command or request.
func Usage(code Code, err error, args ...string) *Error {
	return &Error{Fault: FaultUsage, Reason: NewReason(code, args...), Err: err}
}

// AsError returns the [Error] in err's chain; anything else is our fault, "internal".
func AsError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return OurFault("internal", err)
}

// ErrNotFound is returned, wrapped, where a named thing does not exist.
var ErrNotFound = errors.New("not found")

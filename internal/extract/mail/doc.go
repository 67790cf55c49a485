// Package mail reads letters kept as files: RFC 5322 (.eml, and the web archives of the
// same form) by enmime, Outlook messages (.msg), and mailboxes (mbox). Attachments become
// members of the reading, for the caller to take in as files of their own.
package mail

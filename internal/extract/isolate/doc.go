// Package isolate reads files in child processes, because a hostile file can end a
// process in ways that recover() does not catch: a fatal out-of-memory, a runtime throw,
// an endless loop.
//
// A [Pool] starts the program's own hidden worker command; in it [LimitSelf] bounds the
// memory and [Serve] answers requests on stdin and stdout. Each child serves many files
// and is replaced after a crash, a timeout, growth of its memory, or [Config.MaxFiles].
//
// Platforms: Linux limits the data segment, watches the resident set and ends children
// with their parent. Windows puts every child into a Job Object, which bounds its memory
// and ends it with the parent; where the job cannot be made, only the time limit acts.
// Elsewhere only the time limit acts.
package isolate

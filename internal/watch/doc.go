// Package watch says that something may have changed below watched folders. It only
// gives hints: the receiver looks for itself, so a lost or doubled notice does no harm.
//
// Notices of the operating system come through fsnotify, gathered until the folder has
// been quiet for a while; a full look is hinted at every Rescan besides, because notices
// get lost (network shares, full queues). With Poll there are only those looks.
package watch

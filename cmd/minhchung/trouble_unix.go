//go:build !windows

package main

import "syscall"

func isDiskFull(err error) bool  { return isAny(err, syscall.ENOSPC, syscall.EDQUOT) }
func isReadOnly(err error) bool  { return isAny(err, syscall.EROFS) }
func isDiskError(err error) bool { return isAny(err, syscall.EIO) }

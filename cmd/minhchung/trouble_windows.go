package main

import "golang.org/x/sys/windows"

func isDiskFull(err error) bool {
	return isAny(err, windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED)
}
func isReadOnly(err error) bool { return isAny(err, windows.ERROR_WRITE_PROTECT) }
func isDiskError(err error) bool {
	return isAny(err, windows.ERROR_CRC, windows.ERROR_IO_DEVICE, windows.ERROR_NOT_READY)
}

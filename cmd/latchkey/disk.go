//go:build linux || darwin

package main

import (
	"fmt"
	"syscall"
)

// freeSpace is what this process may still write below a folder, in bytes.
func freeSpace(dir string) (uint64, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return 0, fmt.Errorf("free space of %s: %w", dir, err)
	}
	return stat.Bavail * uint64(stat.Bsize), nil
}

// diskSize is the size of the disk that a folder is on, in bytes.
func diskSize(dir string) (uint64, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return 0, fmt.Errorf("size of the disk of %s: %w", dir, err)
	}
	return stat.Blocks * uint64(stat.Bsize), nil
}

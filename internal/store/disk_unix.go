//go:build linux || darwin

package store

import (
	"fmt"
	"path/filepath"
	"syscall"
)

func diskOf(path string) (Disk, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &stat); err != nil {
		return Disk{}, fmt.Errorf("free space beside %s: %w", path, err)
	}
	block := uint64(stat.Bsize)
	return Disk{Free: stat.Bavail * block, Total: stat.Blocks * block}, nil
}

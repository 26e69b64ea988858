//go:build linux || darwin

package store

import (
	"os"
	"syscall"
)

// ownedLike gives a file that root made to the user of the database: to the owner
// of the first of the others that is there. A server that is not root could not
// open it otherwise.
func ownedLike(path string, others ...string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, other := range others {
		info, err := os.Lstat(other)
		if err != nil {
			continue
		}
		if stat, ok := info.Sys().(*syscall.Stat_t); ok {
			return os.Lchown(path, int(stat.Uid), int(stat.Gid))
		}
	}
	return nil
}

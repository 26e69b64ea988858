package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// smallDisk is a file system in memory of our own, whose size can be changed.
type smallDisk struct {
	dir    string
	filler string
}

// smallDiskMissing says why there can be none here.
func smallDiskMissing() string {
	if os.Geteuid() != 0 {
		return "mounting a small disk needs root"
	}
	if _, err := exec.LookPath("mount"); err != nil {
		return "there is no mount"
	}
	return ""
}

func (l *lab) smallDisk(size int64) (*smallDisk, error) {
	dir := filepath.Join(l.dir, "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	d := &smallDisk{dir: dir, filler: filepath.Join(dir, "filler")}
	if err := d.mount("-t", "tmpfs", "-o", fmt.Sprintf("size=%d", size), "none"); err != nil {
		return nil, err
	}
	l.undo(func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			l.say("umount: %v: %s", err, out)
		}
	})
	return d, nil
}

func (d *smallDisk) mount(args ...string) error {
	if out, err := exec.Command("mount", append(args, d.dir)...).CombinedOutput(); err != nil {
		return fmt.Errorf("mount %v: %w: %s", args, err, bytes.TrimSpace(out))
	}
	return nil
}

// slack is what a disk that is not full has left: the program takes decisions
// then, and nothing new.
const slack = 8 << 20

// full makes the disk as small as what is on it and a little more.
func (d *smallDisk) full() error {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &stat); err != nil {
		return err
	}
	used := int64(stat.Blocks-stat.Bfree) * stat.Bsize
	return d.mount("-o", fmt.Sprintf("remount,size=%d", used+slack))
}

// fill takes every byte that is left.
func (d *smallDisk) fill() error {
	f, err := os.OpenFile(d.filler, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// free gives them back.
func (d *smallDisk) free() error { return os.Remove(d.filler) }

func (d *smallDisk) readOnly() error { return d.mount("-o", "remount,ro") }

func (d *smallDisk) writable() error { return d.mount("-o", "remount,rw") }

// noteLines counts the lines of a log that are not about one request.
func noteLines(path string) (n int, err error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(body) {
		n += one(!bytes.Contains(line, []byte(`"msg":"request"`)))
	}
	return n, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// mount is a disk that the kernel shows at a directory (FUSE).
type mount struct {
	*disk
	dir    string
	lab    *lab
	server *fuse.Server
}

// noFUSE says what is missing to mount a disk; empty: nothing.
func noFUSE() string {
	f, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		return "there is no /dev/fuse to open: " + err.Error()
	}
	_ = f.Close() // it was only tried
	return ""
}

// mount shows a new disk at a directory of the run.
func (l *lab) mount() (*mount, error) {
	dir, err := os.MkdirTemp(l.dir, "disk-")
	if err != nil {
		return nil, err
	}
	m := &mount{disk: newDisk(), dir: dir, lab: l}
	l.undo(func() {
		_ = m.hide() // the run is over: what is still mounted goes with the directory
	})
	return m, m.show()
}

func (m *mount) show() (err error) {
	second := time.Second
	m.server, err = fs.Mount(m.dir, &shown{disk: m.disk}, &fs.Options{
		MountOptions: fuse.MountOptions{FsName: "latchkey-chaos", Name: "lossy", DisableXAttrs: true, DirectMount: true, MaxWrite: 128 << 10},
		EntryTimeout: &second, AttrTimeout: &second,
		UID: uint32(os.Getuid()), GID: uint32(os.Getgid()),
	})
	if err != nil {
		return fmt.Errorf("mount a file system: %w", err)
	}
	return nil
}

// hide takes the disk away from its directory, which nobody may use any more.
func (m *mount) hide() error {
	if m.server == nil {
		return nil
	}
	var err error
	for range 200 {
		if err = m.server.Unmount(); err == nil {
			m.server = nil
			return nil
		}
		time.Sleep(10 * time.Millisecond) // the kernel is still closing files
	}
	detached := syscall.Unmount(m.dir, syscall.MNT_DETACH)
	m.server = nil
	return errors.Join(err, detached)
}

// cutPower freezes the node, takes the power away, ends the node, and shows
// what is left on the disk. The kernel's own cache goes too.
func (m *mount) cutPower(n *node) error {
	n.signal(syscall.SIGSTOP)
	m.cut(m.lab.rand)
	n.kill()
	if err := m.hide(); err != nil {
		return err
	}
	m.on()
	return m.show()
}

// shown is the directory of a disk.
type shown struct {
	fs.Inode
	disk *disk
}

var _ interface {
	fs.NodeLookuper
	fs.NodeCreater
	fs.NodeUnlinker
	fs.NodeRenamer
	fs.NodeReaddirer
	fs.NodeFsyncer
	fs.NodeStatfser
} = (*shown)(nil)

func (s *shown) child(ctx context.Context, name string, b *blob, out *fuse.EntryOut) *fs.Inode {
	file := &shownFile{disk: s.disk, name: name, blob: b}
	file.attributes(&out.Attr)
	return s.NewInode(ctx, file, fs.StableAttr{Mode: syscall.S_IFREG, Ino: b.number + 1})
}

func (s *shown) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	b, errno := s.disk.open(name)
	if errno != 0 {
		return nil, errno
	}
	return s.child(ctx, name, b, out), 0
}

func (s *shown) Create(ctx context.Context, name string, _, _ uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	b, errno := s.disk.create(name)
	if errno != 0 {
		return nil, nil, 0, errno
	}
	return s.child(ctx, name, b, out), nil, caching(name), 0
}

func (s *shown) Unlink(_ context.Context, name string) syscall.Errno { return s.disk.remove(name) }

func (s *shown) Rename(_ context.Context, name string, parent fs.InodeEmbedder, to string, flags uint32) syscall.Errno {
	if flags != 0 {
		return syscall.EINVAL
	}
	if child := s.GetChild(name); child != nil {
		if file, ok := child.Operations().(*shownFile); ok {
			file.name = to
		}
	}
	return s.disk.rename(name, to)
}

func (s *shown) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	var entries []fuse.DirEntry
	for _, name := range s.disk.list() {
		entries = append(entries, fuse.DirEntry{Name: name, Mode: syscall.S_IFREG})
	}
	return fs.NewListDirStream(entries), 0
}

func (s *shown) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return s.disk.syncNames()
}

// Statfs shows a disk with room: nobody fills this one up.
func (s *shown) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	const blocks = 64 << 30 / 4096
	*out = fuse.StatfsOut{Blocks: blocks, Bfree: blocks, Bavail: blocks, Files: 1 << 20, Ffree: 1 << 20, Bsize: 4096, Frsize: 4096, NameLen: 255}
	return 0
}

// shownFile is a file of a disk.
type shownFile struct {
	fs.Inode
	disk *disk
	name string
	blob *blob
}

var _ interface {
	fs.NodeGetattrer
	fs.NodeSetattrer
	fs.NodeOpener
	fs.NodeReader
	fs.NodeWriter
	fs.NodeFsyncer
} = (*shownFile)(nil)

func (f *shownFile) attributes(out *fuse.Attr) {
	out.Mode, out.Size, out.Blksize = syscall.S_IFREG|0o600, uint64(f.disk.size(f.blob)), 4096
	out.Blocks = (out.Size + sector - 1) / sector
	out.Owner = fuse.Owner{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid())}
}

func (f *shownFile) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	f.attributes(&out.Attr)
	return 0
}

// Setattr sets the length; mode and times are not kept.
func (f *shownFile) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		if errno := f.disk.write(f.name, f.blob, nil, int64(size)); errno != 0 {
			return errno
		}
	}
	f.attributes(&out.Attr)
	return 0
}

func (f *shownFile) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, caching(f.name), 0
}

// caching has every read come to us, but for the file through which SQLite's
// processes share memory: that lives in the kernel's cache.
func caching(name string) uint32 {
	if strings.HasSuffix(name, "-shm") {
		return fuse.FOPEN_KEEP_CACHE
	}
	return fuse.FOPEN_DIRECT_IO
}

func (f *shownFile) Read(_ context.Context, _ fs.FileHandle, into []byte, at int64) (fuse.ReadResult, syscall.Errno) {
	n, errno := f.disk.read(f.name, f.blob, into, at)
	return fuse.ReadResultData(into[:n]), errno
}

func (f *shownFile) Write(_ context.Context, _ fs.FileHandle, data []byte, at int64) (uint32, syscall.Errno) {
	if len(data) == 0 {
		return 0, 0 // without data a change would be a new length
	}
	errno := f.disk.write(f.name, f.blob, data, at)
	return uint32(len(data)), errno
}

func (f *shownFile) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return f.disk.sync(f.name, f.blob)
}

package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"syscall"
)

// disk is a directory of files that forgets: what was written and not synced is
// kept in a cache, as kernels and disks do, and a power cut takes any part of
// it away. It is harsher than most: each unsynced write survives, is gone or is
// torn by chance of its own, in no order; so do names made and taken away
// before their directory was synced.
//
// One file system deep, without directories: what a database needs.
type disk struct {
	mu    sync.Mutex
	names map[string]*blob // as programs see them
	safe  map[string]*blob // as they are on the disk
	moved []naming         // names made and taken away since the directory was synced
	off   bool             // the power is cut: nothing is read or written any more
	fault func(op, name string) syscall.Errno
	last  uint64 // number of the newest blob
}

// blob is the content of a file.
type blob struct {
	number  uint64
	now     []byte   // as programs see it
	safe    []byte   // as it is on the disk
	waiting []change // what lies between the two, oldest first
}

// change is a write or, without data, a new length.
type change struct {
	at   int64
	data []byte
}

// naming gives a name to a blob; nil: takes it away.
type naming struct {
	name string
	blob *blob
}

// The operations that a fault can be asked about.
const (
	opRead  = "read"
	opWrite = "write"
	opSync  = "sync"
)

func newDisk() *disk {
	return &disk{names: map[string]*blob{}, safe: map[string]*blob{}}
}

// failing has every operation ask f first; nil: none fails.
func (d *disk) failing(f func(op, name string) syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = f
}

// may says whether an operation can be done. d is locked.
func (d *disk) may(op, name string) syscall.Errno {
	if d.off {
		return syscall.EIO
	}
	if d.fault != nil {
		return d.fault(op, name)
	}
	return 0
}

func (d *disk) open(name string) (*blob, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return nil, syscall.EIO
	}
	if b, ok := d.names[name]; ok {
		return b, 0
	}
	return nil, syscall.ENOENT
}

func (d *disk) create(name string) (*blob, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.may(opWrite, name); errno != 0 {
		return nil, errno
	}
	d.last++
	b := &blob{number: d.last}
	d.name(name, b)
	return b, 0
}

func (d *disk) remove(name string) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.may(opWrite, name); errno != 0 {
		return errno
	}
	if d.names[name] == nil {
		return syscall.ENOENT
	}
	d.name(name, nil)
	return 0
}

func (d *disk) rename(from, to string) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.may(opWrite, from); errno != 0 {
		return errno
	}
	b := d.names[from]
	if b == nil {
		return syscall.ENOENT
	}
	d.name(to, b)
	d.name(from, nil)
	return 0
}

func (d *disk) name(name string, b *blob) {
	d.moved = append(d.moved, naming{name, b})
	naming{name, b}.in(d.names)
}

func (m naming) in(names map[string]*blob) {
	if m.blob == nil {
		delete(names, m.name)
		return
	}
	names[m.name] = m.blob
}

func (d *disk) list() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.names))
}

func (d *disk) size(b *blob) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return int64(len(b.now))
}

func (d *disk) read(name string, b *blob, into []byte, at int64) (int, syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.may(opRead, name); errno != 0 {
		return 0, errno
	}
	if at >= int64(len(b.now)) {
		return 0, 0
	}
	return copy(into, b.now[at:]), 0
}

// write keeps data, which it copies; without data it sets the length to at.
func (d *disk) write(name string, b *blob, data []byte, at int64) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.may(opWrite, name); errno != 0 {
		return errno
	}
	c := change{at, slices.Clone(data)}
	b.waiting = append(b.waiting, c)
	b.now = c.to(b.now)
	return 0
}

// to makes a change to a content.
func (c change) to(content []byte) []byte {
	if c.data == nil {
		return grown(content, int(c.at))[:c.at]
	}
	content = grown(content, int(c.at)+len(c.data))
	copy(content[c.at:], c.data)
	return content
}

// grown is content with at least n bytes, zeros behind the end.
func grown(content []byte, n int) []byte {
	if more := n - len(content); more > 0 {
		return append(content, make([]byte, more)...)
	}
	return content
}

// sync brings a file to the disk, and its name if it still has it.
func (d *disk) sync(name string, b *blob) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.may(opSync, name); errno != 0 {
		return errno
	}
	for _, c := range b.waiting {
		b.safe = c.to(b.safe)
	}
	b.waiting = nil
	if d.names[name] == b {
		d.safe[name] = b
	}
	return 0
}

// syncNames brings the names to the disk.
func (d *disk) syncNames() syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if errno := d.may(opSync, "."); errno != 0 {
		return errno
	}
	d.safe, d.moved = maps.Clone(d.names), nil
	return 0
}

// cut cuts the power: from now on everything fails, and what was not synced is
// half gone. It says how much of that survived. Nothing works before on.
func (d *disk) cut(r *rand.Rand) (survived, gone int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
	for _, m := range d.moved {
		if r.IntN(2) == 0 {
			m.in(d.safe)
		}
	}
	d.moved, d.names = nil, maps.Clone(d.safe)
	for _, name := range slices.Sorted(maps.Keys(d.safe)) { // the same order for the same seed
		b := d.safe[name]
		for _, c := range b.waiting {
			parts := c.torn(r)
			for _, part := range parts {
				b.safe = part.to(b.safe)
			}
			survived, gone = survived+one(len(parts) > 0), gone+one(len(parts) == 0)
		}
		b.waiting, b.now = nil, slices.Clone(b.safe)
	}
	return survived, gone
}

// on gives the disk its power back.
func (d *disk) on() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = false
}

// sector is what a disk writes wholly or not at all.
const sector = 512

// torn is what survives of a change: all, nothing, or any of its sectors.
func (c change) torn(r *rand.Rand) []change {
	switch r.IntN(3) {
	case 0:
		return []change{c}
	case 1:
		return nil
	}
	if c.data == nil {
		return nil
	}
	var parts []change
	for from := 0; from < len(c.data); {
		to := min(len(c.data), from+sector-int((c.at+int64(from))%sector))
		if r.IntN(2) == 0 {
			parts = append(parts, change{c.at + int64(from), c.data[from:to]})
		}
		from = to
	}
	return parts
}

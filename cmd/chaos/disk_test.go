package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func random() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func TestWhatWasSyncedSurvivesAPowerCut(t *testing.T) {
	d := newDisk()
	b, _ := d.create("a")
	synced := bytes.Repeat([]byte{1}, 3000)
	d.write("a", b, synced, 0)
	if errno := d.sync("a", b); errno != 0 {
		t.Fatal(errno)
	}
	d.write("a", b, bytes.Repeat([]byte{2}, 3000), 3000)
	d.cut(random())
	d.on()
	after, errno := d.open("a")
	if errno != 0 {
		t.Fatal(errno)
	}
	got := make([]byte, 3000)
	if n, _ := d.read("a", after, got, 0); n != 3000 || !bytes.Equal(got, synced) {
		t.Errorf("%d bytes, equal %v", n, bytes.Equal(got, synced))
	}
}

// Of many unsynced writes some survive, some are gone and some are torn at a
// sector, never within one.
func TestWhatWasNotSyncedIsHalfGone(t *testing.T) {
	d := newDisk()
	b, _ := d.create("a")
	d.write("a", b, nil, 300*4096)
	d.sync("a", b)
	for i := range int64(300) {
		d.write("a", b, bytes.Repeat([]byte{1}, 4096), i*4096)
	}
	d.cut(random())
	var whole, gone, torn int
	for i := range 300 {
		page, ones := b.now[i*4096:(i+1)*4096], 0
		for s := 0; s < 4096; s += sector {
			n := bytes.Count(page[s:s+sector], []byte{1})
			if n != 0 && n != sector {
				t.Fatalf("sector with %d bytes", n)
			}
			ones += n
		}
		whole, gone, torn = whole+one(ones == 4096), gone+one(ones == 0), torn+one(ones > 0 && ones < 4096)
	}
	if whole < 60 || gone < 60 || torn < 60 {
		t.Errorf("%d whole, %d gone, %d torn", whole, gone, torn)
	}
}

func TestNothingWorksWhileThePowerIsCut(t *testing.T) {
	d := newDisk()
	b, _ := d.create("a")
	d.sync("a", b)
	d.cut(random())
	_, create := d.create("b")
	_, read := d.read("a", b, make([]byte, 1), 0)
	for what, errno := range map[string]syscall.Errno{"create": create, "read": read, "write": d.write("a", b, []byte{1}, 0), "sync": d.sync("a", b)} {
		if errno != syscall.EIO {
			t.Errorf("%s: %v", what, errno)
		}
	}
}

// A file that was synced has its name after a cut; one that was only made may
// have it or not.
func TestNamesAreKeptWithTheirFile(t *testing.T) {
	lost := 0
	for seed := range uint64(50) {
		d := newDisk()
		b, _ := d.create("synced")
		d.sync("synced", b)
		d.create("made")
		d.cut(rand.New(rand.NewPCG(seed, 0)))
		if d.names["synced"] == nil {
			t.Fatal("the name of a synced file is gone")
		}
		lost += one(d.names["made"] == nil)
	}
	if lost == 0 || lost == 50 {
		t.Errorf("%d of 50 unsynced names are gone", lost)
	}
}

// The kernel shows a disk as files do: programs read what they wrote, sync it,
// and find it again when it is shown anew.
func TestAMountedDiskIsADirectory(t *testing.T) {
	if why := noFUSE(); why != "" {
		t.Skip("skipped: " + why + "; load the module fuse (modprobe fuse) and give this user /dev/fuse")
	}
	l := &lab{dir: t.TempDir()}
	t.Cleanup(l.close)
	m, err := l.mount()
	if err != nil {
		t.Skipf("skipped: %v; run it as root, or apt-get install fuse3", err)
	}
	path := filepath.Join(m.dir, "a")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []func() error{
		func() error { _, err := f.WriteString("hello, disk"); return err },
		func() error { return f.Truncate(5) },
		f.Sync, f.Close, m.hide, m.show,
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); string(got) != "hello" || err != nil {
		t.Errorf("%q %v", got, err)
	}
	if err := os.Rename(path, path+"b"); err != nil {
		t.Error(err)
	}
	if names, err := os.ReadDir(m.dir); len(names) != 1 || names[0].Name() != "ab" || err != nil {
		t.Errorf("%v %v", names, err)
	}
	m.failing(func(op, _ string) syscall.Errno {
		if op == opSync {
			return syscall.EIO
		}
		return 0
	})
	g, err := os.OpenFile(path+"b", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Sync(); err == nil {
		t.Error("a failing sync did not fail")
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}

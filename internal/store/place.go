package store

// Place is where a database lies.
type Place struct {
	FileSystem string // "nfs", "fuse", …; empty: PostgreSQL, or nothing to say against it
	Network    bool   // file locks cannot be relied on there: SQLite may be damaged
	Doubtful   bool   // they depend on what is behind it
	ReadOnly   bool   // it is mounted for reading only
}

// Disk is the room on the file system of SQLite's file, in bytes.
type Disk struct {
	Free  uint64 // for this process; less than what only root may use
	Total uint64
}

// Place says where the database lies; the zero Place for PostgreSQL.
func (s *Store) Place() (Place, error) {
	if s.d.file == "" {
		return Place{}, nil
	}
	return placeOf(s.d.file)
}

// Disk measures the room there is. errors.ErrUnsupported: this system does not
// say. PostgreSQL has a disk of its own, which is not ours to see: the zero Disk.
func (s *Store) Disk() (Disk, error) {
	if s.d.file == "" {
		return Disk{}, nil
	}
	return diskOf(s.d.file)
}

func mountedReadOnly(path string) bool {
	p, err := placeOf(path)
	return err == nil && p.ReadOnly
}

//go:build !linux && !darwin

package store

// ownedLike does nothing: files here belong to nobody whom it could be asked for.
func ownedLike(string, ...string) error { return nil }

//go:build !linux && !darwin

package store

import "errors"

func diskOf(string) (Disk, error) { return Disk{}, errors.ErrUnsupported }

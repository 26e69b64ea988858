package intake

import (
	"errors"
	"io"
)

// errLongRow is a row that is longer than it may be.
var errLongRow = errors.New("the row is too long")

// bounded hands a file on to a reader that takes rows of any length, and stops it
// at one that is too long: memory does not grow with what is sent.
type bounded struct {
	in    io.Reader
	left  int   // bytes until the next leave
	given int64 // bytes so far
	ended bool  // the file is at its end
}

// allow gives leave to read one more row of so many bytes.
func (b *bounded) allow(most int) { b.left = most }

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongRow
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	b.given += int64(n)
	b.ended = b.ended || errors.Is(err, io.EOF)
	return n, err
}

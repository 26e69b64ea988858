package logo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"

	"golang.org/x/image/riff"
	"golang.org/x/image/vp8"
	"golang.org/x/image/vp8l"
)

// format is one kind of picture.
type format struct {
	sides  func(io.Reader) (image.Config, error) // without decoding
	decode func(io.Reader) (image.Image, error)
}

// bounded looks at the sides before a pixel is decoded: a few bytes can promise
// a picture of gigabytes.
func (f format) bounded(upload []byte) error {
	c, err := f.sides(bytes.NewReader(upload))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKind, err)
	}
	if c.Width < 1 || c.Height < 1 || c.Width > MaxSide || c.Height > MaxSide {
		return ErrSides
	}
	return nil
}

// webpSides are the longest sides that any chunk of a WebP names. The library's
// own reader believes the first, but decodes the one that has the pixels.
func webpSides(r io.Reader) (longest image.Config, err error) {
	_, chunks, err := riff.NewReader(r)
	if err != nil {
		return image.Config{}, err
	}
	for {
		id, length, body, err := chunks.Next()
		if errors.Is(err, io.EOF) {
			return longest, nil
		}
		if err != nil {
			return image.Config{}, err
		}
		c, err := chunkSides(string(id[:]), int(length), body)
		if err != nil {
			return image.Config{}, err
		}
		longest.Width, longest.Height = max(longest.Width, c.Width), max(longest.Height, c.Height)
	}
}

// chunkSides reads the sides that one chunk names; zero: it names none.
func chunkSides(id string, length int, body io.Reader) (image.Config, error) {
	switch id {
	case "VP8L":
		return vp8l.DecodeConfig(body)
	case "VP8 ":
		d := vp8.NewDecoder()
		d.Init(body, length)
		h, err := d.DecodeFrameHeader()
		return image.Config{Width: h.Width, Height: h.Height}, err
	case "VP8X":
		var b [10]byte
		if _, err := io.ReadFull(body, b[:]); err != nil {
			return image.Config{}, err
		}
		side := func(at int) int { return 1 + int(b[at]) + int(b[at+1])<<8 + int(b[at+2])<<16 }
		return image.Config{Width: side(4), Height: side(7)}, nil
	}
	return image.Config{}, nil
}

// Package logo turns a picture that somebody uploaded into a logo that may
// stand on a page: bounded before it is decoded, scaled to the place it has
// there, and drawn anew as PNG, so that no byte of the upload is passed on. It
// leaves out where logos are kept and who may set one.
//
//	made, err := logo.Read(upload)
package logo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// The bounds of an upload, and the box of the page in CSS pixels.
const (
	MaxBytes = 40 << 10
	MaxSide  = 2048
	boxWide  = 120
	boxHigh  = 28
)

// What pictures are refused for.
var (
	ErrLarge = errors.New("a logo has 40 KB at most")
	ErrSVG   = errors.New("an SVG is a document that can hold scripts and load other files, so it is not taken")
	ErrKind  = errors.New("a logo is a PNG, JPEG or WebP picture")
	ErrSides = errors.New("a logo has 1 to 2048 pixels on each side")
)

// Logo is a picture to be served.
type Logo struct {
	PNG           []byte
	Width, Height int // pixels
}

// Read makes a logo of an upload. ErrLarge, ErrSVG, ErrKind, ErrSides: it cannot
// be taken, and why.
func Read(upload []byte) (Logo, error) {
	if len(upload) > MaxBytes {
		return Logo{}, ErrLarge
	}
	f, err := formatOf(upload)
	if err != nil {
		return Logo{}, err
	}
	if err := f.bounded(upload); err != nil {
		return Logo{}, err
	}
	picture, err := f.decode(bytes.NewReader(upload))
	if err != nil {
		return Logo{}, fmt.Errorf("%w: %w", ErrKind, err)
	}
	// Three pixels for each of the page, as the sharpest screens have; two
	// where the picture is so busy that this would be heavy.
	made, err := redraw(picture, 3)
	if err == nil && len(made.PNG) > MaxBytes {
		made, err = redraw(picture, 2)
	}
	return made, err
}

// redraw scales a picture down into the box, never up.
func redraw(picture image.Image, density int) (Logo, error) {
	from := picture.Bounds()
	scale := min(float64(boxWide*density)/float64(from.Dx()), float64(boxHigh*density)/float64(from.Dy()), 1)
	to := image.Rect(0, 0, max(1, int(scale*float64(from.Dx())+.5)), max(1, int(scale*float64(from.Dy())+.5)))
	drawn := image.NewNRGBA(to)
	draw.CatmullRom.Scale(drawn, to, picture, from, draw.Src, nil)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, drawn); err != nil {
		return Logo{}, fmt.Errorf("write logo: %w", err)
	}
	return Logo{PNG: out.Bytes(), Width: to.Dx(), Height: to.Dy()}, nil
}

// formatOf tells a picture by how it begins, whatever it is called.
func formatOf(upload []byte) (format, error) {
	switch {
	case bytes.HasPrefix(upload, []byte("\x89PNG\r\n\x1a\n")):
		return format{png.DecodeConfig, png.Decode}, nil
	case bytes.HasPrefix(upload, []byte("\xff\xd8\xff")):
		return format{jpeg.DecodeConfig, jpeg.Decode}, nil
	case len(upload) > 12 && string(upload[:4]) == "RIFF" && string(upload[8:12]) == "WEBP":
		return format{webpSides, webp.Decode}, nil
	case bytes.Contains(bytes.ToLower(upload), []byte("<svg")):
		return format{}, ErrSVG
	}
	return format{}, ErrKind
}

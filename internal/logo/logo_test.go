package logo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/logo"
)

// picture is a diagonal of two colours, or noise that nothing compresses.
func picture(w, h int, noise bool) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	random := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(x), uint8(y), 40, 255}
			if noise {
				c = color.NRGBA{uint8(random.Uint32()), uint8(random.Uint32()), uint8(random.Uint32()), uint8(random.Uint32())}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func pngOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 40}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A WebP of one pixel, lossless.
var webpDot = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

func TestPicturesAreDrawnAnewIntoTheBox(t *testing.T) {
	for _, c := range []struct {
		name          string
		upload        []byte
		width, height int
	}{
		{"a small one stays", pngOf(t, picture(28, 28, false)), 28, 28},
		{"a square", pngOf(t, picture(500, 500, false)), 84, 84},
		{"a wide one", jpegOf(t, picture(720, 90, false)), 360, 45},
		{"a line", pngOf(t, picture(2000, 1, false)), 360, 1},
		{"webp", webpDot, 1, 1},
	} {
		made, err := logo.Read(c.upload)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		shown, err := png.Decode(bytes.NewReader(made.PNG))
		if err != nil || shown.Bounds().Dx() != c.width || shown.Bounds().Dy() != c.height || made.Width != c.width || made.Height != c.height {
			t.Errorf("%s: %d × %d, want %d × %d, %v", c.name, made.Width, made.Height, c.width, c.height, err)
		}
	}
}

func TestNothingButPixelsIsPassedOn(t *testing.T) {
	const secret = "taken by Ada at home"
	plain := pngOf(t, picture(30, 20, false))
	comment := append([]byte("tEXtComment\x00"), secret...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(comment)-4))
	chunk = append(chunk, comment...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc(comment))
	upload := append(append(append([]byte{}, plain[:33]...), chunk...), plain[33:]...)
	upload = append(upload, "<script>alert(1)</script>"...)
	made, err := logo.Read(upload)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(made.PNG, []byte(secret)) || bytes.Contains(made.PNG, []byte("script")) {
		t.Error("the logo holds more than pixels")
	}
	if again, err := logo.Read(plain); err != nil || !bytes.Equal(again.PNG, made.PNG) {
		t.Errorf("the same pixels are another logo, %v", err)
	}
}

func TestABusyPictureStaysLight(t *testing.T) {
	made, err := logo.Read(jpegOf(t, picture(240, 100, true)))
	if err != nil {
		t.Fatal(err)
	}
	if len(made.PNG) > 64<<10 {
		t.Errorf("%d bytes", len(made.PNG))
	}
}

func TestWhatIsNoLogoIsRefusedWithTheReason(t *testing.T) {
	wide := pngOf(t, picture(logo.MaxSide+1, 1, false))
	vast := append([]byte{}, pngOf(t, picture(1, 1, false))...)
	binary.BigEndian.PutUint32(vast[16:], 1<<30)
	binary.BigEndian.PutUint32(vast[29:], crc(vast[12:29]))
	// A frame that promises one pixel around a picture of 16384.
	liar := append([]byte("RIFF\x2c\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00"), make([]byte, 10)...)
	liar = append(liar, "VP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x1f\x07\x10\x11\x11\x88\x88\xfe\x07\x00"...)
	for _, c := range []struct {
		name   string
		upload []byte
		want   error
	}{
		{"nothing", nil, logo.ErrKind},
		{"text", []byte("hello"), logo.ErrKind},
		{"gif", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), logo.ErrKind},
		{"svg", []byte(`<?xml version="1.0"?><SVG xmlns="http://www.w3.org/2000/svg"><script/></SVG>`), logo.ErrSVG},
		{"heavy", append(pngOf(t, picture(9, 9, false)), make([]byte, logo.MaxBytes)...), logo.ErrLarge},
		{"wide", wide, logo.ErrSides},
		{"vast", vast, logo.ErrSides},
		{"a webp that lies", liar, logo.ErrSides},
		{"cut", pngOf(t, picture(50, 50, false))[:60], logo.ErrKind},
		{"cut webp", webpDot[:20], logo.ErrKind},
	} {
		if made, err := logo.Read(c.upload); !errors.Is(err, c.want) {
			t.Errorf("%s: %d bytes, %v; want %v", c.name, len(made.PNG), err, c.want)
		}
	}
}

func crc(b []byte) uint32 { return crc32.ChecksumIEEE(b) }

func FuzzRead(f *testing.F) {
	f.Add(webpDot)
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, upload []byte) {
		made, err := logo.Read(upload)
		if err != nil {
			return
		}
		if c, err := png.DecodeConfig(bytes.NewReader(made.PNG)); err != nil || c.Width > 360 || c.Height > 84 {
			t.Errorf("a logo of %d × %d, %v", c.Width, c.Height, err)
		}
	})
}

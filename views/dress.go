package views

import "context"

// Dress is what a page wears that is drawn for somebody to look at: the
// branding of another account, and a banner that says what it is. It goes with
// the context, because the pages of the gallery are drawn already but for that.
type Dress struct {
	Stylesheet string
	Brand      Brand
	Footer     []Link
	Legal      []string
	Banner     string // "Preview. Nothing is recorded."
}

type dressKey struct{}

// WithDress draws pages in a dress.
func WithDress(ctx context.Context, d Dress) context.Context {
	return context.WithValue(ctx, dressKey{}, d)
}

// dressed is the frame as it is to be drawn, and the banner above it.
func dressed(ctx context.Context, f Frame) (Frame, string) {
	d, ok := ctx.Value(dressKey{}).(Dress)
	if !ok {
		return f, ""
	}
	f.Stylesheet = d.Stylesheet
	if f.Brand.Name != "" { // where a page names nobody, no dress may
		f.Brand, f.Footer, f.Legal = d.Brand, d.Footer, d.Legal
	}
	return f, d.Banner
}

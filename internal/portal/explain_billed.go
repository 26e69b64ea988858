package portal

import (
	"context"
	"errors"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// explainBilled ends the explanation of a link to something billed that stands:
// with its parameters, and with the page that is shown.
func (x *explaining) explainBilled(ctx context.Context, g link.Grant) error {
	err := x.opens(ctx, g)
	if errors.Is(err, ErrNotFound) {
		x.fail(checkState, "they name something else", "not-found",
			"The link is genuine, but the document, item or offer it names is not one of "+x.Title+", or is not open any more.",
			mendReissue)
		return nil
	}
	if err != nil {
		return err
	}
	x.Page, x.Sentence = "document", "It works: whoever opens it sees "+x.Title+"."
	if !g.Kind().Action() {
		return nil
	}
	x.Page = "confirm"
	if g.Scheme() == link.SchemeV1 && x.account.V1.StepUp {
		x.Page = "step-up"
		x.Sentence = "It works: whoever opens it is asked for a code that is mailed to the address on file, and then sees " + x.Title + "."
	}
	return nil
}

// opens opens the page of a link as its holder does.
func (x *explaining) opens(ctx context.Context, g link.Grant) (err error) {
	switch g.Kind() {
	case link.Invoice:
		_, err = x.Invoice(ctx, g)
	case link.Renewal:
		_, err = x.Renewal(ctx, g)
	case link.Upgrade:
		_, err = x.Plan(ctx, g)
	}
	return err
}

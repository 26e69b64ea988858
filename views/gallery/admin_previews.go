package gallery

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"github.com/latchkey-portal/latchkey/views"
)

// adminPreviews are customers' pages as the desk is shown them.
func adminPreviews() []Entry {
	back := views.Link{Label: "Back to the link", URL: "/admin/links/northwind/invoice/7041"}
	now := views.Preview{Page: "This is what the customer sees now.", Back: back, More: &views.PostButton{
		URL: back.URL + "/view", Hidden: []views.Hidden{{Name: "as", Value: "new"}}, Label: "As it would be with a new link",
	}}
	fresh := views.Preview{Page: "This is what the customer would see with a new link. None was made.", Back: back}
	return []Entry{
		{"admin-view-now", "expired", 200, under(now, views.NoticePage(expiredNoMail()))},
		{"admin-view-fresh", "withdrawn", 200, under(fresh, views.NoticePage(withdrawn()))},
	}
}

// under draws a page with the bar in front of its content, where web puts it.
func under(bar views.Preview, page templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var top, whole bytes.Buffer
		if err := views.PreviewBar(bar).Render(ctx, &top); err != nil {
			return err
		}
		if err := page.Render(ctx, &whole); err != nil {
			return err
		}
		_, err := io.WriteString(w, strings.Replace(whole.String(), "<main", top.String()+"<main", 1))
		return err
	})
}

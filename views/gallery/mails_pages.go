package gallery

import "github.com/latchkey-portal/latchkey/views/mail"

// pageMails bring the link to a page about something billed.
func pageMails() []Mail {
	return []Mail{
		{"page-order", pageMail("p", "/p/366332011", "Order 366332011", "Sunday 22 November 2026 at 16:07")},
		{"page-quote", pageMail("cq", "/cq/366332012", "Quote Q-2026-0031", "")},
		{"page-method", pageMail("scp", "/scp/S49694473", "Subscription S49694473", "")},
		{"page-plan", pageMail("usi", "/usi/S49694473", "Subscription S49694473", "")},
		{"page-renewal", pageMail("urb", "/urb/366332011", "Order 366332011", "")},
		{"page-methods", pageMail("ccp", "/ccp/c71", "Payment methods of Harbour & Pine ApS", "")},
		{"page-redo", pageMail("redop", "/redop/366332013", "Order 366332013", "")},
	}
}

func pageMail(kind, path, object, asked string) mail.Message {
	page, ok := mail.PageOf(kind, object, northwindSender.Merchant)
	if !ok {
		panic("no words for the page " + kind)
	}
	return mail.PageLink(mail.PageWords{Page: page, NewLinkWords: mail.NewLinkWords{
		Sender: northwindSender, LinkWords: link("/northwind" + path), Greeting: "Hello Harbour & Pine ApS,", Subject: object, AskedAt: asked,
	}})
}

package main

import (
	"fmt"
	"mime"
	"path"

	"github.com/latchkey-portal/latchkey/internal/intake"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// orderTold is the order that is known from the billing system's messages
// alone; there is no other description of it.
const orderTold = "20455"

// toldInOrder are the messages as they arrive: not as they happened.
var toldInOrder = []string{"5-second-refund.json", "3-paid.xml", "1-quote.json", "4-first-refund.json", "2-payment-instructions.json"}

// tell delivers the messages the way the billing system does, and has them read.
func (a *app) tell(i *installation) error {
	for _, name := range toldInOrder {
		body, err := samples.ReadFile("sample/told/" + name)
		if err != nil {
			return err
		}
		kind := mime.TypeByExtension(path.Ext(name))
		if _, err := i.service.ReceiveNotification(a.ctx, fjordlight, kind, moveDates(body, i.clock.now())); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if _, err := i.service.RunInbox(a.ctx, intake.ReadNotifications); err != nil {
		return err
	}
	rejected, err := i.service.Inbounds(a.ctx, fjordlight, portal.InboundRejected, 1)
	if err == nil && len(rejected) > 0 {
		err = fmt.Errorf("a message was rejected: %s", rejected[0].Reason)
	}
	return err
}

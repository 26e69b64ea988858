package intake

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// ReadNotifications reads a message of the billing system, XML or JSON by its
// content: one notification, a NotificationList or an array. One that cannot be
// taken has a Fault and nothing else; the error is a Refusal of the whole
// message.
func ReadNotifications(body []byte) ([]portal.Notification, error) {
	roots, err := readMessage(body)
	if err != nil {
		return nil, err
	}
	if len(roots) == 0 {
		return nil, Refusal{"the message holds no notification"}
	}
	all := make([]portal.Notification, 0, len(roots))
	for _, root := range roots {
		n, err := readNotification(root)
		if err != nil {
			n = portal.Notification{Kind: shorten(root.label), Fault: err}
		}
		all = append(all, n)
	}
	return all, nil
}

// IsNotification tells a message of the billing system from other XML and JSON by
// what its first notification calls itself, without judging it.
func IsNotification(body []byte) bool {
	roots, err := readMessage(body)
	if err != nil || len(roots) == 0 {
		return false
	}
	name, says := strings.CutSuffix(strings.ToLower(roots[0].label), "notification")
	_, known := notices[name]
	return known || says
}

func readNotification(root *part) (portal.Notification, error) {
	if root.label == "" {
		return portal.Notification{}, Refusal{"the message does not say what it is: JSON names its kind in meta.type"}
	}
	f := &form{}
	out := portal.Notification{Kind: root.label}
	purchase := root.child("purchase")
	if purchase == nil && root.get("purchaseid") != "" {
		purchase = root
	}
	out.Source.ModifiedAt = f.time(purchase, "lastmodificationtime")
	if out.Source.ModifiedAt.IsZero() {
		out.Source.ModifiedAt = f.time(root, "lastmodificationtime")
	}
	if out.Source.ModifiedAt.IsZero() {
		out.Source.ModifiedAt = f.time(root.child("meta"), "date")
	}
	n := noticeOf(root.label)
	if purchase != nil {
		f.purchase(&out, n, purchase)
	}
	f.subscription(&out, n, root)
	f.customer(&out, root)
	if f.err != nil {
		return portal.Notification{}, f.err
	}
	if out.Purchase == nil && out.Customer == nil && len(out.Subscriptions) == 0 {
		return portal.Notification{}, Refusal{shorten(root.label) + " names no purchase, no subscription and no customer"}
	}
	return out, nil
}

// customer reads a message that is about a customer alone.
func (f *form) customer(out *portal.Notification, root *part) {
	v := root.child("customer")
	if v == nil {
		if out.Purchase != nil || len(out.Subscriptions) > 0 {
			return
		}
		v = root
	}
	id := f.id(v, "customerid", "id")
	contact := v.child("billingcontact")
	if id == "" || contact == nil {
		return
	}
	out.Customer = customerOf(id, contact, out.Source)
}

// customerOf makes a customer of a billing contact.
func customerOf(id string, contact *part, source portal.Source) *portal.Customer {
	c := &portal.Customer{
		Key:     portal.Key{ID: id},
		Source:  source,
		Name:    contact.line("company"),
		Locale:  strings.ReplaceAll(matching(localeName, contact.get("locale", "languageid")), "_", "-"),
		Country: matching(countryCode, contact.get("countryid")),
		Email:   email(contact.get("email")),
	}
	if c.Name != "" {
		c.Type = "business"
	} else if c.Name = personOf(contact); c.Name == "" {
		c.Name = c.Email
	}
	if c.Name == "" {
		return nil // nobody to speak of
	}
	return c
}

func personOf(contact *part) string {
	return cut(strings.TrimSpace(contact.get("firstname") + " " + contact.get("lastname")))
}

func contactOf(v *part) *portal.PurchaseContact {
	if v == nil {
		return nil
	}
	c := &portal.PurchaseContact{
		Company: v.line("company"), Name: personOf(v), Email: email(v.get("email")),
		City: v.line("city"), PostalCode: v.line("postalcode"), Country: matching(countryCode, v.get("countryid")),
	}
	for _, name := range []string{"street1", "street2"} {
		if line := v.line(name); line != "" {
			c.Lines = append(c.Lines, line)
		}
	}
	return c
}

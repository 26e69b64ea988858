package intake

import (
	"cmp"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// billedItem reads what a purchase's item says of its subscription. Addresses
// in it at which the billing system would change it are not read: our own pages
// do that.
func (f *form) billedItem(out *portal.Notification, n notice, p *portal.Purchase, it *portal.Item, v *part) {
	id := strings.TrimPrefix(f.id(v, "subscriptionid"), "S")
	if id == "" {
		return
	}
	it.Subscription = id
	it.SubscriptionItem = f.whole(v, "subscriptionitemrunningno", "subscriptionitemrunningnumber")
	if it.SubscriptionItem == 0 {
		it.SubscriptionItem = it.RunningNo
	}
	sub := subscriptionIn(out, id)
	if sub.Purchase = f.id(v, "originalpurchaseid"); sub.Purchase == "" {
		sub.Purchase = p.ID
	}
	sub.Currency = p.Currency
	f.term(sub, n, v)
	sub.Items = append(sub.Items, portal.SubscriptionItem{
		RunningNo: it.SubscriptionItem, PurchaseItem: f.whole(v, "originalpurchaseitemrunningno", "originalpurchaseitemrunningnumber"),
		Status: itemStatus(v.line("itemstatusid"), v.line("itemstatus")), ProductID: it.ProductID, Name: it.Name,
		Quantity: it.Quantity, UnitNet: it.UnitNet, ModifiedAt: out.Source.ModifiedAt,
	})
}

// subscriptionIn is the subscription of that id in a notification.
func subscriptionIn(out *portal.Notification, id string) *portal.Subscription {
	for i := range out.Subscriptions {
		if out.Subscriptions[i].ID == id {
			return &out.Subscriptions[i]
		}
	}
	out.Subscriptions = append(out.Subscriptions, portal.Subscription{Key: portal.Key{ID: id}, Source: out.Source})
	return &out.Subscriptions[len(out.Subscriptions)-1]
}

// term reads status, renewal and times of a subscription.
func (f *form) term(sub *portal.Subscription, n notice, v *part) {
	code, label := v.line("statusid"), v.line("status")
	d := &sub.Details
	switch strings.ToLower(v.get("renewaltype")) {
	case "automatic":
		d.Renewal = "auto"
	case "manual":
		d.Renewal = "manual"
	}
	d.StatusCode, d.StatusLabel = code, label
	sub.Status = subscriptionStatus(n, code, label, d.Renewal == "manual")
	d.Interval = portal.Interval{
		Months: f.whole(v, "billingintervalmonthcount", "intervallengthinmonths", "intervalmonthcount"),
		Days:   f.whole(v, "billingintervaldaycount", "intervallengthindays", "intervaldaycount"),
	}
	d.StartedAt = f.time(v, "startdate")
	d.NextBillingAt = f.time(v, "nextbillingdate", "nextrenewaldate")
	d.EndsAt = f.time(v, "enddate")
	d.GraceDays = f.whole(v, "graceperioddays")
	// What does not renew by itself runs on until the day of its next bill.
	if sub.Status == portal.SubscriptionEnding || sub.Status == portal.SubscriptionAwaitingRenewal {
		if d.EndsAt.IsZero() {
			d.EndsAt = d.NextBillingAt
		}
		d.NextBillingAt = time.Time{}
	}
}

// subscription reads a message that is about a subscription itself.
func (f *form) subscription(out *portal.Notification, n notice, root *part) {
	v := root.child("subscription")
	if v == nil {
		if out.Purchase != nil || root.get("subscriptionid") == "" {
			return
		}
		v = root
	}
	id := strings.TrimPrefix(f.id(v, "subscriptionid", "id"), "S")
	if id == "" {
		return
	}
	sub := subscriptionIn(out, id)
	sub.Currency = f.currency(v, "customercurrencyid", "currencyid")
	sub.Customer = f.id(v, "customerid")
	sub.Purchase = f.id(v, "originalpurchaseid")
	f.term(sub, n, v)
	for i, item := range v.list("items", "item") {
		sub.Items = append(sub.Items, portal.SubscriptionItem{
			RunningNo: cmp.Or(f.whole(item, "runningnumber", "runningno"), int64(i+1)), Status: itemStatus(item.line("statusid"), item.line("status")),
			ProductID: item.line("productid"), Name: nameOf(item),
			Quantity: f.amount(item, "quantity"), ModifiedAt: out.Source.ModifiedAt,
		})
	}
}

package web

import (
	"errors"
	"strconv"
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/views"
)

// quantityStep asks for a quantity, and then shows what it means.
func (d *deed) quantityStep(c contract, item int64) (*step, error) {
	choose := d.offer(c, portal.ActionQuantity, d.chooseQuantity(c))
	if choose == nil || choose.why != "" || c.item == nil {
		return choose, nil
	}
	if d.stage == "" {
		return choose, nil
	}
	typed := strings.TrimSpace(d.r.PostForm.Get("quantity"))
	if message := d.p.quantityFault(*c.item, typed, false); message != "" {
		d.wrong("quantity", message)
		return d.chooseQuantity(c), nil
	}
	st := &step{change: portal.Change{Quantity: portal.Amount(typed)}, view: views.Step{
		Heading: "Check your change",
		Facts: []views.Facts{{Rows: rows(
			fact("Subscription", c.name()), fact("From", d.p.locale.Quantity(string(c.item.Quantity))), fact("To", d.p.locale.Quantity(typed)),
		)}},
		Form: &views.Form{Hidden: []views.Hidden{{Name: "quantity", Value: typed}}},
		Back: &views.Link{Label: "Go back", URL: d.stepURL(portal.ActionQuantity, item)},
	}}
	return d.priced(c, portal.ActionQuantity, item, st)
}

func (d *deed) chooseQuantity(c contract) *step {
	return &step{choice: true, view: views.Step{
		Heading: "Change quantity",
		Lead:    []views.Text{views.Plain("Nothing changes yet. You see what happens on the next page before you decide.")},
		Facts:   []views.Facts{{Rows: d.p.nowFacts(c)}},
		Form:    &views.Form{Inputs: []views.Input{d.quantityField(c)}, Label: "See what changes"},
	}}
}

// nowFacts are what the contract is now, beside a choice.
func (p presenter) nowFacts(c contract) []views.Fact {
	facts := []views.Fact{fact("Plan", c.name())}
	if c.item != nil {
		facts = append(facts, fact("Quantity", p.locale.Quantity(string(c.item.Quantity))))
		if unit := p.money(c.item.UnitNet, c.subscription.Currency); unit != "" {
			facts = append(facts, fact("Price", unit+" each "+p.per(c.subscription.Details.Interval)+", plus VAT"))
		}
	}
	if at := c.subscription.Details.NextBillingAt; !at.IsZero() {
		facts = append(facts, views.Fact{Name: "Next payment", Value: p.dayText(at)})
	}
	return rows(append(facts, p.asOfFact(c.subscription.AsOf))...)
}

func (d *deed) quantityField(c contract) views.Input {
	f := &views.Field{Name: "quantity", Label: "Quantity", Width: 8, Mode: "numeric", Error: d.errors["quantity"], Value: d.r.PostForm.Get("quantity")}
	if c.item != nil {
		f.Hint = views.Plain(d.p.quantityBounds(*c.item))
		if f.Value == "" && f.Error == "" {
			f.Value = string(c.item.Quantity)
		}
	}
	return views.Input{Field: f}
}

// quantityBounds says what can be entered: "Between 5 and 500."
func (p presenter) quantityBounds(i portal.SubscriptionItem) string {
	least, most := p.locale.Quantity(string(i.Min)), p.locale.Quantity(string(i.Max))
	var words string
	switch {
	case i.Min != "" && i.Max != "":
		words = "between " + least + " and " + most
	case i.Max != "":
		words = "up to " + most
	case i.Min != "":
		words = least + " or more"
	}
	if i.Step != "" && i.Step != "1" {
		words = strings.TrimSpace(words + ", in steps of " + p.locale.Quantity(string(i.Step)))
	}
	return capital(strings.TrimPrefix(words, ", ")) + "."
}

// quantityFault says what is wrong with a quantity as it was typed; empty:
// nothing. same allows what it is already.
func (p presenter) quantityFault(i portal.SubscriptionItem, typed string, same bool) string {
	bounds := lowerFirst(strings.TrimSuffix(p.quantityBounds(i), "."))
	switch err := i.CheckQuantity(portal.Amount(typed)); {
	case err == nil:
		return ""
	case errors.Is(err, portal.ErrQuantitySame) && same:
		return ""
	case errors.Is(err, portal.ErrQuantitySame):
		return "You have " + p.locale.Quantity(string(i.Quantity)) + " already: enter another number"
	}
	return strings.TrimSpace("Enter a number " + bounds)
}

// intervalStep asks how often to pay, and then shows what it means.
func (d *deed) intervalStep(c contract, item int64) (*step, error) {
	choose := d.offer(c, portal.ActionInterval, d.chooseInterval(c))
	if choose == nil || choose.why != "" || d.stage == "" || c.item == nil {
		return choose, nil
	}
	chosen, ok := intervalOf(c, d.r.PostForm.Get("interval"))
	if !ok {
		d.wrong("interval", "Choose how often you want to pay")
		return d.chooseInterval(c), nil
	}
	st := &step{change: portal.Change{Interval: &chosen}, view: views.Step{
		Heading: "Check your change",
		Facts: []views.Facts{{Rows: rows(
			fact("Subscription", c.name()), fact("From", capital(d.p.each(c.subscription.Details.Interval))), fact("To", capital(d.p.each(chosen))),
		)}},
		Form: &views.Form{Hidden: []views.Hidden{{Name: "interval", Value: intervalCode(chosen)}}},
		Back: &views.Link{Label: "Go back", URL: d.stepURL(portal.ActionInterval, item)},
	}}
	return d.priced(c, portal.ActionInterval, item, st)
}

func (d *deed) chooseInterval(c contract) *step {
	pick := &views.Pick{Name: "interval", Legend: "How often you pay", Error: d.errors["interval"], Hint: views.Plain("It counts from the next payment.")}
	if c.item != nil {
		for _, i := range c.item.Intervals {
			if i != c.subscription.Details.Interval {
				pick.Choices = append(pick.Choices, views.Choice{Value: intervalCode(i), Label: "Pay " + d.p.each(i), Checked: d.r.PostForm.Get("interval") == intervalCode(i)})
			}
		}
	}
	return &step{choice: true, view: views.Step{
		Heading: "Change how often you pay",
		Lead:    []views.Text{views.Plain("Nothing changes yet. You see what happens on the next page before you decide.")},
		Facts:   []views.Facts{{Rows: d.p.nowFacts(c)}},
		Form:    &views.Form{Inputs: []views.Input{{Pick: pick}}, Label: "See what changes"},
	}}
}

// intervalCode is an interval in a form: "12m", "30d", "1m15d".
func intervalCode(i portal.Interval) string {
	code := ""
	if i.Months > 0 {
		code = strconv.FormatInt(i.Months, 10) + "m"
	}
	if i.Days > 0 {
		code += strconv.FormatInt(i.Days, 10) + "d"
	}
	return code
}

// intervalOf finds an interval that the item can be billed in.
func intervalOf(c contract, code string) (portal.Interval, bool) {
	for _, i := range c.item.Intervals {
		if intervalCode(i) == code && i != c.subscription.Details.Interval {
			return i, true
		}
	}
	return portal.Interval{}, false
}

package portal

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What can be typed with a decision: the names of Change.Fields, and how long
// their values can be. No field takes an e-mail address: mail goes to the
// address on file.
const (
	FieldName         = "name" // who accepts
	FieldRole         = "role"
	FieldPONumber     = "poNumber"
	FieldTerms        = "terms"        // ticked: any value
	FieldTermsVersion = "termsVersion" // of the terms that were ticked; set here
	FieldCompany      = "company"
	FieldStreet       = "street"
	FieldCity         = "city"
	FieldPostalCode   = "postalCode"
	FieldCountry      = "country"
	FieldTaxID        = "taxId"

	MaxField   = 200  // characters
	MaxPO      = 100  // of FieldPONumber
	MaxComment = 2000 // of Change.Comment
	maxWhen    = 40   // of Change.Effective
)

// billingFields are those of a correction of billing data.
var billingFields = []string{
	FieldCompany, FieldName, FieldStreet, FieldCity, FieldPostalCode, FieldCountry, FieldTaxID, FieldPONumber,
}

// typing reads what was typed, and keeps what belongs to the action alone.
type typing struct {
	typed    Change
	kept     Change
	problems []Problem
}

// change is what an act asks for, and what is wrong with it. Figures come from
// the billing system, never from the form.
func (c concern) change(act Act, now time.Time) (Change, []Problem) {
	t := &typing{typed: act.Change}
	t.kept.Effective = t.line("effectiveAt", "The date", act.Change.Effective, maxWhen)
	switch act.Action {
	case ActionCancel, ActionDecline:
		t.reason()
	case ActionWithdraw:
		t.reason()
		t.kept.Late = c.withdrawTill != "" && c.account.Day(now) > c.withdrawTill
	case ActionQuantity:
		t.quantity(c.item())
	case ActionUpgrade:
		t.upgrade()
	case ActionInterval:
		t.interval()
	case ActionAccept:
		t.acceptance(c.quote)
	case ActionAskChange, ActionProblem:
		t.comment("Say what it is about")
	case ActionAskQuote:
		t.comment("")
	case ActionCorrect:
		t.correction()
	case ActionDefault, ActionRemove:
		t.kept.Method = act.Change.Method
	case ActionAutoRenew:
		t.kept.Method = act.Change.Method
	case ActionPay:
		t.kept.Amount, t.kept.Currency = c.due, c.currency
	case ActionMethod:
		t.settle(c)
	}
	return t.kept, t.problems
}

func (t *typing) wrong(field, message string) {
	t.problems = append(t.problems, Problem{field, message})
}

// line reads one line of text.
func (t *typing) line(field, label, value string, most int) string {
	value = strings.TrimSpace(value)
	if strings.ContainsFunc(value, unicode.IsControl) || !utf8.ValidString(value) {
		t.wrong(field, label+" must be one line of text")
		return ""
	}
	return t.text(field, label, value, most)
}

// text reads text of any number of lines.
func (t *typing) text(field, label, value string, most int) string {
	value = strings.ReplaceAll(strings.TrimSpace(value), "\r\n", "\n")
	control := func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }
	switch {
	case strings.ContainsFunc(value, control) || !utf8.ValidString(value):
		t.wrong(field, label+" must be plain text")
		return ""
	case utf8.RuneCountInString(value) > most:
		t.wrong(field, fmt.Sprintf("%s must be %d characters or fewer", label, most))
	}
	return value
}

func (t *typing) reason() {
	t.kept.Reason = t.text("reason", "Reason", t.typed.Reason, MaxReason)
	t.comment("")
}

// comment reads the comment; missing is what is said where there must be one.
func (t *typing) comment(missing string) {
	t.kept.Comment = t.text("comment", "The message", t.typed.Comment, MaxComment)
	if missing != "" && t.kept.Comment == "" && len(t.problems) == 0 {
		t.wrong("comment", missing)
	}
}

func (t *typing) quantity(item *SubscriptionItem) {
	t.kept.Quantity = Amount(strings.TrimSpace(string(t.typed.Quantity)))
	if item == nil {
		return // it is not offered then
	}
	switch err := item.CheckQuantity(t.kept.Quantity); {
	case errors.Is(err, ErrQuantityLow):
		t.wrong("quantity", "Quantity must be "+string(item.Min)+" or more")
	case errors.Is(err, ErrQuantityHigh):
		t.wrong("quantity", "Quantity must be "+string(item.Max)+" or fewer")
	case errors.Is(err, ErrQuantityStep):
		t.wrong("quantity", "Quantity must fit the steps of "+step(*item))
	case errors.Is(err, ErrQuantitySame):
		t.wrong("quantity", "Quantity is "+string(item.Quantity)+" already")
	case err != nil:
		t.wrong("quantity", "Quantity must be a number, like 12")
	}
}

func step(item SubscriptionItem) string {
	if item.Step == "" {
		return "1"
	}
	return string(item.Step)
}

// upgrade takes the offer's id; whether it is open is for the rules.
func (t *typing) upgrade() {
	t.kept.Offer, t.kept.Product, t.kept.Quantity = t.typed.Offer, t.typed.Product, t.typed.Quantity
	if t.kept.Offer == "" {
		t.wrong("offer", "Choose one of the offers")
	}
}

func (t *typing) interval() {
	t.kept.Interval = t.typed.Interval
	if t.kept.Interval == nil || *t.kept.Interval == (Interval{}) {
		t.wrong("interval", "Choose how often you want to be billed")
	}
}

// field reads one of Change.Fields.
func (t *typing) field(name, label string, most int) string {
	value := t.line(name, label, t.typed.Fields[name], most)
	if value != "" {
		if t.kept.Fields == nil {
			t.kept.Fields = map[string]string{}
		}
		t.kept.Fields[name] = value
	}
	return value
}

// need is field for one that must not be empty; missing is what is said then.
func (t *typing) need(name, label, missing string, most int) {
	if strings.TrimSpace(t.typed.Fields[name]) == "" {
		t.wrong(name, missing)
		return
	}
	t.field(name, label, most)
}

func (t *typing) acceptance(q *Quote) {
	t.need(FieldName, "Name", "Enter your name", MaxField)
	t.field(FieldRole, "Role", MaxField)
	if q != nil && q.PORequired {
		t.need(FieldPONumber, "Order number", "Enter your order number", MaxPO)
	} else {
		t.field(FieldPONumber, "Order number", MaxPO)
	}
	t.comment("")
	if q == nil || q.Terms == "" {
		return
	}
	t.need(FieldTerms, "Terms", "Confirm that you accept the terms", MaxField)
	if q.TermsVersion != "" && t.kept.Fields[FieldTerms] != "" {
		t.kept.Fields[FieldTermsVersion] = q.TermsVersion
	}
}

func (t *typing) correction() {
	for _, name := range billingFields {
		t.field(name, "Each field", MaxField)
	}
	t.comment("")
	if len(t.kept.Fields) == 0 && t.kept.Comment == "" && len(t.problems) == 0 {
		t.wrong(FieldCompany, "Enter what is to be corrected")
	}
}

// settle asks for what is open to be charged to the new method, too.
func (t *typing) settle(c concern) {
	if t.typed.Settle && c.due.positive() {
		t.kept.Settle, t.kept.Amount, t.kept.Currency = true, c.due, c.currency
	}
}

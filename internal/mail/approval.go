package mail

import (
	"strconv"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
	words "github.com/latchkey-portal/latchkey/views/mail"
)

// request is what the mails that ask for a decision say.
func (p pen) request() words.RequestWords {
	sum := portal.Sum(p.Held)
	end := time.Unix(p.Request.End, 0).In(p.zone)
	w := words.RequestWords{
		Sender: p.sender(), LinkWords: p.link(), Greeting: p.greeting(), Partner: p.Partner.Name, Scope: p.scope(),
		Cases: sum.Count, Day: p.locale.DateLong(end.Format(time.DateOnly)),
	}
	if len(p.Request.Clients) == 1 {
		w.Company = p.Client
	}
	if sum.Total != "" {
		w.Total = p.locale.Money(string(sum.Total), sum.Currency)
	}
	return w
}

func (p pen) scope() string {
	if scope := p.Account.TextsIn(p.Account.Language()).Scope; scope != "" {
		return scope
	}
	return "send cases to " + p.Account.Name
}

// decision is what the receipts say.
func (p pen) decision() words.DecisionWords {
	w := words.DecisionWords{
		Sender: p.sender(), LinkWords: p.link(), Greeting: p.greeting(), Partner: p.Partner.Name, Company: p.Client, Scope: p.scope(),
		At: p.locale.Moment(p.Request.DecidedAt, p.zone), Request: p.Request.ID, Reason: p.Request.Reason,
	}
	if sum := portal.Sum(p.Held); sum.Count > 0 {
		w.Cases = strconv.Itoa(sum.Count)
		if sum.Total != "" {
			w.Cases += ", " + p.locale.Money(string(sum.Total), sum.Currency) + " in total"
		}
	}
	return w
}

func (p pen) code() words.Message {
	until := p.Message.CreatedAt.Add(portal.CodeLife)
	return words.Code(words.CodeWords{
		Sender: p.sender(), Greeting: p.greeting(), Code: p.Code, Minutes: strconv.Itoa(int(portal.CodeLife.Minutes())) + " minutes",
		Until: p.locale.Clock(until, p.zone), UntilAt: until.In(p.zone).Format(time.RFC3339), Zone: p.locale.City(p.zone), Reference: p.Reference,
	})
}

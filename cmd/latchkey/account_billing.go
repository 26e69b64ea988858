package main

import "github.com/latchkey-portal/latchkey/internal/portal"

// billingFlags are what an account wants of its billing pages, and which systems
// stand behind them.
type billingFlags struct {
	Payment      *string `help:"Payment provider: none, test or stripe. Keys of Stripe: latchkey key pay." enum:"none,test,stripe"`
	PreviewURL   *string `name:"preview-url" help:"Where the billing system is asked what a change would cost; empty for nowhere."`
	ResolveURL   *string `name:"resolve-url" help:"Where the billing system is asked for what is missing or old; empty for nowhere."`
	StaleHours   *int64  `help:"Hours after which a snapshot is asked for again; 0 for never."`
	OfficeEmail  *string `help:"Back office, told of each decision; empty for nobody."`
	AnswerDays   *int64  `help:"Days until a request that nobody answered lapses."`
	Reveal       *string `help:"How files open: direct, click (one more press) or code (a mailed code)." enum:"direct,click,code"`
	Consumer     *bool   `help:"Sells to consumers: pages name the forms for cancelling and withdrawing." negatable:""`
	WithdrawDays *int64  `help:"Length of the withdrawal period in days."`
	Imprint      *string `help:"Address of the imprint, in the footer."`
	Privacy      *string `help:"Address of the privacy notice, in the footer."`
}

func (f billingFlags) apply(p *portal.BillingPolicy) {
	set(&p.PreviewURL, f.PreviewURL)
	set(&p.ResolveURL, f.ResolveURL)
	set(&p.StaleHours, f.StaleHours)
	set(&p.OfficeEmail, f.OfficeEmail)
	set(&p.AnswerDays, f.AnswerDays)
	set(&p.Reveal, f.Reveal)
	set(&p.Consumer, f.Consumer)
	set(&p.WithdrawDays, f.WithdrawDays)
	set(&p.Imprint, f.Imprint)
	set(&p.Privacy, f.Privacy)
	if f.Payment != nil {
		if p.Provider = *f.Payment; p.Provider == "none" {
			p.Provider = ""
		}
	}
}

package main

import "github.com/latchkey-portal/latchkey/internal/portal"

// approvalFlags are what an account says of a connection, and asks before one.
type approvalFlags struct {
	ApprovalCode   *bool    `help:"Ask for a mailed code before a connection is approved or declined." negatable:""`
	ApprovalHurry  *bool    `help:"Ask once more when a decision comes within seconds of its form." negatable:""`
	ApprovalNotice *bool    `help:"Mail the client that a link has expired." negatable:""`
	Scope          *string  `help:"What a connection lets a platform do, 'send your unpaid invoices to Acme'."`
	Can            []string `help:"The same in detail, a line each: 'See how each case is going.'; may be given several times." sep:"none"`
	Cannot         []string `help:"What it does not let it do, behind 'It cannot': 'see your bank details.'; may be given several times." sep:"none"`
}

func (f approvalFlags) apply(p *portal.ApprovalPolicy) {
	set(&p.Code, f.ApprovalCode)
	set(&p.Hurry, f.ApprovalHurry)
	set(&p.Notice, f.ApprovalNotice)
	set(&p.Scope, f.Scope)
	if f.Can != nil {
		p.Can = f.Can
	}
	if f.Cannot != nil {
		p.Cannot = f.Cannot
	}
}

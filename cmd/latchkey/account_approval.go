package main

import "github.com/latchkey-portal/latchkey/internal/portal"

// approvalFlags are what an account says of a connection, and asks before one.
type approvalFlags struct {
	ApprovalCode   *bool `help:"Ask for a mailed code before a connection is approved or declined." negatable:""`
	ApprovalHurry  *bool `help:"Ask once more when a decision comes within seconds of its form." negatable:""`
	ApprovalNotice *bool `help:"Mail the client that a link has expired." negatable:""`
}

func (f approvalFlags) apply(p *portal.ApprovalPolicy) {
	set(&p.Code, f.ApprovalCode)
	set(&p.Hurry, f.ApprovalHurry)
	set(&p.Notice, f.ApprovalNotice)
}

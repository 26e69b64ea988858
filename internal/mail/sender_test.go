package mail

import (
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

func TestMailsAreFromWhomTheAccountSays(t *testing.T) {
	facts := pageFacts(portal.ObjectKey{Account: "acme", Kind: "cq", ID: "366332011"}, "Quote 7")
	facts.Account.Name, facts.Account.Contact.Email = "Acme", "help@acme.example"
	plain := drawn(t, facts)
	if plain.FromName != "Acme" || plain.ReplyTo != "help@acme.example" {
		t.Errorf("without a sender of its own: %q, answers to %q", plain.FromName, plain.ReplyTo)
	}
	facts.Account.Sender = portal.Sender{Name: "Acme Billing", Email: "billing@acme.example", ReplyTo: "answers@acme.example"}
	own := drawn(t, facts)
	if own.From != "billing@acme.example" || own.FromName != "Acme Billing" || own.ReplyTo != "answers@acme.example" || own.From == plain.From {
		t.Errorf("from %q <%s>, answers to %q", own.FromName, own.From, own.ReplyTo)
	}
}

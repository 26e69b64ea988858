package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminProposals are changes that need a second owner.
func adminProposals() []Entry {
	own, over := proposal(), proposal()
	own.Approve, own.Refuse, own.Why = nil, nil, "You proposed it, so another owner has to approve it."
	own.Withdraw = &views.PostButton{URL: "/admin/proposals/northwind/prp_1/withdraw", Label: "Withdraw", Icon: views.IconCross}
	over.Approve, over.Refuse, over.Why = nil, nil, "It is over. Nothing can be done about it any more."
	over.State = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Approved and done"}
	over.Facts = append(over.Facts, views.AdminFact{Name: "Decided by", Value: "ola@northwind.example"})
	empty := proposals()
	empty.Rows, empty.Empty = nil, "Nothing waits for a second owner."
	rule, wrong := ruleForm(), ruleForm()
	const bad = "The limit must be a number from 1 to 100,000."
	wrong.Frame.Title, wrong.Problems, wrong.Limit.Value, wrong.Limit.Error = "Error: Second owner in northwind", problem("limit", bad), "many", bad
	return []Entry{
		{"admin-proposals", "admin-proposals", 200, views.ProposalsPage(proposals())},
		{"admin-proposals-empty", "admin-proposals", 200, views.ProposalsPage(empty)},
		{"admin-proposal", "admin-proposal", 200, views.ProposalPage(proposal())},
		{"admin-proposal-own", "admin-proposal", 200, views.ProposalPage(own)},
		{"admin-proposal-over", "admin-proposal", 200, views.ProposalPage(over)},
		{"admin-rule", "admin-rule", 200, views.RuleFormPage(rule)},
		{"admin-rule-wrong", "admin-rule", 422, views.RuleFormPage(wrong)},
	}
}

var badgeWaits = views.Badge{Tone: views.ToneWarn, Icon: views.IconClock, Word: "Waits"}

func proposals() views.Proposals {
	return views.Proposals{
		Frame: office("admin-proposals", "Second owner", views.PlaceProposals),
		Tabs:  []views.Tab{{Label: "Waiting", URL: "/admin/proposals", Here: true}, {Label: "All", URL: "/admin/proposals?state=all"}},
		Rows:  []views.ProposalRow{{URL: "/admin/proposals/northwind/prp_1", Title: "New v1 seed", Account: "northwind", State: badgeWaits, By: "maria@northwind.example", At: at("16:05", "15:05")}},
		Rules: []views.ProposalRule{
			{Account: "northwind", State: ruleHolds, URL: "/admin/rules/northwind"},
			{Account: "fjordlight", State: "There is one owner, so nobody could approve: no change needs a second owner until there are two."},
		},
	}
}

func proposal() views.Proposal {
	return views.Proposal{
		Frame: office("admin-proposal", "New v1 seed for northwind – Second owner", views.PlaceProposals), Heading: "New v1 seed for northwind", State: badgeWaits,
		Effects: []string{
			"A new seed signs and checks v1 links.",
			"Links signed with the seed before it work until 27 February 2027, 23:00 UTC. The system that signs them needs the new seed by then.",
		},
		Facts: []views.AdminFact{
			{Name: "Account", Value: "northwind"}, {Name: "Proposed by", Value: "maria@northwind.example"},
			{Name: "Waits until", Value: "Saturday 21 November 2026 at 16:05 (Copenhagen time)"}, {Name: "ID", Value: "prp_1", Code: true},
		},
		Approve: &views.PostButton{URL: "/admin/proposals/northwind/prp_1/approve", Label: "Approve and do it now", Icon: views.IconCheck},
		Refuse:  &views.PostButton{URL: "/admin/proposals/northwind/prp_1/refuse", Label: "Refuse", Icon: views.IconBar},
	}
}

func ruleForm() views.RuleForm {
	return views.RuleForm{
		Frame: office("admin-rule", "Second owner in northwind", views.PlaceProposals), Heading: "Second owner in northwind", Now: ruleHolds, URL: "/admin/rules/northwind",
		Ways:  []views.Choice{{Value: "on", Label: "Need a second owner", Checked: true}, {Value: "off", Label: "One owner is enough"}},
		Limit: views.Field{Name: "limit", Label: "Links that one person may change at once", Value: "500", Width: 7, Mode: "numeric", Hint: views.Plain("1 to 100,000. Work on more needs a second owner.")},
		Hint:  "To loosen the rule needs a second owner too.", Back: views.Link{Label: "Second owner", URL: "/admin/proposals"},
	}
}

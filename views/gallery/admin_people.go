package gallery

import "github.com/latchkey-portal/latchkey/views"

var (
	badgeInvited = views.Badge{Tone: views.ToneInfo, Icon: views.IconClock, Word: "Invited"}
	badgeOut     = views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Turned off"}
)

// adminPeople are the pages about people, oneself, and how they prove who they
// are.
func adminPeople() []Entry {
	wrong := invitation()
	wrong.Frame.Title = "Error: invite somebody – People"
	wrong.Email.Value, wrong.Email.Error = "nina@", "Write one email address, like anna@example.com."
	wrong.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: wrong.Email.Error, URL: "#email"}}}
	invited := personPage()
	invited.Heading, invited.State, invited.Acts = "Nina", badgeInvited, invited.Acts[:1]
	invited.Frame.Result = &views.AdminResult{
		Tone: views.ToneOK, Icon: views.IconCheck, Text: "Invited. Hand this code over, in person or by phone.",
		Secret: &views.Secret{Label: "Code", Value: "k3mz-7q2a-c4xp-m5te-wd2r-a6hv", Hint: "Shown once, good for 1 hour and once. They use it at https://pay.example.com/admin/code."},
	}
	last := personPage()
	last.Frame.Result = &views.AdminResult{Tone: views.ToneWarn, Icon: views.IconInfo, Text: "They are the last owner of this installation. Make somebody else an owner first. Nothing was changed."}
	return []Entry{
		{"admin-people", "admin-people", 200, views.PeoplePage(people())},
		{"admin-person", "admin-person", 200, views.PersonPageOf(personPage())},
		{"admin-person-invited", "admin-person", 200, views.PersonPageOf(invited)},
		{"admin-person-last-owner", "admin-person", 409, views.PersonPageOf(last)},
		{"admin-invite", "admin-invite", 200, views.InvitationPage(invitation())},
		{"admin-invite-wrong", "admin-invite", 422, views.InvitationPage(wrong)},
	}
}

func people() views.People {
	return views.People{Frame: office("admin-people", "People", views.PlacePeople), Rows: []views.PersonRow{
		{URL: "/admin/people/adm_ola", Name: "Ola Berg", Address: "ola@northwind.example", Roles: "Owner", Second: "Authenticator app", Seen: "20 Nov 09:41 (UTC)", State: badgeActive},
		{URL: "/admin/people/adm_maria", Name: "Maria Lind", Address: "maria@northwind.example", Roles: "Support in northwind, viewer in brightwater", Second: "None", Seen: "20 Nov 09:44 (UTC)", State: badgeActive},
		{URL: "/admin/people/adm_nina", Name: "Nina", Address: "nina@northwind.example", Roles: "Auditor in northwind", Second: "None", Seen: "Never", State: badgeInvited},
		{URL: "/admin/people/adm_guest", Name: "guest@northwind.example", Address: "guest@northwind.example", Roles: "Viewer", Second: "None", Seen: "3 Oct 11:02 (UTC)", State: badgeOut},
	}}
}

func roleField(name, label, none, chosen string) views.RoleField {
	f := views.RoleField{Name: name, Label: label, Options: []views.Option{{Label: none, Chosen: chosen == ""}}}
	for _, role := range []string{"Owner", "Support", "Viewer", "Auditor"} {
		f.Options = append(f.Options, views.Option{Value: role, Label: role, Chosen: role == chosen})
	}
	return f
}

func personPage() views.PersonPage {
	at := "/admin/people/adm_maria"
	return views.PersonPage{
		Frame: office("admin-person", "Maria Lind – People", views.PlacePeople), Heading: "Maria Lind", State: badgeActive,
		Facts: []views.AdminFact{
			{Name: "Email", Value: "maria@northwind.example", Code: true}, {Name: "Roles", Value: "Support in northwind"},
			{Name: "Second factor", Value: "Authenticator app"}, {Name: "Last seen", Value: "20 Nov 09:44 (UTC)"},
			{Name: "ID", Value: "adm_7Q2MZK3V5XWPD4TR6HNB2CYJ", Code: true},
		},
		Roles: &views.RolesForm{URL: at + "/roles", Note: "A change ends their sessions.", Fields: []views.RoleField{
			roleField("role/", "Everywhere, and in the installation", "No role", ""),
			roleField("role/northwind", "In Northwind Collect", "None of its own", "Support"),
		}},
		Acts: []views.PostButton{
			{URL: at + "/reset", Label: "Make a code for a new password", Icon: views.IconPlus, Hint: "Good for 10 minutes, once. You hand it over. A second factor stays."},
			{URL: at + "/sessions/end", Label: "End their sessions", Icon: views.IconCross, Hint: "They have to sign in again, everywhere."},
			{URL: at + "/app/off", Label: "Take their authenticator app away", Icon: views.IconCross, Hint: "For somebody who lost phone and recovery codes. Make sure that it is them."},
			{URL: at + "/disable", Label: "Turn them off", Icon: views.IconBar, Hint: "Ends their sessions and keeps them out."},
		},
	}
}

func invitation() views.Invitation {
	return views.Invitation{
		Frame: office("admin-invite", "Invite somebody – People", views.PlacePeople), URL: "/admin/people",
		Email: views.Field{Name: "email", Label: "Email", Kind: "email", Mode: "email"},
		Name:  views.Field{Name: "name", Label: "Name"},
		Roles: []views.RoleField{
			roleField("role/", "Everywhere, and in the installation", "No role", ""),
			roleField("role/northwind", "In Northwind Collect", "None of its own", ""),
		},
		Life: []views.Choice{
			{Value: "10m", Label: "10 minutes"}, {Value: "1h", Label: "1 hour", Checked: true},
			{Value: "4h", Label: "4 hours"}, {Value: "24h", Label: "24 hours"},
		},
	}
}

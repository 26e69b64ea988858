package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminPasskeys are the other ways in: the sign-in page with them, the admin's
// passkeys, and where single sign-on ends that does not sign in.
func adminPasskeys() []Entry {
	both := views.SignIn{
		Frame:    views.AdminFrame{Page: "admin-sign-in", Title: "Sign in"},
		Passkeys: true, SignOn: &views.Link{Label: "Sign in with Keycloak", URL: "/admin/sso"},
	}
	refused := both
	refused.Frame.Title = "Error: sign in"
	refused.Error = "That passkey does not open this desk. Use another one, or your password."

	used := at("16:17", "15:17")
	list := views.Passkeys{
		Frame: office("admin-passkeys", "Passkeys", views.PlaceMe), Add: "/admin/passkeys/add", Empty: "You have none yet.",
		Rows: []views.PasskeyRow{
			{Name: "Laptop", Made: at("08:57", "07:57"), Used: &used, Remove: "/admin/passkeys/pk_1/remove"},
			{Name: "Key on my key ring, the blue one", Made: at("09:02", "08:02"), Remove: "/admin/passkeys/pk_2/remove"},
		},
	}
	added := list
	added.Frame.Result = &views.AdminResult{Tone: views.ToneOK, Icon: views.IconCheck, Text: "The passkey works from now on."}
	none := list
	none.Rows = nil

	add := views.AddPasskey{
		Frame: office("admin-passkey-add", "Add a passkey", views.PlaceMe), URL: "/admin/passkeys/add",
		Begin: "/admin/passkeys/add/begin", Back: views.Link{Label: "Passkeys", URL: "/admin/passkeys"},
	}
	wrong := add
	wrong.Frame.Title, wrong.Problem = "Error: add a passkey", "That took too long, or was sent twice. Begin again."

	remove := views.Confirm{
		Frame: office("admin-passkey-remove", "Remove a passkey", views.PlaceMe), Heading: "Remove the passkey Laptop",
		Effects: []string{
			"It opens nothing any more. Sessions that were opened with it go on.",
			"Your password and your other passkeys still work.",
		},
		URL: "/admin/passkeys/pk_1/remove", Label: "Remove it", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep it", URL: "/admin/passkeys"},
	}
	return append([]Entry{
		{"admin-sign-in-other-ways", "admin-sign-in", 200, views.SignInPage(both)},
		{"admin-sign-in-passkey-refused", "admin-sign-in", 422, views.SignInPage(refused)},
		{"admin-passkeys", "admin-passkeys", 200, views.PasskeysPage(list)},
		{"admin-passkeys-added", "admin-passkeys", 200, views.PasskeysPage(added)},
		{"admin-passkeys-empty", "admin-passkeys", 200, views.PasskeysPage(none)},
		{"admin-passkey-add", "admin-passkey-add", 200, views.AddPasskeyPage(add)},
		{"admin-passkey-add-wrong", "admin-passkey-add", 422, views.AddPasskeyPage(wrong)},
		{"admin-passkey-remove", "admin-passkey-remove", 200, views.ConfirmPage(remove)},
	}, append(adminPasskeyProofs(), adminSSO()...)...)
}

// adminPasskeyProofs are the pages that take a passkey for the second factor, or
// for a fresh proof.
func adminPasskeyProofs() []Entry {
	second := views.Proof{
		Frame:   views.AdminFrame{Page: "admin-sign-in-second", Title: "Use your passkey"},
		Heading: "Use your passkey", NoField: true, Way: &views.Link{Label: "Back to sign in", URL: "/admin/sign-in"},
		Passkey: &views.ProvePasskey{
			URL: "/admin/passkeys/second", Begin: "/admin/passkeys/second/begin", Field: "passkey-proof", Label: "Use a passkey",
			Wrong: "The passkey was not used. Try again.",
		},
	}
	refused := second
	refused.Problem = "The passkey was not accepted. Try again, or use another way."
	fresh := views.Proof{
		Frame: office("admin-prove", "Prove that it is you", views.PlaceNone), Heading: "Prove that it is you",
		Lead: []string{"This asks for a proof that is not older than 10 minutes. What you typed is kept."},
		URL:  "/admin/prove", Label: "Go on", Way: &views.Link{Label: "Back to the overview", URL: "/admin"},
		Passkey: &views.ProvePasskey{
			URL: "/admin/prove", Begin: "/admin/passkeys/prove/begin", Field: "passkey-proof", Label: "Use a passkey",
			Hidden: []views.Hidden{{Name: "to", Value: "/admin/passkeys/add"}},
			Wrong:  "The passkey was not used. Try again, or use the field above.",
		},
	}
	only, without := fresh, *fresh.Passkey
	without.Wrong = "The passkey was not used. Try again."
	only.NoField, only.Passkey, only.Problem = true, &without, "A password is not enough: use your passkey."
	fresh.Field = views.Field{
		Name: "proof", Label: "Code", Complete: "one-time-code", Width: 32,
		Hint: views.Plain("Six digits from your app, or one of your recovery codes."),
	}
	return []Entry{
		{"admin-sign-in-second-passkey", "admin-sign-in-second", 200, views.ProofPage(second)},
		{"admin-sign-in-second-passkey-refused", "admin-sign-in-second", 422, views.ProofPage(refused)},
		{"admin-prove-passkey", "admin-prove", 200, views.ProofPage(fresh)},
		{"admin-prove-passkey-only", "admin-prove", 422, views.ProofPage(only)},
	}
}

func adminSSO() []Entry {
	end := func(name string, status int, heading string, lead ...string) Entry {
		return Entry{name, "admin-sso", status, views.AdminNoticePage(views.AdminNotice{
			Frame: views.AdminFrame{Page: "admin-sso", Title: heading}, Heading: heading, Lead: lead,
			Way: &views.Link{Label: "Back to sign in", URL: "/admin/sign-in"},
		})}
	}
	const subject = "An owner may need to know: Keycloak calls you 8f14e45f-ceea-467f-a83b-5c1d7a0e2b6d"
	return []Entry{
		end("admin-sso-over", 400, "This sign-in is over",
			"It was begun in another browser, was used already, or took more than 10 minutes. Begin again."),
		end("admin-sso-refused", 403, "Keycloak did not sign you in",
			"You stopped there, or Keycloak does not let you use this site. If you should be able to, ask whoever runs Keycloak."),
		end("admin-sso-down", 503, "Keycloak does not answer",
			"Try again in a minute, or sign in with your password or a passkey. If it lasts, ask whoever runs this installation to run: latchkey doctor"),
		end("admin-sso-not-good", 403, "The answer of Keycloak is not good",
			"You are not signed in. Begin again. If it happens again, tell whoever runs this installation: the log says what is wrong."),
		end("admin-sso-stranger", 403, "You have no access here",
			"Keycloak knows you, but nobody with your email address may work here. Ask an owner of this installation.", subject),
		end("admin-sso-unverified", 403, "Keycloak does not vouch for your email address",
			"It must say that the address is yours. Verify it there and begin again, or ask an owner of this installation.", subject),
	}
}

package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminProofs are the pages where people prove who they are, and the one about
// themselves.
func adminProofs() []Entry {
	code := views.Field{Name: "code", Label: "Code", Complete: "one-time-code", Width: 32, Hint: views.Plain("Six digits from your app, or one of your recovery codes.")}
	second := views.Proof{
		Frame: views.AdminFrame{Page: "admin-sign-in-second", Title: "Enter a code"}, Heading: "Enter a code",
		URL: "/admin/sign-in/second", Field: code, Label: "Sign in", Way: &views.Link{Label: "Back to sign in", URL: "/admin/sign-in"},
	}
	secondWrong := second
	secondWrong.Frame.Title, secondWrong.Field.Error = "Error: enter a code", "The code is not right, or it was used already."
	prove := views.Proof{
		Frame: office("admin-prove", "Prove that it is you", views.PlaceNone), Heading: "Prove that it is you",
		Lead: []string{"This asks for a proof that is not older than 10 minutes. What you typed is kept."},
		URL:  "/admin/webhooks", Hidden: []views.Hidden{{Name: "url", Value: "https://hooks.example.com/in"}},
		Field: views.Field{Name: "proof", Label: "Your password", Kind: "password", Complete: "current-password"}, Label: "Go on",
		Way: &views.Link{Label: "Back to the overview", URL: "/admin"},
	}
	slow := prove
	slow.Wait = "Too many tries. Try again after 10:55 (UTC)."
	redeem := views.Redeem{
		Frame: views.AdminFrame{Page: "admin-code", Title: "Set your password"},
		Code:  views.Field{Name: "code", Label: "Code you were given"}, Password: newPassword("password"),
	}
	redeemWrong := redeem
	redeemWrong.Frame.Title = "Error: set your password"
	redeemWrong.Code.Value, redeemWrong.Code.Error = "k3mz-7q2a", "The code is not right, was used already, or has run out. Ask for another."
	redeemWrong.Problems = &views.Problems{Heading: "There is a problem", Items: []views.Link{{Label: redeemWrong.Code.Error, URL: "#code"}}}
	bare := me()
	bare.App = views.AppBox{Said: "You sign in with your password alone.", Way: &views.Link{Label: "Set up an authenticator app", URL: "/admin/me/app"}}
	bare.Sessions, bare.Others = bare.Sessions[:1], false
	bare.Passkeys = &views.PasskeyBox{Said: "You have none yet.", URL: "/admin/passkeys"}
	return []Entry{
		{"admin-sign-in-second", "admin-sign-in-second", 200, views.ProofPage(second)},
		{"admin-sign-in-second-wrong", "admin-sign-in-second", 422, views.ProofPage(secondWrong)},
		{"admin-code", "admin-code", 200, views.RedeemPage(redeem)},
		{"admin-code-wrong", "admin-code", 422, views.RedeemPage(redeemWrong)},
		{"admin-prove", "admin-prove", 403, views.ProofPage(prove)},
		{"admin-prove-throttled", "admin-prove", 429, views.ProofPage(slow)},
		{"admin-me", "admin-me", 200, views.MePage(me())},
		{"admin-me-password-alone", "admin-me", 200, views.MePage(bare)},
		{"admin-app-begin", "admin-app", 200, views.AppSetUpPage(appBegin())},
		{"admin-app", "admin-app", 200, views.AppSetUpPage(appKey())},
		{"admin-codes", "admin-codes", 200, views.CodesPage(recoveryCodes())},
	}
}

func newPassword(name string) views.Field {
	return views.Field{
		Name: name, Label: "New password", Kind: "password", Complete: "new-password",
		Hint: views.Plain("15 to 128 characters. Four or five words do well."),
	}
}

func me() views.Me {
	return views.Me{
		Frame: office("admin-me", "Your account", views.PlaceMe),
		Facts: []views.AdminFact{{Name: "Email", Value: "maria@northwind.example", Code: true}, {Name: "Roles", Value: "Support in northwind"}},
		Name:  views.Field{Name: "name", Label: "Name", Value: "Maria Lind"},
		Old:   &views.Field{Name: "old", Label: "Password until now", Kind: "password", Complete: "current-password"},
		New:   newPassword("new"),
		App: views.AppBox{Said: "An authenticator app is on since 2 Nov 2026. 9 recovery codes left.", Acts: []views.PostButton{
			{URL: "/admin/me/app/recovery", Label: "Make new recovery codes", Icon: views.IconRenew, Hint: "The old ones are worth nothing then."},
			{URL: "/admin/me/app/off", Label: "Take the app away", Icon: views.IconCross, Hint: "From then on you are asked for the password alone."},
		}},
		Sessions: []views.SessionRow{
			{Browser: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Network: "192.0.2.0/24", Opened: at("09:57", "08:57"), Seen: at("10:44", "09:44"), Here: true},
			{Browser: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)", Network: "2001:db8:1::/48", Opened: at("08:12", "07:12"), Seen: at("10:31", "09:31"), End: "/admin/me/sessions/0f3a9c2b7d1e4a60/end"},
		},
		Others:   true,
		Passkeys: &views.PasskeyBox{Has: true, Said: "You have 2 passkeys.", URL: "/admin/passkeys"},
	}
}

func appBegin() views.AppSetUp {
	return views.AppSetUp{
		Frame: office("admin-app", "Authenticator app – Your account", views.PlaceMe), Forced: "Owners need a second factor. Everything else opens when it is switched on.",
		Begin: &views.PostButton{URL: "/admin/me/app", Label: "Show the key for the app", Icon: views.IconPlus},
	}
}

func appKey() views.AppSetUp {
	return views.AppSetUp{
		Frame:  office("admin-app", "Authenticator app – Your account", views.PlaceMe),
		Secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP", URL: "/admin/me/app/on",
		Code: views.Field{Name: "code", Label: "Code that the app shows", Complete: "one-time-code", Mode: "numeric", Width: 8},
	}
}

func recoveryCodes() views.Codes {
	return views.Codes{
		Frame: office("admin-codes", "The app is on. Keep these codes – Your account", views.PlaceMe), Heading: "The app is on. Keep these codes",
		Lead: []string{
			"Each of them stands in once for a code of your app. Keep them where you find them without your phone.",
			"They are shown this once. Codes from before are worth nothing.",
		},
		Codes: []string{"k3mz-7q2a-c4xp-m5te-wd2r-a6hv", "q6ta-x2mw-b5re-7ykc-nz4d-p3hs", "m2vr-c6eq-t4kw-5xya-h7dn-b3zp"},
		Way:   views.Link{Label: "Your account", URL: "/admin/me"},
	}
}

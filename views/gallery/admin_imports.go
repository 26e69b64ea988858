package gallery

import "github.com/latchkey-portal/latchkey/views"

var (
	badgeNew        = views.Badge{Tone: views.ToneOK, Icon: views.IconPlus, Word: "New"}
	badgeImported   = views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Done"}
	badgeDryRunDone = views.Badge{Tone: views.ToneInfo, Icon: views.IconCheck, Word: "Dry run done"}
	badgeTakingBack = views.Badge{Tone: views.ToneWait, Icon: views.IconRenew, Word: "Being taken back"}
	badgeTakenBack  = views.Badge{Tone: views.ToneMute, Icon: views.IconBar, Word: "Taken back"}
)

// adminImports are the pages about imports and the messages of billing systems.
func adminImports() []Entry {
	one := func(name string, i views.Import) Entry {
		return Entry{name, "admin-import", 200, views.ImportPage(i)}
	}
	return []Entry{
		{"admin-imports", "admin-imports", 200, views.ImportsPage(imports())},
		{"admin-imports-empty", "admin-imports", 200, views.ImportsPage(importsEmpty())},
		{"admin-import-new", "admin-import-form", 200, views.ImportFormPage(importForm())},
		{"admin-import-new-wrong", "admin-import-form", 422, views.ImportFormPage(importFormWrong())},
		one("admin-import-running", importRunning()),
		one("admin-import-dry", importDry()),
		one("admin-import-done", importDone()),
		one("admin-import-undoing", importUndoing()),
		one("admin-import-undone", importUndone()),
		{"admin-import-undo", "admin-confirm", 200, views.ConfirmPage(importUndo())},
		{"admin-import-acted", "admin-import-acted", 409, views.ImportActedPage(importActed())},
		{"admin-inbox", "admin-inbox", 200, views.InboxPage(inbox())},
		{"admin-inbox-empty", "admin-inbox", 200, views.InboxPage(inboxEmpty())},
	}
}

func importTabs(messages bool) []views.Tab {
	return []views.Tab{
		{Label: "Imports", URL: "/admin/imports", Here: !messages},
		{Label: "Messages of billing systems", URL: "/admin/imports/messages", Here: messages},
	}
}

func importAccounts() []views.Option {
	return []views.Option{{Label: "All accounts", Chosen: true}, {Value: "fjordlight", Label: "Fjordlight Studio"}, {Value: "northwind", Label: "Northwind Collect"}}
}

func imports() views.Imports {
	return views.Imports{
		Frame: office("admin-imports", "Imports", views.PlaceImports), Tabs: importTabs(false), Accounts: importAccounts(), New: "/admin/imports/new",
		Rows: []views.ImportRow{
			{URL: "/admin/imports/northwind/imp_04", Name: "november.csv", Sub: "northwind, a dry run by Maria", State: badgeDryRunDone, Counts: "3 refused, 212 new", At: at("16:05", "15:05:00")},
			{URL: "/admin/imports/northwind/imp_03", Name: "october.ndjson", Sub: "northwind, by the command line", State: badgeImported, Counts: "1,284 new, 17 changed", At: at("11:20", "10:20:00")},
			{URL: "/admin/imports/fjordlight/imp_02", Name: "october-wrong-account.csv", Sub: "fjordlight, by Maria, taken back by Ola", State: badgeTakenBack, Counts: "1,301 new", At: at("10:42", "09:42:00")},
		},
		Next: "/admin/imports?after=1",
	}
}

func importsEmpty() views.Imports {
	i := imports()
	i.Rows, i.Accounts, i.New, i.Next = nil, nil, "", ""
	i.Empty = "Nothing was imported yet. An import takes customers, orders, subscriptions and documents in from a file."
	return i
}

func importForm() views.ImportForm {
	return views.ImportForm{
		Frame: office("admin-import-form", "New import – Imports", views.PlaceImports), URL: "/admin/imports",
		Hidden:   []views.Hidden{{Name: "job", Value: "imp_05"}},
		Accounts: importAccounts()[1:], Hint: "NDJSON or CSV, told by what is in it, up to 32 MB.", Dry: true,
		Cancel: views.Link{Label: "Imports", URL: "/admin/imports"},
	}
}

func importFormWrong() views.ImportForm {
	f := importForm()
	const wrong = "The file is larger than 32 MB. Cut it in two, and upload one after the other."
	f.Frame.Title = "Error: new import – Imports"
	f.Problems, f.Error, f.Dry = problem("file", wrong), wrong, false
	return f
}

func verdictTabs(refused, fresh string, here int) []views.Tab {
	tabs := []views.Tab{
		{Label: "All", Count: "215"}, {Label: "Refused", Count: refused}, {Label: "New", Count: fresh}, {Label: "Changed", Count: "0"},
		{Label: "As before", Count: "0"}, {Label: "Older than what is kept", Count: "0"},
	}
	for i := range tabs {
		tabs[i].URL, tabs[i].Here = "/admin/imports/northwind/imp_04?verdict="+tabs[i].Label, i == here
	}
	return tabs
}

func importDry() views.Import {
	return views.Import{
		Frame: office("admin-import", "november.csv, dry run done – Imports", views.PlaceImports), Heading: "november.csv", State: badgeDryRunDone,
		Fix: views.Fix{Tone: views.ToneWarn, Icon: views.IconInfo, Heading: "3 rows were refused", Text: "3 refused, 212 new. This was a dry run: nothing was kept."},
		Facts: []views.AdminFact{
			{Name: "Account", Value: "northwind"}, {Name: "Kind", Value: "Dry run"}, {Name: "Format", Value: "CSV"}, {Name: "Asked by", Value: "Maria"},
			{Name: "Uploaded", Value: "Friday 20 November 2026 at 16:05 (Copenhagen time)"},
			{Name: "SHA-256", Value: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Code: true},
		},
		Tabs: verdictTabs("3", "212", 1),
		Rows: []views.Verdict{
			{Row: "17", Kind: "Customer", ID: "8817", State: badgeRefused, Reason: "name: say what the customer is called"},
			{Row: "88", Kind: "Not readable", State: badgeRefused, Reason: "the row has 7 cells, its head 9"},
			{Row: "140", Kind: "Document", ID: "d-140", State: badgeRefused, Reason: "totals.gross: write the amount like 1309.00"},
		},
		Files: []views.Link{{Label: "As CSV", URL: "/admin/imports/northwind/imp_04/verdicts.csv"}, {Label: "As NDJSON", URL: "/admin/imports/northwind/imp_04/verdicts.ndjson"}},
		Now:   &views.PostButton{URL: "/admin/imports/northwind/imp_04/now", Label: "Import it now", Icon: views.IconArrow, Hint: "The same file, for good. Each row is judged anew by what is kept then."},
	}
}

func importRunning() views.Import {
	i := importDry()
	i.Frame.Title = "november.csv, running – Imports"
	i.State = views.Badge{Tone: views.ToneWait, Icon: views.IconRenew, Word: "Running"}
	i.Fix = views.Fix{Tone: views.ToneInfo, Icon: views.IconRenew, Heading: "It is under way", Text: "1 refused, 99 new."}
	i.Far = &views.ImportFar{Text: "100 rows read", Every: "This page refreshes every 3 seconds. The work goes on when you leave.", URL: "/admin/imports/northwind/imp_04"}
	i.Rows, i.Now, i.Files = i.Rows[:1], nil, nil
	return i
}

func importDone() views.Import {
	i := importDry()
	i.Frame.Title, i.State = "november.csv, done – Imports", badgeImported
	i.Fix = views.Fix{Tone: views.ToneOK, Icon: views.IconCheck, Heading: "Every row was taken", Text: "215 new."}
	i.Facts[1].Value = "Import"
	i.Tabs = verdictTabs("0", "215", 0)
	i.Rows = []views.Verdict{
		{Row: "1", Kind: "Customer", ID: "8801", URL: "/admin/customers/northwind/8801", State: badgeNew},
		{Row: "2", Kind: "Document", ID: "d-2", URL: "/admin/links/northwind/invoice/7041", State: badgeNew},
	}
	i.Now, i.Undo, i.Next = nil, "/admin/imports/northwind/imp_04/undo", "/admin/imports/northwind/imp_04?after=50"
	return i
}

func importUndoing() views.Import {
	i := importDone()
	i.Frame.Title, i.State, i.Undo = "november.csv, being taken back – Imports", badgeTakingBack, ""
	i.Fix = views.Fix{Tone: views.ToneWait, Icon: views.IconRenew, Heading: "It is being taken back", Text: "215 new."}
	i.Far = &views.ImportFar{
		Text: "100 of 215 rows taken back", Value: "100", Max: "215", Every: "This page refreshes every 3 seconds. The work goes on when you leave.", URL: "/admin/imports/northwind/imp_04",
	}
	return i
}

func importUndone() views.Import {
	i := importDone()
	i.Frame.Title, i.State, i.Undo = "november.csv, taken back – Imports", badgeTakenBack, ""
	i.Fix = views.Fix{
		Tone: views.ToneInfo, Icon: views.IconBar, Heading: "It was taken back",
		Text: "214 records were removed, 0 are as before. 1 row stayed: somebody acted on it meanwhile, or it holds files.",
	}
	i.Facts = append(i.Facts, views.AdminFact{Name: "Taken back by", Value: "Ola"})
	i.Rows[0].URL = ""
	return i
}

func importUndo() views.Confirm {
	return views.Confirm{
		Frame:   office("admin-confirm", "Take back november.csv – Imports", views.PlaceImports),
		Heading: "Take back november.csv",
		Effects: []string{
			"215 records that it made are removed.", "0 records that it changed become as they were before.",
			"If anybody has acted on one of them since, such as opened its page, decided, or been mailed a link, nothing is changed, and you read what was done.",
			"An import that was taken back stays in the history, and can be uploaded again.",
		},
		URL: "/admin/imports/northwind/imp_04/undo", Label: "Take it back", Icon: views.IconBar, Danger: true,
		Cancel: views.Link{Label: "Keep it", URL: "/admin/imports/northwind/imp_04"},
	}
}

func importActed() views.ImportActed {
	return views.ImportActed{
		Frame: office("admin-import-acted", "It was not taken back – Imports", views.PlaceImports), Heading: "It was not taken back",
		Lead: "Somebody has acted on what the import left, so nothing was changed. These are the first such rows. What is wrong with them is mended one by one, by a new word of the billing system.",
		Rows: []views.ActedRow{
			{Row: "212", Kind: "Document", ID: "d-212", URL: "/admin/links/northwind/invoice/7252", Act: "Its page was opened by a visitor"},
			{Row: "88", Kind: "Customer", ID: "8888", URL: "/admin/customers/northwind/8888", Act: "The billing system sent a later word about it"},
			{Row: "4", Kind: "Offer", ID: "s1:2", Act: "Customer decided, in force"},
		},
		Back: views.Link{Label: "Back to the import", URL: "/admin/imports/northwind/imp_04"},
	}
}

func inbox() views.Inbox {
	again := func(id string) *views.PostButton {
		return &views.PostButton{URL: "/admin/imports/messages/northwind/" + id + "/again", Label: "Try again", Icon: views.IconRenew}
	}
	return views.Inbox{
		Frame: office("admin-inbox", "Messages of billing systems – Imports", views.PlaceImports), Tabs: importTabs(true), Accounts: importAccounts(),
		Cuts: []views.Tab{
			{Label: "Waiting or refused", URL: "/admin/imports/messages?state=", Here: true}, {Label: "Taken", URL: "/admin/imports/messages?state=applied"},
			{Label: "Older than what is kept", URL: "/admin/imports/messages?state=stale"},
		},
		Rows: []views.InboxRow{
			{Kind: "Not read yet", Sub: "northwind, inb_81", State: views.Badge{Tone: views.ToneWait, Icon: views.IconClock, Word: "Waits"}, At: at("16:05", "15:05:00")},
			{Kind: "PaidOrderNotification", Sub: "northwind, inb_80", State: badgeRefused, Reason: "PurchaseId is missing", At: at("15:12", "14:12:00"), Again: again("inb_80")},
			{Kind: "Not readable", Sub: "northwind, inb_79", State: badgeRefused, Reason: "it is neither XML nor JSON", At: at("14:58", "13:58:00"), Again: again("inb_79")},
		},
		More: "The newest 100 are shown. Narrow the list to see others.",
	}
}

func inboxEmpty() views.Inbox {
	i := inbox()
	i.Rows, i.Accounts, i.More, i.Empty = nil, nil, "", "No message waits, and none was refused."
	return i
}

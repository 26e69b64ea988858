package gallery

import "github.com/latchkey-portal/latchkey/views"

// adminAudits are the audit trail and its verification.
func adminAudits() []Entry {
	empty := audit()
	empty.Rows, empty.Next = nil, ""
	watched := audit()
	watched.Frame.Who, watched.Export, watched.Verify, watched.Watch = "guest@northwind.example", nil, "", nil
	wrong := audit()
	const bad = "Write the day like 2026-11-20."
	wrong.Frame.Title = "Error: northwind – Audit trail"
	wrong.Filter.Problems, wrong.Filter.From.Value, wrong.Filter.From.Error, wrong.Rows, wrong.Next = problem("from", bad), "last week", bad, nil, ""
	running, broken := auditVerify(), auditVerify()
	running.Running = "Verified 1,500 of 12,408 entries of a trail."
	broken.Trails[0].State = views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Broken"}
	broken.Trails[0].Text = "Broken at entry 412: an entry is missing."
	broken.Watch = views.AuditWatch{
		State: views.Badge{Tone: views.ToneStop, Icon: views.IconBar, Word: "Broken"},
		Text:  "A server found this on its daily walk over all trails: northwind is broken at entry 412, an entry is missing.",
	}
	return []Entry{
		{"admin-audit", "admin-audit", 200, views.AuditPage(audit())},
		{"admin-audit-empty", "admin-audit", 200, views.AuditPage(empty)},
		{"admin-audit-viewer", "admin-audit", 200, views.AuditPage(watched)},
		{"admin-audit-wrong", "admin-audit", 422, views.AuditPage(wrong)},
		{"admin-audit-verify", "admin-audit-verify", 200, views.AuditVerifyPage(auditVerify())},
		{"admin-audit-verifying", "admin-audit-verify", 200, views.AuditVerifyPage(running)},
		{"admin-audit-broken", "admin-audit-verify", 200, views.AuditVerifyPage(broken)},
	}
}

func audit() views.Audit {
	walked := auditVerify().Watch
	return views.Audit{
		Frame: office("admin-audit", "northwind – Audit trail", views.PlaceAudit),
		Zone:  "Copenhagen time",
		Filter: views.AuditFilter{
			Accounts: []views.Option{
				{Value: "*", Label: "Every account"}, {Value: "", Label: "This installation"}, {Value: "northwind", Label: "northwind", Chosen: true},
			},
			Actors: []views.Option{{Label: "Anybody", Chosen: true}, {Value: "admin:adm_1", Label: "maria@northwind.example"}, {Value: "customer", Label: "The customer"}},
			Acts:   []views.Option{{Label: "Anything", Chosen: true}, {Value: "link.reissued", Label: "Link reissued"}},
			Object: views.Field{Name: "object", Label: "About (number or id)", Width: 16},
			From:   views.Field{Name: "from", Label: "From (2026-11-20)", Width: 12}, Until: views.Field{Name: "until", Label: "Until", Width: 12},
			Clear: "/admin/audit",
		},
		Rows: []views.AuditRow{
			{Number: "412", Trail: "northwind", At: at("16:17", "15:17"), Who: "maria@northwind.example", What: "Link revoked", About: "invoice 7041", URL: "/admin/links/northwind/invoice/7041"},
			{
				Number: "411", Trail: "northwind", At: at("16:07", "15:07"), Who: "ola@northwind.example", From: "192.0.2.0/24", What: "Partner changed", About: "partner ledgerline",
				Changes: []views.AuditChange{{Name: "Ttl days", Before: "7", After: "14"}},
			},
			{Number: "410", Trail: "northwind", At: at("16:05", "15:05"), Who: "The command line", What: "Key rotated", Detail: "verify until 20 Dec 16:05", About: "key k2"},
		},
		Next: "/admin/audit?account=northwind&after=1795187100000000.410.northwind", Verify: "/admin/audit/verify",
		Watch: &walked,
		Export: &views.AuditExport{
			URL: "/admin/audit/export", Hidden: []views.Hidden{{Name: "account", Value: "northwind"}},
			Hint: "The entries above and all pages behind them, the oldest first. That they were taken away stands in the trail.",
		},
	}
}

func auditVerify() views.AuditVerify {
	return views.AuditVerify{
		Frame: office("admin-audit-verify", "Verify – Audit trail", views.PlaceAudit), URL: "/admin/audit/verify", File: "/admin/audit/anchors.txt",
		Watch: views.AuditWatch{
			State: views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Unbroken"},
			Text:  "Once a day a server walks over all trails. The last walk ended 20 Nov 03:12 UTC and found no break.",
		},
		Every: "This page refreshes every 2 seconds. The work goes on when you leave.",
		Start: views.PostButton{URL: "/admin/audit/verify", Label: "Verify these trails", Icon: views.IconCheck, Hint: "Recomputes every hash. The result is an entry of each trail."},
		Trails: []views.TrailCheck{
			{
				Trail: "northwind", State: views.Badge{Tone: views.ToneOK, Icon: views.IconCheck, Word: "Unbroken"},
				Text: "Unbroken since 3 March 2026: 12,408 entries, each fits the one before it.", When: "Verified 20 Nov 16:05",
			},
			{Trail: "fjordlight", State: views.Badge{Tone: views.ToneMute, Icon: views.IconInfo, Word: "Not verified yet"}, Text: "Nobody verified it here yet."},
		},
		Anchors: "northwind 12408 9f3a5c0e1b7d28c4f6a90b3e5d7c1f2a4b6d8e0c3f5a7b9d1e2f4c6a8b0d3e5f\n",
	}
}

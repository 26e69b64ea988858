package gallery

import "github.com/latchkey-portal/latchkey/views"

// apis is the description of the own API.
func apis() []Entry {
	return []Entry{{"api-docs", "api-docs", 200, views.APIPage(api())}}
}

func api() views.API {
	return views.API{
		Frame: frame("api-docs", "API"), Heading: "API", Document: "/api/openapi.json",
		Groups: []views.APIGroup{{Title: "Link requests", Operations: []views.APIOperation{
			{
				ID: "get-link-request", Method: "GET", Path: "/api/v1/link-requests/{id}", Summary: "Read a request",
				About: "Its attempts, cases, mails and timeline.", Status: "200",
				Takes: []views.APIField{{Name: "id", Where: "path", Type: "string", Required: true}},
				Gives: []views.APIField{
					{Name: "id", Type: "string"}, {Name: "state", Type: "string", About: "pending, approved, declined, expired, withdrawn or blocked."},
					{Name: "expiresAt", Type: "date-time"}, {Name: "url", Type: "string or null", About: "The link in force, for keys that may hand it out."},
				},
			},
			{
				ID: "reissue-link-request", Method: "POST", Path: "/api/v1/link-requests/{id}/reissue", Summary: "Make a new link", Status: "200",
				Takes: []views.APIField{{Name: "attempt", Where: "body", Type: "integer", About: "The attempt that was seen; another one answers 409."}},
			},
		}}},
	}
}

// Package views draws the pages people read: each page is one plain struct and
// one component that lays it out, Notice and NoticePage.
//
// A struct holds words and numbers ready to show, in the reader's language:
// dates, money, relative times and addresses arrive as finished strings. A
// component may loop, branch on its own fields and call other components; it
// never formats, computes, builds an address or asks the time. There is no
// script, no inline style and nothing from a third party on any page.
//
//	page := views.Notice{Frame: frame, Heading: "This link has expired", …}
//	err := views.NoticePage(page).Render(ctx, &buffer)
//
// The fixed words of a page (column heads, "Questions?") are fields as well;
// english.go has them in English. Every page in every state stands in package
// gallery, which the tests render.
package views

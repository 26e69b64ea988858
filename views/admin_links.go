package views

// Links is the list of the objects whose links are kept here.
type Links struct {
	Frame  AdminFrame
	Tabs   []Tab // All, Works, Ending soon, …
	Filter LinkFilter
	Rows   []LinkListRow
	Empty  string   // what to do where there is none
	Next   string   // address of the page behind this one; empty: this is the last
	Job    string   // the page that asks before something is done to the ticked rows
	Verbs  []Choice // what may be done with them; none: the role may not
}

// LinkFilter narrows the list by form; what is empty narrows nothing.
type LinkFilter struct {
	State    string   // the tab's value, kept
	Accounts []Option // none: there is one account
	Kinds    []Option
	By       []Option // who issued
	Since    string   // 2026-11-20
	Until    string
	Open     bool   // something narrows the list
	Error    string // a day that is none
}

// LinkListRow is one object in the list of links. Its box is called id.
type LinkListRow struct {
	LinkRow
	ID   string // value of the box
	Kind string // "Payment method of the subscription"
	Full string // when it ends, in full; empty: no link was issued
	Last string // what happened last: "New link made"
	Acts []Link // "New link", "Copy"
}

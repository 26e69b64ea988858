package views

// People is the list of those who work at the desk.
type People struct {
	Frame AdminFrame
	Rows  []PersonRow
}

// PersonRow is one of them.
type PersonRow struct {
	URL     string
	Name    string
	Address string // whole: only those who manage people see this list
	Roles   string // "Owner", "Support in northwind"
	Second  string // "Authenticator app", "None"
	Seen    string // "20 Nov 16:05", "Never"
	State   Badge
}

// PersonPage is the page about one of them.
type PersonPage struct {
	Frame   AdminFrame
	Heading string
	State   Badge
	Facts   []AdminFact
	Roles   *RolesForm
	Acts    []PostButton // each states its effect
}

// RolesForm says what somebody is, by account.
type RolesForm struct {
	URL      string
	Problems *Problems
	Fields   []RoleField
	Note     string
}

// RoleField is the role in one account, or everywhere.
type RoleField struct {
	Name    string
	Label   string
	Options []Option
}

// Invitation is the form that lets somebody in.
type Invitation struct {
	Frame    AdminFrame
	Problems *Problems
	URL      string
	Email    Field
	Name     Field
	Roles    []RoleField
	Life     []Choice
}

// Redeem is where somebody sets a password with a code. It stands outside.
type Redeem struct {
	Frame    AdminFrame // without Who
	Problems *Problems
	Code     Field
	Password Field
	Wait     string // too many tries; the form is not shown then
}

// Me is the page about oneself.
type Me struct {
	Frame    AdminFrame
	Facts    []AdminFact
	Problems *Problems
	Name     Field
	Old      *Field // nil: there is no password yet
	New      Field
	App      AppBox
	Passkeys *PasskeyBox // nil: the site can have none
	Sessions []SessionRow
	Others   bool // there are more than this one
}

// AppBox says how it stands with the authenticator app.
type AppBox struct {
	Said string
	Acts []PostButton
	Way  *Link
}

// SessionRow is one signed-in browser.
type SessionRow struct {
	Browser string
	Network string
	Opened  Moment
	Seen    Moment
	Here    bool   // this one
	End     string // where to end it
}

// AppSetUp leads through switching an authenticator app on.
type AppSetUp struct {
	Frame  AdminFrame
	Forced string      // why there is no way round it; empty: there is
	Begin  *PostButton // the first step; nil: it is done
	Secret string      // "JBSW Y3DP …"
	QR     string      // address of its picture; empty: none
	URL    string
	Code   Field
	Wait   string
}

// Codes shows codes this once.
type Codes struct {
	Frame   AdminFrame
	Heading string
	Lead    []string
	Codes   []string
	Way     Link
}

package views

// Proposals is the list of changes that wait, or waited, for a second owner.
type Proposals struct {
	Frame AdminFrame
	Tabs  []Tab
	Rules []ProposalRule
	Rows  []ProposalRow
	Empty string
	Next  string
}

// ProposalRule is how the rule stands in an account.
type ProposalRule struct {
	Account string
	State   string // "Two owners, on"
	URL     string // where it is changed; empty: not allowed
}

// ProposalRow is one proposal of the list.
type ProposalRow struct {
	URL     string
	Title   string // "New v1 seed"
	Account string
	State   Badge
	By      string // "maria@northwind.example"
	At      Moment
}

// Proposal is everything about one proposal.
type Proposal struct {
	Frame    AdminFrame
	Heading  string // "New v1 seed for northwind"
	State    Badge
	Effects  []string
	Facts    []AdminFact
	Why      string // why there is no button: it is one's own, or over
	Approve  *PostButton
	Refuse   *PostButton
	Withdraw *PostButton
}

// RuleForm sets the rule of the second owner.
type RuleForm struct {
	Frame    AdminFrame
	Heading  string
	Now      string // how it stands
	URL      string
	Problems *Problems
	Ways     []Choice // four-eyes: on, off
	Limit    Field
	Hint     string
	Back     Link
}

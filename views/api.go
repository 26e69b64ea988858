package views

// API is the readable description of the own API.
type API struct {
	Frame    Frame
	Heading  string
	Document string // address of the OpenAPI document
	Groups   []APIGroup
}

// APIGroup are the operations on one subject.
type APIGroup struct {
	Title      string
	Operations []APIOperation
}

// APIOperation is one method of one path.
type APIOperation struct {
	ID      string // anchor: "list-events"
	Method  string
	Path    string
	Summary string
	About   string
	Status  string // of success: "200"
	Takes   []APIField
	Gives   []APIField
}

// APIField is one parameter, or one field of a body.
type APIField struct {
	Name     string
	Where    string // "path", "query", "header", "body"; empty in an answer
	Type     string
	About    string
	Required bool
}

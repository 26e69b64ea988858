package views

// Health is how the tries of an endpoint ended, drawn and as tables.
type Health struct {
	Series []OutcomeSeries // from the bottom up
	Charts []HealthChart
	Any    bool // there was a try
}

// HealthChart is one stretch of time.
type HealthChart struct {
	ID      string // "day"
	Heading string // "Last 24 hours"
	Text    string // "212 of 214 tries taken, 99 %"
	Top     string // how many the highest line stands for
	From    string
	To      string
	Bars    []OutcomeBar // oldest first
	Any     bool
}

// Snippet is how a receiver verifies, in one language.
type Snippet struct {
	Language string
	Code     string
}

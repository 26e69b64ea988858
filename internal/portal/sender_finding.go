package portal

// SenderFinding is what the domain of a sender says about one way of proving
// where a mail is from.
type SenderFinding struct {
	Way     string // SPF, DKIM, DMARC
	Verdict SenderVerdict
	Say     string // what was found and what it means, in sentences
	Name    string // where the record to add stands: "_dmarc.acme.example"; empty: nothing is to be added
	Record  string // the record, or its beginning where only the mail server's operator knows the rest
}

// SenderVerdict is how good it is.
type SenderVerdict string

// The verdicts.
const (
	SenderGood    SenderVerdict = "good"
	SenderWeak    SenderVerdict = "weak"    // works, but could be better
	SenderMissing SenderVerdict = "missing" // there is none, or it is wrong
	SenderUnknown SenderVerdict = "unknown" // nobody answered in time, or it cannot be looked up
)

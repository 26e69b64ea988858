package portal

// ConcludeAsk is what the billing system says became of a decision.
type ConcludeAsk struct {
	State       BillingState // DecisionApplied or DecisionRefused
	Code        string       // the billing system's own, at most 100 characters
	Message     string       // shown to the customer, escaped; at most MaxReason characters
	EffectiveAt string       // RFC 3339 or a date
}

// Concluding is what became of a ConcludeAsk. None of its types is an error.
//
//sumtype:decl
type Concluding interface{ concluding() }

// Concluded says that the outcome was recorded. A declaration is acknowledged.
type Concluded struct{ Decision BillingDecision }

// AlreadyConcluded says that the decision had reached its last state before.
// Same: by the same answer, so nothing is amiss.
type AlreadyConcluded struct {
	Decision BillingDecision
	Same     bool
}

// CannotRefuse says that a declaration was to be refused. It is in force since
// it was received: the answer was kept beside it, and it is acknowledged.
type CannotRefuse struct{ Decision BillingDecision }

// ProviderDecides says that the decision waits for a payment provider's word,
// which the billing system cannot give.
type ProviderDecides struct{ Decision BillingDecision }

func (Concluded) concluding()        {}
func (AlreadyConcluded) concluding() {}
func (CannotRefuse) concluding()     {}
func (ProviderDecides) concluding()  {}

// TakingBack is what became of a request that its customer takes back.
//
//sumtype:decl
type TakingBack interface{ takingBack() }

// TakenBack says that the request is withdrawn.
type TakenBack struct{ Decision BillingDecision }

// TooLateToTake says that the decision cannot be taken back: it was answered,
// it ran out, it is in force already, or a payment provider has it.
type TooLateToTake struct{ Decision BillingDecision }

func (TakenBack) takingBack()     {}
func (TooLateToTake) takingBack() {}

// Statement is what somebody declares on one of an account's public forms.
// Nothing of it is looked up, and the answer never says whether there is such
// a contract.
type Statement struct {
	Action        Action // ActionCancel or ActionWithdraw
	Extraordinary bool   // of a cancel: for cause, with Reason
	Reason        string
	Name          string
	Contract      string // number or other words that name it
	End           Date   // of a cancel: when it is to end; empty: as soon as possible
	Email         string // where the receipt goes
	Comment       string
	Shown         []ShownLine
	Locale        string
	FormValue     string
	Network       string
	UserAgent     string
}

// Hearing is what became of a payment provider's word.
//
//sumtype:decl
type Hearing interface{ hearing() }

// Heard says that the word was recorded.
type Heard struct{ Decision BillingDecision }

// HeardBefore says that the payment had ended before: the same word again, or
// one that came too late to matter. Nothing was changed.
type HeardBefore struct{ Decision BillingDecision }

// StillPending says that the provider itself waits: nothing was changed.
type StillPending struct{ Decision BillingDecision }

// NotHeard says that the word was refused: it is about no payment of the
// account, or about other figures than were asked for.
type NotHeard struct{ Why string }

func (Heard) hearing()        {}
func (HeardBefore) hearing()  {}
func (StillPending) hearing() {}
func (NotHeard) hearing()     {}

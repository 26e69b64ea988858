package portal

import "time"

// Purchase is one order of a customer as the billing system last described it.
type Purchase struct {
	Key
	Reference string // speakable
	Customer  string // customer id, or empty
	Status    string // "paid", "awaiting_payment", … ; unknown codes are shown as they came
	Currency  string
	Totals    Totals
	PONumber  string
	Items     []Item
	CreatedAt time.Time // when the order was placed
	AsOf      time.Time // when the billing system last described it
}

// Item is one position of a purchase.
type Item struct {
	RunningNo  int64  `json:"runningNo"`
	ProductID  string `json:"productId,omitempty"`
	Name       string `json:"name"`
	Quantity   Amount `json:"quantity"`
	UnitNet    Amount `json:"unitNet,omitempty"`
	TaxPercent Amount `json:"taxPercent,omitempty"`
}

// Customer is a buyer of an account, and a client that partners connect to;
// Email is the address on file, the only one that mail about it ever goes to.
type Customer struct {
	Key
	Name               string
	Type               string // business, consumer, or empty
	Locale             string
	Country            string
	Email              string
	RegistrationNumber string
	OnboardingDone     bool
	Users              []User // matched by exact address
}

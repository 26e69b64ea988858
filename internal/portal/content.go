package portal

// Content is an e-invoice as EN 16931-1 models it, every figure as the issuer
// wrote it. Business terms (BT, BG) are those of the standard. Empty strings
// and empty lists mean that the document does not say.
type Content struct {
	Profile  string `json:"profile,omitempty"`  // BT-24
	TypeCode string `json:"typeCode,omitempty"` // BT-3, UNTDID 1001

	TaxPointOn   Date   `json:"taxPointOn,omitempty"`  // BT-7
	PeriodStart  Date   `json:"periodStart,omitempty"` // BT-73
	PeriodEnd    Date   `json:"periodEnd,omitempty"`   // BT-74
	TaxCurrency  string `json:"taxCurrency,omitempty"` // BT-6
	PaymentTerms string `json:"paymentTerms,omitempty"`

	References []Reference `json:"references,omitempty"`
	Preceding  []Preceding `json:"preceding,omitempty"` // BG-3
	Notes      []Note      `json:"notes,omitempty"`     // BG-1

	Seller   Party    `json:"seller"`
	Buyer    Party    `json:"buyer"`
	Payee    *Party   `json:"payee,omitempty"`
	TaxAgent *Party   `json:"taxAgent,omitempty"` // BG-11
	Delivery Delivery `json:"delivery"`

	Means       []Means      `json:"means,omitempty"`       // BG-16
	Adjustments []Adjustment `json:"adjustments,omitempty"` // BG-20, BG-21
	Lines       []Line       `json:"lines,omitempty"`       // BG-25
	Taxes       []Tax        `json:"taxes,omitempty"`       // BG-23
	Sums        Sums         `json:"sums"`                  // BG-22
	Supporting  []Supporting `json:"supporting,omitempty"`  // BG-24
}

// Reference is one of the document's references to something else.
type Reference struct {
	Kind string `json:"kind"` // buyer, order, sales-order, contract, project, despatch, receipt, tender, object, accounting
	ID   string `json:"id"`
}

// Preceding is a reference to an earlier invoice.
type Preceding struct {
	Number   string `json:"number"`             // BT-25
	IssuedOn Date   `json:"issuedOn,omitempty"` // BT-26
}

// Note is a free text of the issuer.
type Note struct {
	Subject string `json:"subject,omitempty"` // BT-21, UNTDID 4451
	Text    string `json:"text"`              // BT-22
}

// Party is a seller, buyer, payee or tax representative.
type Party struct {
	Name        string  `json:"name"`
	TradingName string  `json:"tradingName,omitempty"`
	IDs         []ID    `json:"ids,omitempty"`
	LegalID     ID      `json:"legalID,omitzero"`
	LegalInfo   string  `json:"legalInfo,omitempty"` // BT-33
	TaxIDs      []ID    `json:"taxIDs,omitempty"`    // BT-31, BT-32, BT-48
	Endpoint    ID      `json:"endpoint,omitzero"`   // BT-34, BT-49; scheme "EM" is an e-mail address
	Address     Address `json:"address"`
	Contact     Person  `json:"contact"`
}

// ID is an identifier with the scheme it is from, where given.
type ID struct {
	Scheme string `json:"scheme,omitempty"`
	Value  string `json:"value"`
}

// Address is a postal address.
type Address struct {
	Lines       []string `json:"lines,omitempty"` // street and additional lines
	City        string   `json:"city,omitempty"`
	PostCode    string   `json:"postCode,omitempty"`
	Subdivision string   `json:"subdivision,omitempty"`
	Country     string   `json:"country,omitempty"` // ISO 3166-1 alpha-2
}

// Person is a contact point.
type Person struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
}

// Delivery says where and when the goods or services were delivered (BG-13).
type Delivery struct {
	Name       string  `json:"name,omitempty"`
	LocationID ID      `json:"locationID,omitzero"`
	On         Date    `json:"on,omitempty"` // BT-72
	Address    Address `json:"address"`
}

// Means is one way to pay (BG-16).
type Means struct {
	Code        string `json:"code,omitempty"`       // BT-81, UNTDID 4461
	Text        string `json:"text,omitempty"`       // BT-82
	Remittance  string `json:"remittance,omitempty"` // BT-83
	IBAN        string `json:"iban,omitempty"`       // BT-84, any account id
	AccountName string `json:"accountName,omitempty"`
	BIC         string `json:"bic,omitempty"`
	Card        string `json:"card,omitempty"` // BT-87, masked as the issuer sent it
	CardHolder  string `json:"cardHolder,omitempty"`
	Mandate     string `json:"mandate,omitempty"`     // BT-89
	CreditorID  string `json:"creditorID,omitempty"`  // BT-90
	DebitedIBAN string `json:"debitedIBAN,omitempty"` // BT-91
}

// Adjustment is an allowance or a charge, of the document or of one line.
type Adjustment struct {
	Charge      bool   `json:"charge,omitempty"` // false: an allowance
	Reason      string `json:"reason,omitempty"`
	ReasonCode  string `json:"reasonCode,omitempty"`
	Amount      Amount `json:"amount"`
	Base        Amount `json:"base,omitempty"`
	Percent     Amount `json:"percent,omitempty"`
	TaxCategory string `json:"taxCategory,omitempty"` // UNCL 5305
	TaxPercent  Amount `json:"taxPercent,omitempty"`
}

// Line is one invoice line (BG-25).
type Line struct {
	ID            string       `json:"id"`
	Name          string       `json:"name"`                  // BT-153
	Description   string       `json:"description,omitempty"` // BT-154
	Note          string       `json:"note,omitempty"`        // BT-127
	SellerItemID  string       `json:"sellerItemID,omitempty"`
	BuyerItemID   string       `json:"buyerItemID,omitempty"`
	StandardID    ID           `json:"standardID,omitzero"`
	Classes       []ID         `json:"classes,omitempty"` // BT-158; the scheme is UNTDID 7143
	Origin        string       `json:"origin,omitempty"`  // country
	Attributes    []Attribute  `json:"attributes,omitempty"`
	ObjectID      ID           `json:"objectID,omitzero"`    // BT-128
	OrderLine     string       `json:"orderLine,omitempty"`  // BT-132
	Accounting    string       `json:"accounting,omitempty"` // BT-133
	PeriodStart   Date         `json:"periodStart,omitempty"`
	PeriodEnd     Date         `json:"periodEnd,omitempty"`
	Quantity      Amount       `json:"quantity"`
	Unit          string       `json:"unit,omitempty"`          // UN/ECE Rec 20 code
	Price         Amount       `json:"price"`                   // BT-146, net
	PriceBase     Amount       `json:"priceBase,omitempty"`     // BT-149, quantity the price is for
	PriceGross    Amount       `json:"priceGross,omitempty"`    // BT-148
	PriceDiscount Amount       `json:"priceDiscount,omitempty"` // BT-147
	Net           Amount       `json:"net"`                     // BT-131
	TaxCategory   string       `json:"taxCategory,omitempty"`
	TaxPercent    Amount       `json:"taxPercent,omitempty"`
	Adjustments   []Adjustment `json:"adjustments,omitempty"`
}

// Attribute is a named property of an item (BG-32).
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Tax is one row of the tax breakdown (BG-23).
type Tax struct {
	Category   string `json:"category"` // UNCL 5305: S, Z, E, AE, K, G, O, L, M
	Percent    Amount `json:"percent,omitempty"`
	Base       Amount `json:"base"`
	Amount     Amount `json:"amount"`
	Reason     string `json:"reason,omitempty"` // exemption
	ReasonCode string `json:"reasonCode,omitempty"`
}

// Sums are the document totals (BG-22).
type Sums struct {
	Lines      Amount `json:"lines"`                // BT-106
	Allowances Amount `json:"allowances,omitempty"` // BT-107
	Charges    Amount `json:"charges,omitempty"`    // BT-108
	Net        Amount `json:"net"`                  // BT-109
	Tax        Amount `json:"tax,omitempty"`        // BT-110
	TaxOther   Amount `json:"taxOther,omitempty"`   // BT-111, in TaxCurrency
	Gross      Amount `json:"gross"`                // BT-112
	Prepaid    Amount `json:"prepaid,omitempty"`    // BT-113
	Rounding   Amount `json:"rounding,omitempty"`   // BT-114
	Due        Amount `json:"due"`                  // BT-115
}

// Supporting is a document the issuer points to or encloses (BG-24). Enclosed
// bytes stay inside the original e-invoice; only their name is kept here.
type Supporting struct {
	ID          string `json:"id"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	Filename    string `json:"filename,omitempty"`
}

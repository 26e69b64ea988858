package main

import "github.com/latchkey-portal/latchkey/internal/portal"

// Customers of the demo.
const (
	harbour  = "8801"
	orchard  = "8802"
	kestrel  = "8803" // has three saved payment methods
	mistral  = "8804" // a shop in Osaka
	holt     = "5901" // a consumer
	ferryman = "5902"
)

// Payment methods of the demo, by their state.
const (
	methodValid    = "pm-visa-4242"
	methodExpiring = "pm-mastercard-5100"
	methodFailed   = "pm-sepa-3000"
	methodHarbour  = "pm-visa-1881"
	methodOrchard  = "pm-visa-0341"
	methodHolt     = "pm-visa-7730"
	methodHoltTwo  = "pm-paypal-holt"
	methodFerry    = "pm-visa-0002"
)

func sampleCustomers() []portal.Record {
	customer := func(account, id, name, kind, country, email string) portal.Record {
		return portal.Customer{Key: portal.Key{Account: account, ID: id}, Name: name, Type: kind, Country: country, Email: email}
	}
	return []portal.Record{
		customer(fjordlight, harbour, "Harbour & Pine ApS", "business", "DK", "anna@harbourpine.example"),
		customer(fjordlight, orchard, "Orchard Street Books", "business", "GB", "accounts@orchardstreet.example"),
		customer(fjordlight, kestrel, "Kestrel Print Studio", "business", "NL", "office@kestrelprint.example"),
		customer(fjordlight, mistral, "Mistral Records", "business", "JP", "keiko@mistralrecords.example"),
		customer(brightwater, holt, "Maren Holt", "consumer", "IE", "maren@holt.example"),
		customer(brightwater, ferryman, "Ferryman Tours", "business", "IE", "bookings@ferryman.example"),
	}
}

func sampleMethods(c calendar) []portal.Record {
	card := func(account, id, customer, brand, last4 string, months int, state string) portal.PaymentMethod {
		return portal.PaymentMethod{
			Key: portal.Key{Account: account, ID: id}, Customer: customer, State: state, Provider: "test",
			Label: portal.MethodLabel{Kind: "card", Brand: brand, Last4: last4, Expires: c.now.AddDate(0, months, 0).Format("2006-01")},
		}
	}
	preferred := func(m portal.PaymentMethod) portal.PaymentMethod {
		m.Default = true
		return m
	}
	return []portal.Record{
		preferred(card(fjordlight, methodValid, kestrel, "Visa", "4242", 22, "valid")),
		card(fjordlight, methodExpiring, kestrel, "Mastercard", "5100", 0, "expiring"),
		portal.PaymentMethod{
			Key: portal.Key{Account: fjordlight, ID: methodFailed}, Customer: kestrel, State: "failed", Provider: "test",
			Label: portal.MethodLabel{Kind: "sepa_core", Last4: "3000", Mandate: "FJL-M-20881", Creditor: "Fjordlight Software GmbH"},
		},
		preferred(card(fjordlight, methodHarbour, harbour, "Visa", "1881", 14, "valid")),
		preferred(card(fjordlight, methodOrchard, orchard, "Visa", "0341", -1, "failed")),
		preferred(card(brightwater, methodHolt, holt, "Visa", "7730", 9, "valid")),
		portal.PaymentMethod{
			Key: portal.Key{Account: brightwater, ID: methodHoltTwo}, Customer: holt, State: "valid", Provider: "test",
			Label: portal.MethodLabel{Kind: "paypal"},
		},
		preferred(card(brightwater, methodFerry, ferryman, "Visa", "0002", 3, "failed")),
	}
}

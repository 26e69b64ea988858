package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// fillBatch is how many invoices one transaction of Fill adds.
const fillBatch = 2000

// Fill adds two accounts, n invoices, and a customer for every ten of them, with
// names as a register of companies has them: a few words stand in very many. The
// same n gives the same rows.
func Fill(tb testing.TB, s portal.Store, n int) {
	tb.Helper()
	must := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	ctx := context.Background()
	accounts := []string{"big", "small"}
	must(s.InTx(ctx, func(tx portal.Tx) error {
		for _, slug := range accounts {
			if err := tx.AddAccount(ctx, portal.Account{Slug: slug, Name: slug, Locale: "en", Zone: "UTC", LinkDays: 30}); err != nil {
				return err
			}
		}
		return nil
	}))
	for from := 0; from < n; from += fillBatch {
		must(s.InTx(ctx, func(tx portal.Tx) error {
			for i := from; i < min(from+fillBatch, n); i++ {
				account := accounts[0]
				if i%100 == 99 {
					account = accounts[1]
				}
				if err := fillOne(ctx, tx, account, i); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func fillOne(ctx context.Context, tx portal.Tx, account string, i int) error {
	customer := fmt.Sprint(100000 + i/10)
	if i%10 == 0 || i%100 == 99 {
		c := portal.Customer{
			Key: portal.Key{Account: account, ID: customer}, Name: FillName(i / 10), Type: "business",
			Email: "billing@c" + customer + ".example",
		}
		if _, err := tx.PutCustomer(ctx, c); err != nil {
			return err
		}
	}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%2000)
	return tx.AddInvoice(ctx, portal.Invoice{
		Key: portal.Key{Account: account, ID: fmt.Sprint("INV-", 1000000+i)}, Number: fmt.Sprint("INV-", 1000000+i),
		Reference: fillReference(i), Kind: portal.KindInvoice, Customer: customer, IssuedOn: portal.Date(day.Format(time.DateOnly)),
		Currency: "EUR", Totals: portal.Totals{Gross: "100.00"}, CreatedAt: day, AsOf: day,
	})
}

func fillReference(i int) string {
	r := rand.New(rand.NewPCG(uint64(i), 2))
	return fmt.Sprintf("%04X-%04X", r.IntN(1<<16), r.IntN(1<<16))
}

// FillName is the name of the customer i of Fill: one or two invented words, the
// first ones of them far more often, and a legal form.
func FillName(i int) string {
	r := rand.New(rand.NewPCG(uint64(i), 1))
	word := func() string { return fillWord(int(float64(60000) * r.Float64() * r.Float64() * r.Float64())) }
	forms := []string{"GmbH", "Ltd", "ApS", "AG", "B.V."}
	name := word() + " " + forms[r.IntN(len(forms))]
	if r.IntN(2) == 0 {
		name = word() + " & " + name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// fillWord is the invented word of a rank.
func fillWord(rank int) string {
	r := rand.New(rand.NewPCG(uint64(rank), 3))
	var b strings.Builder
	for range 2 + r.IntN(3) {
		b.WriteString([]string{"har", "bo", "pin", "nor", "d", "le", "ka", "stru", "mi", "vel", "ro", "sen", "ta", "gri", "o", "lin", "fja", "be", "sch", "u"}[r.IntN(20)])
		b.WriteString([]string{"a", "e", "u", "er", "in", "or", "ek", "am"}[r.IntN(8)])
	}
	return b.String()
}

package intake

import (
	"strings"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// column is one that a CSV file can have: its name is the path of the field in
// the JSON of a record.
type column struct {
	name string
	kind columnKind
}

type columnKind int

const (
	textColumn columnKind = iota
	wholeColumn
	boolColumn
)

// sheet is what the rows of one type can hold, and the list that several rows
// of one record are the entries of.
type sheet struct {
	columns []column
	list    string // "items"; empty: one row is one record
	entry   string // prefix of the list's columns: "item."
}

// sheets are the types that CSV can hold. docs/import.md lists the columns.
var sheets = map[portal.RecordType]sheet{
	portal.CustomerRecord: {
		columns: columnsOf("name customerType country locale email registrationNumber onboardingDone? user.id user.name user.email"),
		list:    "users", entry: "user.",
	},
	portal.PurchaseRecord: {
		columns: columnsOf(`customer status statusCode statusLabel currency totals.net totals.tax totals.gross totals.paid totals.due
			poNumber createdAt test? withdrawUntil merchant paidWith paymentReference delivery failure
			item.runningNo# item.productId item.name item.quantity item.unitNet item.taxPercent item.net item.note
			item.subscription item.subscriptionItem#`),
		list: "items", entry: "item.",
	},
	portal.SubscriptionRecord: {
		columns: columnsOf(`customer purchase status statusCode statusLabel currency renewal interval.months# interval.days#
			startedAt nextBillingAt endsAt graceDays# next.net next.tax next.gross open failedAt method minTermEnd noticeBy
			item.runningNo# item.purchaseItem# item.status item.productId item.name item.quantity item.min item.max item.step item.unitNet`),
		list: "items", entry: "item.",
	},
	portal.QuoteRecord: {
		columns: columnsOf("number state quoteVersion# validUntil replacedBy terms termsVersion poRequired? deposit decidedAt"),
	},
	portal.MethodRecord: {
		columns: columnsOf(`customer state default? provider providerRef
			label.kind label.brand label.last4 label.expires label.mandate label.creditor`),
	},
	portal.DocumentRecord: {
		columns: columnsOf(`number kind purchase customer email issuedOn dueOn currency
			totals.net totals.tax totals.gross totals.paid totals.due corrects state statusCode test? paidOn paidWith cancelledOn delivered`),
	},
}

// columnsOf reads names, with # behind a whole number and ? behind a yes or no.
// Every sheet has the columns that say which record it is.
func columnsOf(names string) []column {
	all := []column{{"type", textColumn}, {"id", textColumn}, {"version", wholeColumn}, {"modifiedAt", textColumn}}
	for _, name := range strings.Fields(names) {
		c := column{name: strings.TrimRight(name, "#?")}
		switch name[len(name)-1] {
		case '#':
			c.kind = wholeColumn
		case '?':
			c.kind = boolColumn
		}
		all = append(all, c)
	}
	return all
}

// column finds a column of a sheet.
func (s sheet) column(name string) (column, bool) {
	for _, c := range s.columns {
		if c.name == name {
			return c, true
		}
	}
	return column{}, false
}

// isColumn says whether any sheet has a column of that name.
func isColumn(name string) bool {
	for _, s := range sheets {
		if _, ok := s.column(name); ok {
			return true
		}
	}
	return false
}

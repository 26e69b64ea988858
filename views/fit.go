package views

import (
	"strings"
	"unicode/utf8"
)

// What fits is guessed from the number of characters: a server knows no fonts.
const (
	longAmount = 13 // characters of the great figure on a phone
	widestLine = 36 // characters of all columns beside the name on a wide screen
)

// long says whether the great figure needs a smaller size.
func long(amount string) bool { return utf8.RuneCountInString(amount) > longAmount }

// folded says whether the columns would leave no room for the name, so that
// every screen gets the layout of a phone.
func (l Lines) folded() bool {
	var quantity, price, tax, amount int
	for _, row := range l.Rows {
		quantity = max(quantity, utf8.RuneCountInString(row.Quantity))
		price = max(price, longestWord(row.Price))
		tax = max(tax, longestWord(row.Tax))
		amount = max(amount, utf8.RuneCountInString(row.Amount))
	}
	return quantity+price+tax+amount > widestLine
}

// longestWord counts the characters of the longest piece that is never broken.
func longestWord(text string) int {
	longest := 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		longest = max(longest, utf8.RuneCountInString(word))
	}
	return longest
}

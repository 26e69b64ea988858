//go:build !race

package portal_test

// sequences is how many random lives of a request the model leads.
const sequences = 1000

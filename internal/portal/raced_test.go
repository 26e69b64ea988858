//go:build race

package portal_test

// The race detector makes each step of the model some ten times slower, and
// finds nothing there that it would not find in a tenth of them.
const sequences = 100

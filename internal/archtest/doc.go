// Package archtest fails when the repository loses its shape: when a package
// imports what it must not know, when somebody reads the clock, when a page
// links to a place that is not there. The rules are tables in house_test.go,
// and docs/architecture.md says what they are for.
//
// It leaves out what other tools see better: vet, staticcheck and
// go-check-sumtype read the code itself, with its types.
//
// It holds nothing but tests. Who wants to change a rule changes its table,
// together with docs/architecture.md; whoever adds a rule adds a planted
// example to planted_test.go, which proves that the rule bites.
package archtest

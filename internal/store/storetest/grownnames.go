package storetest

import (
	"math/rand/v2"
	"strings"
)

var (
	companyFirst  = []string{"Harbour", "Nordlys", "Skovby", "Fjell", "Brise", "Lindhardt", "Müller", "Østergaard", "Garden", "Copper", "Vester", "Silver"}
	companySecond = []string{"Pine", "Interiors", "Tømrer", "Regnskap", "Café", "Transport", "Energie", "Robotics", "Bakery", "Design"}
)

// company is one of 120 names with a number, so that each has its own.
func company(i int) string {
	return companyFirst[i%len(companyFirst)] + " & " + companySecond[i/len(companyFirst)%len(companySecond)] + " " + grownNumber(i) + " ApS"
}

// GrownName is the name of the i'th customer of a grown store, without its number:
// one or two invented words, the first ones of them far more often, and a legal
// form.
func GrownName(i int) string {
	r := rand.New(rand.NewPCG(uint64(i), 1))
	word := func() string { return grownWord(int(float64(60000) * r.Float64() * r.Float64() * r.Float64())) }
	forms := []string{"GmbH", "Ltd", "ApS", "AG", "B.V."}
	name := word() + " " + forms[r.IntN(len(forms))]
	if r.IntN(2) == 0 {
		name = word() + " & " + name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// grownWord is the invented word of a rank.
func grownWord(rank int) string {
	r := rand.New(rand.NewPCG(uint64(rank), 3))
	var b strings.Builder
	for range 2 + r.IntN(3) {
		b.WriteString([]string{"har", "bo", "pin", "nor", "d", "le", "ka", "stru", "mi", "vel", "ro", "sen", "ta", "gri", "o", "lin", "fja", "be", "sch", "u"}[r.IntN(20)])
		b.WriteString([]string{"a", "e", "u", "er", "in", "or", "ek", "am"}[r.IntN(8)])
	}
	return b.String()
}

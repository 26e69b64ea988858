package mail

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

var (
	decisionTemplates = []string{portal.TemplateReceipt, portal.TemplateOutcome, portal.TemplateOffice, portal.TemplateStatutory}
	decisionStates    = []portal.BillingState{
		portal.DecisionRecorded, portal.DecisionAcknowledged, portal.DecisionSubmitted, portal.DecisionApplied,
		portal.DecisionRefused, portal.DecisionLapsed, portal.DecisionWithdrawn, portal.DecisionSuperseded,
	}
)

// constants reads the values of constants out of a file of the domain, so that
// one more there is one more here. wanted chooses them by type and name.
func constants(t *testing.T, file string, wanted func(typeName, name string) bool) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), "../portal/"+file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		typeName := ""
		if name, ok := spec.Type.(*ast.Ident); ok {
			typeName = name.Name
		}
		if !wanted(typeName, spec.Names[0].Name) {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
		return true
	})
	if len(values) == 0 {
		t.Fatalf("%s has none of the constants", file)
	}
	return values
}

func actions(t *testing.T) []portal.Action {
	var all []portal.Action
	for _, a := range constants(t, "billing_decision.go", func(typeName, _ string) bool { return typeName == "Action" }) {
		all = append(all, portal.Action(a))
	}
	if !slices.Contains(all, portal.ActionCancel) || !slices.Contains(all, portal.ActionPay) {
		t.Fatalf("the actions of the domain were not found: %v", all)
	}
	return all
}

// decided is what a mail about a decision is drawn from.
func decided(template string, action portal.Action, state portal.BillingState) portal.Letter {
	d := portal.BillingDecision{
		Account: "acme", ID: "dec_01jda8q3z7", Reference: "R7M2-40XD", Class: action.Class(), Action: action,
		Object:  portal.ObjectKey{Account: "acme", Kind: "urb", ID: "366332011"},
		Subject: portal.Subject{Type: "subscription", ID: "49694473", Item: 2}, State: state, Locale: "en",
		Change: portal.Change{
			Effective: "2026-12-15", Amount: "90.00", Currency: "EUR", Reason: "Too many seats", Comment: "See https://evil.example/x",
			Fields: map[string]string{portal.FieldName: "Anna Pedersen", portal.FieldContract: "Team plan", portal.FieldEmail: "anna@pine.example"},
		},
		Shown:   []portal.ShownLine{{Label: "Heading", Value: "Check it"}, {Label: "Text", Value: "It starts at once."}, {Label: "You pay now", Value: "€48.60"}, {Label: "Button", Value: "Do it"}},
		Outcome: portal.OutcomeNote{Message: "As you wish <b>now</b>"}, Email: "anna@pine.example",
		DueAt: noon.AddDate(0, 0, 3), CreatedAt: noon,
	}
	return portal.Letter{
		Message:   portal.Message{ID: "msg_1", Account: "acme", Template: template, To: "anna@pine.example", CreatedAt: noon},
		Account:   portal.Account{Slug: "acme", Name: "Acme", Locale: "en", Zone: "Europe/Berlin", Contact: portal.Contact{Email: "help@acme.example"}},
		Reference: d.Reference, Title: "Subscription 49694473", Person: "Harbour & Pine ApS", Decision: &d,
		Customer: portal.Customer{Key: portal.Key{Account: "acme", ID: "71"}, Name: "Harbour & Pine ApS"},
	}
}

func drawn(t *testing.T, facts portal.Letter) Letter {
	t.Helper()
	l, err := NewWords(nil, "billing@latchkey.example").compose(t.Context(), facts)
	if err != nil {
		t.Fatalf("%s of %s, %s: %v", facts.Message.Template, facts.Decision.Action, facts.Decision.State, err)
	}
	return l
}

func TestEveryDecisionHasWordsInEveryMail(t *testing.T) {
	for _, action := range actions(t) {
		for _, template := range decisionTemplates {
			for _, state := range decisionStates {
				l := drawn(t, decided(template, action, state))
				where := template + " of " + string(action) + ", " + string(state)
				if l.Subject == "" || strings.Contains(l.Subject, "  ") {
					t.Errorf("%s: subject %q", where, l.Subject)
				}
				for _, raw := range []string{"_", "49694473", "366332011", "90.00"} {
					if strings.Contains(l.Subject, raw) {
						t.Errorf("%s: the subject %q holds %q", where, l.Subject, raw)
					}
				}
				if strings.Contains(l.HTML, "href=") || strings.Contains(l.Text, "://e") {
					t.Errorf("%s holds a link:\n%s", where, l.Text)
				}
				if strings.Contains(l.HTML, "<b>") {
					t.Errorf("%s does not escape what was written", where)
				}
				if !strings.Contains(l.Text, "R7M2-40XD") || !strings.Contains(l.HTML, "R7M2-40XD") {
					t.Errorf("%s has no reference", where)
				}
			}
		}
	}
}

func TestEveryFieldThatCanBeTypedHasAName(t *testing.T) {
	named := map[string]bool{}
	for _, f := range typedFields {
		named[f.field] = true
	}
	for _, file := range []string{"change.go", "statutory.go"} {
		for _, value := range constants(t, file, func(_, name string) bool { return strings.HasPrefix(name, "Field") }) {
			if !named[value] {
				t.Errorf("the field %q of %s has no name", value, file)
			}
		}
	}
}

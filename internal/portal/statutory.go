package portal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
)

// ofContract is the type of the subject of a statement: nobody has looked
// whether there is such a contract.
const ofContract = "contract"

// What is typed on a public form, by name in Change.Fields.
const (
	FieldContract = "contract"
	FieldEmail    = "email"
	FieldKind     = "kind" // ordinary, extraordinary

	maxEmail = 254
)

// Declare records what somebody declares on one of an account's public forms,
// and mails the receipt to the address they typed, as the law demands (§ 312k
// BGB; Art. 11a of Directive 2011/83/EU). It is Accepted or Incomplete; the
// same form once more is answered as the first time. ErrNotFound: there is no
// such account.
func (s *Service) Declare(ctx context.Context, account string, st Statement) (Acted, error) {
	change, problems := st.change()
	if len(problems) > 0 {
		return Incomplete{problems}, nil
	}
	for range tries {
		var d BillingDecision
		err := s.store.InTx(ctx, func(tx Tx) error {
			var err error
			d, err = s.declare(ctx, tx, account, st, change)
			return err
		})
		if err == nil {
			return Accepted{Decision: d}, nil
		}
		if !isAgain(err) {
			return nil, err
		}
	}
	return nil, fmt.Errorf("declare: %w", errAgain)
}

// change is what a statement says, and what is missing.
func (st Statement) change() (Change, []Problem) {
	t := &typing{typed: Change{Reason: st.Reason, Comment: st.Comment, Fields: map[string]string{
		FieldName: st.Name, FieldContract: st.Contract, FieldEmail: st.Email,
	}}}
	t.need(FieldName, "Name", "Enter your name", MaxField)
	t.need(FieldContract, "Contract", "Enter what identifies the contract", MaxField)
	t.need(FieldEmail, "Email address", "Enter your email address", maxEmail)
	if email := t.kept.Fields[FieldEmail]; email != "" && !bareAddress(email) {
		t.wrong(FieldEmail, "Enter an email address in the correct format, like name@example.com")
	}
	t.reason()
	switch st.Action {
	case ActionCancel:
		t.ending(st)
	case ActionWithdraw:
	default:
		t.wrong("action", "Only a cancellation or a withdrawal can be declared here")
	}
	return t.kept, t.problems
}

// ending reads how and when a contract is to end.
func (t *typing) ending(st Statement) {
	kind := "ordinary"
	if st.Extraordinary {
		if kind = "extraordinary"; t.kept.Reason == "" {
			t.wrong("reason", "Enter the reason")
		}
	}
	if t.kept.Fields != nil {
		t.kept.Fields[FieldKind] = kind
	}
	if _, err := time.Parse(time.DateOnly, string(st.End)); st.End != "" && err != nil {
		t.wrong("effectiveAt", "Enter a date, or leave it empty for the earliest possible one")
	}
	t.kept.Effective = string(st.End)
}

// bareAddress reports whether s is one e-mail address and nothing else.
func bareAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == ""
}

func (s *Service) declare(ctx context.Context, tx Tx, account string, st Statement, change Change) (BillingDecision, error) {
	a, err := tx.Account(ctx, account)
	if err != nil {
		return BillingDecision{}, fmt.Errorf("account: %w", err)
	}
	if err := s.inOrder(ctx, tx, account); err != nil {
		return BillingDecision{}, err
	}
	d := s.newDecision(account, st.Action, Subject{Type: ofContract, ID: st.id(account)})
	first, err := tx.SubjectDecisions(ctx, account, d.Subject, 1)
	if err != nil {
		return BillingDecision{}, fmt.Errorf("decisions of a form: %w", err)
	}
	if len(first) > 0 {
		return first[0], nil
	}
	d.Slot = SlotOf(d.Subject, st.Action, 0)
	d.Change, d.Shown, d.Locale, d.Email = change, st.Shown, st.Locale, change.Fields[FieldEmail]
	d.Network, d.UserAgent = st.Network, st.UserAgent
	won, err := tx.AddBillingDecision(ctx, d)
	if err != nil {
		return BillingDecision{}, fmt.Errorf("add statement: %w", err)
	}
	if !won {
		return BillingDecision{}, errAgain
	}
	return d, s.recorded(ctx, tx, concern{account: a, subject: d.Subject}, d)
}

// id names what is declared by the form it was declared with and by what was
// typed, as nothing of that is looked up. Who goes back to correct a word has
// declared something else, and that counts too.
func (st Statement) id(account string) string {
	if st.FormValue == "" {
		return NewID("stm")
	}
	typed := []string{
		"statement", account, string(st.Action), st.FormValue, strconv.FormatBool(st.Extraordinary), st.Reason, st.Name, st.Contract,
		string(st.End), st.Email, st.Comment,
	}
	for i, text := range typed {
		typed[i] = strconv.Quote(text)
	}
	sum := sha256.Sum256([]byte(strings.Join(typed, "\n")))
	return "stm_" + hex.EncodeToString(sum[:16])
}

// maxReceipts is how many receipts of the public forms one address gets within
// a day: whoever types somebody else's address shall not flood them. What is
// declared beyond that is recorded all the same.
const maxReceipts = 5

func (s *Service) moreReceipts(ctx context.Context, rd Reader, d BillingDecision) (bool, error) {
	sent, err := rd.Messages(ctx, receiptsOf(d.Account, d.Email), maxReceipts)
	if err != nil {
		return false, fmt.Errorf("receipts to an address: %w", err)
	}
	return len(sent) < maxReceipts || sent[maxReceipts-1].CreatedAt.Before(s.now().Add(-24*time.Hour)), nil
}

// receiptsOf is what the receipts to one address are filed under.
func receiptsOf(account, email string) ObjectKey {
	sum := sha256.Sum256([]byte("receipts\n" + NormalEmail(email)))
	return ObjectKey{account, link.Kind(ofContract), hex.EncodeToString(sum[:16])}
}

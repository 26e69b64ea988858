package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// The verbs of scripts about link requests. Partners ask over their API; all of
// it is in the account acme.

// asked is what a script knows of its partners and of what they asked.
type asked struct {
	keys    map[string]string // API keys by partner
	answer  answer            // to the last ask
	request portal.Key        // in force
	links   []string          // different ones that were handed out, in order
}

// partner ledgerly · partner ledgerly ttl 30 [refused] · partner ledgerly
// delivers · partner ledgerly off · partner ledgerly on
func (s *script) newPartner(args []string) {
	s.t.Helper()
	s.need(args, 1)
	id := args[0]
	if s.asked.keys == nil {
		s.asked.keys = map[string]string{}
	}
	if s.asked.keys[id] == "" {
		_, s.asked.keys[id] = s.partner("acme", id)
	}
	if len(args) == 1 {
		return
	}
	_, err := s.service.ChangePartner(context.Background(), portal.ByCommand, "acme", id, func(p *portal.Partner) {
		switch args[1] {
		case "ttl":
			s.need(args, 3)
			p.TTLDays = s.number(args[2])
		case "delivers":
			p.Delivery = portal.ByPartner
		case "off":
			p.DisabledAt = s.now()
		case "on":
			p.DisabledAt = time.Time{}
		default:
			s.complain("a partner has no %q", args[1])
		}
	})
	if refused := args[len(args)-1] == "refused"; refused != (err != nil) {
		s.complain("the change is answered %v", err)
	}
}

// client cl-1 "Nordlys Interiors" maja@nordlys.example […] [consumer]
func (s *script) newClient(args []string) {
	s.t.Helper()
	s.need(args, 2)
	emails := slices.DeleteFunc(slices.Clone(args[2:]), func(word string) bool { return word == "consumer" })
	s.client("acme", args[0], args[1], emails...)
	if len(emails) == len(args[2:]) {
		return
	}
	c, err := s.store.Customer(context.Background(), portal.Key{Account: "acme", ID: args[0]})
	s.must(err)
	c.Type = "consumer"
	s.must(s.service.Mirror(context.Background(), portal.BySystem, []portal.Customer{c}, nil))
}

// policy code · hurry · notice · step-up
func (s *script) policy(args []string) {
	s.t.Helper()
	s.need(args, 1)
	s.must(s.service.ChangeAccount(context.Background(), portal.ByCommand, "acme", func(a *portal.Account) {
		switch args[0] {
		case "code":
			a.Approval.Code = true
		case "hurry":
			a.Approval.Hurry = true
		case "notice":
			a.Approval.Notice = true
		case "step-up":
			a.V1.StepUp = true
		default:
			s.complain("there is no policy %q", args[0])
		}
	}))
}

// ask ledgerly T-1 for maja@nordlys.example [and name@…] [support name@…]
// [case R-1[=amount]] [return URL] [key K]
func (s *script) askConnection(args []string) {
	s.t.Helper()
	s.need(args, 4)
	tenant, more := args[1], map[string]any{}
	users := []map[string]any{{"name": "Maja Holm", "email": args[3], "isOnboardingUser": true}}
	client := map[string]any{
		"name": "Nordlys Interiors ApS", "registrationNumber": "DK40112233", "country": "DK", "supportEmail": "accounts@elsewhere.example",
	}
	var headers []string
	var cases []map[string]any
	for rest := args[4:]; len(rest) > 0; rest = rest[2:] {
		s.need(rest, 2)
		switch rest[0] {
		case "and":
			users = append(users, map[string]any{"name": "Ole Holm", "email": rest[1]})
		case "support":
			client["supportEmail"] = rest[1]
		case "case":
			reference, amount, _ := strings.Cut(rest[1], "=")
			c := oneCase(reference)
			if amount == "none" {
				c["debtor"] = map[string]any{}
			} else if amount != "" {
				c["amountToRecover"] = json.Number(amount)
			}
			cases = append(cases, c)
		case "return":
			more["returnUrl"] = rest[1]
		case "key":
			headers = append(headers, "Idempotency-Key: "+rest[1])
		default:
			s.complain("an ask has no %q", rest[0])
		}
	}
	more["users"], more["client"], more["cases"] = users, client, cases
	s.asked.answer = s.world.post(s.asked.keys[args[0]], ask(tenant, args[3], more), headers...)
	s.handedOut(args[0], tenant)
}

// handedOut takes the link of an answer as the one in force.
func (s *script) handedOut(partner, tenant string) {
	s.t.Helper()
	if s.asked.answer.status != 409 {
		return
	}
	to := s.asked.answer.url(s.t)
	if to == "" {
		return
	}
	s.takeLink(to)
	r, err := s.store.TenantRequest(context.Background(), "acme", partner, tenant)
	s.must(err)
	s.asked.request = r.Key
}

func (s *script) takeLink(to string) {
	s.target = strings.TrimPrefix(to, "https://pay.example.com")
	if !slices.Contains(s.asked.links, s.target) {
		s.asked.links = append(s.asked.links, s.target)
	}
}

// use link 1: the first one that was handed out is in force.
func (s *script) useLink(args []string) {
	s.t.Helper()
	s.need(args, 2)
	n := s.number(args[1])
	if n < 1 || n > len(s.asked.links) {
		s.complain("%d links were handed out", len(s.asked.links))
	}
	s.target = s.asked.links[n-1]
}

// desk reissue [days 30] [force] · desk withdraw · desk remind, [not]: what the
// staff does about the request in force; "not": it has no effect.
func (s *script) desk(args []string) {
	s.t.Helper()
	s.need(args, 1)
	a := portal.RequestAsk{Actor: portal.ByAdmin("adm_1"), Request: s.asked.request, Mail: true, Force: slices.Contains(args, "force")}
	if i := slices.Index(args, "days"); i > 0 {
		a.Days = s.number(args[i+1])
	}
	verbs := map[string]func(context.Context, portal.RequestAsk) (portal.RequestOutcome, error){
		"reissue": s.service.ReissueRequest, "withdraw": s.service.WithdrawRequest, "remind": s.service.RemindRequest,
	}
	got, err := verbs[args[0]](context.Background(), a)
	s.must(err)
	done, ok := got.(portal.RequestDone)
	if ok == (args[len(args)-1] == "not") {
		s.complain("the desk's %s is answered %+v", args[0], got)
	}
	if done.URL != "" {
		s.takeLink(done.URL)
	}
}

// archive cl-1: its connection ends.
func (s *script) archive(args []string) {
	s.t.Helper()
	s.need(args, 1)
	s.must(s.store.InTx(context.Background(), func(tx portal.Tx) error {
		conn, err := tx.ActiveConnection(context.Background(), "acme", args[0])
		if err != nil {
			return err
		}
		_, err = tx.ArchiveConnection(context.Background(), "acme", conn.ID, s.now())
		return err
	}))
}

// job runs one round of a job, which has to do so much.
func (s *script) job(name string, round func(context.Context) (int, error), want string) {
	s.t.Helper()
	n, err := round(context.Background())
	s.must(err)
	s.same("number of "+name, n, s.number(want))
}

// bounce [p 20417]: the newest mail about the request in force, or about an
// object of the account acme, comes back for good.
func (s *script) bounce(args []string) {
	s.t.Helper()
	s.deliver()
	of := s.object()
	if len(args) > 1 {
		of = portal.ObjectKey{Account: "acme", Kind: link.Kind(args[0]), ID: args[1]}
	}
	mails, err := s.store.Messages(context.Background(), of, 1)
	s.must(err)
	if len(mails) == 0 {
		s.complain("there is no mail that could bounce")
	}
	_, err = s.service.MailFate(context.Background(), mails[0].Account, mails[0].ID, portal.MailBounced)
	s.must(err)
}

func (s *script) object() portal.ObjectKey {
	return portal.ObjectKey{Account: "acme", Kind: link.Approve, ID: s.asked.request.ID}
}

// decide approve|decline [client cl-2] [reason "…"] [check 2233]: fills the form
// of the page that the last answer showed, and sends it.
func (s *script) decide(args []string) {
	s.t.Helper()
	s.need(args, 1)
	form := url.Values{"decision": {args[0]}}
	for rest := args[1:]; len(rest) > 1; rest = rest[2:] {
		form.Set(rest[0], rest[1])
	}
	for _, field := range hiddenShape.FindAllStringSubmatch(string(s.last.body), -1) {
		if field[1] == "n" || field[1] == "step" {
			form.Set(field[1], field[2])
		}
	}
	if form.Get("n") == "" {
		s.complain("the last answer shows no form to decide with")
	}
	s.fetch(visit{method: "POST", target: s.target, body: form.Encode()})
}

// told 202 · told 409 ClientExistsNeedsLinking · told data.linkRequest.email
// queued · told says IdempotencyViolation: what the partner's last ask was
// answered.
func (s *script) told(args []string) {
	s.t.Helper()
	s.need(args, 1)
	body := s.asked.answer.read(s.t)
	if args[0] == "says" {
		s.need(args, 2)
		s.same("answer has "+args[1], strings.Contains(string(s.asked.answer.body), args[1]), true)
		return
	}
	if len(args) == 1 {
		s.same("status of the ask", s.asked.answer.status, s.number(args[0]))
		return
	}
	if path := strings.Split(args[0], "."); len(path) > 1 {
		s.same(args[0], fmt.Sprint(at(body, path...)), args[1])
		return
	}
	s.same("status of the ask", s.asked.answer.status, s.number(args[0]))
	s.same("type of the answer", fmt.Sprint(body["type"]), args[1])
}

// state pending [2]: the stored state of the request in force, and its attempt.
func (s *script) state(args []string) {
	s.t.Helper()
	s.need(args, 1)
	r, err := s.store.Request(context.Background(), s.asked.request)
	s.must(err)
	s.same("state", string(r.Status), args[0])
	if len(args) > 1 {
		s.same("attempt", int(r.Attempt), s.number(args[1]))
	}
}

// events counts the events of the account by type.
func (s *script) events() map[string]int {
	s.t.Helper()
	all, err := s.store.Events(context.Background(), "acme", "", 0, 1000)
	s.must(err)
	counts := map[string]int{}
	for _, e := range all {
		counts[e.Type]++
	}
	return counts
}

// cases 2 held
func (s *script) cases(args []string) {
	s.t.Helper()
	s.need(args, 2)
	all, err := s.store.Cases(context.Background(), s.asked.request)
	s.must(err)
	n := 0
	for _, c := range all {
		if string(c.State) == args[1] {
			n++
		}
	}
	s.same("cases "+args[1], n, s.number(args[0]))
}

// fact client.link_expired emailStatus not_sent: what the newest event of a type
// says.
func (s *script) fact(args []string) {
	s.t.Helper()
	s.need(args, 3)
	all, err := s.store.Events(context.Background(), "acme", "", 0, 1000)
	s.must(err)
	for _, e := range slices.Backward(all) {
		if e.Type != args[0] {
			continue
		}
		var data map[string]any
		s.must(json.Unmarshal([]byte(e.Data), &data))
		s.same(args[1], fmt.Sprint(data[args[1]]), args[2])
		return
	}
	s.complain("no event %s", args[0])
}

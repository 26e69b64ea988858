package web_test

import (
	"context"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/link"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

type verb func(s *script, args []string)

// preparing are the verbs that make the world and the link in force.
var preparing = map[string]verb{
	"at":       (*script).at,
	"later":    (*script).later,
	"account":  (*script).newAccount,
	"customer": (*script).newCustomer,
	"order":    (*script).newOrder,
	"invoice":  (*script).newInvoice,
	"pdf":      func(s *script, a []string) { s.need(a, 3); s.pdf(a[0], a[1], []byte(a[2])) },
	"link":     (*script).link,
	"cut":      func(s *script, a []string) { s.need(a, 1); s.target = s.target[:len(s.target)-s.number(a[0])] },
	"change":   func(s *script, _ []string) { s.target = changed(s.target) },
	"add":      func(s *script, a []string) { s.need(a, 1); s.target += a[0] },
	"replace":  (*script).replace,
	"send":     func(s *script, a []string) { s.need(a, 2); s.next[strings.TrimSuffix(a[0], ":")] = a[1] },
	"admin":    (*script).admin,
	"database": func(s *script, _ []string) { s.must(s.store.Close()) },

	"partner":  (*script).newPartner,
	"client":   (*script).newClient,
	"policy":   (*script).policy,
	"ask":      (*script).askConnection,
	"use":      (*script).useLink,
	"desk":     (*script).desk,
	"archive":  (*script).archive,
	"sweep":    func(s *script, a []string) { s.need(a, 1); s.job("sweep", s.service.Sweep, a[0]) },
	"remind":   func(s *script, a []string) { s.need(a, 1); s.job("reminders", s.service.SendReminders, a[0]) },
	"land":     func(s *script, a []string) { s.need(a, 1); s.job("landings", s.service.LandCases, a[0]) },
	"bounce":   (*script).bounce,
	"restored": (*script).restored,

	"purchase":     (*script).newPurchase,
	"quote":        (*script).newQuote,
	"document":     (*script).newDocument,
	"settings":     (*script).settings,
	"subscription": (*script).newSubscription,
	"offer":        (*script).newOffer,
	"method":       (*script).newMethod,
	"preview":      (*script).newPreview,
	"provider":     (*script).provider,
	"payment":      (*script).payment,
	"concludes":    (*script).concludes,
	"lapse":        func(s *script, a []string) { s.need(a, 1); s.job("lapses", s.lapse, a[0]) },
	"fill":         (*script).fill,
	"older":        (*script).olderForms,
	"code":         (*script).typeCode,
}

func (s *script) at(args []string) {
	s.t.Helper()
	t, err := time.Parse("2006-01-02 15:04", strings.Join(args, " "))
	if err != nil {
		s.complain("a time is written 2025-10-09 09:00: %v", err)
	}
	s.clock.Store(t.Unix())
}

func (s *script) later(args []string) {
	s.t.Helper()
	s.need(args, 1)
	s.clock.Add(int64(s.span(args[0]).Seconds()))
}

func (s *script) newAccount(args []string) {
	s.t.Helper()
	s.need(args, 1)
	v1 := portal.V1Policy{}
	for _, word := range args[1:] {
		switch word {
		case "v1":
			v1.On = true
		case "sha1":
			v1.SHA1 = true
		case "legacy":
			v1.LegacyInvoice = true
		default:
			s.complain("an account has no %q", word)
		}
	}
	s.account(args[0], v1)
}

func (s *script) newCustomer(args []string) {
	s.t.Helper()
	s.need(args, 3)
	email := ""
	if len(args) > 3 {
		email = args[3]
	}
	s.customer(args[0], args[1], args[2], email)
}

func (s *script) newOrder(args []string) {
	s.t.Helper()
	s.need(args, 2)
	customer := ""
	if len(args) > 3 {
		customer = args[3] // order acme 20417 for 8801
	}
	s.world.order(args[0], args[1], customer)
}

func (s *script) newInvoice(args []string) {
	s.t.Helper()
	s.need(args, 2)
	order := ""
	if len(args) > 3 {
		order = args[3] // invoice acme fjordlight-1-due.xml for 20417
	}
	s.world.invoice(args[0], order, sampleFile(s.t, args[1]))
}

// link acme p 20417 [from -9d] [for 7d] [v1] [sha1] [pdf] [xml] [legacy] [name=value …]
func (s *script) link(args []string) {
	s.t.Helper()
	s.need(args, 3)
	f := formula{account: args[0], kind: args[1], id: args[2]}
	from, length, v1 := time.Duration(0), 30*24*time.Hour, false
	for rest := args[3:]; len(rest) > 0; rest = rest[1:] {
		switch word := rest[0]; {
		case word == "from" || word == "for":
			s.need(rest, 2)
			if rest = rest[1:]; word == "from" {
				from = s.span(rest[0])
			} else {
				length = s.span(rest[0])
			}
		case word == "v1":
			v1 = true
		case word == "sha1":
			v1, f.sha1 = true, true
		case word == "pdf" || word == "xml":
			f.ending = "." + word
		case word == "legacy":
			f.legacy = true
		case strings.Contains(word, "="):
			f.params = append(f.params, word)
		default:
			s.complain("a link has no %q", word)
		}
	}
	f.start = s.clock.Load() + int64(from.Seconds())
	f.end = f.start + int64(length.Seconds())
	s.target = s.sign(f, v1)
}

// changed turns the last character into another of its alphabet.
func changed(target string) string {
	last := "0"
	if strings.HasSuffix(target, "0") {
		last = "1"
	}
	return target[:len(target)-1] + last
}

// replace "&" by "&amp;"
func (s *script) replace(args []string) {
	s.t.Helper()
	s.need(args, 3)
	if !strings.Contains(s.target, args[0]) {
		s.complain("the link has no %q", args[0])
	}
	s.target = strings.ReplaceAll(s.target, args[0], args[2])
}

// admin reissue|revoke|remind acme p 20417 [mail] · admin rotate acme ·
// admin revoke-key acme k1 · admin v1-off acme
func (s *script) admin(args []string) {
	s.t.Helper()
	s.need(args, 2)
	ctx, by := context.Background(), portal.ByAdmin("adm_1")
	switch verb, account := args[0], args[1]; verb {
	case "reissue", "revoke", "remind":
		s.need(args, 4)
		k := portal.ObjectKey{Account: account, Kind: link.Kind(args[2]), ID: args[3]}
		s.act(verb, k, portal.Ask{Mail: len(args) > 4 && args[4] == "mail"})
	case "rotate":
		_, err := s.service.RotateKey(ctx, by, account, 0)
		s.must(err)
	case "revoke-key":
		s.need(args, 3)
		s.must(s.service.RevokeKey(ctx, by, account, args[2]))
	case "v1-off":
		s.must(s.service.ChangeAccount(ctx, by, account, func(a *portal.Account) { a.V1.On = false }))
	default:
		s.complain("an admin has no %q", verb)
	}
}

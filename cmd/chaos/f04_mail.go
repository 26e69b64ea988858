package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// mailHarness is F4: mails go out through a server that fails in every way that
// servers fail, while the process is killed. The clock is the harness's, so
// that the pauses between tries cost nothing.
func mailHarness() harness {
	return harness{
		id:      "F4",
		promise: "10,000 mails through a failing server, 20 kills: none lost, at most 2 % sent twice, every 550 final",
		run:     runMails,
		faults:  mailFaults,
	}
}

var mailFaults = []fault{
	plant("what the server refuses for good is tried again", "internal/outbox/schedule.go",
		"case errors.Is(err, ErrPermanent) || m.Attempts > len(waits):", "case m.Attempts > len(waits):"),
	plant("a mail counts as sent that was not taken", "internal/outbox/schedule.go",
		"case err == nil:", "case err == nil || !errors.Is(err, ErrPermanent):"),
	plant("a claim of a mail never lapses", "internal/outbox/outbox.go",
		"lease    = 5 * time.Minute  // of a claim", "lease    = 9000 * time.Hour  // of a claim"),
}

const (
	mailPartners = 32
	// unknownEvery: of so many addresses one does not exist.
	unknownEvery = 100
)

// later are the steps of the clock once all is asked for: longer than the
// pauses between the tries of a mail, which may be a fifth longer themselves.
var later = []time.Duration{40 * time.Second, 3 * time.Minute, 6 * time.Minute, 13 * time.Minute, 80 * time.Minute, 5 * time.Hour, 15 * time.Hour}

// post fails mails on their first tries.
type post struct {
	mu    sync.Mutex
	tries map[string]int // by stage and address
}

// fault is what becomes of a stage of a mail. An address fails always, or at
// its first try at a stage, or never; which follows from the address.
func (p *post) fault(stage, _, to string) error {
	p.mu.Lock()
	p.tries[stage+to]++
	first := p.tries[stage+to] == 1
	p.mu.Unlock()
	if unknown(to) {
		if stage == atRecipient {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
		}
		return nil
	}
	if !first {
		return nil
	}
	n := share(to)
	switch {
	case stage == atRecipient && n < 12:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "come back later"}
	case stage == atRecipient && n < 18:
		return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "shutting down"}
	case stage == atData && n < 30:
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "no room"}
	case stage == afterData && n == 30:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 4, 2}, Message: "lost the answer"}
	}
	return nil
}

// unknown reports whether an address is one that the server does not know.
func unknown(to string) bool {
	var n int
	_, err := fmt.Sscanf(to, "person%d@", &n)
	return err == nil && n%unknownEvery == 0
}

func runMails(l *lab) (report, error) {
	mails, kills := l.count(1500, 10_000), l.count(3, 20)
	p := &post{tries: map[string]int{}}
	server, err := l.sink(p.fault)
	if err != nil {
		return report{}, err
	}
	s, err := l.site(plan{
		partners: mailPartners, clients: mails, delivery: "email", settings: []string{"LATCHKEY_SMTP_URL=" + server.url},
	})
	if err != nil {
		return report{}, err
	}
	n, err := s.node()
	if err != nil {
		return report{}, err
	}
	clock := keepTime(n)
	if _, err := n.start(); err != nil {
		return report{}, err
	}
	if err := postAll(l, s, n, clock, server, mails, kills); err != nil {
		return report{}, err
	}
	n.kill()
	return judgeMails(l, s, server, kills)
}

// postAll asks for all links, kills meanwhile, and lets the time pass that the
// pauses between tries take.
func postAll(l *lab, s *site, n *node, clock *timekeeper, server *sink, mails, kills int) error {
	tick := clock.run(l.ctx)
	ask := askAll(l, s, n, mails, "")
	sent := func() int { taken, _ := server.counts(); return taken }
	// Half of them fail at first, so the kills are spread over the other half.
	err := killAlong(l, n, kills, mails/2, sent)
	if err == nil {
		ask.wait()
	} else {
		ask.finish()
	}
	tick()
	if err != nil {
		return err
	}
	still(l, sent)
	for _, step := range later {
		l.say("%d mails taken; the clock moves on by %s", sent(), step)
		if err := clock.move(l.ctx, step); err != nil {
			return err
		}
		still(l, sent)
	}
	return nil
}

// still returns when a count has not grown for longer than the program takes to
// look for what is due.
func still(l *lab, count func() int) {
	quiet, last := stopwatch(), count()
	for quiet() < 5*time.Second && l.pause(100*time.Millisecond) {
		if now := count(); now != last {
			quiet, last = stopwatch(), now
		}
	}
}

func judgeMails(l *lab, s *site, server *sink, kills int) (report, error) {
	var r report
	f, err := s.facts()
	if err != nil {
		return r, err
	}
	defer f.close()
	var made, lost, open, failed, wrongly int
	err = f.each(l.ctx, `select id, state, recipient from message`, func(c []string) {
		made++
		switch gone := unknown(strings.ToLower(c[2])); {
		case gone && c[1] == "failed":
			failed++
		case gone || c[1] == "failed":
			wrongly++
		case c[1] != "sent":
			open++
		case !server.has(c[0]):
			lost++
		}
	})
	if err != nil {
		return r, err
	}
	_, twice := server.counts()
	unanswered := server.unanswered()
	r.figure("%s kills", number(kills))
	r.figure("%s mails", number(made))
	r.none(lost, "lost")
	r.none(open, "neither sent nor given up")
	r.figure("%s of 550 given up", number(failed))
	r.none(wrongly, "given up wrongly, or not when refused for good")
	r.figure("%.2f %% twice, %s more whose answer was lost", 100*float64(twice-unanswered)/float64(max(1, made)), number(unanswered))
	if 1000*(twice-unanswered) > mostTwice*made {
		r.breaks("%d of %d came twice", twice-unanswered, made)
	}
	return r, nil
}

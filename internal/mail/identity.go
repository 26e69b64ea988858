package mail

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// TXT looks up text records; *net.Resolver does.
type TXT interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

const (
	identityWait = 3 * time.Second // for all look-ups together: somebody waits for the page
	maxTXT       = 50              // records of a name that are looked at
	maxTXTLength = 4096            // bytes of one; a DKIM key of 4096 bits has under 800
)

// CheckSender says what the domain of a sender has for SPF (RFC 7208), DKIM
// (RFC 6376) and DMARC (RFC 7489), in this order. It takes identityWait at most:
// what was not answered by then is SenderUnknown.
func CheckSender(ctx context.Context, dns TXT, address, selector string) []portal.SenderFinding {
	ctx, cancel := context.WithTimeout(ctx, identityWait)
	defer cancel()
	domain := strings.ToLower(strings.TrimSuffix(address[strings.LastIndexByte(address, '@')+1:], "."))
	z := zone{dns, domain}
	checks := []func(context.Context) portal.SenderFinding{
		z.spf, func(ctx context.Context) portal.SenderFinding { return z.dkim(ctx, selector) }, z.dmarc,
	}
	found, faults := make([]portal.SenderFinding, len(checks)), make([]any, len(checks))
	var wg sync.WaitGroup
	for i, check := range checks {
		wg.Go(func() {
			defer func() { faults[i] = recover() }()
			found[i] = check(ctx)
		})
	}
	wg.Wait()
	for _, fault := range faults {
		if fault != nil {
			panic(fault) // where whoever asked can recover from it
		}
	}
	return found
}

// zone is the domain of a sender.
type zone struct {
	dns    TXT
	domain string
}

// errNoAnswer means that nobody answered in time.
var errNoAnswer = errors.New("the name servers did not answer in time")

// texts are the text records of a name, those of a size that can be one. None is
// no error. It returns when ctx ends even where the resolver does not.
func (z zone) texts(ctx context.Context, name string) ([]string, error) {
	type answer struct {
		texts []string
		err   error
		fault any // a panic
	}
	came := make(chan answer, 1)
	go func() {
		var got answer
		defer func() {
			got.fault = recover()
			came <- got
		}()
		got.texts, got.err = z.dns.LookupTXT(ctx, name+".")
	}()
	var got answer
	select {
	case got = <-came:
	case <-ctx.Done():
		return nil, errNoAnswer
	}
	if got.fault != nil {
		panic(got.fault) // where whoever asked can recover from it
	}
	var none *net.DNSError
	if errors.As(got.err, &none) && none.IsNotFound {
		return nil, nil
	}
	if got.err != nil {
		return nil, errNoAnswer
	}
	var all []string
	for _, text := range got.texts[:min(len(got.texts), maxTXT)] {
		if len(text) <= maxTXTLength {
			all = append(all, text)
		}
	}
	return all, nil
}

// records are those texts of a name that begin with a version tag.
func (z zone) records(ctx context.Context, name, version string) ([]string, error) {
	texts, err := z.texts(ctx, name)
	return slices.DeleteFunc(texts, func(text string) bool {
		head, _, _ := strings.Cut(strings.TrimSpace(text), ";")
		first, _, _ := strings.Cut(head, " ")
		return !strings.EqualFold(first, version)
	}), err
}

func unanswered(way, name string) portal.SenderFinding {
	return portal.SenderFinding{
		Way: way, Verdict: portal.SenderUnknown, Say: "The name servers of " + name + " did not answer in time. Check again in a minute.",
	}
}

// tags are the name=value pairs of a DKIM or DMARC record; of a name that stands
// twice the first.
func tags(record string) map[string]string {
	all := map[string]string{}
	for part := range strings.SplitSeq(record, ";") {
		name, value, ok := strings.Cut(part, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := all[name]; ok && !twice {
			all[name] = strings.TrimSpace(value)
		}
	}
	return all
}

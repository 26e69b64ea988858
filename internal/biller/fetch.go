package biller

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-portal/latchkey/internal/hook"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// fetchAllowed is how long one file may take, all of it.
const fetchAllowed = 30 * time.Second

// Fetcher gets files, within the bounds of a question. Any number of goroutines
// may use one.
type Fetcher struct{ transport *http.Transport }

var _ portal.DocumentFetcher = (*Fetcher)(nil)

// NewFetcher returns a Fetcher. allowPrivate is the operator's leave for private
// and loopback addresses.
func NewFetcher(allowPrivate bool) *Fetcher {
	return &Fetcher{transport: hook.Outgoing(allowPrivate)}
}

// Fetch gets a file of at most portal.MaxFetched bytes by https from one of the
// hosts, given in lower case. Its errors say nothing of the address, which is a
// key to the file.
func (f *Fetcher) Fetch(ctx context.Context, address string, hosts []string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || !slices.Contains(hosts, strings.ToLower(u.Hostname())) {
		return nil, errors.New("its address is not of a host that files may be fetched from")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchAllowed)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, errors.New("its address cannot be read")
	}
	req.Header.Set("Accept", "application/pdf")
	req.Header.Set("User-Agent", agent)
	// RoundTrip and not Client.Do: nothing here follows a redirect.
	resp, err := f.transport.RoundTrip(req)
	if err != nil {
		return nil, errors.New(hook.InWords(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("its host answered %d", resp.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, portal.MaxFetched+1))
	switch {
	case err != nil:
		return nil, errors.New(hook.InWords(err))
	case len(body) > portal.MaxFetched:
		return nil, errors.New("the file is larger than 10 MB")
	}
	return body, nil
}

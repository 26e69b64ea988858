package biller

import (
	"crypto/x509"
	"time"
)

// Trust lets the tests' servers have certificates of their own making.
func (c *Client) Trust(pool *x509.CertPool) { c.transport.TLSClientConfig.RootCAs = pool }

// Hurry shortens the time for a question.
func (c *Client) Hurry(d time.Duration) { c.preview, c.snapshot = d, d }

// Trust lets the tests' servers have certificates of their own making.
func (f *Fetcher) Trust(pool *x509.CertPool) { f.transport.TLSClientConfig.RootCAs = pool }

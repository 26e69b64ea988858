// Package biller asks the company's billing system, over HTTPS, what an act
// would do and how one object stands, while a customer waits for the page.
//
// Each question is one POST of JSON to an address of the account's settings,
// signed as a webhook is (Standard Webhooks, with the account's biller key), and
// bounded in every way: the time, the bytes of the answer, where the name may
// lead, no redirect. An answer is read strictly or not at all: the page does
// without.
//
// It also gets the files that the billing system's notifications name, later and
// without anybody waiting, from hosts that the account allows.
//
// It leaves out what an answer means and what is shown where none comes: see
// internal/portal.
//
// Use: one Client per program, given to portal.Service.WithBiller; one Fetcher,
// given to portal.Service.FetchDocuments.
package biller

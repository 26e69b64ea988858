// Package storetest says what a portal.Store must do, as one contract test for
// every engine, and opens stores for the tests of other packages.
package storetest

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store"
	"github.com/latchkey-portal/latchkey/internal/store/pgtest"
)

// SQLite returns an empty store in a file that goes away with the test.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	file := filepath.Join(t.TempDir(), "latchkey.db")
	copySQLite(t, file)
	return Open(t, "sqlite:"+file)
}

// Postgres returns an empty store in a database that goes away with the test; it
// skips the test where there is no PostgreSQL, see pgtest.
func Postgres(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, pgtest.Copy(t, func(dsn string) error { return store.Init(context.Background(), dsn) }))
}

// Open makes the database that dsn names, if there is none, and opens it until
// the test ends.
func Open(t testing.TB, dsn string) *store.Store {
	t.Helper()
	ctx := context.Background()
	if err := store.Init(ctx, dsn); err != nil {
		t.Fatal(err)
	}
	return OpenAsItIs(t, dsn)
}

// OpenAsItIs opens a database that is there until the test ends.
func OpenAsItIs(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Run holds the stores that open returns, each of them empty, to the contract.
func Run(t *testing.T, open func(t *testing.T) portal.Store) {
	for _, c := range []struct {
		behaviour string
		test      func(t *testing.T, s portal.Store)
	}{
		{"accounts come back as they were put", accounts},
		{"settings are replaced as they were seen", replacedAccounts},
		{"one of many changes of settings wins", replaceRace},
		{"logos are found by what they are", logos},
		{"secrets are put, replaced and deleted", secrets},
		{"sealed values are found by how they begin, and replaced as they were seen", sealedValues},
		{"what is left of master keys is kept once for each", keptKeys},
		{"what is over is forgotten in batches", spentRows},
		{"a compaction is done where it was asked for, by one", compactions},
		{"customers and purchases are put and replaced", purchases},
		{"invoices come back as they were added", invoices},
		{"legacy numbers lead to accounts that take them", legacyNumbers},
		{"invoices are listed newest first", invoiceOrder},
		{"related invoices are those it names and those that name it", relatedInvoices},
		{"documents, parts and blobs come back as they were added", documents},
		{"the same ids in two accounts never meet", isolation},
		{"what is not there is not found", notFound},
		{"what is there is not added again", exists},
		{"an error rolls back", errorRollsBack},
		{"a panic rolls back", panicRollsBack},
		{"a transaction reads what it wrote", readsOwnWrites},
		{"several parts make one whole transaction", wholes},
		{"a whole transaction leaves nothing where it fails", undoneWholes},
		{"a key that is being taken is waited for", heldReplay},
		{"a closed store is unavailable", closedStore},
		{"a caller who left is told so", cancelled},
		{"an issue needs the generation before it", issue},
		{"an issue does not go below a cut-off", issueBelowCutOff},
		{"a revocation ends what it saw, once", revoke},
		{"link states are listed by last touch", recentStates},
		{"a walk over the trails goes on where it stands", auditWalks},
		{"rows that contradict one another are counted", contradictions},
		{"a link that was mailed has its mail", mailsOwed},
		{"stored bytes are listed by hash", blobsAfter},
		{"links are listed by how they stand, page by page", linkCuts},
		{"a customer's purchases and mails are listed", customerLists},
		{"notes are added, listed and dropped", notes},
		{"entries about an object run by time", entriesAbout},
		{"what happened to mails runs by time", mailSteps},
		{"events run with their deliveries", eventSteps},
		{"one of many issues wins", issueRace},
		{"an issue or a revocation wins", issueRevokeRace},
		{"mails are counted within 24 hours", countMail},
		{"mails are counted when many ask", countMailRace},
		{"mails that visitors asked for are counted by address", askedMails},
		{"audit entries come back in order", audit},
		{"an audit chain does not fork", auditFork},
		{"an audit chain has no gaps when many write", auditRace},
		{"messages come back as they were added", messages},
		{"messages are listed by what became of them", messageLists},
		{"a claimed message is held until its lease passes", claim},
		{"a message is finished once", finish},
		{"each message goes to one claimant", claimRace},
		{"admins come back as they were added", admins},
		{"sessions are touched and revoked", sessions},
		{"a passkey is used from the count that was seen", passkeys},
		{"a subject stands for one admin, and an admin for one subject", identities},
		{"a ceremony is answered once, in time", ceremonies},
		{"a ceremony is answered once when many answer", ceremonyRace},
		{"lists keep to the accounts they are asked for", withinAccounts},
		{"people are changed from how they were seen", personChanges},
		{"open sessions are listed and ended once", openSessions},
		{"a step of an authenticator is used once", totps},
		{"a code of a person is used once, in its time", personCodes},
		{"a search finds keys in any case", searchKeys},
		{"a search finds names by their beginning", searchNames},
		{"a search takes wildcards as they are", searchWildcards},
		{"a search gives exact hits first", searchOrder},
		{"a search forgets what was replaced", searchReplaced},
		{"a search finds names that are spelt differently", searchSpelling},
		{"a search gives what fits best first", searchRanks},
		{"a search keeps to its accounts", searchAccounts},
		{"a search is bounded where very many fit", searchMany},
		{"a search finds companies by their people", searchPeople},
		{"a search finds words in any order", searchWords},
		{"a search finds words of very many names", searchEverywhere},
		{"partners come back as they were put", partnerRows},
		{"API keys are added, touched and revoked", apiKeys},
		{"clients are found by an exact address", clientsByEmail},
		{"a client and a tenant have one active connection", connections},
		{"one of many connections of a client is added", connectionRace},
		{"link requests come back as they were added", requests},
		{"a tenant has one link request, however many ask", oneRequestPerTenant},
		{"link requests are narrowed by filters", requestFilters},
		{"link requests are listed in pages", requestPages},
		{"link requests are searched for", requestSearch},
		{"link requests are counted by how they stand", requestCounts},
		{"requests lapse at their end", lapsed},
		{"reminders are due at half the window and a day before its end", remindable},
		{"reminders that were missed become one", missedReminders},
		{"events of a request are counted", sequences},
		{"a decision needs a pending request and its attempt", decide},
		{"a decision is taken from s-60 to e-1", decideWindow},
		{"an expiry needs the end", expire},
		{"a withdrawal needs an open request", withdraw},
		{"a renewal needs the attempt before it", renew},
		{"a renewal after an approval needs the connection to be archived", renewApproved},
		{"a merge needs a pending request", merge},
		{"a reminder is counted once", countReminder},
		{"decisions come back, one for each attempt", decisions},
		{"those are blocked that only this client could answer", block},
		{"a merge or a block wins", blockRace},
		{"one of two partners connects a client", clientRace},
		{"one of 50 decisions wins", decideRace},
		{"a decision or an expiry wins", decideExpireRace},
		{"a decision or a renewal wins", decideRenewRace},
		{"a decision or a withdrawal wins", withdrawRace},
		{"a sweep expires nothing that was renewed", sweepRace},
		{"of many sweeps each claims other requests", claimLapsedRace},
		{"held cases are put, moved and listed", cases},
		{"a case lands once, and so does a reference of a client", landCase},
		{"each reference lands once when many land", landRace},
		{"a case lands or is dropped", landDropRace},
		{"events come back in order", events},
		{"events have no gaps when many write", eventRace},
		{"endpoints are put, counted and deleted", endpoints},
		{"deliveries come back as they were added", deliveryRows},
		{"a lane is claimed from its oldest event on", claimDeliveries},
		{"endpoints are due with their deliveries", dueEndpoints},
		{"a delivery is finished once, with its tries", finishDelivery},
		{"deliveries are held and replayed", requeueDeliveries},
		{"deliveries are counted by their state", countDeliveries},
		{"each delivery goes to one worker", deliveryRace},
		{"a challenge is tried so often and passed once", challenges},
		{"a challenge counts its tries when many try", challengeRace},
		{"stored answers are kept until they are dropped", replays},
		{"a key is taken once, answered or given up", claimedReplays},
		{"suppressions are put and lifted", suppressions},
		{"the worst fate of a mail is kept", mailFates},
		{"mails that ended are queued again", requeueMessage},
		{"a numbered mail is added once", numberedMails},
		{"subscriptions come back as they were put", subscriptions},
		{"the same offer may be made for several subscriptions", offers},
		{"quotes come back as they were put", quotes},
		{"payment methods come back as they were put, the default first", methods},
		{"the figures of an invoice are replaced, its content stays", putInvoice},
		{"an invoice is filled from its e-invoice, its figures stay", fillInvoice},
		{"a document follows its description", setDocument},
		{"a later word about what is mirrored is kept", staleWords},
		{"a word that is not taken leaves no trace", staleTraces},
		{"the latest of many words is kept", sourceRace},
		{"earlier revisions of a part are kept", revisions},
		{"no revision gets lost when many revise", revisionRace},
		{"a search finds subscriptions and quotes", searchBilling},
		{"billing decisions come back as they were added", billingDecisions},
		{"a billing decision is finished from where it stands", finishBilling},
		{"slots, previews and forms are taken once", billOnce},
		{"one of 50 billing decisions takes a slot, a preview or a form", billingRace},
		{"one of many outcomes of a billing decision is written", outcomeRace},
		{"a slot is held by one", slotRace},
		{"billing decisions are listed as they change", billingLists},
		{"a list of billing decisions is walked by its cursor", billingPages},
		{"requests are due for an answer, declarations never", dueDecisions},
		{"payments come back as they were added, and are started once", payments},
		{"a payment is started and ended by one", paymentRace},
		{"a payment is finished once", finishPayment},
		{"inbound messages come back, the same one not twice", inbounds},
		{"inbound messages are claimed in the order they came", claimNotices},
		{"an inbound message is finished once", finishInbound},
		{"a finished inbound message is queued again", requeueInbound},
		{"each inbound message is added once and goes to one claimant", inboundRace},
		{"files are fetched once", fetches},
		{"each fetch goes to one claimant", fetchRace},
		{"import jobs come back as they were added", importJobs},
		{"an import job is claimed, lapses and is resumed", claimJobs},
		{"an import with many verdicts is forgotten in turns", forgottenImports},
		{"verdicts of an import come back in order", importRows},
		{"each import job goes to one claimant", jobRace},
		{"the history of imports spans accounts and goes on behind a cursor", importHistory},
		{"rows of an import are found by verdict and by whether they changed something", importRowsOf},
		{"an import is taken back under conditions", importUndos},
		{"mirrored things of every sort are taken away", unmirrors},
		{"documents that have files are not taken away", unmirroredDocuments},
		{"a thing whose source is forgotten takes any word", forgottenSources},
		{"what was done to an object since is found", actsSince},
		{"what tries sent and were told is kept for a time, how they ended for good", keptTries},
		{"an address is stopped once", stoppedAddresses},
		{"the log of mails is narrowed to a kind and an address", mailsNarrowed},
		{"visits that are alike are one note", visits},
		{"no visit is lost when many note it", visitRace},
		{"wrong links are counted by hour and network", wrongLinks},
		{"the figures of a day are kept once", dayCounts},
		{"a day is counted from its begin up to its end", dayFigures},
		{"jobs come back as they were added", bulkJobs},
		{"a job is claimed, held, planned, moved and let go of", claimBulkJobs},
		{"a job goes to one claimant", claimBulkRace},
		{"items of a job are settled once", bulkItems},
		{"a job picks requests by a filter", bulkPicks},
		{"a job picks links by a filter", bulkPickLinks},
		{"an API key is replaced once, and ends later", replacedKeys},
		{"one of many replaces an API key", replaceKeyRace},
		{"uses of keys are added up by day", keyUses},
		{"no use of a key gets lost when many write", keyUseRace},
		{"a secret is swapped if it is as it was read", swappedSecrets},
		{"open links are counted by their key", signedWith},
		{"the safety of an account is put and has defaults", safeties},
		{"proposals come back as they were added", proposals},
		{"a proposal is ended by another person, or withdrawn", endProposals},
		{"a proposal is ended once", endProposalRace},
		{"audit entries are narrowed by filters and walked in pages", auditFilters},
		{"a worker that lost its lease writes nothing", lostLeases},
		{"a duty is claimed, held, and lost with its lease", duties},
		{"a duty that a wrong clock claimed is due", futureDuty},
		{"one of many processes has a duty", dutyRace},
		{"tries are counted, and forgotten when they are old", tryCounts},
		{"no try is lost when many try at once", tryCountRace},
		{"the mark of time only rises, unless a person says so", timeMarks},
		{"the latest of many marks of time stands", timeMarkRace},
		{"each restore begins an epoch, and events say which", epochs},
		{"mails that wait are held and released", heldMessages},
		{"the last backup is remembered", backupRuns},
	} {
		t.Run(c.behaviour, func(t *testing.T) { c.test(t, open(t)) })
	}
}

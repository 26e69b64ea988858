package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/latchkey-portal/latchkey/internal/portal"
)

// trails are entries of three trails; some are of the same time.
func trails(t *testing.T, s portal.Store) (all []portal.Entry) {
	t.Helper()
	seqs := map[string]int64{}
	add := func(account string, minute int, actor, act, object string) {
		seqs[account]++
		all = append(all, portal.Entry{
			Account: account, Seq: seqs[account], At: noon.Add(time.Duration(minute) * time.Minute), Actor: actor, Act: act,
			Kind: "invoice", Object: object, Data: "{}", Hash: []byte{byte(len(all)), 1},
		})
	}
	add("demo", 0, "admin:1", "link.reissued", "7041")
	add("other", 0, "customer", "link.reissued", "7041")
	add("", 0, "admin:1", "admin.signed-in", "adm_1")
	add("demo", 0, "system", "link.revoked", "7042")
	add("demo", 1, "admin:1", "link.revoked", "7041")
	add("other", 2, "admin:2", "link.revoked", "9")
	add("demo", 3, "customer", "link.reissued", "7042")
	in(t, s, func(tx portal.Tx) error {
		for _, e := range all {
			if err := tx.AppendAudit(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	return all
}

func auditFilters(t *testing.T, s portal.Store) {
	all := trails(t, s)
	of := func(indexes ...int) (found []portal.Entry) {
		for _, i := range indexes {
			found = append(found, all[i])
		}
		return found
	}
	demo := portal.OnlyAccounts("demo")
	minute := noon.Add(time.Minute)
	for _, c := range []struct {
		f    portal.AuditFilter
		want []portal.Entry
	}{
		{portal.AuditFilter{Whole: true}, of(6, 5, 4, 1, 3, 0, 2)},
		{portal.AuditFilter{}, of(6, 5, 4, 1, 3, 0)},
		{portal.AuditFilter{Accounts: portal.OnlyAccounts(), Whole: true}, of(2)},
		{portal.AuditFilter{Accounts: demo}, of(6, 4, 3, 0)},
		{portal.AuditFilter{Accounts: demo, Rising: true}, of(0, 3, 4, 6)},
		{portal.AuditFilter{Accounts: demo, Limit: 2}, of(6, 4)},
		{portal.AuditFilter{Actor: "admin:1", Whole: true}, of(4, 0, 2)},
		{portal.AuditFilter{Act: "link.revoked"}, of(5, 4, 3)},
		{portal.AuditFilter{Kind: "invoice", Object: "7041"}, of(4, 1, 0)},
		{portal.AuditFilter{Kind: "order", Object: "7041"}, nil},
		{portal.AuditFilter{From: minute, Until: noon.Add(3 * time.Minute)}, of(5, 4)},
		{portal.AuditFilter{Accounts: demo, Actor: "customer", Act: "link.reissued", Object: "7042"}, of(6)},
	} {
		got(t, c.want)(s.AuditList(ctx, c.f))
		for _, rising := range []bool{false, true} {
			walkAudit(t, s, c.f, rising)
		}
	}
	got(t, []string{"link.reissued", "link.revoked"})(s.AuditActs(ctx, "demo"))
	got(t, []string{"admin:1", "customer", "system"})(s.AuditActors(ctx, "demo"))
	got(t, []string(nil))(s.AuditActs(ctx, "none"))

	lines, err := s.AuditLines(ctx, "demo", portal.AuditFilter{Act: "link.revoked"})
	got(t, []portal.ChainedEntry{{Entry: all[3], Prev: all[0].Hash}, {Entry: all[4], Prev: all[3].Hash}})(lines, err)
	lines, err = s.AuditLines(ctx, "demo", portal.AuditFilter{Limit: 1})
	got(t, []portal.ChainedEntry{{Entry: all[0]}})(lines, err)
}

// walkAudit wants one entry after another to be the whole list.
func walkAudit(t *testing.T, s portal.Store, f portal.AuditFilter, rising bool) {
	t.Helper()
	f.Limit, f.Rising = 0, rising
	whole, err := s.AuditList(ctx, f)
	wantErr(t, nil, err)
	var walked []portal.Entry
	f.Limit = 1
	for range len(whole) + 1 {
		page, err := s.AuditList(ctx, f)
		wantErr(t, nil, err)
		if len(page) == 0 {
			break
		}
		last := page[len(page)-1]
		walked, f.Behind = append(walked, page...), portal.AuditPlace{At: last.At, Account: last.Account, Seq: last.Seq}
	}
	if diff := cmp.Diff(whole, walked); diff != "" {
		t.Errorf("rising %v: -whole +walked\n%s", rising, diff)
	}
}

package web_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/portal"
	"github.com/latchkey-portal/latchkey/internal/store/storetest"
)

// law 3: state, mail and audit entry commit together or not at all. A trigger
// lets one write fail, at each place in turn; nothing may be left behind.
func TestAVerbThatFailsHalfwayLeavesNothing(t *testing.T) {
	verbs := map[string]func(w *world, k portal.ObjectKey) error{
		"reissue": func(w *world, k portal.ObjectKey) error {
			_, err := w.service.Reissue(context.Background(), portal.Ask{Object: k, Mail: true, Generation: w.state(k).Generation})
			return err
		},
		"revoke": func(w *world, k portal.ObjectKey) error {
			_, err := w.service.Revoke(context.Background(), portal.Ask{Object: k, Generation: w.state(k).Generation})
			return err
		},
		"remind": func(w *world, k portal.ObjectKey) error {
			_, err := w.service.Remind(context.Background(), portal.Ask{Object: k})
			return err
		},
		"renew": func(w *world, k portal.ObjectKey) error {
			return w.service.Renew(context.Background(), w.lapsedGrant(k))
		},
	}
	writes := map[string]string{ // where a write fails → the verbs that write there
		"insert on message":     "reissue remind renew",
		"insert on audit_entry": "reissue revoke remind renew",
		"update on audit_head":  "reissue revoke remind renew",
		"insert on link_state":  "reissue revoke renew",
		"update on link_state":  "renew", // which has counted the mail by then
	}
	for write, whose := range writes {
		for name, verb := range verbs {
			if !slices.Contains(strings.Fields(whose), name) {
				continue
			}
			t.Run(name+", "+write+" fails", func(t *testing.T) {
				store, file := storetest.SQLiteFile(t)
				w := newWorld(t, store)
				k := w.oneOrder()
				if name == "remind" {
					w.act("reissue", k, portal.Ask{})
				}
				file.Exec(fmt.Sprintf("create trigger injected before %s begin select raise(abort, 'injected'); end", write))
				before := file.Dump()
				if err := verb(w, k); err == nil {
					t.Fatal("the verb did not fail")
				}
				if after := file.Dump(); after != before {
					t.Errorf("something was left behind\nbefore:\n%s\nafter:\n%s", before, after)
				}
				file.Exec("drop trigger injected")
				if err := verb(w, k); err != nil || file.Dump() == before {
					t.Errorf("afterwards the verb does not work: %v", err)
				}
			})
		}
	}
}

package web_test

import (
	"testing"
	"time"

	"github.com/latchkey-portal/latchkey/internal/auth"
)

func TestAChangeOfOnesOwnIsNoProof(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	b.enrol()
	me := o.named(owner)
	changes := map[string]func(){
		"the roles they have already": func() { leads(t, b.post("/admin/people/"+me.ID+"/roles", "role/", "owner"), "/admin/me") },
		"another role": func() {
			leads(t, b.post("/admin/people/"+me.ID+"/roles", "role/northwind", "owner"), "/admin/me")
		},
	}
	o.pass(auth.Fresh - time.Minute)
	for name, change := range changes {
		before := b.cookies[sessionCookie]
		change()
		if stays := b.cookies[sessionCookie] == before; stays != (name == "the roles they have already") {
			t.Errorf("%s: the session goes on under its old id: %v", name, stays)
		}
	}
	o.pass(2 * time.Minute)
	wants(t, b.post("/admin/people/"+me.ID+"/roles", "role/northwind", ""), 403, "Prove that it is you")

	// A password is one factor: who has an app proves with it.
	leads(t, b.post("/admin/me/password", "old", password, "new", "nine teapots on a windowsill"), "/admin/me")
	wants(t, b.post("/admin/people/"+me.ID+"/roles", "role/northwind", ""), 403, "Prove that it is you", "Six digits")
}

func TestAChangeOfOnesOwnMakesNoSessionYounger(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(maria)
	began := o.clock()
	now := password
	for i := 0; o.clock().Sub(began) < auth.Absolute-20*time.Minute; i++ {
		o.pass(20 * time.Minute)
		wants(t, b.get("/admin/me"), 200)
	}
	leads(t, b.post("/admin/me/password", "old", now, "new", "nine teapots on a windowsill"), "/admin/me")
	o.pass(20 * time.Minute)
	leads(t, b.get("/admin"), "/admin/sign-in")
}

package portal

import "fmt"

// nameUsers gives the users that have no id the one of their address.
func (c *Customer) nameUsers(before []User) {
	known := map[string]string{}
	for _, u := range before {
		known[NormalEmail(u.Email)] = u.ID
	}
	users := make([]User, 0, len(c.Users))
	for _, u := range c.Users {
		if u.ID == "" {
			u.ID = known[NormalEmail(u.Email)]
		}
		if u.ID == "" {
			u.ID = NewID("u")
		}
		users = append(users, u)
	}
	c.Users = users
}

// maxClientUsers is how many users a client has at most.
const maxClientUsers = 200

func (c Customer) check(l *checklist) {
	l.id("id", c.ID)
	l.need("name", c.Name)
	if c.Type != "" && c.Type != "business" && c.Type != "consumer" {
		l.say("type", "is neither business nor consumer")
	}
	l.text("country", c.Country)
	l.text("locale", c.Locale)
	l.text("registrationNumber", c.RegistrationNumber)
	l.address("email", c.Email)
	l.count("users", len(c.Users), maxClientUsers)
	for i, u := range c.Users {
		l.text(fmt.Sprintf("users[%d].name", i), u.Name)
		l.need(fmt.Sprintf("users[%d].email", i), u.Email)
		l.address(fmt.Sprintf("users[%d].email", i), u.Email)
	}
	l.source(c.Source)
}

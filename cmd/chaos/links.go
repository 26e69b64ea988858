package main

import (
	"errors"
	"fmt"
)

// links has the partners of a site ask for clients 0 to n−1, and returns the
// links that came of it.
func (s *site) links(n *node, count int) ([]string, error) {
	made := make([]string, count)
	var next counter
	crowd(8, func(i int) {
		v := newVisitor(i)
		defer v.http.CloseIdleConnections()
		for {
			client := next.next()
			if client >= count {
				return
			}
			insist(s.lab.ctx, func() bool {
				got, _, ok, err := v.ask(s.lab.ctx, n, s.partners[client%len(s.partners)], client, "")
				if err == nil && ok {
					made[client] = got.target
				}
				return err == nil && ok
			})
		}
	})
	for i, target := range made {
		if target == "" {
			return nil, errors.Join(fmt.Errorf("no link for client %d", i), s.lab.ctx.Err())
		}
	}
	return made, nil
}

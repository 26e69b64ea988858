package views

// optional is the action as a row of buttons: one, or none.
func optional(a *Action) []Action {
	if a == nil {
		return nil
	}
	return []Action{*a}
}

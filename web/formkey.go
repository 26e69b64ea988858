package web

// underAFormKey reports whether something holds under a key of the small tokens
// of customer pages: the one that makes them, or one that made them until the
// master key was changed.
func (s *server) underAFormKey(holds func(key []byte) bool) bool {
	right := holds(s.FormKey)
	for _, key := range s.FormKeysBefore {
		right = holds(key) || right
	}
	return right
}

package web

// AdminRooms are the patterns of all addresses behind the sign-in.
func AdminRooms() []string {
	var patterns []string
	for _, route := range (&desk{}).rooms() {
		patterns = append(patterns, route.pattern)
	}
	return patterns
}

package web

// AdminRooms are the patterns of all addresses behind the sign-in.
func AdminRooms() []string {
	var patterns []string
	for _, route := range (&desk{}).rooms() {
		patterns = append(patterns, route.pattern)
	}
	return patterns
}

// AdminNeeds are the permissions that they ask for; "installation " stands in
// front of those that are needed there.
func AdminNeeds() map[string]string {
	needs := map[string]string{}
	for _, route := range (&desk{}).rooms() {
		need := string(route.need)
		if route.whole {
			need = "installation " + need
		}
		needs[route.pattern] = need
	}
	return needs
}
